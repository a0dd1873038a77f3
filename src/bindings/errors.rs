//! Failures as exceptions.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::values::text;
use crate::client::Failure;
use crate::core::endpoint::Endpoint;
use crate::core::error::Error;
use crate::platform::object;

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

fn metadefender_error(error: &Error, cause: JsValue) -> JsValue {
    let details = object(&[
        ("status", error.status.into()),
        ("retryAfter", error.retry_after.into()),
        ("endpoint", text(error.endpoint.map(Endpoint::name))),
        ("dataId", text(error.data_id.as_deref())),
        ("batchId", text(error.batch_id.as_deref())),
        ("cause", cause),
    ]);
    MetaDefenderError::new(error.code.as_str(), &error.message, &details).into()
}
