//! `GET /hash/{md5|sha1|sha256|sha512}`.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::auth::Identity;
use crate::error::ApiError;
use crate::paging::PagingQuery;
use crate::{digest, headers, server};

pub async fn result(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    hash: Result<Path<String>, PathRejection>,
    paging: PagingQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let Path(hash) = hash?;
    let hash =
        digest::normalised(&hash).ok_or_else(|| ApiError::not_found("Invalid hash format"))?;
    let Query(paging) = paging?;
    let rule = headers::decoded(&headers, "rule")?;
    let rule = &state.rules.select(rule.as_deref())?.name;
    let self_only = headers::boolean(&headers, "selfonly")?;
    let include_in_progress = headers::boolean(&headers, "include-inprogress")?;
    let since = match headers::integer(&headers, "timerange")? {
        None | Some(0) => None,
        // A time before the start of the clock is no limit.
        Some(hours) => {
            SystemTime::now().checked_sub(Duration::from_secs(hours.saturating_mul(3600)))
        }
    };
    let found = state
        .store
        .find(&hash, since, include_in_progress, |analysis| {
            analysis.rule.name == *rule
                && !(self_only && analysis.parent.is_some())
                && identity.may_access(&analysis.username)
        });
    Ok(Json(match found {
        Some(analysis) => state.report(&analysis, paging),
        None => json!({ hash: "Not Found" }),
    }))
}
