//! The analysis report, in the reference's fields.

mod entry;
mod extracted;
mod processing;
pub mod sections;
mod time;

use std::time::SystemTime;

use serde_json::{Value, json};

pub use entry::{Summary, entry};
use extracted::{extracted_files, extraction_info, last_file_scanned};
use processing::{dlp_info, filetype_info, post_processing};
use sections::{file_info, scan_details, time_details, yara};
pub use time::{millis, since, timestamp};

use crate::analysis::{Analysis, Processing, State};
use crate::outcome::Outcome;
use crate::paging::Paging;
use crate::result_code::ResultCode;

/// From this progress on, an unfinished report already says "No Threat Detected", whatever is in the file: the verdict
/// is formed at the end, and a client must not rely on this one.
const PREMATURE_VERDICT: u8 = 60;

/// The report of an analysis in any state. `position` is its place in the queue, `engines` the number of engines.
pub fn report(
    analysis: &Analysis,
    paging: Paging,
    position: impl FnOnce() -> usize,
    engines: usize,
) -> Value {
    match analysis.state() {
        State::Queued => json!({ "data_id": analysis.data_id, "in_queue": position() }),
        State::Processing(processing) => unfinished(analysis, &processing, engines),
        State::Finished(outcome) => finished(analysis, &outcome, paging, engines),
    }
}

fn unfinished(analysis: &Analysis, processing: &Processing, engines: usize) -> Value {
    let code = if processing.progress < PREMATURE_VERDICT {
        ResultCode::InProgress
    } else {
        ResultCode::NoThreatDetected
    };
    let waited = since(analysis.received.last_byte_at, processing.started_at);
    let report = with_metadata(
        analysis,
        json!({
            "data_id": analysis.data_id,
            "file_info": file_info(analysis, processing.file_type.as_ref()),
            "process_info": {
                "blocked_reason": "",
                "blocked_reasons": [],
                "file_type_skipped_scan": false,
                "hash_time": millis(analysis.received.hash_time),
                "processing_time": millis(since(processing.started_at, SystemTime::now())),
                "profile": analysis.rule.name,
                "progress_percentage": processing.progress,
                "queue_time": millis(waited),
                "result": "Processing",
                "user_agent": analysis.headers.user_agent.as_deref().unwrap_or_default(),
                "username": analysis.username,
                "verdicts": [],
            },
            "scan_results": {
                "data_id": analysis.data_id,
                "progress_percentage": processing.progress,
                "scan_all_result_a": code.label(),
                "scan_all_result_i": code.index(),
                "scan_details": {},
                "start_time": timestamp(processing.started_at),
                "total_avs": engines,
                "total_time": millis(since(processing.started_at, SystemTime::now())),
            },
        }),
    );
    with_last_file(analysis, report)
}

fn finished(analysis: &Analysis, outcome: &Outcome, paging: Paging, engines: usize) -> Value {
    let code = outcome.code();
    let started_at = outcome.started_at.unwrap_or(outcome.finished_at);
    let processing_time = since(started_at, outcome.finished_at);
    let labels: Vec<_> = outcome.codes.iter().map(|code| code.label()).collect();
    let reasons: Vec<_> = outcome.blocked.iter().map(|code| code.label()).collect();
    let mut report = json!({
            "data_id": analysis.data_id,
            "file_info": file_info(analysis, outcome.findings.file_type.as_ref()),
            "process_info": {
                "blocked_reason": reasons.first().unwrap_or(&""),
                "blocked_reasons": reasons,
                "file_type_skipped_scan": false,
                "hash_time": millis(analysis.received.hash_time),
                "processing_time": millis(processing_time),
                "processing_time_details": time_details(&outcome.findings.times, processing_time),
                "profile": analysis.rule.name,
                "progress_percentage": 100,
                "queue_time": millis(since(analysis.received.last_byte_at, started_at)),
                "result": outcome.result(),
                "user_agent": analysis.headers.user_agent.as_deref().unwrap_or_default(),
                "username": analysis.username,
                "verdicts": labels,
                "post_processing": post_processing(outcome.findings.cdr.as_ref()),
            },
            "scan_results": {
                "data_id": analysis.data_id,
                "progress_percentage": 100,
                "scan_all_result_a": code.label(),
                "scan_all_result_i": code.index(),
                "scan_details": scan_details(&outcome.findings.engines),
                "start_time": timestamp(started_at),
                "total_avs": engines,
                "total_time": millis(processing_time),
            },
            "yara": yara(outcome.findings.yara.as_ref()),
    });
    let findings = &outcome.findings;
    if let Some(file_type) = &findings.file_type {
        report["filetype_info"] = filetype_info(file_type, findings.mismatch.as_deref());
    }
    if let Some(dlp) = &findings.dlp {
        report["dlp_info"] = dlp_info(dlp);
    }
    if let Some(archive) = &findings.archive {
        report["extraction_info"] = extraction_info(&archive.extraction);
        report["extracted_files"] = extracted_files(analysis, paging);
    }
    with_last_file(analysis, with_metadata(analysis, report))
}

/// The `metadata` header is "appended into JSON response scan result".
fn with_metadata(analysis: &Analysis, mut report: Value) -> Value {
    if let Some(metadata) = &analysis.headers.metadata {
        report["metadata"] = metadata.clone();
    }
    report
}

fn with_last_file(analysis: &Analysis, mut report: Value) -> Value {
    if let Some(name) = last_file_scanned(analysis) {
        report["scan_results"]["last_file_scanned"] = Value::from(name);
    }
    report
}
