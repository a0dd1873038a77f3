//! Which runtime this is, and what it can do.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/host/runtime.js")]
extern "C" {
    /// Whether a path such as `/scan` is an address here.
    #[wasm_bindgen(js_name = hasOrigin)]
    pub fn has_origin() -> bool;
}
