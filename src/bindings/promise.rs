//! Calls as promises.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::errors::exception;
use crate::web::Failure;

/// Starts a call, and returns the promise of its result. It rejects with an exception.
pub fn promise(call: impl Future<Output = Result<JsValue, Failure>> + 'static) -> Promise {
    boxed(Box::pin(async { call.await.map_err(exception) }))
}

/// Boxed, so that `future_to_promise` is compiled once and not for each export.
fn boxed(call: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>) -> Promise {
    future_to_promise(call)
}
