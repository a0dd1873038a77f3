//! `POST /login`, `POST /logout`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::server;

#[derive(Deserialize)]
struct Credentials {
    user: String,
    password: String,
}

pub async fn login(
    State(state): State<Arc<server::State>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, ApiError> {
    let Credentials { user, password } = serde_json::from_slice(&body?)
        .map_err(|error| ApiError::bad_request(format!("Invalid body: {error}")))?;
    let session = state
        .auth
        .login(&user, &password)
        .ok_or_else(|| ApiError::forbidden("Invalid credentials"))?;
    Ok(Json(
        json!({ "session_id": session.session_id, "oms-csrf-token": session.csrf_token }),
    ))
}

pub async fn logout(
    State(state): State<Arc<server::State>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    state.auth.logout(&headers)?;
    Ok(Json(json!({ "response": "Logout success" })))
}
