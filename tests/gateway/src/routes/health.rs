//! `GET /health`: the gateway's own, for scripts that wait for it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::server;

pub async fn health(State(state): State<Arc<server::State>>) -> Json<Value> {
    let counts = state.store.counts();
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "engines": state.engines.iter().map(|engine| engine.name()).collect::<Vec<_>>(),
        "queued": counts.queued,
        "processing": counts.processing,
        "finished": counts.finished,
    }))
}
