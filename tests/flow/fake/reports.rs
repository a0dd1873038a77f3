//! Reports as the reference describes them.

use metadefender_wasm::Algorithm;
use metadefender_wasm::core::hasher::Hasher;
use serde_json::{Value, json};

pub const DATA_ID: &str = "61dffeaa728844adbf49eb090e4ece0e";

/// FIPS 180-4: SHA-256 of "abc".
pub const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// RFC 1321: MD5 of "abc".
pub const MD5_OF_ABC: &str = "900150983cd24fb0d6963f7d28e17f72";

/// FIPS 180-4: SHA-1 of "abc".
pub const SHA1_OF_ABC: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";

/// MDDC API Gateway, *Analyze File*: "Successful file submission".
pub fn submitted() -> Value {
    json!({ "data_id": DATA_ID })
}

/// MDDC API Gateway, *Fetch Analysis Result*: of "abc".
pub fn finished(result: &str, code: i64) -> Value {
    json!({
        "data_id": DATA_ID,
        "file_info": { "sha256": ABC },
        "process_info": { "progress_percentage": 100, "result": result, "blocked_reason": "" },
        "scan_results": {
            "progress_percentage": 100,
            "scan_all_result_i": code,
            "scan_all_result_a": "Clean",
        },
    })
}

/// An allowed file.
pub fn allowed() -> Value {
    finished("Allowed", 0)
}

/// An infected one.
pub fn infected() -> Value {
    finished("Blocked", 1)
}

/// "Clean" before the end.
pub fn unfinished(percentage: i64) -> Value {
    let mut report = finished("Processing", 0);
    report["process_info"]["progress_percentage"] = percentage.into();
    report["scan_results"]["progress_percentage"] = percentage.into();
    report
}

/// Accepted, not begun: neither of the two objects is there yet.
pub fn queued() -> Value {
    json!({ "data_id": DATA_ID, "in_queue": 3 })
}

/// A finished report of Cloud v2, which has no `process_info`.
pub fn finished_in_cloud(code: i64) -> Value {
    json!({
        "data_id": DATA_ID,
        "file_info": { "sha256": ABC },
        "scan_results": { "progress_percentage": 100, "scan_all_result_i": code },
    })
}

/// The report of another analysis, of a file with these bytes.
pub fn about(report: Value, data_id: &str, bytes: &[u8]) -> Value {
    let mut hasher = Hasher::new(&[Algorithm::Sha256]);
    hasher.update(bytes);
    let hashes = json!({ "sha256": hasher.digests().sha256 });
    let report = with(report, "/data_id", json!(data_id));
    with(report, "/file_info", hashes)
}

/// The report with another value at this place.
pub fn with(mut report: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = report.pointer_mut(parent).expect("a place in the report");
    parent[name] = value;
    report
}

/// Values that no answer of the reference is.
pub fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(7),
        json!(-1),
        json!(100.5),
        json!(1e308),
        json!("text"),
        json!(""),
        json!("100"),
        json!([]),
        json!([[]]),
        json!([null]),
        json!([{}]),
        json!({}),
        json!({ "": null }),
        json!({ "data_id": {} }),
    ]
}
