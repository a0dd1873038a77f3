//! How long a server can have the client wait: `Retry-After`, `x-ratelimit-reset-in`.

use arbitrary::{Result, Unstructured};
use metadefender_wasm::core::error::{Error, ErrorCode};
use metadefender_wasm::core::poll::PollSchedule;
use metadefender_wasm::core::protocol::response::retry_after;
use metadefender_wasm::{Poll, Retry};

/// ms since 1970, about the year 2100 at most.
const LATEST: u64 = 4_102_444_800_000;

/// Panics where what the server says is no time, or more than the user's own bounds.
pub fn check(choices: &mut Unstructured<'_>) -> Result<()> {
    let now = choices.int_in_range(0..=LATEST)? as f64;
    let date = choices.arbitrary::<Option<f64>>()?;
    let random = f64::from(choices.int_in_range(0..=999)?) / 1_000.0;
    let attempt = choices.int_in_range(1..=40)?;
    let max_delay = f64::from(choices.arbitrary::<u32>()?);
    let timeout = f64::from(choices.arbitrary::<u32>()?);
    let waited = f64::from(choices.arbitrary::<u32>()?);
    let value = value(choices)?;
    let seconds = retry_after(&value, now, |_| date);
    check_seconds(&value, seconds);

    let mut failure = Error::new(ErrorCode::RateLimited, "").with_status(429);
    failure.retry_after = seconds;
    let retry = Retry {
        attempts: 50,
        max_delay,
        ..Retry::default()
    };
    if let Some(delay) = retry.delay(attempt, &failure, true, random) {
        assert!((0.0..=max_delay).contains(&delay), "{value}: {delay}");
        assert!(
            delay >= seconds.unwrap_or(0.0) * 1_000.0,
            "{value}: {delay}"
        );
    }
    let mut schedule = PollSchedule::new(Poll::default(), timeout).expect("a duration");
    schedule.start(now);
    if let Some(delay) = schedule.delay_after(&failure, now + waited, random) {
        let left = (timeout - waited).max(0.0);
        assert!((0.0..=left).contains(&delay), "{value}: {delay} of {left}");
    }
    Ok(())
}

/// Digits, perhaps with the unit, or anything.
fn value(choices: &mut Unstructured<'_>) -> Result<String> {
    match choices.int_in_range(0..=3)? {
        0 => choices.arbitrary(),
        1 => choices.arbitrary::<u64>().map(|number| number.to_string()),
        2 => choices
            .arbitrary::<u16>()
            .map(|number| format!("{number}s")),
        _ => {
            let count = choices.int_in_range(0..=400)?;
            Ok("9".repeat(count))
        }
    }
}

fn check_seconds(value: &str, seconds: Option<f64>) {
    if let Some(seconds) = seconds {
        assert!(seconds.is_finite() && seconds >= 0.0, "{value}: {seconds}");
    }
    let number = value.strip_suffix('s').unwrap_or(value);
    if !number.is_empty() && number.len() < 15 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        assert_eq!(seconds, number.parse().ok(), "{value}");
    }
}
