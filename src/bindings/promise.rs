//! Calls as promises.

use js_sys::Promise;
use js_sys::futures::future_to_promise;
use wasm_bindgen::JsValue;

use super::errors::exception;
use crate::client::{Failure, Task};

/// The promise of a call, or of why there is none. Every call goes through this one instance of what
/// makes a promise.
pub fn promise(call: Result<Task<JsValue>, Failure>) -> Promise {
    future_to_promise(async { call.map_err(exception)?.await.map_err(exception) })
}

/// A call whose answer is turned into a value of JavaScript.
pub fn into_value<T: 'static>(call: Task<T>, value: fn(T) -> JsValue) -> Task<JsValue> {
    Box::pin(async move { call.await.map(value) })
}
