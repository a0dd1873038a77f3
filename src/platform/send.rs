//! Sending a request by whichever way this runtime is best at.

use super::body::Body;
use super::failure::Failure;
use super::http::{Incoming, Outgoing, Wire};
use super::object::global_named;
use super::{fetch, xhr};

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
