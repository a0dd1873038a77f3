//! Progress that a user can be shown: never backwards, never too often, the last event always.

use serde::Serialize;

/// What a call is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Reading and hashing the file here.
    Hash,
    /// Asking whether the hash is known.
    Lookup,
    /// Sending the bytes.
    Upload,
    /// Waiting for the analysis to begin.
    Queue,
    /// The analysis goes on.
    Scan,
    /// The result is there.
    Done,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// What the call is doing.
    pub phase: Phase,
    /// How much of this phase is done: bytes of `hash` and `upload`, else percent.
    pub loaded: f64,
    /// How much there is in this phase, in the unit of `loaded`, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// How much of the whole call is done, 0 to 100, never less than in the event before.
    pub percentage: f64,
    /// The analysis, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_id: Option<String>,
}

/// How much of a whole call each phase is, in the order of the phases.
#[derive(Clone, Copy, Debug)]
pub struct Shares([f64; 5]);

impl Shares {
    /// `scan`: hash, look up, upload, wait.
    pub const SCAN: Self = Self([20.0, 5.0, 35.0, 5.0, 35.0]);
    /// `scan_batch`, whose progress is the mean of its files'.
    pub const BATCH: Self = Self([0.0, 0.0, 0.0, 0.0, 100.0]);
    /// `digest`.
    pub const DIGEST: Self = Self([100.0, 0.0, 0.0, 0.0, 0.0]);
    /// `analyze`.
    pub const ANALYZE: Self = Self([0.0, 0.0, 100.0, 0.0, 0.0]);
    /// `wait`.
    pub const WAIT: Self = Self([0.0, 0.0, 0.0, 10.0, 90.0]);

    fn percentage(&self, phase: Phase, fraction: f64) -> f64 {
        let phase = phase as usize;
        let before: f64 = self.0.iter().take(phase).sum();
        before + self.0.get(phase).copied().unwrap_or(0.0) * fraction
    }
}

/// Least time between two events of one phase, ms. A phase's begin and its end are told at once: of a
/// call's six phases all begin and two can end (`hash` and `upload`), so that no second sees more than
/// 10 + 1 + 6 + 2 events.
const INTERVAL: f64 = 100.0;

/// Decides which events the user gets.
#[derive(Debug)]
pub struct Meter {
    shares: Shares,
    phase: Option<Phase>,
    loaded: f64,
    percentage: f64,
    emitted_at: f64,
    data_id: Option<String>,
}

impl Meter {
    /// A meter of a call with these shares.
    pub fn new(shares: Shares) -> Self {
        Self {
            shares,
            phase: None,
            loaded: 0.0,
            percentage: 0.0,
            emitted_at: f64::NEG_INFINITY,
            data_id: None,
        }
    }

    /// Names the analysis that the events to come are about.
    pub fn about(&mut self, data_id: &str) {
        self.data_id = Some(data_id.into());
    }

    /// Takes note at the time `now` (ms) that `loaded` of `total` are done in `phase`, and answers
    /// the event to emit, if any. A phase that is over, and less than was reached, count for nothing.
    pub fn advance(
        &mut self,
        phase: Phase,
        loaded: f64,
        total: Option<f64>,
        now: f64,
    ) -> Option<Progress> {
        let begins = self.phase < Some(phase);
        if !begins && (self.phase != Some(phase) || loaded <= self.loaded) {
            return None;
        }
        let ends = total == Some(loaded);
        if !begins && !ends && now - self.emitted_at < INTERVAL {
            return None;
        }
        self.phase = Some(phase);
        self.loaded = loaded;
        self.emitted_at = now;
        let fraction = match total {
            Some(total) if total > 0.0 => (loaded / total).clamp(0.0, 1.0),
            _ => 0.0,
        };
        // A tenth of a percent is as fine as anybody sees.
        let percentage = (self.shares.percentage(phase, fraction) * 10.0).floor() / 10.0;
        // All of it is done when the call says so, not before.
        self.percentage = self.percentage.max(percentage.min(99.9));
        Some(Progress {
            phase,
            loaded,
            total,
            percentage: self.percentage,
            data_id: self.data_id.clone(),
        })
    }

    /// The last event of all.
    pub fn done(&mut self) -> Progress {
        self.phase = Some(Phase::Done);
        Progress {
            phase: Phase::Done,
            loaded: 100.0,
            total: Some(100.0),
            percentage: 100.0,
            data_id: self.data_id.clone(),
        }
    }
}
