//! The analysis report, in the reference's fields.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use crate::analysis::{Analysis, Processing, State};
use crate::engine::EngineReport;
use crate::filetype::FileType;
use crate::outcome::{Outcome, StepTimes};
use crate::result_code::ResultCode;
use crate::yara::YaraReport;

/// From here on an unfinished answer already reads "No Threat Detected", whatever the file holds: the
/// verdict is formed at the end, and a client must not take this one for it.
const PREMATURE_VERDICT: u8 = 60;

/// An analysis in the words that every report of it shares.
pub struct Summary {
    /// `progress_percentage`.
    pub progress: u8,
    /// `scan_all_result_i`, `scan_all_result_a`.
    pub code: ResultCode,
    /// `process_info.result`.
    pub result: &'static str,
    /// `process_info.blocked_reason`.
    pub blocked_reason: &'static str,
    /// `process_info.verdicts`.
    pub verdicts: Vec<&'static str>,
    /// The file's type, once it is known.
    pub file_type: Option<FileType>,
}

impl Summary {
    /// The analysis as it stands.
    pub fn of(analysis: &Analysis) -> Self {
        let unfinished = |progress, file_type| Self {
            progress,
            code: ResultCode::InProgress,
            result: "Processing",
            blocked_reason: "",
            verdicts: Vec::new(),
            file_type,
        };
        match analysis.state() {
            State::Queued => unfinished(0, None),
            State::Processing(processing) => unfinished(processing.progress, processing.file_type),
            State::Finished(outcome) => {
                let code = outcome.code();
                let allowed = code.is_allowed();
                Self {
                    progress: 100,
                    code,
                    result: if allowed { "Allowed" } else { "Blocked" },
                    blocked_reason: if allowed { "" } else { code.label() },
                    verdicts: outcome.codes.iter().map(|code| code.label()).collect(),
                    file_type: outcome.findings.file_type,
                }
            }
        }
    }
}

/// The report of an analysis in whatever state it is. `position` is its place in the queue, and
/// `engines` the number of engines that scan it.
pub fn report(analysis: &Analysis, position: impl FnOnce() -> usize, engines: usize) -> Value {
    match analysis.state() {
        State::Queued => json!({ "data_id": analysis.data_id, "in_queue": position() }),
        State::Processing(processing) => unfinished(analysis, &processing, engines),
        State::Finished(outcome) => finished(analysis, &outcome, engines),
    }
}

fn unfinished(analysis: &Analysis, processing: &Processing, engines: usize) -> Value {
    let code = if processing.progress < PREMATURE_VERDICT {
        ResultCode::InProgress
    } else {
        ResultCode::NoThreatDetected
    };
    let waited = since(analysis.received.last_byte_at, processing.started_at);
    with_metadata(
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
                "profile": analysis.rule,
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
    )
}

fn finished(analysis: &Analysis, outcome: &Outcome, engines: usize) -> Value {
    let code = outcome.code();
    let started_at = outcome.started_at.unwrap_or(outcome.finished_at);
    let processing_time = since(started_at, outcome.finished_at);
    let labels: Vec<_> = outcome.codes.iter().map(|code| code.label()).collect();
    let (result, reasons) = if code.is_allowed() {
        ("Allowed", &[][..])
    } else {
        ("Blocked", &labels[..])
    };
    with_metadata(
        analysis,
        json!({
            "data_id": analysis.data_id,
            "file_info": file_info(analysis, outcome.findings.file_type.as_ref()),
            "process_info": {
                "blocked_reason": reasons.first().unwrap_or(&""),
                "blocked_reasons": reasons,
                "file_type_skipped_scan": false,
                "hash_time": millis(analysis.received.hash_time),
                "processing_time": millis(processing_time),
                "processing_time_details": time_details(&outcome.findings.times, processing_time),
                "profile": analysis.rule,
                "progress_percentage": 100,
                "queue_time": millis(since(analysis.received.last_byte_at, started_at)),
                "result": result,
                "user_agent": analysis.headers.user_agent.as_deref().unwrap_or_default(),
                "username": analysis.username,
                "verdicts": labels,
                "post_processing": {
                    "actions_failed": "",
                    "actions_ran": "",
                    "converted_destination": "",
                    "converted_to": "",
                    "copy_move_destination": "",
                },
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
        }),
    )
}

fn file_info(analysis: &Analysis, file_type: Option<&FileType>) -> Value {
    let received = &analysis.received;
    json!({
        "display_name": analysis.headers.filename,
        "file_size": received.size,
        "file_type": file_type.map_or("", |it| it.mime),
        "file_type_description": file_type.map_or("", |it| &it.description),
        "md5": received.digests.md5,
        "sha1": received.digests.sha1,
        "sha256": received.digests.sha256,
        "sha512": received.digests.sha512,
        "signer_infos": [],
        "type_category": file_type.map(|it| it.category).into_iter().collect::<Vec<_>>(),
        "receive_data_timestamp": timestamp(received.first_byte_at),
        "upload_time": millis(since(received.first_byte_at, received.last_byte_at)),
        "upload_timestamp": timestamp(received.last_byte_at),
    })
}

fn time_details(times: &StepTimes, total: Duration) -> Value {
    let named = times.filetype + times.av_scan + times.yara;
    json!({
        "av_scan_time": millis(times.av_scan),
        "filetype_time": millis(times.filetype),
        "others_time": millis(total.saturating_sub(named)),
        "yara_time": millis(times.yara),
    })
}

fn scan_details(reports: &[EngineReport]) -> Map<String, Value> {
    let detail = |report: &EngineReport| {
        json!({
            "def_time": report.def_time,
            "eng_id": report.id,
            "location": report.location,
            "scan_result_i": report.finding.code().index(),
            "scan_time": millis(report.scan_time),
            "threat_found": report.finding.text(),
            "wait_time": millis(report.wait_time),
        })
    };
    reports
        .iter()
        .map(|report| (report.name.to_owned(), detail(report)))
        .collect()
}

fn yara(report: Option<&YaraReport>) -> Value {
    const NOT_SCANNED: u8 = 4;
    let verdict = report.map_or(NOT_SCANNED, YaraReport::verdict);
    let hits: Map<_, _> = match report {
        Some(YaraReport::Scanned(hits)) => hits
            .iter()
            .map(|(rule, description)| (rule.clone(), json!({ "description": description })))
            .collect(),
        _ => Map::new(),
    };
    json!({ "verdict": verdict, "hits": hits })
}

/// The `metadata` header is "appended into JSON response scan result".
fn with_metadata(analysis: &Analysis, mut report: Value) -> Value {
    if let Some(metadata) = &analysis.headers.metadata {
        report["metadata"] = metadata.clone();
    }
    report
}

/// A moment as the protocol writes it.
pub fn timestamp(time: SystemTime) -> String {
    humantime::format_rfc3339_millis(time).to_string()
}

/// A duration as the protocol writes it.
pub fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}

/// The time between; clocks can be set back, and a time is never negative.
pub fn since(start: SystemTime, end: SystemTime) -> Duration {
    end.duration_since(start).unwrap_or_default()
}
