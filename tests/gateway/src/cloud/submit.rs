//! `POST /v2/file`, `POST /v4/file`.

use std::sync::Arc;

use axum::body::Body;
use axum::http::HeaderMap;

use crate::analysis::Analysis;
use crate::auth::Identity;
use crate::error::ApiError;
use crate::headers::{SubmissionHeaders, decoded, plain};
use crate::queue::Job;
use crate::{server, upload};

/// Submits a file with the gateway's default rule: Cloud's `rule` only names the workflows.
pub async fn submit(
    state: &server::State,
    identity: Identity,
    headers: &HeaderMap,
    body: Body,
) -> Result<Arc<Analysis>, ApiError> {
    let length = upload::declared_length(headers)?;
    let all_headers = headers;
    let mut headers = submission(all_headers)?;
    let user_agent = headers.user_agent.as_deref();
    let rule = state.rules.permitted(None, identity.caller(user_agent))?;
    if length > rule.max_file_size {
        return Err(ApiError::too_large("The file is too large"));
    }
    headers.rule = None;
    let place = state.queue.reserve()?;
    let limit = rule.max_file_size;
    let (file, received) =
        upload::receive(body, length, headers.encoding, limit, &state.spool).await?;
    let analysis = state
        .store
        .add(identity.name, rule.clone(), headers, received);
    state.scans.submitted(all_headers, &analysis);
    place.send(Job {
        analysis: analysis.clone(),
        file,
    });
    Ok(analysis)
}

fn submission(headers: &HeaderMap) -> Result<SubmissionHeaders, ApiError> {
    let mut submission = SubmissionHeaders::parse(headers)?;
    submission.batch = None;
    submission
        .archive_passwords
        .extend(decoded(headers, "filepassword")?);
    // v4 names its workflows in `rule`, v2 in `user_agent`; sanitising is one of them.
    let asks = |name| {
        let workflows = plain(headers, name)?.unwrap_or_default();
        Ok::<_, ApiError>(workflows.split([',', '-', ' ']).any(|it| it == "sanitize"))
    };
    submission.sanitize = Some(asks("rule")? || asks("user_agent")?);
    for name in ["samplesharing", "privateprocessing"] {
        if plain(headers, name)?.is_some_and(|value| !matches!(value, "0" | "1")) {
            return Err(crate::headers::invalid(name, "must be 0 or 1"));
        }
    }
    Ok(submission)
}
