//! The calls, one file for each part of the reference.

mod admin;
mod auth;
mod batch;
mod download;
mod file;
mod hash;
mod health;
mod rules;

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

pub use download::finished;

use crate::error::ApiError;
use crate::server::State;
use crate::{cloud, cors, drain, fault, request_log, scan_record};

/// The whole API.
pub fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/login", post(auth::login))
        .route("/logout", post(auth::logout))
        .route("/file", post(file::submit))
        .route("/file/rules", get(rules::list))
        .route("/file/batch", post(batch::initiate))
        .route("/file/batch/{batchId}", get(batch::status))
        .route("/file/batch/{batchId}/close", post(batch::close))
        .route("/file/batch/{batchId}/certificate", get(batch::certificate))
        .route("/file/batch/{batchId}/cancel", post(batch::cancel))
        .route("/file/converted/{data_id}", get(download::converted))
        .route("/file/download/{data_id}", get(download::download))
        .route("/file/{data_id}", get(file::result))
        .route("/file/{data_id}/cancel", post(file::cancel))
        .route("/hash/{hash}", get(hash::result))
        .route("/health", get(health::health))
        .route(
            "/_gateway/faults",
            post(admin::add_fault).get(admin::list_faults),
        )
        .route("/_gateway/faults/clear", post(admin::clear_faults))
        .route("/_gateway/outdated", post(admin::outdate))
        .route(
            "/_gateway/scans/{name}",
            post(admin::open_scan)
                .get(admin::scan)
                .delete(admin::close_scan),
        )
        .merge(cloud::router(&state))
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(state.clone(), fault::misbehave))
        .layer(from_fn_with_state(state.clone(), scan_record::record))
        .layer(from_fn(drain::unread_body))
        .layer(cors::layer())
        .layer(from_fn(request_log::log))
        .with_state(state)
}

async fn unknown_path(uri: Uri) -> ApiError {
    ApiError::not_found(format!("Requested resource was not found: {}", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> ApiError {
    let message = format!("{method} is not supported by {}", uri.path());
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, message)
}
