//! Calls as promises.

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::errors::exception;
use crate::platform::spawn_promise;
use crate::web::Failure;

/// The promise of what a call comes to. It rejects with an exception.
pub fn promise(call: impl Future<Output = Result<JsValue, Failure>> + 'static) -> Promise {
    spawn_promise(Box::pin(async { call.await.map_err(exception) }))
}
