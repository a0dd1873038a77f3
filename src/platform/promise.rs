//! Promises of js/ as futures.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::failure::{WebFailure, thrown};

/// What a promise of js/ answers.
pub async fn settled(promise: Promise) -> Result<JsValue, WebFailure> {
    JsFuture::from(promise).await.map_err(thrown)
}
