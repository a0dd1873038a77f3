//! Clocks and timers.

use js_sys::{Date, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/js/clock.js")]
extern "C" {
    /// ms on a clock that only moves forward.
    pub fn now() -> f64;

    /// Waits for `delay` ms, or until the signal is aborted.
    pub fn sleep(delay: f64, signal: &JsValue) -> Promise;
}

/// Parses a date in the format of HTTP: ms since 1970.
pub fn parse_date(text: &str) -> Option<f64> {
    Some(Date::parse(text)).filter(|date| date.is_finite())
}
