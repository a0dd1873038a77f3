//! `/_gateway/…`: the gateway's own calls, with which a test commands it. They need no `apikey`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::fault::{Fault, Faults};
use crate::outdated::FLAGS;
use crate::server;

/// What to do, and when: `operation`, `path` and `times` can stand in the fault itself as well.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    fault: String,
    operation: Option<String>,
    path: Option<String>,
    times: Option<u32>,
}

pub async fn add_fault(
    State(state): State<Arc<server::State>>,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let order: Order = parse(&body)?;
    let mut fault: Fault = order.fault.parse().map_err(ApiError::bad_request)?;
    fault.operation = order.operation.or(fault.operation);
    fault.path = order.path.or(fault.path);
    fault.times = order.times.or(fault.times);
    state.faults.add(fault);
    Ok(faults(&state.faults))
}

pub async fn list_faults(State(state): State<Arc<server::State>>) -> Json<Value> {
    faults(&state.faults)
}

pub async fn clear_faults(State(state): State<Arc<server::State>>) -> Json<Value> {
    state.faults.clear();
    faults(&state.faults)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Flags {
    flags: Vec<String>,
}

/// Marks every present result as outdated.
pub async fn outdate(
    State(state): State<Arc<server::State>>,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let Flags { flags } = parse(&body)?;
    if let Some(flag) = flags.iter().find(|flag| !FLAGS.contains(&flag.as_str())) {
        return Err(ApiError::bad_request(format!("No such flag: {flag}")));
    }
    for flag in &flags {
        state.outdated.mark(flag);
    }
    Ok(Json(json!({ "flags": flags })))
}

fn faults(faults: &Faults) -> Json<Value> {
    let list = faults.list().into_iter();
    let entries = list.map(|(fault, left)| json!({ "fault": fault, "left": left }));
    Json(json!({ "faults": entries.collect::<Vec<_>>() }))
}

fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body)
        .map_err(|error| ApiError::bad_request(format!("Invalid body: {error}")))
}
