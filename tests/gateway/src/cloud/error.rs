//! Errors in Cloud's formats. The handlers return the gateway's errors, which are converted here.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::error::ApiError;

/// The size limit of an error's body.
const LONGEST: usize = 64 << 10;

/// An error code of v4 that does not follow from the status.
#[derive(Clone, Copy)]
pub struct Code(pub u32);

/// An error with such a code.
pub fn with_code(error: ApiError, code: u32) -> Response {
    let mut response = error.into_response();
    response.extensions_mut().insert(Code(code));
    response
}

/// v2: `{"err": "…"}`, with Cloud's status codes.
pub async fn of_v2(request: Request, next: Next) -> Response {
    translated(
        next.run(request).await,
        |message, _| json!({ "err": message }),
    )
    .await
}

/// v4: `{"error": {"code": …, "messages": […]}}`.
pub async fn of_v4(request: Request, next: Next) -> Response {
    translated(
        next.run(request).await,
        |message, code| json!({ "error": { "code": code, "messages": [message] } }),
    )
    .await
}

async fn translated(response: Response, say: impl FnOnce(Value, u32) -> Value) -> Response {
    let (status, code) = match response.status() {
        status if status.is_success() => return response,
        // For a wrong key the gateway uses 403, Cloud 401; for another user's result both use 403.
        StatusCode::FORBIDDEN => (StatusCode::UNAUTHORIZED, 401_001),
        StatusCode::METHOD_NOT_ALLOWED => (StatusCode::FORBIDDEN, 403_001),
        StatusCode::PAYLOAD_TOO_LARGE => (StatusCode::BAD_REQUEST, 400_144),
        StatusCode::UNPROCESSABLE_ENTITY => (StatusCode::BAD_REQUEST, 400_145),
        StatusCode::NOT_FOUND => (StatusCode::NOT_FOUND, 404_000),
        StatusCode::TOO_MANY_REQUESTS => (StatusCode::TOO_MANY_REQUESTS, 429_000),
        status => (status, u32::from(status.as_u16()) * 1000),
    };
    let (mut parts, body) = response.into_parts();
    let code = parts.extensions.get().map_or(code, |Code(code)| *code);
    let body = to_bytes(body, LONGEST).await.unwrap_or_default();
    let message = match serde_json::from_slice::<Value>(&body) {
        Ok(mut refusal) => refusal["err"].take(),
        Err(_) => Value::from(status.canonical_reason().unwrap_or("Error")),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    let mut answer = (status, Json(say(message, code))).into_response();
    answer.headers_mut().extend(parts.headers);
    answer
}
