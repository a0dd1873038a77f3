//! `POST /file`, `GET /file/{data_id}`, `POST /file/{data_id}/cancel`.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::auth::Identity;
use crate::batch::Batch;
use crate::error::ApiError;
use crate::headers::{self, SubmissionHeaders};
use crate::paging::PagingQuery;
use crate::queue::Job;
use crate::{server, upload};

pub async fn submit(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    all_headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let length = upload::declared_length(&all_headers)?;
    let headers = SubmissionHeaders::parse(&all_headers)?;
    let batch = batch(&state, &identity, headers.batch.as_deref())?;
    let of_batch = batch.as_ref().map(|batch| batch.rule.as_str());
    let rule = state.rules.permitted(
        headers.rule.as_deref().or(of_batch),
        identity.caller(headers.user_agent.as_deref()),
    )?;
    if length > rule.max_file_size {
        let limit = rule.max_file_size;
        return Err(ApiError::too_large(format!(
            "File size exceeds the limit of the rule: {limit} bytes"
        )));
    }
    let place = state.queue.reserve()?;
    let entered = batch.as_ref().map(Batch::enter).transpose()?;
    let (file, received) = upload::receive(
        body,
        length,
        headers.encoding,
        rule.max_file_size,
        &state.spool,
    )
    .await?;
    let analysis = state
        .store
        .add(identity.name, rule.clone(), headers, received);
    if let Some(batch) = entered
        && let Err(refusal) = batch.add(&analysis)
    {
        state.store.cancel(&analysis);
        return Err(refusal);
    }
    state.scans.submitted(&all_headers, &analysis);
    let answer = json!({ "data_id": analysis.data_id });
    place.send(Job { analysis, file });
    Ok(Json(answer))
}

/// The batch that the upload belongs to.
fn batch(
    state: &server::State,
    identity: &Identity,
    batch_id: Option<&str>,
) -> Result<Option<Arc<Batch>>, ApiError> {
    let Some(batch_id) = batch_id else {
        return Ok(None);
    };
    let batch = state
        .batches
        .get(batch_id)
        .ok_or_else(|| headers::invalid("batch", "names no batch"))?;
    if !identity.may_access(&batch.username) {
        return Err(ApiError::forbidden("Not allowed: the batch is another's"));
    }
    Ok(Some(batch))
}

pub async fn result(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    data_id: Result<Path<String>, PathRejection>,
    paging: PagingQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let Path(data_id) = data_id?;
    let Query(paging) = paging?;
    let user_agent = headers::plain(&headers, "user_agent")?;
    let Some(analysis) = state.store.get(&data_id) else {
        return Ok(Json(json!({ data_id: "Not Found" })));
    };
    let rule_permits = analysis.rule.permits(identity.caller(user_agent));
    if !identity.may_access(&analysis.username) || !rule_permits {
        return Err(ApiError::no_rights());
    }
    Ok(Json(state.report(&analysis, paging)))
}

pub async fn cancel(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    data_id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, ApiError> {
    let Path(data_id) = data_id?;
    let analysis = state
        .store
        .get(&data_id)
        .ok_or_else(|| ApiError::not_found("Data ID not found"))?;
    if !identity.may_access(&analysis.username) {
        return Err(ApiError::no_rights());
    }
    if !state.store.cancel(&analysis) {
        return Err(ApiError::bad_request("The analysis has already finished"));
    }
    tracing::info!(data_id, "analysis cancelled");
    Ok(Json(json!({ data_id: "cancelled" })))
}
