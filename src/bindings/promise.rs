//! Calls as promises.

use std::pin::Pin;

use js_sys::Promise;
use js_sys::futures::future_to_promise;
use wasm_bindgen::JsValue;

use super::errors::exception;
use crate::client::Failure;

type Work = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// The promise of a call. Every call goes through the one instance of what makes a promise.
pub fn promise(call: impl Future<Output = Result<JsValue, Failure>> + 'static) -> Promise {
    let work: Work = Box::pin(async move { call.await.map_err(exception) });
    future_to_promise(work)
}
