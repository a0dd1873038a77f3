//! Values as JavaScript objects.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::errors::exception;
use crate::client::{BatchScan, BatchStatus, FileScan, Scan};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::progress::Progress;
use crate::platform::{object, set};

pub fn digests(digests: &Digests) -> JsValue {
    let value = object(&[]);
    for algorithm in Algorithm::ALL {
        if let Some(digest) = digests.get(algorithm) {
            set(&value, algorithm.as_str(), &digest.into());
        }
    }
    value
}

pub fn progress(progress: &Progress) -> JsValue {
    object(&[
        ("phase", progress.phase.as_str().into()),
        ("loaded", progress.loaded.into()),
        ("total", progress.total.into()),
        ("percentage", progress.percentage.into()),
        ("dataId", text(progress.data_id.as_deref())),
    ])
}

pub fn scan(scan: Scan) -> JsValue {
    let judgement = scan.judgement;
    let threats = Array::new();
    for threat in &judgement.threats {
        threats.push(&object(&[
            ("engine", threat.engine.as_str().into()),
            ("threat", threat.threat.as_str().into()),
        ]));
    }
    object(&[
        ("verdict", judgement.verdict.as_str().into()),
        ("reason", judgement.reason.into()),
        ("detail", text(judgement.detail.as_deref())),
        ("via", scan.via.as_str().into()),
        ("dataId", scan.data_id.into()),
        ("digests", digests(&scan.digests)),
        ("threats", threats.into()),
        ("result", scan.result),
    ])
}

fn batch_status(status: BatchStatus) -> JsValue {
    status.0
}

pub fn batch_scan(scan: BatchScan) -> JsValue {
    let files = Array::new();
    for file in scan.files {
        files.push(&file_scan(file));
    }
    object(&[
        ("verdict", scan.verdict.as_str().into()),
        ("batchId", text(scan.batch_id.as_deref())),
        (
            "status",
            scan.status.map_or(JsValue::UNDEFINED, batch_status),
        ),
        ("error", scan.failure.map_or(JsValue::UNDEFINED, exception)),
        ("files", files.into()),
    ])
}

fn file_scan(file: FileScan) -> JsValue {
    let verdict = file.verdict().as_str().into();
    let outcome = match file.scan {
        Ok(done) => ("scan", scan(done)),
        Err(failure) => ("error", exception(failure)),
    };
    object(&[
        ("filename", file.filename.into()),
        ("verdict", verdict),
        outcome,
    ])
}

/// `undefined` where there is none.
pub fn text(text: Option<&str>) -> JsValue {
    text.map_or(JsValue::UNDEFINED, JsValue::from)
}
