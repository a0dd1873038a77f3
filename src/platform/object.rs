//! JavaScript objects, whatever they really are: nothing in here throws.

use js_sys::{Array, Function, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/host/object.js")]
extern "C" {
    /// A property of `value`; `undefined` where there is none, or `value` is no object.
    pub fn get(value: &JsValue, name: &str) -> JsValue;

    /// Sets a property, unless to `undefined`.
    pub fn set(object: &JsValue, name: &str, value: &JsValue);

    /// The JSON of a value that has one.
    pub fn stringify(value: &JsValue) -> Option<String>;

    /// The elements of an iterable; none where it is no iterable, or throws.
    pub fn elements(value: &JsValue) -> Option<Array>;

    /// Names and values, one after the other, of what the `Headers` constructor takes.
    pub fn headers(init: &JsValue) -> Option<Array>;

    /// Whether it can be used as an `AbortSignal`.
    #[wasm_bindgen(js_name = isSignal)]
    pub fn is_signal(value: &JsValue) -> bool;

    /// What an iterator answers.
    pub fn iteration(done: bool, value: &JsValue) -> JsValue;

    /// Calls a listener of the user's.
    pub fn notify(listener: &Function, event: &JsValue);
}

/// A new object with those of these properties that are not `undefined`.
pub fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new().into();
    for (name, value) in properties {
        set(&object, name, value);
    }
    object
}
