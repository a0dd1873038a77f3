//! When to poll again, and when to give up.

use super::error::Error;
use super::options::check_duration;
use super::retry::is_transient;

/// The delays between two requests. They grow, so that the result of a short analysis arrives soon and a long one
/// needs few requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poll {
    /// The first delay, ms. "It is enough to just check every few hundred milliseconds."
    pub initial_delay: f64,
    /// The longest delay, ms.
    pub max_delay: f64,
    /// The factor by which each delay grows.
    pub factor: f64,
}

impl Default for Poll {
    fn default() -> Self {
        Self {
            // For an analysis of a minute, these are 15 requests, and the result is 5 % late; for one of ten seconds, 7 and 6 %.
            initial_delay: 400.0,
            max_delay: 7_500.0,
            factor: 1.6,
        }
    }
}

impl Poll {
    /// The delay before request number `asked` + 1, ms, varied randomly by up to a tenth. `random` is in 0..1.
    pub fn delay(&self, asked: u32, random: f64) -> f64 {
        let grown = self.initial_delay * self.factor.powi(asked.min(1_000) as i32);
        grown.min(self.max_delay) * (0.9 + 0.2 * random)
    }
}

/// A schedule of requests with growing delays, until a deadline. `now` is ms on any clock, but always the same one.
#[derive(Clone, Copy, Debug)]
pub struct PollSchedule {
    poll: Poll,
    timeout: f64,
    deadline: Option<f64>,
    asked: u32,
}

impl PollSchedule {
    /// A schedule whose deadline is `timeout` ms after its start.
    ///
    /// # Errors
    /// `invalid-input` if an option is invalid.
    pub fn new(poll: Poll, timeout: f64) -> Result<Self, Error> {
        check_duration("timeout", timeout)?;
        check_duration("poll.initialDelay", poll.initial_delay)?;
        check_duration("poll.maxDelay", poll.max_delay)?;
        if !poll.factor.is_finite() || poll.factor < 1.0 {
            let message = "poll.factor has to be a number, 1 or more";
            return Err(Error::invalid_input(message));
        }
        Ok(Self {
            poll,
            timeout,
            deadline: None,
            asked: 0,
        })
    }

    /// ms from the start to the deadline.
    pub fn timeout(&self) -> f64 {
        self.timeout
    }

    /// Starts the clock, unless it is running already.
    pub fn start(&mut self, now: f64) {
        self.deadline.get_or_insert(now + self.timeout);
    }

    fn left(&self, now: f64) -> f64 {
        self.deadline
            .map_or(self.timeout, |deadline| deadline - now)
    }

    /// The delay before the next request, ms; `None` if the deadline has passed.
    pub fn next_delay(&mut self, now: f64, random: f64) -> Option<f64> {
        let left = self.left(now);
        if left <= 0.0 {
            return None;
        }
        // The last request is sent at the deadline, not long before it.
        let delay = self.poll.delay(self.asked, random).min(left);
        self.asked += 1;
        Some(delay)
    }

    /// The delay after a failed request, ms: the one that the server asks for, or else that of the next request. `None` if
    /// the failure is final, or if the delay would end after the deadline.
    pub fn delay_after(&mut self, failure: &Error, now: f64, random: f64) -> Option<f64> {
        if !is_transient(failure) {
            return None;
        }
        match failure.retry_after.map(|seconds| seconds * 1_000.0) {
            Some(asked_for) => (asked_for <= self.left(now)).then_some(asked_for),
            None => self.next_delay(now, random),
        }
    }
}
