//! Values as JavaScript objects.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::errors::exception;
use crate::client::{BatchScan, BatchStatus, FileScan, Report, Scan, Session, Submission};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::progress::Progress;
use crate::core::verdict::Threat;
use crate::platform::object;

pub fn digests(digests: &Digests) -> JsValue {
    let digest = |algorithm: Algorithm| Some((algorithm.as_str(), digests.get(algorithm)?.into()));
    object(Algorithm::ALL.into_iter().filter_map(digest)).into()
}

pub fn progress(progress: &Progress) -> JsValue {
    let properties = [
        ("phase", Some(progress.phase.as_str().into())),
        ("loaded", Some(progress.loaded.into())),
        ("total", progress.total.map(JsValue::from)),
        ("percentage", Some(progress.percentage.into())),
        ("dataId", progress.data_id.as_deref().map(JsValue::from)),
    ];
    known(properties)
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
    let judgement = scan.judgement;
    let threats: Array = judgement.threats.into_iter().map(threat).collect();
    known([
        ("verdict", Some(judgement.verdict.as_str().into())),
        ("reason", Some(judgement.reason.into())),
        ("detail", judgement.detail.map(JsValue::from)),
        ("via", Some(scan.via.as_str().into())),
        ("dataId", Some(scan.data_id.into())),
        ("digests", Some(digests(&scan.digests))),
        ("threats", Some(threats.into())),
        ("result", Some(scan.result)),
    ])
}

fn threat(threat: Threat) -> JsValue {
    object([
        ("engine", threat.engine.into()),
        ("threat", threat.threat.into()),
    ])
    .into()
}

pub fn batch_status(status: BatchStatus) -> JsValue {
    status.result
}

pub fn batch_scan(scan: BatchScan) -> JsValue {
    let files: Array = scan.files.into_iter().map(file_scan).collect();
    known([
        ("verdict", Some(scan.verdict.as_str().into())),
        ("batchId", scan.batch_id.map(JsValue::from)),
        ("status", scan.status.map(batch_status)),
        ("error", scan.failure.map(exception)),
        ("files", Some(files.into())),
    ])
}

fn file_scan(file: FileScan) -> JsValue {
    let verdict = file.verdict().as_str().into();
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

/// An object of those properties that have a value.
pub fn known<'a>(properties: impl IntoIterator<Item = (&'a str, Option<JsValue>)>) -> JsValue {
    let known = |(name, value)| Some((name, value?));
    object(properties.into_iter().filter_map(known)).into()
}
