//! Ends the wait for one request or file: on an abort, or without progress for too long.

use std::cell::Cell;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::failure::{WebFailure, check_abort};

#[wasm_bindgen(module = "/src/platform/js/stall-guard.js")]
extern "C" {
    /// The class in `js/`, which other modules in `js/` take.
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

/// How long to wait for a request, ms. `None` means without a limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timeouts {
    /// Without progress.
    pub stall: Option<f64>,
    /// From the last byte of an upload to its response, in addition to the time for its size.
    pub response: Option<f64>,
}

/// The guard of one request or file. Dropping it aborts the request, unless it is released.
pub struct StallGuard {
    guard: JsStallGuard,
    is_released: Cell<bool>,
}

impl StallGuard {
    /// A guard with this signal and these timeouts. Fails if the signal is aborted already.
    pub fn new(signal: &JsValue, timeouts: Timeouts) -> Result<Self, WebFailure> {
        check_abort(signal)?;
        Ok(Self {
            guard: JsStallGuard::new(signal, timeouts.stall, timeouts.response),
            is_released: Cell::new(false),
        })
    }

    /// The guard in the form that `js/` takes.
    pub fn as_js(&self) -> &JsStallGuard {
        &self.guard
    }

    /// The signal for the request; `is_download` if the caller reads its response.
    pub fn signal(&self, is_download: bool) -> AbortSignal {
        match is_download {
            true => self.guard.download_signal(),
            false => self.guard.request_signal(),
        }
    }

    /// Awaits a promise, unless the wait ends first.
    pub async fn race(&self, promise: &Promise) -> Result<JsValue, JsValue> {
        JsFuture::from(self.guard.race(promise)).await
    }

    /// Records progress.
    pub fn touch(&self) {
        self.guard.touch();
    }

    /// Prevents the abort on drop: the response was read to its end, or somebody else reads it.
    pub fn release(&self) {
        self.is_released.set(true);
    }
}

impl Drop for StallGuard {
    fn drop(&mut self) {
        self.guard.dispose(self.is_released.get());
    }
}
