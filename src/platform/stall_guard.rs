//! What ends the waiting for one request or file: an abort, or nothing moving for too long.

use std::cell::Cell;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::failure::{WebFailure, check_abort};

#[wasm_bindgen(module = "/src/platform/js/stall-guard.js")]
extern "C" {
    /// The class of js/, as other modules of js/ take it.
    #[wasm_bindgen(js_name = StallGuard)]
    pub type JsStallGuard;

    #[wasm_bindgen(constructor, js_class = "StallGuard")]
    fn new(signal: &JsValue, timeout: Option<f64>, response_timeout: Option<f64>) -> JsStallGuard;

    #[wasm_bindgen(method, getter, js_name = requestSignal)]
    fn request_signal(this: &JsStallGuard) -> AbortSignal;

    #[wasm_bindgen(method, getter, js_name = downloadSignal)]
    fn download_signal(this: &JsStallGuard) -> AbortSignal;

    #[wasm_bindgen(method)]
    fn race(this: &JsStallGuard, promise: &Promise) -> Promise;

    #[wasm_bindgen(method)]
    fn touch(this: &JsStallGuard);

    #[wasm_bindgen(method)]
    fn dispose(this: &JsStallGuard, is_released: bool);
}

/// How long a request is waited for, ms.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timeouts {
    /// Without progress; for ever, where there is none.
    pub stall: Option<f64>,
    /// From the last byte of an upload to its response, beside the time by its size; for ever, where there is none.
    pub response: Option<f64>,
}

/// The guard of one request or file. Dropping it ends the request, unless it is released.
pub struct StallGuard {
    guard: JsStallGuard,
    is_released: Cell<bool>,
}

impl StallGuard {
    /// A guard that listens to this signal and waits so long. Fails if the signal is aborted already.
    pub fn new(signal: &JsValue, timeouts: Timeouts) -> Result<Self, WebFailure> {
        check_abort(signal)?;
        Ok(Self {
            guard: JsStallGuard::new(signal, timeouts.stall, timeouts.response),
            is_released: Cell::new(false),
        })
    }

    /// The guard as js/ takes it.
    pub fn as_js(&self) -> &JsStallGuard {
        &self.guard
    }

    /// The signal of a request that is guarded; `is_download` if the caller reads its answer.
    pub fn signal(&self, is_download: bool) -> AbortSignal {
        match is_download {
            true => self.guard.download_signal(),
            false => self.guard.request_signal(),
        }
    }

    /// What a promise answers, unless the waiting ends first.
    pub async fn race(&self, promise: &Promise) -> Result<JsValue, JsValue> {
        JsFuture::from(self.guard.race(promise)).await
    }

    /// Something moved.
    pub fn touch(&self) {
        self.guard.touch();
    }

    /// There is no request to be ended any more: it was answered to its end, or somebody else reads the answer.
    pub fn release(&self) {
        self.is_released.set(true);
    }
}

impl Drop for StallGuard {
    fn drop(&mut self) {
        self.guard.dispose(self.is_released.get());
    }
}
