//! The workers that hash large files for a page.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::source::Source;
use super::stall_guard::JsStallGuard;

#[wasm_bindgen(module = "/src/platform/js/background.js")]
extern "C" {
    /// Sets how the workers are loaded, which instantiate `module`. From then on, large files are hashed in them.
    #[wasm_bindgen(js_name = provideWorkers)]
    pub fn provide_workers(load: &JsValue, module: &JsValue);

    /// Whether hashing this many bytes would block a page.
    #[wasm_bindgen(js_name = blocksPage)]
    pub fn blocks_page(length: f64) -> bool;

    /// The promise of the hashes by their names; of `undefined` if no worker can hash the file.
    #[wasm_bindgen(js_name = hashInBackground)]
    pub fn hash_in_background(
        source: &Source,
        algorithms: &Array,
        is_native: bool,
        on_read: &Function,
        guard: &JsStallGuard,
    ) -> Promise;
}
