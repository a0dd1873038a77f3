//! The host: everything that sends, reads, waits or asks for the time. What does so is JavaScript, in
//! host/; this is how Rust calls it.

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
pub use exchange::{Body, Incoming, Outgoing, Wire, send, sends_streams};
pub use failure::Failure;
#[cfg(feature = "bindings")]
pub use hashing::{CROSSED, provide, update};
pub use hashing::{Engine, Hashing};
#[cfg(feature = "bindings")]
pub use object::{elements, headers, is_signal, iteration, notify, set};
pub use object::{get, object, stringify};
pub use promise::{promise, settled};
pub use runtime::has_origin;
#[cfg(feature = "bindings")]
pub use source::bytes_of;
pub use source::{Source, file_name, open};
pub use time::{now, parse_date, random, sleep, wall_clock};

/// Modules that only others of host/ import go along where something of theirs is named.
mod along {
    use wasm_bindgen::prelude::wasm_bindgen;

    macro_rules! along {
        ($($module:literal $name:ident)*) => {$(
            #[wasm_bindgen(module = $module)]
            extern "C" {
                type $name;
            }
        )*};
    }

    along! {
        "/src/platform/host/answer.js" Answer
        "/src/platform/host/body.js" Body
        "/src/platform/host/chunks.js" Chunks
        "/src/platform/host/disk.js" Disk
        "/src/platform/host/fetch.js" Fetch
        "/src/platform/host/http.js" Http
        "/src/platform/host/incremental.js" Incremental
        "/src/platform/host/no-server.js" NoServer
        "/src/platform/host/server.js" Server
        "/src/platform/host/stream.js" Stream
        "/src/platform/host/web-crypto.js" WebCrypto
        "/src/platform/host/xhr.js" Xhr
    }
}
