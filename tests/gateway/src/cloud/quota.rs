//! `x-ratelimit-…`: how many of its daily requests a key has used.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::server;

/// `x-ratelimit-reset-in`, with its unit. The count starts with the gateway, not with the day.
const RESET_IN: &str = "86400s";

/// The requests of each key.
pub struct Quota {
    /// How many a key has.
    pub limit: u64,
    used: Mutex<HashMap<String, u64>>,
}

impl Quota {
    /// A quota with this many requests for each key.
    pub fn new(limit: u64) -> Self {
        Self {
            limit,
            used: Mutex::default(),
        }
    }

    /// How many requests that key has used.
    pub fn used(&self, key: &str) -> u64 {
        self.used.lock().unwrap().get(key).copied().unwrap_or(0)
    }

    fn take(&self, key: &str) -> Option<u64> {
        let mut all = self.used.lock().unwrap();
        let used = all.entry(key.to_owned()).or_default();
        if *used >= self.limit {
            return None;
        }
        *used += 1;
        Some(*used)
    }
}

/// The key of a request, empty when there is none.
pub fn key(headers: &axum::http::HeaderMap) -> &str {
    let key = headers.get("apikey").and_then(|key| key.to_str().ok());
    key.unwrap_or_default()
}

/// The middleware: counts the request, or refuses it with 429. `GET …/limits` is free.
pub async fn count(
    State(state): State<Arc<server::State>>,
    request: Request,
    next: Next,
) -> Response {
    let quota = &state.quota;
    // Only existing keys are counted: the table must not grow with every guess.
    let known = state.auth.identify(request.headers()).is_ok();
    let free = !known || request.uri().path().ends_with("/limits");
    let key = key(request.headers()).to_owned();
    let used = if free {
        Some(quota.used(&key))
    } else {
        quota.take(&key)
    };
    let mut response = match used {
        Some(_) => next.run(request).await,
        None if request.uri().path().starts_with("/v4") => quota_exceeded(
            serde_json::json!({ "error": { "code": 429_000, "messages": [EXCEEDED] } }),
        ),
        None => quota_exceeded(serde_json::json!({ "err": EXCEEDED })),
    };
    let used = used.unwrap_or(quota.limit);
    for (name, value) in [
        ("x-ratelimit-limit", quota.limit),
        ("x-ratelimit-used", used),
        ("x-ratelimit-remaining", quota.limit - used),
    ] {
        response.headers_mut().insert(name, value.into());
    }
    for (name, value) in [
        ("x-ratelimit-for", "prevention_api"),
        ("x-ratelimit-interval", "Daily"),
        ("x-ratelimit-reset-in", RESET_IN),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

const EXCEEDED: &str = "API key limit exceeded, retry after the limit is reset";

fn quota_exceeded(answer: serde_json::Value) -> Response {
    (StatusCode::TOO_MANY_REQUESTS, axum::Json(answer)).into_response()
}
