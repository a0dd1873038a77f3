//! The status of a batch, and what a list of files says of each of them.

use std::time::SystemTime;

use serde_json::{Value, json};

use crate::analysis::{Analysis, State};
use crate::batch::{Batch, Snapshot};
use crate::paging::Paging;
use crate::report::{Summary, millis, since, timestamp};
use crate::result_code::ResultCode;

/// The status of a batch, with one page of its files.
pub fn report(batch: &Batch, paging: Paging) -> Value {
    let Snapshot { files, end } = batch.snapshot();
    let summaries: Vec<_> = files.iter().map(|file| Summary::of(file)).collect();
    let worst = summaries.iter().max_by_key(|it| it.code.severity());
    let (code, result, reason) = match (end, worst) {
        (None, _) => (ResultCode::InProgress, "Processing", ""),
        (Some(end), _) if end.cancelled => {
            let code = ResultCode::Cancelled;
            (code, "Blocked", code.label())
        }
        (Some(_), None) => {
            let code = ResultCode::NotScanned;
            (code, "Blocked", code.label())
        }
        (Some(_), Some(worst)) => {
            let blocked = summaries.iter().find(|it| it.result != "Allowed");
            let result = blocked.map_or("Allowed", |it| it.result);
            let reason = blocked.map_or("", |it| it.blocked_reason);
            (worst.code, result, reason)
        }
    };
    let ended_at = end.map_or_else(SystemTime::now, |end| end.at);
    let page = paging.of(&files).iter();
    json!({
        "batch_files": {
            "batch_count": files.len(),
            "files_in_batch": page.map(|file| entry(file)).collect::<Vec<_>>(),
            "first_index": paging.first,
            "page_size": paging.size,
        },
        "batch_id": batch.batch_id,
        "is_closed": end.is_some(),
        "process_info": {
            "blocked_reason": reason,
            "file_type_skipped_scan": false,
            "profile": batch.rule,
            "result": result,
            "user_agent": batch.user_agent,
            "username": batch.username,
        },
        "scan_results": {
            "batch_id": batch.batch_id,
            "scan_all_result_a": code.label(),
            "scan_all_result_i": code.index(),
            "start_time": timestamp(batch.created_at),
            "total_avs": 0,
            "total_time": millis(since(batch.created_at, ended_at)),
        },
        "user_data": batch.user_data,
    })
}

/// A file's entry in `files_in_batch` and in `files_in_archive`.
pub fn entry(file: &Analysis) -> Value {
    let summary = Summary::of(file);
    let (scanned_with, detected_by) = match file.state() {
        State::Finished(outcome) => {
            let engines = &outcome.findings.engines;
            let detected = engines.iter().filter(|it| it.finding.is_detection());
            (engines.len(), detected.count())
        }
        _ => (0, 0),
    };
    json!({
        "data_id": file.data_id,
        "detected_by": detected_by,
        "display_name": file.headers.filename,
        "file_size": file.received.size,
        "file_type": summary.file_type.as_ref().map_or("", |it| it.mime),
        "file_type_description": summary.file_type.as_ref().map_or("", |it| &it.description),
        "process_info": {
            "blocked_reason": summary.blocked_reason,
            "progress_percentage": summary.progress,
            "result": summary.result,
            "verdicts": summary.verdicts,
        },
        "progress_percentage": summary.progress,
        "scan_all_result_a": summary.code.label(),
        "scan_all_result_i": summary.code.index(),
        "scanned_with": scanned_with,
    })
}
