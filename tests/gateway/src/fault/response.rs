//! What happens to a response.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::change::Change;
use super::transport;
use crate::connection::Reset;
use crate::error::ApiError;

#[derive(Clone, Debug, Default)]
pub struct ResponseFault {
    /// Changes of a JSON response, in the order of the fault.
    pub changes: Vec<Change>,
    /// `cut=N`: a well-formed response with only the first N bytes of the body.
    pub cut: Option<usize>,
    /// `retry-after=VALUE`, `reset-in=86400s`, `content-type=VALUE`, sent as they are.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// How the response ends early, and after how many bytes.
    pub ending: Option<(Ending, u64)>,
    /// `slow=MS` or `slow=MS/BYTES`: sends one byte, or this many, at a time.
    pub slow: Option<(Duration, usize)>,
}

/// How a response ends after N bytes of its body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ending {
    /// `truncate=N`: the connection is closed.
    Truncate,
    /// `reset-response=N`: the connection is reset.
    Reset,
    /// `stall-response=N`: nothing more comes.
    Stall,
}

impl ResponseFault {
    /// `poll` counts the requests for the same thing.
    pub async fn apply(
        &self,
        response: Response,
        poll: impl FnOnce() -> u32,
        reset: Reset,
    ) -> Response {
        let mut response = self.with_other_body(response, poll).await;
        for (name, value) in &self.headers {
            response.headers_mut().insert(name, value.clone());
        }
        if self.ending.is_some() || self.slow.is_some() {
            response = transport::deliver(response, self.slow, self.ending, reset);
        }
        response
    }

    async fn with_other_body(&self, response: Response, poll: impl FnOnce() -> u32) -> Response {
        if self.changes.is_empty() && self.cut.is_none() {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let mut bytes = match to_bytes(body, usize::MAX).await {
            Ok(bytes) => bytes.to_vec(),
            Err(error) => return ApiError::internal(error).into_response(),
        };
        if !self.changes.is_empty()
            && let Ok(mut answer) = serde_json::from_slice::<Value>(&bytes)
        {
            let poll = poll();
            for change in &self.changes {
                change.apply(&mut answer, poll);
            }
            bytes = answer.to_string().into_bytes();
        }
        if let Some(length) = self.cut {
            bytes.truncate(length);
        }
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, Body::from(bytes))
    }
}
