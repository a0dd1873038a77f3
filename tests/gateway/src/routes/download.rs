//! `GET /file/converted/{data_id}`, `GET /file/download/{data_id}`.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::analysis;
use crate::auth::Identity;
use crate::error::ApiError;
use crate::outcome::Outcome;
use crate::server;

pub async fn converted(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    data_id: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let outcome = finished(&state, &identity, &data_id?)?;
    let file = outcome.findings.sanitized();
    let missing = || ApiError::not_found("There is no sanitized file");
    file.ok_or_else(missing)?.answer().await
}

pub async fn download(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    data_id: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let outcome = finished(&state, &identity, &data_id?)?;
    let findings = &outcome.findings;
    let file = findings.sanitized().or_else(|| findings.redacted());
    let missing = || ApiError::not_found("File could not be found");
    file.ok_or_else(missing)?.answer().await
}

/// The outcome of an analysis, if the caller may access it.
pub fn finished(
    state: &server::State,
    identity: &Identity,
    data_id: &str,
) -> Result<Arc<Outcome>, ApiError> {
    let analysis = state
        .store
        .get(data_id)
        .ok_or_else(|| ApiError::not_found("Data ID not found"))?;
    if !identity.may_access(&analysis.username) {
        return Err(ApiError::no_rights());
    }
    match analysis.state() {
        analysis::State::Finished(outcome) => Ok(outcome),
        _ => Err(ApiError::not_found("The analysis has not finished yet")),
    }
}
