//! The sections of a report about the file's type, DLP and sanitisation.

use serde_json::{Value, json};

use crate::cdr::Object;
use crate::dlp::{self, Hit, Kind};
use crate::filetype::FileType;
use crate::outcome::{CdrReport, DlpReport};

/// `filetype_info`.
pub fn filetype_info(file_type: &FileType, mismatch: Option<&str>) -> Value {
    let spoofing = mismatch.map_or("No spoofing was detected", |reason| reason);
    json!({
        "file_info": {
            "description": file_type.description,
            "detected_by": "content",
            "encrypted": false,
            "extensions": file_type.extension,
            "groupID": file_type.category,
            "groupIDs": [file_type.category],
            "group_description": file_type.group_description(),
            "likely_type_ids": [],
            "type": file_type.mime,
            "typeID": file_type.mime,
            "type_ids": [file_type.mime],
        },
        "final_verdict": { "verdict": "allowed", "verdict_explanation": "" },
        "is_file_type_mismatch": mismatch.is_some(),
        "spoofing_info": {
            "detection_result": if mismatch.is_some() { "mismatch" } else { "match" },
            "result_explanation": spoofing,
            "result_overview": spoofing,
        },
    })
}

/// `dlp_info`.
pub fn dlp_info(report: &DlpReport) -> Value {
    let hits = match &report.result {
        Ok(hits) => hits.as_slice(),
        Err(_) => &[],
    };
    let of_kind = |kind: Kind| {
        let listed: Vec<_> = hits.iter().filter(|hit| hit.kind == kind).collect();
        let (key, display_name) = kind.names();
        let redacted = report.redacted.is_some();
        let hits: Vec<_> = listed.iter().map(|it| entry(it, redacted)).collect();
        (!hits.is_empty()).then(|| {
            let value = json!({ "display_name": display_name, "hits": hits });
            (key.to_owned(), value)
        })
    };
    let score = hits.iter().map(|hit| hit.score).max();
    let redact = match (&report.result, &report.redacted) {
        (Err(_), _) => "failed to redact",
        (_, Some(_)) => "redacted",
        (_, None) => "not redacted",
    };
    let errors = match &report.result {
        Ok(_) => json!({}),
        Err(error) => json!({ "scan": error }),
    };
    let name = report.redacted.as_ref().map_or("", |file| &file.name);
    let kinds = [Kind::Ccn, Kind::Ssn].into_iter();
    let by_kind: serde_json::Map<_, _> = kinds.filter_map(of_kind).collect();
    let mut info = json!({
        "errors": errors,
        "filename": name,
        "hits": by_kind,
        "metadata_removal": { "result": "not removed" },
        "redact": { "result": redact },
        "severity": 0,
        "verdict": report.verdict(),
        "watermark": { "result": "not added" },
    });
    if let Some(score) = score {
        info["certainty"] = json!(dlp::certainty(score));
    }
    info
}

fn entry(hit: &Hit, redacted: bool) -> Value {
    json!({
        "after": hit.after,
        "before": hit.before,
        "certainty": dlp::certainty(hit.score),
        "certainty_score": hit.score,
        "hit": hit.text,
        "location": format!("byte {}", hit.offset),
        "severity": 0,
        "tryRedact": redacted,
    })
}

/// `process_info.post_processing`.
pub fn post_processing(cdr: Option<&CdrReport>) -> Value {
    let file = cdr.and_then(|report| report.result.as_ref().ok());
    let mut info = json!({
        "actions_failed": "",
        "actions_ran": if file.is_some() { "Sanitized" } else { "" },
        "converted_destination": file.map_or("", |it| &it.name),
        "converted_to": file.map_or("", |it| it.name.rsplit('.').next().unwrap_or_default()),
        "copy_move_destination": "",
    });
    let Some(report) = cdr else { return info };
    let (description, result) = match &report.result {
        Ok(_) => ("Sanitized successfully", "Sanitized"),
        Err(failure) if failure.skipped => (failure.reason.as_str(), "Sanitized skipped"),
        Err(failure) => {
            info["actions_failed"] = json!("Sanitized");
            (failure.reason.as_str(), "Sanitized failed")
        }
    };
    let object = |object: &Object| {
        json!({
            "action": object.action,
            "count": object.count,
            "object_details": [],
            "object_name": object.name,
        })
    };
    info["sanitization_details"] = json!({
        "cdr_wait_time": super::millis(report.time),
        "description": description,
        "details": report.objects.iter().map(object).collect::<Vec<_>>(),
        "failure_category": if file.is_some() { "" } else { "Unsupported content" },
        "result": result,
        "verdict": "allowed",
        "verdict_explanations": [],
    });
    if let Some(file) = file {
        info["sanitization_details"]["sanitized_file_info"] =
            json!({ "file_size": file.size, "sha256": file.sha256 });
    }
    info
}
