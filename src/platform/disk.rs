//! Files on disk, by their `file:` URLs.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/js/disk.js")]
extern "C" {
    /// Whether a value is the URL of a file on disk.
    #[wasm_bindgen(js_name = isFileUrl)]
    pub fn is_file_url(value: &JsValue) -> bool;

    /// Opens a file by its URL. Returns the promise of a `Source`.
    #[wasm_bindgen(js_name = openFileUrl)]
    pub fn open_file_url(url: &JsValue, signal: &JsValue) -> Promise;
}
