//! One request and its answer, by whichever way of sending this runtime is best at.

use js_sys::Function;

use super::abort::Abort;
use super::body::Body;
use super::failure::Failure;
use super::runtime::global_named;
use super::{fetch, xhr};

/// What goes out.
pub struct Outgoing<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// The whole address.
    pub url: &'a str,
    /// Names and values.
    pub headers: &'a [(String, String)],
    /// The body.
    pub body: Body<'a>,
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

/// Sends a request and reads its answer whole.
///
/// A file goes by XHR where there is one, as only XHR tells how much of it was sent.
///
/// # Errors
/// `Aborted`, `timeout`, `network`; any answer at all, of whatever status, is a success.
pub async fn send(outgoing: Outgoing<'_>, wire: &Wire<'_>) -> Result<Incoming, Failure> {
    wire.abort.check()?;
    let by_xhr = matches!(outgoing.body, Body::File { .. })
        && wire.fetch.is_none()
        && global_named("XMLHttpRequest").is_function();
    if by_xhr {
        xhr::send(outgoing, wire).await
    } else {
        fetch::send(outgoing, wire).await
    }
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
