//! Reports to judge.

use metadefender_wasm::core::model::Analysis;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads a value as the client does.
pub fn view<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

/// Reads a report as the client does.
pub fn analysis(report: Value) -> Analysis {
    view(report).expect("an object")
}

/// A finished report of MDDC or Core.
pub fn finished(result: &str, code: i64) -> Value {
    json!({
        "data_id": "61dffeaa728844adbf49eb090e4ece0e",
        "process_info": { "progress_percentage": 100, "result": result, "blocked_reason": "" },
        "scan_results": { "progress_percentage": 100, "scan_all_result_i": code },
    })
}

/// A finished report of Cloud v2, which has no `process_info`.
pub fn finished_in_cloud(code: i64) -> Value {
    json!({
        "data_id": "dcab095cdda14465a935e19595109aaf",
        "scan_results": { "progress_percentage": 100, "scan_all_result_i": code },
    })
}

/// The same report with the value at `pointer` replaced.
pub fn with(mut report: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a JSON pointer");
    report.pointer_mut(parent).expect("the parent is there")[name] = value;
    report
}
