//! Values as JavaScript objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::errors::exception;
use crate::core::decide::verdict::{Threat, Verdict};
use crate::core::digests::Digests;
use crate::flow::{Session, Submitted, Via};
use crate::web::{BatchScan, FileScan, Scan};

/// A value as a plain JavaScript object.
pub fn to_value(value: &impl Serialize) -> JsValue {
    // It fails only for values such as maps with odd keys, which do not occur here.
    serde_wasm_bindgen::to_value(value).unwrap_or_default()
}

/// `Scan` of types/scan.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScanValue {
    verdict: Verdict,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    via: Via,
    data_id: String,
    digests: Digests,
    threats: Vec<Threat>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    result: JsValue,
}

impl From<Scan> for ScanValue {
    fn from(scan: Scan) -> Self {
        Self {
            verdict: scan.judgement.verdict,
            reason: scan.judgement.reason,
            detail: scan.judgement.detail,
            via: scan.via,
            data_id: scan.data_id,
            digests: scan.digests,
            threats: scan.judgement.threats,
            result: scan.result,
        }
    }
}

/// `Scan`.
pub fn scan(scan: Scan) -> JsValue {
    to_value(&ScanValue::from(scan))
}

/// `BatchScan` of types/batch.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BatchScanValue {
    verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_id: Option<String>,
    #[serde(
        skip_serializing_if = "JsValue::is_undefined",
        with = "serde_wasm_bindgen::preserve"
    )]
    status: JsValue,
    #[serde(
        skip_serializing_if = "JsValue::is_undefined",
        with = "serde_wasm_bindgen::preserve"
    )]
    error: JsValue,
    files: Vec<FileScanValue>,
}

/// An element of `BatchScan.files`.
#[derive(Serialize)]
struct FileScanValue {
    filename: String,
    verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    scan: Option<ScanValue>,
    #[serde(
        skip_serializing_if = "JsValue::is_undefined",
        with = "serde_wasm_bindgen::preserve"
    )]
    error: JsValue,
}

impl From<FileScan> for FileScanValue {
    fn from(file: FileScan) -> Self {
        let verdict = file.verdict();
        let (scan, error) = match file.scan {
            Ok(scan) => (Some(scan.into()), JsValue::UNDEFINED),
            Err(failure) => (None, exception(failure)),
        };
        Self {
            filename: file.filename,
            verdict,
            scan,
            error,
        }
    }
}

/// `BatchScan`.
pub fn batch_scan(scan: BatchScan) -> JsValue {
    to_value(&BatchScanValue {
        verdict: scan.verdict,
        batch_id: scan.batch_id,
        status: scan.status.map(|status| status.json).unwrap_or_default(),
        error: scan.failure.map(exception).unwrap_or_default(),
        files: scan.files.into_iter().map(FileScanValue::from).collect(),
    })
}

/// `Submission` of types/scan.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubmissionValue {
    data_id: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    result: JsValue,
}

/// `Submission`.
pub fn submission(submitted: Submitted<JsValue>) -> JsValue {
    to_value(&SubmissionValue {
        data_id: submitted.data_id,
        result: submitted.result,
    })
}

/// `Session` of types/scan.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionValue {
    session_id: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    result: JsValue,
}

/// `Session`.
pub fn session(session: Session<JsValue>) -> JsValue {
    to_value(&SessionValue {
        session_id: session.session_id,
        result: session.result,
    })
}
