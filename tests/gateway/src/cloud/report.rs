//! A report in Cloud's fields.

use std::time::SystemTime;

use serde_json::{Value, json};

use crate::analysis::{Analysis, State};
use crate::outcome::Outcome;
use crate::report::{sections, timestamp};
use crate::result_code::ResultCode;
use crate::server;

/// The fields of a waiting analysis, in both versions.
pub fn in_queue(state: &server::State, analysis: &Analysis) -> Value {
    json!({
        "data_id": analysis.data_id,
        "status": "inqueue",
        // "The total number of files in queue at the time of polling."
        "in_queue": state.store.counts().queued,
        "last_updated": timestamp(SystemTime::now()),
    })
}

/// `scan_results`, with the version's name of a result from `label`.
pub fn scan_results(analysis: &Analysis, label: fn(ResultCode) -> &'static str) -> Value {
    let (progress, code, started_at, outcome) = match analysis.state() {
        State::Queued => (0, ResultCode::InProgress, SystemTime::now(), None),
        State::Processing(it) => (it.progress, ResultCode::InProgress, it.started_at, None),
        State::Finished(outcome) => {
            let started_at = outcome.started_at.unwrap_or(outcome.finished_at);
            (100, outcome.code(), started_at, Some(outcome))
        }
    };
    let ended_at = outcome
        .as_ref()
        .map_or_else(SystemTime::now, |it| it.finished_at);
    let engines = outcome.as_ref().map_or(&[][..], |it| &it.findings.engines);
    let detected = engines.iter().filter(|it| it.finding.is_detection());
    json!({
        "data_id": analysis.data_id,
        "in_queue": 0,
        "progress_percentage": progress,
        "rescan_available": false,
        "scan_all_result_a": label(code),
        "scan_all_result_i": code.index(),
        "scan_details": sections::scan_details(engines),
        "start_time": timestamp(started_at),
        "total_avs": engines.len(),
        "total_detected_avs": detected.count(),
        "total_time": crate::report::millis(crate::report::since(started_at, ended_at)),
    })
}

/// `file_info`.
pub fn file_info(analysis: &Analysis) -> Value {
    let file_type = match analysis.state() {
        State::Queued => None,
        State::Processing(processing) => processing.file_type,
        State::Finished(outcome) => outcome.findings.file_type.clone(),
    };
    let file_type = file_type.as_ref();
    let received = &analysis.received;
    let name = match analysis.headers.filename.as_str() {
        "" => "File name unknown",
        name => name,
    };
    json!({
        "display_name": name,
        "file_size": received.size,
        "file_type_category": file_type.map_or("", |it| it.category),
        "file_type_description": file_type.map_or("", |it| &it.description),
        "file_type_extension": file_type.map_or("", |it| it.extension),
        "md5": received.digests.md5,
        "sha1": received.digests.sha1,
        "sha256": received.digests.sha256,
        "upload_timestamp": timestamp(received.last_byte_at),
    })
}

/// `sanitized`, if sanitisation was requested; `url` is the address of the file.
pub fn sanitized(analysis: &Analysis, outcome: &Outcome, url: &str) -> Option<Value> {
    if analysis.headers.sanitize != Some(true) {
        return None;
    }
    Some(match outcome.findings.sanitized() {
        Some(_) => json!({
            "data_id": analysis.data_id,
            "file_path": url,
            "progress_percentage": 100,
            "result": outcome.result(),
        }),
        None => json!({
            "data_id": analysis.data_id,
            "progress_percentage": 100,
            "reason": "The file could not be sanitized",
            "result": "Error",
        }),
    })
}
