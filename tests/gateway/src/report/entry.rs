//! The entry of a file in the list of a batch or an archive.

use serde_json::{Value, json};

use crate::analysis::{Analysis, State};
use crate::filetype::FileType;
use crate::result_code::ResultCode;

/// The fields that all reports of an analysis share.
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
    /// The current state of an analysis.
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
            State::Finished(outcome) => Self {
                progress: 100,
                code: outcome.code(),
                result: outcome.result(),
                blocked_reason: outcome.blocked.first().map_or("", |code| code.label()),
                verdicts: outcome.codes.iter().map(|code| code.label()).collect(),
                file_type: outcome.findings.file_type.clone(),
            },
        }
    }
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
