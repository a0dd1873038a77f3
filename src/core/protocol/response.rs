//! The meaning of failed and unexpected responses.

use base64ct::{Base64Unpadded, Encoding};

use super::endpoint::Endpoint;
use super::header::encode;
use crate::core::error::{Error, ErrorCode};

/// The parts of a failed response that state the reason.
#[derive(Clone, Copy, Debug, Default)]
pub struct Failure<'a> {
    /// The HTTP status.
    pub status: u16,
    /// Cloud's own code of the failure, if the body contains one.
    pub code: Option<i64>,
    /// The server's own words, if the body contains any.
    pub words: Option<&'a str>,
    /// The seconds to wait before the next attempt, as the server states them.
    pub retry_after: Option<f64>,
}

/// The server's words are cut off after this many characters.
const MAX_MESSAGE_CHARS: usize = 300;

/// The error for a failed response of `endpoint`. `secrets` are removed from the server's words.
pub fn failure(endpoint: Endpoint, failure: Failure<'_>, secrets: &[String]) -> Error {
    let Failure {
        status,
        words,
        retry_after,
        ..
    } = failure;
    let code = failure
        .code
        .and_then(cloud_code)
        .unwrap_or_else(|| code(endpoint, status, words.unwrap_or_default()));
    let said = words.map_or_else(String::new, |words| {
        format!(": {}", redacted(words, secrets))
    });
    let operation = endpoint.name();
    let explanation = explanation(code);
    let message = format!("{operation}: {explanation} (HTTP {status}{said})");
    let mut error = Error::new(code, message).at(endpoint).with_status(status);
    error.retry_after = retry_after;
    error
}

/// The error for a body that is not JSON, or not the expected JSON.
pub fn unexpected(endpoint: Endpoint, status: u16, content: &str) -> Error {
    let what = if content.trim_ascii_start().starts_with('<') {
        "the server sent HTML: does baseUrl name the API and not a web page or a proxy?"
    } else if content.trim_ascii().is_empty() {
        "the server sent an empty response"
    } else {
        "the response is not one of the API's: does baseUrl name MetaDefender?"
    };
    Error::protocol(format!("{}: {what} (HTTP {status})", endpoint.name()))
        .at(endpoint)
        .with_status(status)
}

/// Whether `entry`, the only one of a response, states that `id` is unknown: its key is the id, in upper or lower case.
pub fn is_not_found(entry: (&str, &str), id: &str) -> bool {
    entry.0.eq_ignore_ascii_case(id) && entry.1.eq_ignore_ascii_case("not found")
}

/// The seconds to wait before the next attempt: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or
/// `x-ratelimit-reset-in` with its unit, `86400s`. `now` and the result of `parse_date` are ms since 1970.
pub fn retry_after(
    value: &str,
    now: f64,
    parse_date: impl FnOnce(&str) -> Option<f64>,
) -> Option<f64> {
    let value = value.trim_ascii();
    let seconds = value.strip_suffix('s').unwrap_or(value);
    let seconds = if !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits only: a number too large for a f64 becomes infinity.
        let digit = |sum: f64, byte| sum * 10.0 + f64::from(byte - b'0');
        seconds.bytes().fold(0.0, digit)
    } else {
        ((parse_date(value)? - now) / 1_000.0).max(0.0)
    };
    seconds.is_finite().then_some(seconds)
}

fn code(endpoint: Endpoint, status: u16, words: &str) -> ErrorCode {
    match status {
        401 => ErrorCode::Unauthorized,
        // 404 means wrong credentials according to OPSWAT's knowledge base.
        403 | 404 if endpoint == Endpoint::Login => ErrorCode::Unauthorized,
        403 | 405 => ErrorCode::Forbidden,
        400 | 413 | 500 if status == 413 || says_too_large(words) => ErrorCode::TooLarge,
        400 => ErrorCode::InvalidInput,
        404 => ErrorCode::NotFound,
        408 => ErrorCode::Timeout,
        411 => ErrorCode::LengthRequired,
        422 => ErrorCode::EmptyFile,
        429 => ErrorCode::RateLimited,
        503 => ErrorCode::Busy,
        500.. => ErrorCode::Server,
        _ => ErrorCode::Protocol,
    }
}

/// The codes of Cloud v4 that are more specific than the status.
fn cloud_code(code: i64) -> Option<ErrorCode> {
    match code {
        400_144 => Some(ErrorCode::TooLarge),
        400_145 => Some(ErrorCode::EmptyFile),
        401_001 => Some(ErrorCode::Unauthorized),
        403_001 => Some(ErrorCode::Forbidden),
        404_000 | 404_003 => Some(ErrorCode::NotFound),
        429_000 | 429_001 => Some(ErrorCode::RateLimited),
        _ => None,
    }
}

/// Core, MDDC and Cloud each have their own wording.
fn says_too_large(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    let says = |word| words.contains(word);
    says("too large")
        || says("too big")
        || (says("size") && (says("exceed") || says("limit") || says("maximum") || says("larger")))
}

fn explanation(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Unauthorized => "the credentials were refused",
        ErrorCode::Forbidden => "the API key is wrong, or has no right to this",
        ErrorCode::TooLarge => "the file is over the size that the server accepts",
        ErrorCode::InvalidInput => "the server refused the request",
        ErrorCode::NotFound => "the server knows no such thing: is the id right, and baseUrl?",
        ErrorCode::LengthRequired => "the server wants to know the length beforehand",
        ErrorCode::EmptyFile => "the server found the file empty",
        ErrorCode::RateLimited => "too many requests",
        ErrorCode::Busy => "the server is too busy",
        ErrorCode::Timeout => "the server gave up waiting for the request",
        ErrorCode::Server => "the server failed",
        _ => "the server answered with an unexpected status",
    }
}

/// The words without control characters, limited in length, and without secrets in any form: plain, as in a header, in
/// JSON, or in base64.
fn redacted(words: &str, secrets: &[String]) -> String {
    let spellings = spellings(secrets);
    let strike = |words: String| {
        let strike_one = |words: String, secret: &String| words.replace(secret, "[redacted]");
        spellings.iter().fold(words, strike_one)
    };
    let words = strike(words.into());
    let printable = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    // Different white space does not hide a password.
    let words = strike(printable.collect());
    words.trim_ascii().chars().take(MAX_MESSAGE_CHARS).collect()
}

/// The secrets in every form in which they may be repeated, the longest first, as one may begin with another.
pub fn spellings(secrets: &[String]) -> Vec<String> {
    let mut spellings: Vec<String> = secrets
        .iter()
        .filter(|secret| !secret.is_empty())
        .flat_map(|secret| {
            let json = serde_json::to_string(secret).ok();
            let json = json
                .as_deref()
                .and_then(|json| json.strip_prefix('"')?.strip_suffix('"'));
            let base64 = Base64Unpadded::encode_string(secret.as_bytes());
            [
                secret.clone(),
                encode(secret),
                json.unwrap_or(secret).into(),
                base64,
            ]
        })
        .collect();
    spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
    spellings
}
