//! Failures as exceptions.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::values::to_value;
use crate::core::error::Error;
use crate::core::protocol::endpoint::Endpoint;
use crate::web::Failure;

#[wasm_bindgen(raw_module = "./error.js")]
extern "C" {
    type MetaDefenderError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, details: &JsValue) -> MetaDefenderError;
}

/// The details of a failure besides its code and message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_id: Option<&'a str>,
    #[serde(
        skip_serializing_if = "JsValue::is_undefined",
        with = "serde_wasm_bindgen::preserve"
    )]
    cause: JsValue,
}

/// The exception for a failure: the signal's own reason, or a `MetaDefenderError`.
pub fn exception(failure: Failure) -> JsValue {
    match failure {
        Failure::Aborted(reason) => reason,
        Failure::Failed { error, cause } => error_of(&error, cause.unwrap_or_default()),
    }
}

fn error_of(error: &Error, cause: JsValue) -> JsValue {
    let details = Details {
        status: error.status,
        retry_after: error.retry_after,
        endpoint: error.endpoint.map(Endpoint::name),
        data_id: error.data_id.as_deref(),
        batch_id: error.batch_id.as_deref(),
        cause,
    };
    let code = error.code.as_str();
    MetaDefenderError::new(code, &error.message, &to_value(&details)).into()
}
