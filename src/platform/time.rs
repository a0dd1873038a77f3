//! Time and chance.

use js_sys::{Date, Math, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::abort::Abort;

#[wasm_bindgen(module = "/src/platform/host/time.js")]
extern "C" {
    /// ms on a clock that only moves forward.
    pub fn now() -> f64;

    #[wasm_bindgen(js_name = sleep)]
    fn sleep_unless(delay: f64, signal: &JsValue) -> Promise;
}

/// ms since 1970.
pub fn wall_clock() -> f64 {
    Date::now()
}

/// A date as HTTP writes it, ms since 1970.
pub fn parse_date(text: &str) -> Option<f64> {
    Some(Date::parse(text)).filter(|date| date.is_finite())
}

/// A number in 0..1.
pub fn random() -> f64 {
    Math::random()
}

/// Waits so many ms, or until the caller aborts.
pub fn sleep(delay: f64, abort: &Abort) -> Promise {
    sleep_unless(delay, abort.signal())
}
