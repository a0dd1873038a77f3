//! Misbehaviour on command, for the tests of clients: by `--fault`, by the admin call
//! `POST /_gateway/faults`, or by the header `x-gateway-fault` of a single request.

mod answer;
mod plan;
mod spec;
mod transport;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

pub use plan::{FaultArgument, Faults};
pub use spec::{Change, Ending, Fault};

use crate::connection::Reset;
use crate::error::ApiError;
use crate::{headers, scan_record, server};

/// Names the fault of one request.
pub const HEADER: &str = "x-gateway-fault";

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\
                    <body><center><h1>502 Bad Gateway</h1></center></body></html>\n";

/// The middleware.
pub async fn misbehave(
    State(state): State<Arc<server::State>>,
    connection: Option<Extension<ConnectInfo<Reset>>>,
    route: Option<MatchedPath>,
    mut request: Request,
    next: Next,
) -> Response {
    let fault = match chosen(&state.faults, route, &request) {
        Ok(Some(fault)) => fault,
        Ok(None) => return next.run(request).await,
        Err(refusal) => return refusal.into_response(),
    };
    let path = request.uri().path().to_owned();
    tracing::info!(fault = fault.spec, path, "misbehaving");
    let reset = connection.map_or_else(Reset::default, |Extension(ConnectInfo(reset))| reset);

    tokio::time::sleep(fault.latency + fault.jitter.mul_f64(fastrand::f64())).await;
    if fault.hang {
        std::future::pending::<()>().await;
    }
    if let Some(length) = fault.stall_request {
        transport::read(request.into_body(), length).await;
        return std::future::pending().await;
    }
    if let Some(length) = fault.reset_request {
        transport::read(request.into_body(), length).await;
        reset.trigger();
        return StatusCode::OK.into_response();
    }
    if let Some(step_delay) = &fault.step_delay {
        let name = HeaderName::from_static(headers::STEP_DELAY);
        request.headers_mut().insert(name, step_delay.clone());
    }
    let mut response = match instead(&fault, &path) {
        Some(response) => response,
        None => next.run(request).await,
    };
    if !fault.changes.is_empty() || fault.cut.is_some() {
        response = changed(response, &fault, &state.faults, &path).await;
    }
    for (name, value) in [
        (header::RETRY_AFTER, &fault.retry_after),
        (
            HeaderName::from_static("x-ratelimit-reset-in"),
            &fault.reset_in,
        ),
        (header::CONTENT_TYPE, &fault.content_type),
    ] {
        if let Some(value) = value {
            response.headers_mut().insert(name, value.clone());
        }
    }
    if fault.ending.is_some() || fault.slow.is_some() {
        response = transport::deliver(response, &fault, reset);
    }
    response
}

fn chosen(
    faults: &Faults,
    route: Option<MatchedPath>,
    request: &Request,
) -> Result<Option<Arc<Fault>>, ApiError> {
    let path = request.uri().path();
    if path.starts_with("/_gateway/") || path == "/health" {
        return Ok(None);
    }
    if let Some(value) = request.headers().get(HEADER) {
        let spec = value.to_str().map_err(ApiError::bad_request)?;
        let fault: Fault = spec.parse().map_err(ApiError::bad_request)?;
        return Ok(fault.strikes().then(|| Arc::new(fault)));
    }
    let route = route.as_ref().map_or(path, MatchedPath::as_str);
    let scan = scan_record::name(request.headers());
    Ok(faults.take(&format!("{} {route}", request.method()), path, scan))
}

/// The response of a fault that replaces the call.
fn instead(fault: &Fault, path: &str) -> Option<Response> {
    let status = fault.status;
    if fault.html {
        return Some((status.unwrap_or(StatusCode::OK), Html(PAGE)).into_response());
    }
    if let Some(body) = &fault.body {
        let json = [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )];
        return Some((status.unwrap_or(StatusCode::OK), json, body.clone()).into_response());
    }
    if fault.not_found == Some(StatusCode::OK) {
        let id = path.rsplit('/').next().unwrap_or_default();
        return Some(Json(json!({ id: "Not Found" })).into_response());
    }
    let status = fault.not_found.or(status)?;
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
    Some((status, Json(answer)).into_response())
}

async fn changed(response: Response, fault: &Fault, faults: &Faults, path: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let mut bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes.to_vec(),
        Err(error) => return ApiError::internal(error).into_response(),
    };
    if let Ok(mut answer) = serde_json::from_slice::<Value>(&bytes)
        && !fault.changes.is_empty()
    {
        let poll = faults.poll(path);
        for change in &fault.changes {
            answer::change(&mut answer, change, poll);
        }
        bytes = answer.to_string().into_bytes();
    }
    if let Some(length) = fault.cut {
        bytes.truncate(length);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}
