//! Scans by name. A test names each of its scans in the header `x-gateway-scan`, so that a fault can apply to one scan
//! only, and so that the test can query this scan, however many of them run at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use serde_json::{Value, json};

use crate::analysis::{self, Analysis};
use crate::server;

/// The header with the name of the scan that a request belongs to.
pub const HEADER: &str = "x-gateway-scan";

/// The records of the scans that tests have opened.
#[derive(Default)]
pub struct ScanRecords(Mutex<HashMap<String, Record>>);

#[derive(Default)]
struct Record {
    requests: Vec<Recorded>,
    analyses: Vec<Arc<Analysis>>,
}

struct Recorded {
    operation: String,
    status: Option<u16>,
}

/// The name of a request's scan.
pub fn name(headers: &HeaderMap) -> Option<&str> {
    headers.get(HEADER)?.to_str().ok()
}

impl ScanRecords {
    /// Starts recording the scan of that name.
    pub fn open(&self, name: &str) {
        let mut records = self.0.lock().unwrap();
        records.insert(name.to_owned(), Record::default());
    }

    /// Forgets the scan.
    pub fn close(&self, name: &str) {
        self.0.lock().unwrap().remove(name);
    }

    /// Its requests in the order in which they arrived, with a `status` of null until the response, and its analyses.
    pub fn report(&self, name: &str) -> Option<Value> {
        let records = self.0.lock().unwrap();
        let record = records.get(name)?;
        let requests = record
            .requests
            .iter()
            .map(|it| json!({ "operation": it.operation, "status": it.status }));
        Some(json!({
            "requests": requests.collect::<Vec<_>>(),
            "analyses": record.analyses.iter().map(state).collect::<Vec<_>>(),
        }))
    }

    /// Records an analysis that a request has started.
    pub fn submitted(&self, headers: &HeaderMap, analysis: &Arc<Analysis>) {
        if let Some(name) = name(headers)
            && let Some(record) = self.0.lock().unwrap().get_mut(name)
        {
            record.analyses.push(analysis.clone());
        }
    }

    fn requested(&self, name: &str, operation: String) -> Option<usize> {
        let mut records = self.0.lock().unwrap();
        let requests = &mut records.get_mut(name)?.requests;
        requests.push(Recorded {
            operation,
            status: None,
        });
        Some(requests.len() - 1)
    }

    fn answered(&self, name: &str, index: usize, status: u16) {
        let mut records = self.0.lock().unwrap();
        let record = records.get_mut(name);
        if let Some(request) = record.and_then(|it| it.requests.get_mut(index)) {
            request.status = Some(status);
        }
    }
}

fn state(analysis: &Arc<Analysis>) -> Value {
    let (state, result) = match analysis.state() {
        analysis::State::Queued => ("queued", None),
        analysis::State::Processing(_) => ("processing", None),
        analysis::State::Finished(outcome) => ("finished", Some(outcome.code().label())),
    };
    json!({ "data_id": analysis.data_id, "state": state, "result": result })
}

/// The middleware.
pub async fn record(
    State(state): State<Arc<server::State>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(name) = name(request.headers()).map(str::to_owned) else {
        return next.run(request).await;
    };
    let operation = format!("{} {}", request.method(), request.uri());
    let index = state.scans.requested(&name, operation);
    let response = next.run(request).await;
    if let Some(index) = index {
        let status = response.status().as_u16();
        state.scans.answered(&name, index, status);
    }
    response
}
