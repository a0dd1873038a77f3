//! Promises, from there and back.

use std::pin::Pin;

use js_sys::Promise;
use js_sys::futures::{JsFuture, future_to_promise};
use wasm_bindgen::JsValue;

use super::failure::Failure;

/// The promise of what a future comes to, which runs from now on. All promises are made by this one
/// instance.
pub fn promise(work: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>) -> Promise {
    future_to_promise(work)
}

/// What a promise of host/ answers.
pub async fn settled(promise: Promise) -> Result<JsValue, Failure> {
    JsFuture::from(promise).await.map_err(Failure::of)
}
