//! `/v4`: MetaDefender Cloud's present version.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::error::with_code;
use super::{hashes, quota, report};
use crate::analysis::{self, Analysis};
use crate::auth::Identity;
use crate::error::ApiError;
use crate::result_code::ResultCode;
use crate::routes::finished;
use crate::server;

type Answer = Result<Json<Value>, ApiError>;

/// "The hash was not found".
const HASH_NOT_FOUND: u32 = 404_003;

/// `scan_result_i` of an unknown hash.
const UNKNOWN: u16 = 5;

pub async fn submit(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let analysis = super::submit::submit(&state, identity, &headers, body).await?;
    let digests = &analysis.received.digests;
    Ok(Json(json!({
        "data_id": analysis.data_id,
        "in_queue": state.store.counts().queued,
        "queue_priority": "normal",
        "sha1": digests.sha1,
        "sha256": digests.sha256,
        "status": "inqueue",
    })))
}

pub async fn file(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    data_id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Answer {
    let Path(data_id) = data_id?;
    let unknown = || ApiError::not_found("The data id was not found");
    let analysis = state.store.get(&data_id).ok_or_else(unknown)?;
    if !identity.may_access(&analysis.username) {
        return Err(ApiError::no_rights());
    }
    Ok(Json(match analysis.state() {
        analysis::State::Queued => report::in_queue(&state, &analysis),
        _ => of_analysis(&analysis, &headers),
    }))
}

pub async fn hash(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    hash: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let found = hashes::find(&state, &identity, &hash?)?;
    Ok(match found {
        Some(analysis) => Json(of_analysis(&analysis, &headers)).into_response(),
        None => {
            let refusal = ApiError::not_found("The hash was not found");
            with_code(refusal, HASH_NOT_FOUND)
        }
    })
}

pub async fn hashes(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let mut data = Vec::new();
    for hash in hashes::wanted(&body?)? {
        data.push(match hashes::find(&state, &identity, &hash)? {
            Some(analysis) => {
                let results = report::scan_results(&analysis, ResultCode::label);
                json!({
                    "hash": hash,
                    "data_id": analysis.data_id,
                    "scan_result_i": results["scan_all_result_i"],
                    "start_time": results["start_time"],
                    "total_avs": results["total_avs"],
                    "total_detected_avs": results["total_detected_avs"],
                })
            }
            None => json!({ "hash": hash, "data_id": null, "scan_result_i": UNKNOWN }),
        });
    }
    Ok(Json(json!({ "data": data })))
}

/// The address of the file, not its bytes.
pub async fn converted(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    data_id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Answer {
    let Path(data_id) = data_id?;
    let outcome = finished(&state, &identity, &data_id)?;
    if outcome.findings.sanitized().is_none() {
        return Err(ApiError::not_found("There is no sanitized file"));
    }
    Ok(Json(
        json!({ "sanitizedFilePath": sanitized_url(&headers, &data_id) }),
    ))
}

/// The sanitised file, for anyone who knows its address. Cloud's files are in a bucket with signed addresses.
pub async fn sanitized(
    State(state): State<Arc<server::State>>,
    data_id: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(data_id) = data_id?;
    let missing = || ApiError::not_found("There is no sanitized file");
    let analysis = state.store.get(&data_id).ok_or_else(missing)?;
    let analysis::State::Finished(outcome) = analysis.state() else {
        return Err(missing());
    };
    outcome
        .findings
        .sanitized()
        .ok_or_else(missing)?
        .answer()
        .await
}

pub async fn limits(
    State(state): State<Arc<server::State>>,
    _: Identity,
    headers: HeaderMap,
) -> Json<Value> {
    let quota = &state.quota;
    let used = quota.used(quota::key(&headers));
    Json(json!({
        "prevention_api": quota.limit - used,
        "reputation_api": quota.limit - used,
        "feed_infected": 0,
        "feed_false_positives": 0,
    }))
}

fn of_analysis(analysis: &Analysis, headers: &HeaderMap) -> Value {
    let mut answer = json!({
        "data_id": analysis.data_id,
        "file_id": &analysis.received.digests.sha256[..24],
        "file_info": report::file_info(analysis),
        "last_updated": crate::report::timestamp(std::time::SystemTime::now()),
        "scan_results": report::scan_results(analysis, ResultCode::label),
        "share_file": 0,
    });
    let process = match analysis.state() {
        analysis::State::Finished(outcome) => {
            let url = sanitized_url(headers, &analysis.data_id);
            if let Some(sanitized) = report::sanitized(analysis, &outcome, &url) {
                answer["sanitized"] = sanitized;
            }
            let reason = outcome.blocked.first().map_or("", |code| code.label());
            json!({
                "blocked_reason": reason,
                "profile": "multiscan",
                "progress_percentage": 100,
                "result": outcome.result(),
                "verdicts": outcome.codes.iter().map(|code| code.label()).collect::<Vec<_>>(),
            })
        }
        analysis::State::Processing(processing) => {
            if analysis.headers.sanitize == Some(true) {
                answer["sanitized"] = json!({ "progress_percentage": processing.progress });
            }
            json!({
                "blocked_reason": "",
                "profile": "multiscan",
                "progress_percentage": processing.progress,
                "result": "Processing",
                "verdicts": [],
            })
        }
        analysis::State::Queued => return answer,
    };
    answer["process_info"] = process;
    answer
}

fn sanitized_url(headers: &HeaderMap, data_id: &str) -> String {
    let host = headers.get("host").and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("localhost:8899");
    format!("http://{host}/v4/sanitized/{data_id}")
}
