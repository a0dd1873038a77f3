//! One log line for each request. Headers are not logged: they carry keys and passwords.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

/// The middleware.
pub async fn log(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let elapsed_ms = begun.elapsed().as_millis() as u64;
    tracing::info!(%method, path, status, elapsed_ms, "request");
    response
}
