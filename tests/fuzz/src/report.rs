//! Any JSON as a report of each service: what the client decides of it is what the oracle says, and nothing panics.

use metadefender_wasm::Service;
use serde_json::Value;

use super::{decisions, views};

pub const SERVICES: [Service; 3] = [Service::Cluster, Service::CloudV2, Service::CloudV4];

/// `data` is a JSON text; anything else reaches no view.
pub fn check(data: &[u8]) {
    let Ok(report) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    for service in SERVICES {
        decisions::check(&report, service);
    }
    views::check(&report);
}
