//! The host: everything that sends, reads, waits or asks for the time. What does so is JavaScript, in
//! host/; this is how Rust calls it.

use wasm_bindgen::prelude::wasm_bindgen;

mod abort;
mod exchange;
mod failure;
mod hashing;
mod json;
mod object;
mod promise;
mod runtime;
mod source;
mod time;

pub use abort::Abort;
pub use exchange::{Body, Incoming, Outgoing, Wire, send};
pub use failure::Failure;
pub use hashing::{Engine, Hashing};
#[cfg(feature = "bindings")]
pub use hashing::{provide, update};
#[cfg(feature = "bindings")]
pub use object::{elements, headers, is_signal, iteration, notify};
pub use object::{get, object, stringify};
pub use promise::{promise, settled};
pub use runtime::{has_origin, sends_streams};
#[cfg(feature = "bindings")]
pub use source::bytes_of;
pub use source::{Source, file_name, open};
pub use time::{now, parse_date, random, sleep, wall_clock};

// What only other modules of host/ import goes along if something of it is named.
#[wasm_bindgen(module = "/src/platform/host/chunks.js")]
extern "C" {
    type Chunks;
}
#[wasm_bindgen(module = "/src/platform/host/disk.js")]
extern "C" {
    type DiskFile;
}
#[wasm_bindgen(module = "/src/platform/host/native.js")]
extern "C" {
    type Incremental;
}
