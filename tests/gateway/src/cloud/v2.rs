//! `/v2`: MetaDefender Cloud's second version.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::{hashes, report};
use crate::analysis::{self, Analysis};
use crate::auth::Identity;
use crate::error::ApiError;
use crate::headers;
use crate::result_code::ResultCode;
use crate::server;

type Answer = Result<Json<Value>, ApiError>;

pub async fn submit(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let analysis = super::submit::submit(&state, identity, &headers, body).await?;
    let host = host(&headers);
    Ok(Json(
        json!({ "data_id": analysis.data_id, "rest_ip": format!("{host}/v2") }),
    ))
}

pub async fn file(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    data_id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Answer {
    let Path(data_id) = data_id?;
    let metadata = file_metadata(&headers)?;
    let Some(analysis) = state.store.get(&data_id) else {
        return Ok(Json(json!({ data_id: "Not Found" })));
    };
    if !identity.may_access(&analysis.username) {
        return Err(ApiError::no_rights());
    }
    if matches!(analysis.state(), analysis::State::Queued) {
        return Ok(Json(report::in_queue(&state, &analysis)));
    }
    let mut answer = finished(&analysis, &headers, metadata);
    let hash = &analysis.received.digests.sha256;
    let newest = state.store.find(hash, None, false, |_| true);
    if let Some(newest) = newest.filter(|newest| newest.sequence > analysis.sequence) {
        answer["newer"] = Value::from(newest.data_id.as_str());
    }
    Ok(Json(answer))
}

pub async fn hash(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    hash: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Answer {
    let Path(hash) = hash?;
    let metadata = file_metadata(&headers)?;
    let found = hashes::find(&state, &identity, &hash)?;
    Ok(Json(by_hash(found, &hash, &headers, metadata)))
}

/// The reports of many hashes, in the order of the request.
pub async fn hashes(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let metadata = file_metadata(&headers)?;
    let mut reports = Vec::new();
    for hash in hashes::wanted(&body?)? {
        let found = hashes::find(&state, &identity, &hash)?;
        reports.push(by_hash(found, &hash, &headers, metadata));
    }
    Ok(Json(Value::from(reports)))
}

fn by_hash(found: Option<Arc<Analysis>>, hash: &str, headers: &HeaderMap, metadata: bool) -> Value {
    match found {
        Some(analysis) => finished(&analysis, headers, metadata),
        None => json!({ hash: "Not Found" }),
    }
}

fn finished(analysis: &Analysis, headers: &HeaderMap, metadata: bool) -> Value {
    let mut answer = json!({
        "data_id": analysis.data_id,
        "file_id": file_id(analysis),
        "file_info": report::file_info(analysis),
        "scan_results": report::scan_results(analysis, label),
        "top_threat": -1,
    });
    if metadata {
        answer["hash_results"] = json!({});
    }
    if let analysis::State::Finished(outcome) = analysis.state() {
        let url = format!("http://{}/v4/sanitized/{}", host(headers), analysis.data_id);
        if let Some(sanitized) = report::sanitized(analysis, &outcome, &url) {
            answer["sanitized"] = sanitized;
        }
    }
    answer
}

/// Cloud's id of the content, which all its analyses share.
fn file_id(analysis: &Analysis) -> &str {
    &analysis.received.digests.sha256[..24]
}

fn label(code: ResultCode) -> &'static str {
    match code {
        ResultCode::NoThreatDetected => "Clean",
        code => code.label(),
    }
}

fn file_metadata(headers: &HeaderMap) -> Result<bool, ApiError> {
    match headers::plain(headers, "file_metadata")? {
        None | Some("0") => Ok(false),
        Some("1") => Ok(true),
        Some(_) => Err(headers::invalid("file_metadata", "must be 0 or 1")),
    }
}

fn host(headers: &HeaderMap) -> &str {
    let host = headers.get("host").and_then(|host| host.to_str().ok());
    host.unwrap_or("localhost:8899")
}
