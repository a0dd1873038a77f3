//! `/file/batch…`: initiate, status, close, certificate, cancel.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::auth::Identity;
use crate::batch::Batch;
use crate::error::ApiError;
use crate::paging::{Paging, PagingQuery};
use crate::{batch_report, certificate, headers, server};

/// "Name of the batch (max 1024 bytes, URL encoded UTF-8 string)".
const LONGEST_USER_DATA: usize = 1024;

pub async fn initiate(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let rule = headers::decoded(&headers, "rule")?;
    let user_agent = headers::plain(&headers, "user_agent")?;
    let rule = state
        .rules
        .permitted(rule.as_deref(), identity.caller(user_agent))?;
    let user_data = headers::decoded(&headers, "user-data")?.unwrap_or_default();
    if headers
        .get("user-data")
        .is_some_and(|it| it.len() > LONGEST_USER_DATA)
    {
        return Err(ApiError::bad_request(format!(
            "Invalid header: user-data is longer than {LONGEST_USER_DATA} bytes"
        )));
    }
    let user_agent = user_agent.unwrap_or_default().to_owned();
    let batch = Batch::new(identity.name, rule.name.clone(), user_agent, user_data);
    let batch = state.batches.add(batch);
    Ok(Json(json!({ "batch_id": batch.batch_id })))
}

pub async fn status(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    batch_id: Result<Path<String>, PathRejection>,
    paging: PagingQuery,
) -> Result<Json<Value>, ApiError> {
    let batch = find(&state, &identity, &batch_id?)?;
    Ok(Json(batch_report::report(&batch, paging?.0)))
}

pub async fn close(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    batch_id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, ApiError> {
    let batch = find(&state, &identity, &batch_id?)?;
    batch.close()?;
    Ok(Json(batch_report::report(&batch, Paging::default())))
}

pub async fn certificate(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    batch_id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    let batch = find(&state, &identity, &batch_id?)?;
    let with_vul_info = certificate::include_vul_info(headers::plain(&headers, "metadata")?)?;
    if batch.snapshot().end.is_none() {
        return Err(ApiError::bad_request("The batch is not closed yet"));
    }
    let yaml = state.signing.certificate(&batch, with_vul_info)?;
    Ok(([(header::CONTENT_TYPE, "application/yaml")], yaml))
}

pub async fn cancel(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    batch_id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, ApiError> {
    let batch = find(&state, &identity, &batch_id?)?;
    for file in batch.cancel()? {
        state.store.cancel(&file);
    }
    tracing::info!(batch_id = batch.batch_id, "batch cancelled");
    Ok(Json(json!({ batch.batch_id.as_str(): "cancelled" })))
}

fn find(
    state: &server::State,
    identity: &Identity,
    batch_id: &str,
) -> Result<Arc<Batch>, ApiError> {
    let batch = state
        .batches
        .get(batch_id)
        .ok_or_else(|| ApiError::not_found("Batch not found"))?;
    if !identity.may_access(&batch.username) {
        return Err(ApiError::forbidden("Not allowed: the batch is another's"));
    }
    Ok(batch)
}
