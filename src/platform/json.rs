//! JSON, by the host's own parser.

use js_sys::JSON;
use wasm_bindgen::JsValue;

use crate::core::model::{Field, Shape};

/// The value that a text is the JSON of.
pub fn parse(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}

/// The JSON of a value that has one.
pub fn stringify(value: &JsValue) -> Option<String> {
    // JSON.stringify answers undefined for a function, whatever its type says.
    JsValue::from(JSON::stringify(value).ok()?).as_string()
}

/// The view that a decision needs of an answer.
pub fn view<T: Shape>(value: &JsValue) -> Field<T> {
    serde_wasm_bindgen::from_value(value.clone()).unwrap_or(Field::Malformed)
}
