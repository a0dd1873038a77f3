//! `assess`.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::options;
use super::values::to_value;
use crate::core::decide::assessment;
use crate::core::model::Analysis;
use crate::platform::json_copy;

/// Judges a report.
#[wasm_bindgen(unchecked_return_type = "Assessment")]
pub fn assess(
    #[wasm_bindgen(unchecked_param_type = "AnalysisResult")] report: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "AssessOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let service = options::service(&options).map_err(exception)?;
    // Copied, as reading the user's object could throw.
    let report: Option<Analysis> = serde_wasm_bindgen::from_value(json_copy(&report)).ok();
    let report = report.unwrap_or_default();
    Ok(to_value(&assessment::assess(&report, service)))
}
