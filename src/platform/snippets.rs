//! Modules of `js/` that only other modules import. wasm-bindgen ships a module if Rust imports something from it, so
//! each of these has a type here.
#![allow(dead_code)]

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/js/blob-chunks.js")]
extern "C" {
    type BlobChunks;
}

#[wasm_bindgen(module = "/src/platform/js/read-chunks.js")]
extern "C" {
    type ReadChunks;
}

#[wasm_bindgen(module = "/src/platform/js/stream-chunks.js")]
extern "C" {
    type StreamChunks;
}
