//! The workers in which a page has large files hashed.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::source::Source;
use super::stall_guard::JsStallGuard;

#[wasm_bindgen(module = "/src/platform/js/background.js")]
extern "C" {
    /// Says how the workers are loaded, which instantiate the module; from then on large files are hashed in them.
    #[wasm_bindgen(js_name = provideWorkers)]
    pub fn provide_workers(load: &JsValue, module: &JsValue);

    /// Whether the page would stand still for so many bytes.
    #[wasm_bindgen(js_name = blocksPage)]
    pub fn blocks_page(length: f64) -> bool;

    /// The promise of the hashes by their names; of `undefined` where there is no worker.
    #[wasm_bindgen(js_name = hashInBackground)]
    pub fn hash_in_background(
        source: &Source,
        algorithms: &Array,
        is_native: bool,
        on_read: &Function,
        guard: &JsStallGuard,
    ) -> Promise;
}
