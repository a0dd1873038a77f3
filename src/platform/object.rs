//! Safe access to JavaScript objects, whatever they really are: nothing in here throws.

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Strings as a JavaScript array.
pub fn strings<'a>(texts: impl IntoIterator<Item = &'a str>) -> Array {
    texts.into_iter().map(JsValue::from_str).collect()
}

#[wasm_bindgen(module = "/src/platform/js/object.js")]
extern "C" {
    /// A property of `value`; `undefined` if there is none, or if `value` is no object.
    pub fn get(value: &JsValue, name: &str) -> JsValue;

    /// A copy of options that is safe to read. The options in `nested` are copied too; those in `json` become JSON.
    pub fn snapshot(options: &JsValue, nested: &Array, json: &Array) -> JsValue;

    /// A copy of a value by way of JSON; `undefined` if it has no JSON.
    #[cfg(feature = "bindings")]
    #[wasm_bindgen(js_name = jsonCopy)]
    pub fn json_copy(value: &JsValue) -> JsValue;

    /// The value of a JSON text; `undefined` if it is not JSON.
    #[wasm_bindgen(js_name = parseJson)]
    pub fn parse_json(text: &str) -> JsValue;

    /// The elements of an iterable; `None` if the value is not one, or throws.
    pub fn elements(value: &JsValue) -> Option<Array>;

    /// The names and values, alternating, of anything that the `Headers` constructor takes; `None` of anything else.
    #[wasm_bindgen(js_name = headerEntries)]
    pub fn header_entries(init: &JsValue) -> Option<Vec<String>>;

    /// Whether a value can be used as an `AbortSignal`.
    #[wasm_bindgen(js_name = isSignal)]
    pub fn is_signal(value: &JsValue) -> bool;

    /// The result of an iterator's `next`.
    pub fn iteration(done: bool, value: &JsValue) -> JsValue;

    /// Calls a listener of the user's.
    pub fn notify(listener: &Function, event: &JsValue);
}
