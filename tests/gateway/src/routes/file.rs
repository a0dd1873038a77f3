//! `POST /file`, `GET /file/{data_id}`, `POST /file/{data_id}/cancel`.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::analysis;
use crate::auth::Identity;
use crate::error::ApiError;
use crate::headers::{self, SubmissionHeaders};
use crate::outcome::{Findings, Outcome};
use crate::paging::PagingQuery;
use crate::queue::Job;
use crate::result_code::ResultCode;
use crate::{server, upload};

pub async fn submit(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let length = upload::declared_length(&headers)?;
    let headers = SubmissionHeaders::parse(&headers)?;
    let rule = state.rules.select(headers.rule.as_deref())?;
    if !rule.permits(headers.user_agent.as_deref()) {
        return Err(ApiError::forbidden(format!(
            "Not allowed: the rule {} is restricted",
            rule.name
        )));
    }
    if length > rule.max_file_size {
        let limit = rule.max_file_size;
        return Err(ApiError::too_large(format!(
            "File size exceeds the limit of the rule: {limit} bytes"
        )));
    }
    let place = state.queue.reserve()?;
    let (file, received) = upload::receive(body, length, &state.spool).await?;
    let analysis = state
        .store
        .add(identity.name, rule.name.clone(), headers, received);
    let answer = json!({ "data_id": analysis.data_id });
    place.send(Job { analysis, file });
    Ok(Json(answer))
}

pub async fn result(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    data_id: Result<Path<String>, PathRejection>,
    paging: PagingQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let Path(data_id) = data_id?;
    paging?;
    let user_agent = headers::plain(&headers, "user_agent")?;
    let Some(analysis) = state.store.get(&data_id) else {
        return Ok(Json(json!({ data_id: "Not Found" })));
    };
    let rule_permits = state
        .rules
        .named(&analysis.rule)
        .is_none_or(|rule| rule.permits(user_agent));
    if !identity.may_access(&analysis) || !rule_permits {
        return Err(ApiError::no_rights());
    }
    Ok(Json(state.report(&analysis)))
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
    if !identity.may_access(&analysis) {
        return Err(ApiError::no_rights());
    }
    let (started_at, file_type) = match analysis.state() {
        analysis::State::Processing(processing) => {
            (Some(processing.started_at), processing.file_type)
        }
        _ => (None, None),
    };
    let findings = Findings {
        file_type,
        ..Findings::default()
    };
    let outcome = Outcome::broken_off(ResultCode::Cancelled, findings, started_at);
    if !state.store.finish(&analysis, outcome) {
        return Err(ApiError::bad_request("The analysis has already finished"));
    }
    tracing::info!(data_id, "analysis cancelled");
    Ok(Json(json!({ data_id: "cancelled" })))
}
