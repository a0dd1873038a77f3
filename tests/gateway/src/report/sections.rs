//! The parts of a report that each step of the analysis fills.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::time::{millis, since, timestamp};
use crate::analysis::Analysis;
use crate::engine::EngineReport;
use crate::filetype::FileType;
use crate::outcome::StepTimes;
use crate::yara::YaraReport;

/// `file_info`.
pub fn file_info(analysis: &Analysis, file_type: Option<&FileType>) -> Value {
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

/// `process_info.processing_time_details`.
pub fn time_details(times: &StepTimes, total: Duration) -> Value {
    let scans = times.filetype + times.av_scan + times.yara;
    let named = scans + times.extraction + times.dlp + times.cdr;
    json!({
        "av_scan_time": millis(times.av_scan),
        "cdr_time": millis(times.cdr),
        "dlp_time": millis(times.dlp),
        "extraction_time": millis(times.extraction),
        "filetype_time": millis(times.filetype),
        "opswatfilescan_time": 0,
        "others_time": millis(total.saturating_sub(named)),
        "parse_dgsg_time": 0,
        "vul_time": 0,
        "yara_time": millis(times.yara),
    })
}

/// `scan_results.scan_details`.
pub fn scan_details(reports: &[EngineReport]) -> Map<String, Value> {
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

/// `yara`.
pub fn yara(report: Option<&YaraReport>) -> Value {
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
