//! One request and its answer.

use js_sys::Function;

use super::abort::Abort;
use super::body::Body;

/// What goes out.
pub struct Outgoing<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// The whole address.
    pub url: &'a str,
    /// Names and values.
    pub headers: &'a [(String, String)],
    /// The body.
    pub body: &'a Body<'a>,
}

/// What came back.
#[derive(Debug, Default)]
pub struct Incoming {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub text: String,
    /// `Retry-After`, or else `x-ratelimit-reset-in`, of a failed answer.
    pub retry_after: Option<String>,
}

impl Incoming {
    /// Whether the server did what was asked.
    pub fn is_success(&self) -> bool {
        is_success(self.status)
    }
}

/// How to send.
pub struct Wire<'a> {
    /// The caller's own `fetch`, instead of the runtime's.
    pub fetch: Option<&'a Function>,
    /// ms without progress before a request has failed.
    pub timeout: f64,
    /// The caller's signal.
    pub abort: &'a Abort,
}

pub(super) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The headers of a failed answer that say when to come back. Those of other answers are not asked
/// for: a browser complains in its console about one that CORS does not expose.
pub(super) fn retry_after(status: u16, header: impl Fn(&str) -> Option<String>) -> Option<String> {
    if is_success(status) {
        return None;
    }
    header("retry-after").or_else(|| header("x-ratelimit-reset-in"))
}
