//! CORS for any origin, on every response: the demo page and the tests use other ports.

use std::time::Duration;

use axum::http::{HeaderName, Method, header};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

/// The layer, which is outermost so that errors have the headers too.
pub fn layer() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        // A list cannot name every `archivepwdX`.
        .allow_headers(AllowHeaders::mirror_request())
        .allow_private_network(true)
        .expose_headers([
            header::RETRY_AFTER,
            header::CONTENT_DISPOSITION,
            HeaderName::from_static("x-ratelimit-for"),
            HeaderName::from_static("x-ratelimit-interval"),
            HeaderName::from_static("x-ratelimit-limit"),
            HeaderName::from_static("x-ratelimit-remaining"),
            HeaderName::from_static("x-ratelimit-reset-in"),
            HeaderName::from_static("x-ratelimit-used"),
        ])
        .max_age(Duration::from_secs(600))
}
