//! Web Crypto, which takes a whole file at once.

use js_sys::{Array, Promise};
#[cfg(feature = "bindings")]
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::source::Source;
use super::stall_guard::JsStallGuard;

#[wasm_bindgen(module = "/src/platform/js/web-crypto.js")]
extern "C" {
    /// Whether it is the fastest engine for a file of this length, and there is enough memory left for it.
    pub fn suits(algorithms: &Array, length: f64) -> bool;

    fn reserve(bytes: f64);

    /// The promise of the hashes by their names; of `undefined` if Web Crypto lacks one of them. Once the guard is over,
    /// nothing more is read.
    #[wasm_bindgen(js_name = hashAtOnce)]
    pub fn hash_at_once(source: &Source, algorithms: &Array, guard: &JsStallGuard) -> Promise;
}

#[wasm_bindgen(module = "/src/platform/js/small-blobs.js")]
extern "C" {
    /// Whether a file is read together with others, a few at a time, so that its memory need not be reserved.
    #[wasm_bindgen(js_name = isReadTogether)]
    pub fn is_read_together(source: &Source) -> bool;
}

#[cfg(feature = "bindings")]
#[wasm_bindgen(module = "/src/platform/js/small-digest.js")]
extern "C" {
    /// The promise of the hashes of a small Blob, by Web Crypto alone. `None`, or a promise of `undefined`, if `hash` has to
    /// hash the file.
    #[wasm_bindgen(js_name = digestSmall)]
    pub fn digest_small(source: &JsValue, options: &JsValue) -> Option<Promise>;
}

/// The memory of a file that Web Crypto hashes. All calls share one limit.
pub struct Reservation(f64);

impl Reservation {
    /// Reserves this many bytes until it is dropped.
    pub fn of(bytes: f64) -> Self {
        reserve(bytes);
        Self(bytes)
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        reserve(-self.0);
    }
}
