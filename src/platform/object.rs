//! Properties of JavaScript objects, read and written without throwing.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// A property of `value`; `undefined` where there is none, or `value` is no object.
pub fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A property that is a string.
pub fn string(value: &JsValue, name: &str) -> Option<String> {
    get(value, name).as_string()
}

/// Whether `value` has methods of these names.
pub fn has_methods(value: &JsValue, names: &[&str]) -> bool {
    value.is_object() && names.iter().all(|name| get(value, name).is_function())
}

/// A new object with these properties.
pub fn object<'a>(properties: impl IntoIterator<Item = (&'a str, JsValue)>) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        // An ordinary new object takes any property.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object
}
