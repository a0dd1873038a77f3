//! Hashing by the fastest engine for the file.
//!
//! | where                                  | engine                                       |
//! | -------------------------------------- | -------------------------------------------- |
//! | Node, Deno, Bun                        | node:crypto                                  |
//! | Cloudflare Workers                     | `crypto.DigestStream`                        |
//! | browsers: 4 KiB to 64 MiB, but no MD5  | `crypto.subtle`, which takes a whole file    |
//! | browsers: all else                     | RustCrypto, in this module                   |
//!
//! In a page, a file of 1 MiB or more is read and hashed in a worker, if one is available. Otherwise this module
//! hashes it chunk by chunk, so that the page stays responsive.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

use super::failure::{WebFailure, thrown};
use super::object::{get, strings};
use super::promise::settled;
use super::source::Source;
use super::stall_guard::{JsStallGuard, StallGuard, Timeouts};
use super::web_crypto::{Reservation, hash_at_once, is_read_together, suits};
use super::workers::{blocks_page, hash_in_background};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::error::{Error, ErrorCode};
use crate::core::hasher::Hasher;
use crate::core::options::{DigestsInput, Engine};
use crate::flow::{File, Hashed, OnBytes};

#[wasm_bindgen(module = "/src/platform/js/incremental.js")]
extern "C" {
    /// The hash functions of the runtime that take a file in chunks.
    fn incremental(algorithms: &Array) -> Option<ChunkHasher>;
}

#[wasm_bindgen(module = "/src/platform/js/hash-chunks.js")]
extern "C" {
    /// Hashes the chunks of a file.
    pub type ChunkHasher;

    #[wasm_bindgen(js_name = moduleHasher)]
    fn module_hasher(update: &JsValue) -> ChunkHasher;

    #[wasm_bindgen(js_name = hashChunks)]
    fn hash_chunks(
        source: &Source,
        hasher: &ChunkHasher,
        on_read: &JsValue,
        guard: &JsStallGuard,
    ) -> Promise;

    #[wasm_bindgen(js_name = endHashing)]
    fn end_hashing(hasher: &ChunkHasher, guard: &JsStallGuard) -> Promise;
}

/// Reads a file to its end and hashes it.
pub async fn hash(
    source: &Source,
    algorithms: &[Algorithm],
    engine: Option<Engine>,
    on_read: OnBytes,
    signal: &JsValue,
) -> Result<Hashed, WebFailure> {
    let guard = StallGuard::new(signal, Timeouts::default())?;
    let hasher = match StreamHasher::native(algorithms, engine) {
        Some(hasher) => hasher,
        None => {
            if let Some(hashed) = at_once(source, algorithms, engine, &on_read, &guard).await? {
                return Ok(hashed);
            }
            if engine == Some(Engine::Native) {
                let message = "this runtime cannot hash the file itself";
                return Err(Error::new(ErrorCode::Unsupported, message).into());
            }
            StreamHasher::module(algorithms)
        }
    };
    let on_read = heard_by_js(on_read);
    let reading = hash_chunks(source, hasher.as_js(), on_read.as_ref(), guard.as_js());
    let hashed = settled(reading).await?;
    Ok(Hashed {
        digests: hasher.digests(get(&hashed, "hashes"))?,
        length: get(&hashed, "length").as_f64().unwrap_or_default(),
    })
}

/// Hashes by an engine that takes the file and not its chunks: a worker, or Web Crypto. `None` if there is no such engine.
async fn at_once(
    source: &Source,
    algorithms: &[Algorithm],
    engine: Option<Engine>,
    on_read: &OnBytes,
    guard: &StallGuard,
) -> Result<Option<Hashed>, WebFailure> {
    let length = File::length(source).unwrap_or_default();
    let names = names(algorithms);
    let is_native = match engine {
        Some(engine) => engine == Engine::Native,
        None => suits(&names, length),
    };
    let is_counted = is_native && !is_read_together(source);
    let _reservation = is_counted.then(|| Reservation::of(length));
    let mut hashes = JsValue::UNDEFINED;
    if blocks_page(length) {
        let on_read = heard_by_js(Rc::clone(on_read));
        let listener = on_read.as_ref().unchecked_ref();
        let hashing = hash_in_background(source, &names, is_native, listener, guard.as_js());
        hashes = settled(hashing).await?;
    }
    // Web Crypto would block a page for too long.
    let may_block = !blocks_page(length) || engine == Some(Engine::Native);
    if hashes.is_undefined() && is_native && may_block {
        let hashing = hash_at_once(source, &names, guard.as_js());
        hashes = guard.race(&hashing).await.map_err(thrown)?;
    }
    match hashes.is_undefined() {
        true => Ok(None),
        false => Ok(Some(Hashed {
            digests: digests(hashes)?,
            length,
        })),
    }
}

/// The listener for the bytes that were read, in the form that `js/` calls.
fn heard_by_js(on_read: OnBytes) -> Closure<dyn FnMut(f64)> {
    Closure::new(move |bytes| on_read(bytes))
}

/// Hashes chunks one by one: by the runtime's own engine, or by this module.
pub enum StreamHasher {
    /// The runtime's engine.
    Native(ChunkHasher),
    /// This module's engine.
    Module {
        /// Computes the hashes.
        hasher: Rc<RefCell<Hasher>>,
        /// Takes the chunks from `js/`.
        sink: ChunkHasher,
        /// Called by the sink.
        _update: Closure<dyn FnMut(Uint8Array)>,
    },
}

impl StreamHasher {
    /// A hasher by these algorithms; by this module's functions if the runtime has none that take chunks.
    pub fn new(algorithms: &[Algorithm]) -> Self {
        Self::native(algorithms, None).unwrap_or_else(|| Self::module(algorithms))
    }

    /// By the runtime's own functions, if it has them and `engine` allows them.
    fn native(algorithms: &[Algorithm], engine: Option<Engine>) -> Option<Self> {
        match engine {
            Some(Engine::Wasm) => None,
            _ => incremental(&names(algorithms)).map(Self::Native),
        }
    }

    /// By this module's functions.
    fn module(algorithms: &[Algorithm]) -> Self {
        let hasher = Rc::new(RefCell::new(Hasher::new(algorithms)));
        let own = Rc::clone(&hasher);
        let update = move |chunk: Uint8Array| update(&mut own.borrow_mut(), &chunk);
        let update = Closure::<dyn FnMut(Uint8Array)>::new(update);
        Self::Module {
            hasher,
            sink: module_hasher(update.as_ref()),
            _update: update,
        }
    }

    /// The hasher in the form that `js/` takes.
    pub fn as_js(&self) -> &ChunkHasher {
        match self {
            Self::Native(hasher) => hasher,
            Self::Module { sink, .. } => sink,
        }
    }

    /// Returns the hashes after the last chunk.
    pub async fn end(&self, guard: &StallGuard) -> Result<Digests, WebFailure> {
        let hashes = settled(end_hashing(self.as_js(), guard.as_js())).await?;
        self.digests(hashes)
    }

    /// The hashes that `js/` returned, or those of this module.
    fn digests(&self, hashes: JsValue) -> Result<Digests, WebFailure> {
        match self {
            Self::Native(_) => digests(hashes),
            Self::Module { hasher, .. } => Ok(hasher.borrow().digests()),
        }
    }
}

fn names(algorithms: &[Algorithm]) -> Array {
    strings(algorithms.iter().map(|algorithm| algorithm.as_str()))
}

/// The hashes that `js/` returned, by the names of their algorithms.
fn digests(hashes: JsValue) -> Result<Digests, WebFailure> {
    let hashes: Option<DigestsInput> = serde_wasm_bindgen::from_value(hashes).ok();
    match hashes.map(DigestsInput::digests) {
        Some(digests) => Ok(digests?),
        None => Err(Error::protocol("an engine returned no hashes").into()),
    }
}

/// Bytes that are copied into the memory of the module at once.
const INPUT_CHUNK: usize = 16 << 10;

thread_local! {
    /// The memory that they are copied to.
    static INPUT_BUFFER: RefCell<[u8; INPUT_CHUNK]> = const { RefCell::new([0; INPUT_CHUNK]) };
}

/// Hashes bytes in JavaScript's memory.
pub fn update(hasher: &mut Hasher, bytes: &Uint8Array) {
    INPUT_BUFFER.with_borrow_mut(|buffer| {
        let length = bytes.byte_length();
        for start in (0..length).step_by(INPUT_CHUNK) {
            let end = length.min(start.saturating_add(INPUT_CHUNK as u32));
            let chunk = &mut buffer[..(end - start) as usize];
            bytes.subarray(start, end).copy_to(chunk);
            hasher.update(chunk);
        }
    });
}
