//! Promises, from there and back.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::failure::{WebFailure, thrown};

/// The promise of what a future comes to, which runs from now on. Boxed, so that `future_to_promise` is
/// compiled once and not for each export.
pub fn spawn_promise(task: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>) -> Promise {
    future_to_promise(task)
}

/// What a promise of js/ answers.
pub async fn settled(promise: Promise) -> Result<JsValue, WebFailure> {
    JsFuture::from(promise).await.map_err(thrown)
}
