//! Failures as exceptions.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::values::known;
use crate::client::Failure;
use crate::core::error::Error;

#[wasm_bindgen(raw_module = "./error.js")]
extern "C" {
    type MetaDefenderError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, details: &JsValue) -> MetaDefenderError;
}

/// The exception that a failure is: the signal's own reason, or a `MetaDefenderError`.
pub fn exception(failure: Failure) -> JsValue {
    match failure {
        Failure::Aborted(reason) => reason,
        Failure::Failed { error, cause } => metadefender_error(&error, cause),
    }
}

fn metadefender_error(error: &Error, cause: Option<JsValue>) -> JsValue {
    let details = [
        ("status", error.status.map(JsValue::from)),
        ("retryAfter", error.retry_after.map(JsValue::from)),
        (
            "endpoint",
            error.endpoint.map(|endpoint| endpoint.name().into()),
        ),
        ("dataId", error.data_id.as_deref().map(JsValue::from)),
        ("batchId", error.batch_id.as_deref().map(JsValue::from)),
        ("cause", cause.filter(|cause| !cause.is_undefined())),
    ];
    MetaDefenderError::new(error.code.as_str(), &error.message, &known(details)).into()
}
