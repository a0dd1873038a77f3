//! When to ask again for an analysis that goes on.

/// The delays between questions: growing, so that a short analysis is answered soon and a long one
/// costs few calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poll {
    /// The first delay, ms. "It is enough to just check every few hundred milliseconds."
    pub initial_delay: f64,
    /// No delay is longer than this, ms.
    pub max_delay: f64,
    /// How much longer each delay is than the one before.
    pub factor: f64,
}

impl Default for Poll {
    fn default() -> Self {
        Self {
            // Of a minute's analysis, 15 calls and an answer that is 5 % late; of ten seconds', 7 and 6 %.
            initial_delay: 400.0,
            max_delay: 7_500.0,
            factor: 1.6,
        }
    }
}

impl Poll {
    /// The delay before question number `asked` + 1, ms, a tenth longer or shorter at random.
    /// `random` is in 0..1.
    pub fn delay(&self, asked: u32, random: f64) -> f64 {
        let grown = self.initial_delay * self.factor.powi(asked.min(1_000) as i32);
        grown.min(self.max_delay) * (0.9 + 0.2 * random)
    }
}
