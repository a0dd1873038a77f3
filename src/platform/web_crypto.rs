//! Web Crypto, which takes a whole file at once.

use js_sys::{Array, Promise};
#[cfg(feature = "bindings")]
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::source::Source;
use super::stall_guard::JsStallGuard;

#[wasm_bindgen(module = "/src/platform/js/web-crypto.js")]
extern "C" {
    /// Whether it is the fastest engine for a file of this length, in not too much memory.
    pub fn suits(algorithms: &Array, length: f64) -> bool;

    fn reserve(bytes: f64);

    /// The promise of the hashes by their names; of `undefined` where it has not all of them. What is not read yet when
    /// the guard ends the waiting is not read any more.
    #[wasm_bindgen(js_name = hashAtOnce)]
    pub fn hash_at_once(source: &Source, algorithms: &Array, guard: &JsStallGuard) -> Promise;
}

#[wasm_bindgen(module = "/src/platform/js/small-blobs.js")]
extern "C" {
    /// Whether it is read together with others, a few at a time, so that its memory need not be counted.
    #[wasm_bindgen(js_name = isReadTogether)]
    pub fn is_read_together(source: &Source) -> bool;
}

#[cfg(feature = "bindings")]
#[wasm_bindgen(module = "/src/platform/js/small-digest.js")]
extern "C" {
    /// The promise of the hashes of a small Blob, by Web Crypto alone; none, or one of `undefined`, of what has to be hashed
    /// by `hash`.
    #[wasm_bindgen(js_name = digestSmall)]
    pub fn digest_small(source: &JsValue, options: &JsValue) -> Option<Promise>;
}

/// The memory of a file that Web Crypto hashes, of which all calls together may take so much.
pub struct Reservation(f64);

impl Reservation {
    /// Takes so many bytes, until it is dropped.
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
