//! What an answer means that is not the one hoped for.

use base64ct::{Base64Unpadded, Encoding};

use super::endpoint::Endpoint;
use super::header::encode;
use crate::core::error::{Error, ErrorCode};

/// The parts of a failed answer that say why.
#[derive(Clone, Copy, Debug, Default)]
pub struct Failure<'a> {
    /// The HTTP status.
    pub status: u16,
    /// Cloud's own code of the failure, if the body held one.
    pub code: Option<i64>,
    /// The server's own words, if the body held any.
    pub words: Option<&'a str>,
    /// After how many seconds it wants to be asked again.
    pub retry_after: Option<f64>,
}

/// More of the server's words than this reach nobody.
const MAX_MESSAGE_CHARS: usize = 300;

/// The error that a failed answer of `endpoint` is. `secrets` are struck from the server's words.
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

/// The error that a body which is not JSON, or not the expected JSON, is.
pub fn unexpected(endpoint: Endpoint, status: u16, content: &str) -> Error {
    let what = if content.trim_ascii_start().starts_with('<') {
        "the server answered HTML: does baseUrl name the API and not a web page or a proxy?"
    } else if content.trim_ascii().is_empty() {
        "the server answered nothing"
    } else {
        "the answer is not one that the API gives: does baseUrl name MetaDefender?"
    };
    Error::protocol(format!("{}: {what} (HTTP {status})", endpoint.name()))
        .at(endpoint)
        .with_status(status)
}

/// Whether `object`, the sole entry of an answer, says that `id` is unknown: its key is the id as
/// sent or upper-cased.
pub fn is_not_found(entry: (&str, &str), id: &str) -> bool {
    entry.0.eq_ignore_ascii_case(id) && entry.1.eq_ignore_ascii_case("not found")
}

/// After how many seconds to ask again: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3),
/// or `x-ratelimit-reset-in` with its unit, `86400s`. `now` and what `parse_date` answers are ms
/// since 1970.
pub fn retry_after(
    value: &str,
    now: f64,
    parse_date: impl FnOnce(&str) -> Option<f64>,
) -> Option<f64> {
    let value = value.trim_ascii();
    let seconds = value.strip_suffix('s').unwrap_or(value);
    let seconds = if !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits only: more of them than a f64 holds are infinity.
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
        // 404: OPSWAT's knowledge base has it for wrong credentials.
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

/// What Cloud v4 tells apart where the status does not.
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

/// Core, MDDC and Cloud word it in their own ways.
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

/// The words without control characters, not too many of them, and with no secret among them, be it
/// as it is, as it travels in a header, in JSON, or in base64.
fn redacted(words: &str, secrets: &[String]) -> String {
    let spellings = spellings(secrets);
    let strike = |words: String| {
        let strike_one = |words: String, secret: &String| words.replace(secret, "[redacted]");
        spellings.iter().fold(words, strike_one)
    };
    let words = strike(words.into());
    let printable = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    // Another white space in the place of its own does not hide a password.
    let words = strike(printable.collect());
    words.trim_ascii().chars().take(MAX_MESSAGE_CHARS).collect()
}

/// The secrets in every way in which they may be repeated, the longest first, as one may begin with another.
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
