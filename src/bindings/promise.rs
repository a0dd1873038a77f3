//! Calls as promises.

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::errors::exception;
use crate::client::{Failure, Task};
use crate::platform;

/// The promise of a call, or of why there is none.
pub fn promise(call: Result<Task<JsValue>, Failure>) -> Promise {
    platform::promise(Box::pin(async {
        call.map_err(exception)?.await.map_err(exception)
    }))
}

/// A call whose answer is turned into a value of JavaScript.
pub fn into_value<T: 'static>(call: Task<T>, value: fn(T) -> JsValue) -> Task<JsValue> {
    Box::pin(async move { call.await.map(value) })
}
