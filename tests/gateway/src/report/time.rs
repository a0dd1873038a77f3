//! Times as the protocol writes them.

use std::time::{Duration, SystemTime};

/// A moment as the protocol writes it.
pub fn timestamp(time: SystemTime) -> String {
    humantime::format_rfc3339_millis(time).to_string()
}

/// A duration as the protocol writes it.
pub fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}

/// The time between two moments. It is never negative, even if the clock was set back.
pub fn since(start: SystemTime, end: SystemTime) -> Duration {
    end.duration_since(start).unwrap_or_default()
}
