//! JavaScript objects, whatever they really are: nothing in here throws.

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Strings as an array of JavaScript.
pub fn strings<'a>(texts: impl IntoIterator<Item = &'a str>) -> Array {
    texts.into_iter().map(JsValue::from_str).collect()
}

#[wasm_bindgen(module = "/src/platform/js/object.js")]
extern "C" {
    /// A property of `value`; `undefined` where there is none, or `value` is no object.
    pub fn get(value: &JsValue, name: &str) -> JsValue;

    /// A copy of options that is safe to be read, and of those in `nested`; what is in `json` becomes text.
    pub fn snapshot(options: &JsValue, nested: &Array, json: &Array) -> JsValue;

    /// A copy of what JSON can write of a value; `undefined` where it can write nothing.
    #[cfg(feature = "bindings")]
    #[wasm_bindgen(js_name = jsonCopy)]
    pub fn json_copy(value: &JsValue) -> JsValue;

    /// What a text is the JSON of; `undefined` where it is none.
    #[wasm_bindgen(js_name = parseJson)]
    pub fn parse_json(text: &str) -> JsValue;

    /// The elements of an iterable; none where it is no iterable, or throws.
    pub fn elements(value: &JsValue) -> Option<Array>;

    /// Names and values, one after the other, of what the `Headers` constructor takes; none where it does not.
    #[wasm_bindgen(js_name = headerEntries)]
    pub fn header_entries(init: &JsValue) -> Option<Vec<String>>;

    /// Whether it can be used as an `AbortSignal`.
    #[wasm_bindgen(js_name = isSignal)]
    pub fn is_signal(value: &JsValue) -> bool;

    /// What an iterator answers.
    pub fn iteration(done: bool, value: &JsValue) -> JsValue;

    /// Calls a listener of the user's.
    pub fn notify(listener: &Function, event: &JsValue);
}
