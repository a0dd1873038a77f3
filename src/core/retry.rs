//! Whether and when to retry a call.

use super::error::{Error, ErrorCode};

/// How often and how soon a call is retried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retry {
    /// The maximum number of attempts, including the first one.
    pub attempts: u32,
    /// The upper bound of the first delay, ms; it doubles each time.
    pub base_delay: f64,
    /// The longest delay, ms. If the server asks for a longer one, the call fails at once.
    pub max_delay: f64,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            base_delay: 250.0,
            max_delay: 20_000.0,
        }
    }
}

impl Retry {
    /// The delay before the next attempt, ms; `None` if there must be no other attempt.
    ///
    /// `attempt` is the number of attempts so far, `repeatable` whether the call can be repeated (it is idempotent, or
    /// its body can be sent again), `random` is in 0..1 ("full jitter").
    pub fn delay(
        &self,
        attempt: u32,
        failure: &Error,
        repeatable: bool,
        random: f64,
    ) -> Option<f64> {
        if attempt >= self.attempts || !(repeatable && is_transient(failure)) {
            return None;
        }
        let asked = failure.retry_after.map(|seconds| seconds * 1_000.0);
        if asked.is_some_and(|asked| asked > self.max_delay) {
            return None;
        }
        let bound = (self.base_delay * 2_f64.powi(attempt as i32 - 1)).min(self.max_delay);
        Some((bound * random).max(asked.unwrap_or(0.0)))
    }
}

/// Whether an upload with this failure may have arrived nevertheless: there was no response, or the server failed. After a 408
/// or 429, it has not.
pub fn may_have_arrived(failure: &Error) -> bool {
    match failure.status {
        Some(status) => status >= 500,
        None => matches!(failure.code, ErrorCode::Network | ErrorCode::Timeout),
    }
}

/// Whether the same call may succeed a moment later: no response, 408, 429, 502, 503, 504.
pub fn is_transient(failure: &Error) -> bool {
    match failure.status {
        _ if failure.is_final => false,
        Some(status) => matches!(status, 408 | 429 | 502 | 503 | 504),
        None => matches!(failure.code, ErrorCode::Network | ErrorCode::Timeout),
    }
}
