//! `/_gateway/…`: the gateway's own calls, with which tests control it. They need no `apikey`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::fault::{Fault, Faults};
use crate::outdated::FLAGS;
use crate::server;

/// A fault, and when it applies: `operation`, `path` and `times` may also be part of the fault itself.
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
    let when = &mut fault.when;
    when.operation = order.operation.or(when.operation.take());
    when.path = order.path.or(when.path.take());
    when.times = order.times.or(when.times);
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

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScanFaults {
    faults: Vec<String>,
}

/// Opens the record of a scan, and adds faults for its requests only.
pub async fn open_scan(
    State(state): State<Arc<server::State>>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let ScanFaults { faults } = match body.is_empty() {
        true => ScanFaults::default(),
        false => parse(&body)?,
    };
    let parsed = faults.iter().map(|fault| fault.parse::<Fault>());
    let parsed = parsed.collect::<Result<Vec<_>, _>>();
    state.scans.open(&name);
    for mut fault in parsed.map_err(ApiError::bad_request)? {
        fault.when.scan = Some(name.clone());
        state.faults.add(fault);
    }
    scan(State(state), Path(name)).await
}

/// The record of a scan so far.
pub async fn scan(
    State(state): State<Arc<server::State>>,
    Path(name): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let unknown = || ApiError::not_found("No scan of that name was opened");
    let mut report = state.scans.report(&name).ok_or_else(unknown)?;
    report["faults"] = entries(state.faults.list_of(&name));
    Ok(Json(report))
}

/// Closes the record of a scan, and removes its faults.
pub async fn close_scan(
    State(state): State<Arc<server::State>>,
    Path(name): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let report = scan(State(state.clone()), Path(name.clone())).await?;
    state.scans.close(&name);
    state.faults.end(&name);
    Ok(report)
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
    Json(json!({ "faults": entries(faults.list()) }))
}

fn entries(list: Vec<(String, Option<u32>)>) -> Value {
    let entry = |(fault, left)| json!({ "fault": fault, "left": left });
    list.into_iter().map(entry).collect()
}

fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body)
        .map_err(|error| ApiError::bad_request(format!("Invalid body: {error}")))
}
