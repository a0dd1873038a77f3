//! Hashing by the host's engines, or by our own.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

use super::abort::Abort;
use super::object::get;
use super::source::Source;
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::hasher::Hasher;

#[wasm_bindgen(module = "/src/platform/host/hashing.js")]
extern "C" {
    #[wasm_bindgen(js_name = Hashing)]
    type HostHashing;

    #[wasm_bindgen(constructor, js_class = "Hashing")]
    fn new(algorithms: &Array, engine: &JsValue, take: &JsValue) -> HostHashing;

    #[wasm_bindgen(method)]
    fn read(this: &HostHashing, source: &Source, signal: &JsValue) -> Promise;

    #[wasm_bindgen(method)]
    fn digest(this: &HostHashing, file: &JsValue, signal: &JsValue) -> Promise;

    #[wasm_bindgen(method, getter)]
    fn found(this: &HostHashing) -> JsValue;
}

#[wasm_bindgen(module = "/src/platform/host/background.js")]
extern "C" {
    /// Says how the workers are loaded, which instantiate the module; from then on large files are hashed in them.
    #[cfg(feature = "bindings")]
    pub fn provide(load: &JsValue, module: &JsValue);
}

/// What hashes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The functions of this crate.
    Wasm,
    /// Those of the runtime: node:crypto, `crypto.DigestStream` or `crypto.subtle`.
    Native,
}

impl Engine {
    /// The name as JavaScript sees it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Wasm => "wasm",
            Self::Native => "native",
        }
    }
}

/// One file that is being hashed.
pub struct Hashing {
    host: HostHashing,
    hasher: Rc<RefCell<Hasher>>,
    _take: Closure<dyn FnMut(JsValue, Option<f64>)>,
}

impl Hashing {
    /// By these algorithms, at least one; by this engine, or by the best that there is. `on_read` hears how many
    /// bytes were read, and of how many, where that is known.
    pub fn new(
        algorithms: &[Algorithm],
        engine: Option<Engine>,
        on_read: impl Fn(f64, Option<f64>) + 'static,
    ) -> Self {
        let hasher = Rc::new(RefCell::new(Hasher::new(algorithms)));
        let own = Rc::clone(&hasher);
        let take = move |value: JsValue, total| match value.as_f64() {
            Some(read) => on_read(read, total),
            None => update(&mut own.borrow_mut(), value.unchecked_ref()),
        };
        let take = Closure::<dyn FnMut(JsValue, Option<f64>)>::new(take);
        let names = Array::new();
        for algorithm in Algorithm::ALL {
            if algorithms.contains(&algorithm) {
                names.push(&algorithm.as_str().into());
            }
        }
        let engine = engine.map_or(JsValue::UNDEFINED, |engine| engine.as_str().into());
        Self {
            host: HostHashing::new(&names, &engine, take.as_ref()),
            hasher,
            _take: take,
        }
    }

    /// Reads a file to its end. The promise fails as `Aborted`; as `invalid-input` where the file cannot be
    /// read; as `unsupported` where the engine cannot hash it.
    pub fn read(&self, source: &Source, abort: &Abort) -> Promise {
        self.host.read(source, abort.signal())
    }

    /// The same, of whatever JavaScript calls a file.
    pub fn digest(&self, file: &JsValue, abort: &Abort) -> Promise {
        self.host.digest(file, abort.signal())
    }

    /// The host's object, through which the bytes of an upload go.
    pub fn as_value(&self) -> &JsValue {
        self.host.as_ref()
    }

    /// The hashes, when it has come to its end.
    pub fn digests(&self) -> Digests {
        let found = self.host.found();
        if found.is_undefined() {
            return self.hasher.borrow().digests();
        }
        let found = |algorithm: Algorithm| get(&found, algorithm.as_str()).as_string();
        Digests {
            md5: found(Algorithm::Md5),
            sha1: found(Algorithm::Sha1),
            sha256: found(Algorithm::Sha256),
            sha512: found(Algorithm::Sha512),
        }
    }
}

/// How many bytes cross into the memory of the module at once.
pub const CROSSING: usize = 16 << 10;

thread_local! {
    /// Where they come to.
    pub static CROSSED: RefCell<[u8; CROSSING]> = const { RefCell::new([0; CROSSING]) };
}

/// Hashes bytes that are in JavaScript's memory.
pub fn update(hasher: &mut Hasher, bytes: &Uint8Array) {
    CROSSED.with_borrow_mut(|crossed| {
        let length = bytes.byte_length();
        for start in (0..length).step_by(CROSSING) {
            let part = bytes.subarray(start, length.min(start.saturating_add(CROSSING as u32)));
            let place = &mut crossed[..part.byte_length() as usize];
            part.copy_to(place);
            hasher.update(place);
        }
    });
}
