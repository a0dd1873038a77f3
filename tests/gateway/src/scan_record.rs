//! Scans by name. A test gives each of its scans a name, in the header `x-gateway-scan`, so that a fault can be for one
//! scan, and so that it can ask what became of that scan, however many of them run at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use serde_json::{Value, json};

use crate::analysis::{self, Analysis};
use crate::server;

/// Names the scan that a request is part of.
pub const HEADER: &str = "x-gateway-scan";

/// What is known of the scans that a test has opened.
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

/// The name that a request gives its scan.
pub fn name(headers: &HeaderMap) -> Option<&str> {
    headers.get(HEADER)?.to_str().ok()
}

impl ScanRecords {
    /// From now on the scan of that name is recorded.
    pub fn open(&self, name: &str) {
        let mut records = self.0.lock().unwrap();
        records.insert(name.to_owned(), Record::default());
    }

    /// Forgets the scan.
    pub fn close(&self, name: &str) {
        self.0.lock().unwrap().remove(name);
    }

    /// Its requests in the order in which they came, `status` being null until one is answered, and its analyses.
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

    /// An analysis that one of its requests has begun.
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
