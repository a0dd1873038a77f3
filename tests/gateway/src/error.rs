//! Errors of the API: a status and `{"err": "…"}`.

use std::fmt::Display;

use axum::Json;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error response.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    message: String,
}

impl ApiError {
    /// An error with any status.
    pub fn new(status: StatusCode, message: impl Display) -> Self {
        Self {
            status,
            message: message.to_string(),
        }
    }

    /// 400: an invalid header, query or body.
    pub fn bad_request(message: impl Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 403: a wrong key, wrong credentials, or not allowed.
    pub fn forbidden(message: impl Display) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// 404: no such resource.
    pub fn not_found(message: impl Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 405: "The user has no rights for this operation."
    pub fn no_rights() -> Self {
        let message = "The user has no rights for this operation";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, message)
    }

    /// 411: `Content-Length` is missing.
    pub fn length_required(message: impl Display) -> Self {
        Self::new(StatusCode::LENGTH_REQUIRED, message)
    }

    /// 413: larger than the rule allows.
    pub fn too_large(message: impl Display) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    /// 422: an empty body.
    pub fn empty() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Body input is empty")
    }

    /// 500: an error of the gateway. The cause is logged, not returned.
    pub fn internal(cause: impl Display) -> Self {
        tracing::error!(%cause, "unexpected event");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Unexpected event on server",
        )
    }

    /// 503: the queue is full.
    pub fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Server is too busy. Try again later",
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(json!({ "err": self.message }))).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl From<PathRejection> for ApiError {
    fn from(rejection: PathRejection) -> Self {
        Self::bad_request(rejection.body_text())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::bad_request(rejection.body_text())
    }
}

impl From<BytesRejection> for ApiError {
    fn from(rejection: BytesRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}
