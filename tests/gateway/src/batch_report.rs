//! The status of a batch.

use std::time::SystemTime;

use serde_json::{Value, json};

use crate::batch::{Batch, Snapshot};
use crate::paging::Paging;
use crate::report::{Summary, entry, millis, since, timestamp};
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
