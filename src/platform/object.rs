//! JavaScript objects, whatever they really are: nothing in here throws.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;
}

/// The global object.
pub fn global() -> JsValue {
    GLOBAL.with(JsValue::clone)
}

/// A global by its name.
pub fn global_named(name: &str) -> JsValue {
    get(&global(), name)
}

/// A property of `value`; `undefined` where there is none, or `value` is no object.
pub fn get(value: &JsValue, name: &str) -> JsValue {
    // Asked beforehand: of every exception that it catches, wasm-bindgen never frees the value that
    // the import did not return.
    if !value.is_object() && !value.is_function() {
        return JsValue::UNDEFINED;
    }
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

/// Calls a method.
///
/// # Errors
/// What the method throws, or that there is none. (A binding that does not catch would end the
/// whole call for good, unanswered.)
pub fn call(value: &JsValue, method: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(value, &method.into())?.dyn_into()?;
    Reflect::apply(
        &method,
        value,
        &arguments.iter().copied().collect::<Array>(),
    )
}

/// Calls a method that answers a promise.
///
/// # Errors
/// Those of [`call`].
pub fn call_async(value: &JsValue, method: &str) -> Result<Promise, JsValue> {
    call(value, method, &[]).map(|answer| Promise::resolve(&answer))
}

/// A new object of a global class.
///
/// # Errors
/// What its constructor throws, or that there is no such class.
pub fn construct(class: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let class: Function = global_named(class).dyn_into()?;
    Reflect::construct(&class, &arguments.iter().copied().collect::<Array>())
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
