//! The caller's `AbortSignal`.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::AbortSignal;

use super::failure::Failure;

#[wasm_bindgen(module = "/src/platform/host/failure.js")]
extern "C" {
    fn abortion(signal: &JsValue) -> JsValue;
}

/// A call's signal; `undefined` where it has none.
#[derive(Clone, Debug, Default)]
pub struct Abort(JsValue);

impl From<Option<AbortSignal>> for Abort {
    fn from(signal: Option<AbortSignal>) -> Self {
        Self(signal.into())
    }
}

impl Abort {
    /// The signal itself.
    pub fn signal(&self) -> &JsValue {
        &self.0
    }

    /// Fails if the signal is aborted already.
    pub fn check(&self) -> Result<(), Failure> {
        let abortion = abortion(&self.0);
        match abortion.is_undefined() {
            true => Ok(()),
            false => Err(Failure::of(abortion)),
        }
    }
}
