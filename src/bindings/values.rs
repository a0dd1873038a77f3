//! Values as JavaScript objects.

use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use super::errors::exception;
use crate::client::{BatchScan, BatchStatus, FileScan, Report, Scan, Session, Submission};
use crate::core::digests::Digests;
use crate::core::progress::Progress;
use crate::platform::{get, object};

pub fn digests(digests: &Digests) -> JsValue {
    plain(digests)
}

pub fn progress(progress: &Progress) -> JsValue {
    plain(progress)
}

pub fn session(session: Session) -> JsValue {
    object([
        ("sessionId", session.session_id.into()),
        ("result", session.result),
    ])
    .into()
}

pub fn submission(submission: Submission) -> JsValue {
    object([
        ("dataId", submission.data_id.into()),
        ("result", submission.result),
    ])
    .into()
}

pub fn report(report: Report) -> JsValue {
    report.result
}

pub fn scan(scan: Scan) -> JsValue {
    let judgement = plain(&scan.judgement);
    let mut properties = vec![
        ("verdict", get(&judgement, "verdict")),
        ("reason", get(&judgement, "reason")),
    ];
    let detail = get(&judgement, "detail");
    if !detail.is_undefined() {
        properties.push(("detail", detail));
    }
    properties.extend([
        ("via", plain(&scan.via)),
        ("dataId", scan.data_id.into()),
        ("digests", digests(&scan.digests)),
        ("threats", get(&judgement, "threats")),
        ("result", scan.result),
    ]);
    object(properties).into()
}

pub fn batch_status(status: BatchStatus) -> JsValue {
    status.result
}

pub fn batch_scan(scan: BatchScan) -> JsValue {
    let files: Array = scan.files.into_iter().map(file_scan).collect();
    let optional = [
        ("batchId", scan.batch_id.map(JsValue::from)),
        ("status", scan.status.map(batch_status)),
        ("error", scan.failure.map(exception)),
    ];
    let optional = optional
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    let verdict = ("verdict", plain(&scan.verdict));
    object(
        [verdict]
            .into_iter()
            .chain(optional)
            .chain([("files", files.into())]),
    )
    .into()
}

fn file_scan(file: FileScan) -> JsValue {
    let verdict = plain(&file.verdict());
    let outcome = match file.scan {
        Ok(done) => ("scan", scan(done)),
        Err(failure) => ("error", exception(failure)),
    };
    object([
        ("filename", file.filename.into()),
        ("verdict", verdict),
        outcome,
    ])
    .into()
}

/// None of these types can fail to be serialized: their keys are all strings.
fn plain(value: &impl Serialize) -> JsValue {
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::UNDEFINED)
}
