//! Promises of `js/` as futures.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::failure::{WebFailure, thrown};

/// Awaits a promise of `js/`.
pub async fn settled(promise: Promise) -> Result<JsValue, WebFailure> {
    JsFuture::from(promise).await.map_err(thrown)
}

/// Awaits a value of `js/` that may be a promise.
pub async fn now_or_settled(answer: JsValue) -> Result<JsValue, WebFailure> {
    match answer.dyn_into() {
        Ok(promise) => settled(promise).await,
        Err(answer) => Ok(answer),
    }
}
