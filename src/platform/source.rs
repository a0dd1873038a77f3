//! Where the bytes of a file are.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::abort::Abort;
use crate::core::request::ContentEncoding;

#[wasm_bindgen(module = "/src/platform/host/source.js")]
extern "C" {
    /// A file to be hashed or analysed.
    #[derive(Clone, Debug)]
    pub type Source;

    /// How many bytes it has, where that is known.
    #[wasm_bindgen(method, getter)]
    pub fn length(this: &Source) -> Option<f64>;

    /// How many bytes are there now: fewer where they were transferred away.
    #[wasm_bindgen(method, getter)]
    pub fn size(this: &Source) -> Option<f64>;

    /// Its name, where it has one.
    #[wasm_bindgen(method, getter)]
    pub fn filename(this: &Source) -> Option<String>;

    /// Whether it can be read but once.
    #[wasm_bindgen(method, getter, js_name = isStream)]
    pub fn is_stream(this: &Source) -> bool;

    #[wasm_bindgen(js_name = open)]
    fn open_file(value: &JsValue, length: Option<f64>, signal: &JsValue) -> Promise;

    fn collected(source: &Source, signal: &JsValue) -> Promise;

    fn encoded(source: &Source, encoding: &str, signal: &JsValue) -> Promise;

    /// The name of a file, where it has one.
    #[wasm_bindgen(js_name = fileName)]
    pub fn file_name(value: &JsValue) -> Option<String>;

    /// The bytes of an `ArrayBuffer`, `SharedArrayBuffer` or view of one; none of one that was
    /// transferred away.
    #[wasm_bindgen(js_name = bytesOf)]
    pub fn bytes_of(value: &JsValue) -> Option<Uint8Array>;
}

/// Takes whatever JavaScript calls a file: a `Blob`, `File`, `ArrayBuffer`, view of one,
/// `ReadableStream`, `Request`, `Response`, or `file:` URL. `length` is what the caller knows of the
/// length of a stream. The promise of a [`Source`].
///
/// It fails as `invalid-input`, where it is none of these or was read before; as `unsupported` for a
/// file URL where there are no files.
pub fn open(value: &JsValue, length: Option<f64>, abort: &Abort) -> Promise {
    open_file(value, length, abort.signal())
}

impl Source {
    /// The same, with a stream collected into a Blob, which a browser keeps on disk when it is large.
    pub fn collected(&self, abort: &Abort) -> Promise {
        collected(self, abort.signal())
    }

    /// The bytes, encoded: `content-encoding` of `POST /file`. It fails as `unsupported` where the
    /// runtime has no `CompressionStream`.
    pub fn encoded(&self, by: ContentEncoding, abort: &Abort) -> Promise {
        encoded(self, by.name(), abort.signal())
    }
}
