//! `GET /file/rules`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::auth::Identity;
use crate::error::ApiError;
use crate::{headers, server};

pub async fn list(
    State(state): State<Arc<server::State>>,
    identity: Identity,
    headers: HeaderMap,
) -> Result<Json<Vec<Value>>, ApiError> {
    let user_agent = headers::plain(&headers, "user_agent")?;
    let rules = state.rules.available_to(identity.caller(user_agent));
    Ok(Json(
        rules
            .map(|rule| json!({ "max_file_size": rule.max_file_size, "name": rule.name }))
            .collect(),
    ))
}
