//! Responses that replace the call.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\
                    <body><center><h1>502 Bad Gateway</h1></center></body></html>\n";

#[derive(Clone, Debug, Default)]
pub struct Substitute {
    /// `status=CODE`: an error with this status, or the status of the body below.
    pub status: Option<StatusCode>,
    pub body: Option<SubstituteBody>,
}

#[derive(Clone, Debug)]
pub enum SubstituteBody {
    /// `html`: a proxy's error page.
    Page,
    /// `body=TEXT`: this text, as JSON.
    Text(String),
    /// `not-found=200`: the cluster's response for an unknown id.
    NotFound,
}

impl Substitute {
    /// None if the call is to be made.
    pub fn response(&self, path: &str) -> Option<Response> {
        let status = self.status.unwrap_or(StatusCode::OK);
        Some(match &self.body {
            Some(SubstituteBody::Page) => (status, Html(PAGE)).into_response(),
            Some(SubstituteBody::Text(body)) => {
                let json = HeaderValue::from_static("application/json");
                (status, [(header::CONTENT_TYPE, json)], body.clone()).into_response()
            }
            Some(SubstituteBody::NotFound) => {
                let id = path.rsplit('/').next().unwrap_or_default();
                Json(json!({ id: "Not Found" })).into_response()
            }
            None => refusal(self.status?, path),
        })
    }
}

fn refusal(status: StatusCode, path: &str) -> Response {
    let reason = status.canonical_reason().unwrap_or("Error");
    // v4 has another format for errors.
    let answer = if path.starts_with("/v4/") {
        let code = match status {
            StatusCode::NOT_FOUND if path.starts_with("/v4/hash/") => 404_003,
            StatusCode::NOT_FOUND => 404_000,
            status => u32::from(status.as_u16()) * 1000 + 1,
        };
        json!({ "error": { "code": code, "messages": [reason] } })
    } else {
        json!({ "err": reason })
    };
    (status, Json(answer)).into_response()
}
