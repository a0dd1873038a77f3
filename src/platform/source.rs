//! The sources of a file's bytes.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::disk::{is_file_url, open_file_url};
use super::failure::WebFailure;
use super::promise::{now_or_settled, settled};
use super::stall_guard::JsStallGuard;
use crate::core::protocol::request::ContentEncoding;
use crate::flow::File;

#[wasm_bindgen(module = "/src/platform/js/source.js")]
extern "C" {
    /// A file to be hashed or analysed.
    #[derive(Clone, Debug)]
    pub type Source;

    #[wasm_bindgen(method, getter)]
    fn length(this: &Source) -> Option<f64>;

    #[wasm_bindgen(method, getter)]
    fn size(this: &Source) -> Option<f64>;

    #[wasm_bindgen(method, getter)]
    fn filename(this: &Source) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = isStream)]
    fn is_stream(this: &Source) -> bool;

    #[wasm_bindgen(js_name = open)]
    fn open_value(value: &JsValue, length: Option<f64>, signal: &JsValue) -> JsValue;

    /// The name of a file, if it has one.
    #[wasm_bindgen(js_name = fileName)]
    pub fn file_name(value: &JsValue) -> Option<String>;

    /// The bytes of an `ArrayBuffer`, a `SharedArrayBuffer` or a view of one; `None` if it was transferred.
    #[wasm_bindgen(js_name = bytesOf)]
    pub fn bytes_of(value: &JsValue) -> Option<Uint8Array>;
}

#[wasm_bindgen(module = "/src/platform/js/encode.js")]
extern "C" {
    fn collected(source: &Source, limit: Option<f64>, signal: &JsValue) -> Promise;

    fn encoded(source: &Source, encoding: &str, signal: &JsValue) -> Promise;
}

#[wasm_bindgen(module = "/src/platform/js/chunks.js")]
extern "C" {
    /// Reads the beginning of a file, and fails if it cannot be read.
    pub fn probe(source: &Source, guard: &JsStallGuard) -> Promise;
}

impl File for Source {
    fn length(&self) -> Option<f64> {
        self.length()
    }

    fn size(&self) -> Option<f64> {
        self.size()
    }

    fn filename(&self) -> Option<String> {
        self.filename()
    }

    fn is_stream(&self) -> bool {
        self.is_stream()
    }
}

/// Opens anything that JavaScript uses as a file: a `Blob`, `File`, `ArrayBuffer`, a view of one, a `ReadableStream`,
/// `Request`, `Response`, or `file:` URL.
pub async fn open(
    value: &JsValue,
    length: Option<f64>,
    signal: &JsValue,
) -> Result<Source, WebFailure> {
    let opening = match is_file_url(value) {
        true => open_file_url(value, signal).into(),
        false => open_value(value, length, signal),
    };
    now_or_settled(opening).await.map(JsCast::unchecked_into)
}

/// Collects a stream into a Blob, which a browser keeps on disk if it is large.
pub async fn collect(
    stream: &Source,
    limit: Option<f64>,
    signal: &JsValue,
) -> Result<Source, WebFailure> {
    settled(collected(stream, limit, signal))
        .await
        .map(JsCast::unchecked_into)
}

/// Encodes the bytes of a file for the header `content-encoding` of `POST /file`.
pub async fn encode(
    source: &Source,
    encoding: ContentEncoding,
    signal: &JsValue,
) -> Result<Source, WebFailure> {
    settled(encoded(source, encoding.name(), signal))
        .await
        .map(JsCast::unchecked_into)
}
