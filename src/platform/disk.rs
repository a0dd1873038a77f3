//! Files of the disk, by their `file:` URLs.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/js/disk.js")]
extern "C" {
    /// Whether it is the URL of a file on the disk.
    #[wasm_bindgen(js_name = isFileUrl)]
    pub fn is_file_url(value: &JsValue) -> bool;

    /// Takes a file by its URL: the promise of a `Source`.
    #[wasm_bindgen(js_name = openFileUrl)]
    pub fn open_file_url(url: &JsValue, signal: &JsValue) -> Promise;
}
