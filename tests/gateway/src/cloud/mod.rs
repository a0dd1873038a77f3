//! MetaDefender Cloud: two more dialects, `/v2` and `/v4`, of the same analyses.

mod error;
mod hashes;
mod quota;
mod report;
mod submit;
mod v2;
mod v4;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

pub use quota::Quota;

use crate::server::State;

/// The calls of both.
pub fn router(state: &Arc<State>) -> Router<Arc<State>> {
    let v2 = Router::new()
        .route("/v2/file", post(v2::submit))
        .route("/v2/file/{data_id}", get(v2::file))
        .route("/v2/hash", post(v2::hashes))
        .route("/v2/hash/{hash}", get(v2::hash))
        .layer(from_fn(error::of_v2));
    let v4 = Router::new()
        .route("/v4/file", post(v4::submit))
        .route("/v4/file/{data_id}", get(v4::file))
        .route("/v4/file/converted/{data_id}", get(v4::converted))
        .route("/v4/hash", post(v4::hashes))
        .route("/v4/hash/{hash}", get(v4::hash))
        .route("/v4/apikey/limits", get(v4::limits))
        .layer(from_fn(error::of_v4));
    let files = Router::new().route("/v4/sanitized/{data_id}", get(v4::sanitized));
    v2.merge(v4)
        .layer(from_fn_with_state(state.clone(), quota::count))
        .merge(files)
}
