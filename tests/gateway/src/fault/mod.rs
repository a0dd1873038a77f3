//! Misbehaviour on command, for the tests of clients: by `--fault`, by the admin call
//! `POST /_gateway/faults`, or by the header `x-gateway-fault` of a single request.

mod change;
mod plan;
mod request;
mod response;
mod spec;
mod substitute;
mod transport;
mod when;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub use plan::{FaultArgument, Faults};
pub use spec::Fault;

use crate::connection::Reset;
use crate::error::ApiError;
use crate::{scan_record, server};

/// Names the fault of one request.
pub const HEADER: &str = "x-gateway-fault";

/// The middleware.
pub async fn misbehave(
    State(state): State<Arc<server::State>>,
    connection: Option<Extension<ConnectInfo<Reset>>>,
    route: Option<MatchedPath>,
    request: Request,
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

    let Some(request) = fault.request.apply(request, &reset).await else {
        // Nobody hears it.
        return StatusCode::OK.into_response();
    };
    let response = match fault.substitute.response(&path) {
        Some(response) => response,
        None => next.run(request).await,
    };
    let poll = || state.faults.poll(&path);
    fault.response.apply(response, poll, reset).await
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
        return Ok(fault.when.strikes().then(|| Arc::new(fault)));
    }
    let route = route.as_ref().map_or(path, MatchedPath::as_str);
    let scan = scan_record::name(request.headers());
    Ok(faults.take(&format!("{} {route}", request.method()), path, scan))
}
