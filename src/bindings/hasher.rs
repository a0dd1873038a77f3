//! `createHasher` and `digest`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::promise::{into_value, promise};
use super::{options, values};
use crate::client;
use crate::core::error::Error;
use crate::platform::{bytes_of, provide, update};

/// Hashes bytes as they come.
#[wasm_bindgen]
pub struct Hasher(crate::core::hasher::Hasher);

#[wasm_bindgen]
impl Hasher {
    /// A hasher by these algorithms; SHA-256 where none is named.
    #[wasm_bindgen(constructor)]
    pub fn new(algorithms: JsValue) -> Result<Hasher, JsValue> {
        let algorithms = options::algorithms(&algorithms).map_err(exception)?;
        Ok(Self(crate::core::hasher::Hasher::new(&algorithms)))
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: JsValue) -> Result<(), JsValue> {
        let bytes = bytes_of(&bytes).ok_or_else(|| {
            exception(Error::invalid_input("update takes an ArrayBuffer or a view of one").into())
        })?;
        update(&mut self.0, &bytes);
        Ok(())
    }

    /// The hashes of what came so far.
    pub fn digest(&self) -> JsValue {
        values::digests(&self.0.digests())
    }
}

/// Hashes a file.
#[wasm_bindgen]
pub fn digest(source: JsValue, options: JsValue) -> Promise {
    let options = options::digest(&options);
    promise(options.map(|options| {
        into_value(client::digest(&source, options), |found| {
            values::digests(&found)
        })
    }))
}

/// Says where the workers are, in which a page has large files hashed.
#[wasm_bindgen]
pub fn background(load: JsValue) {
    provide(&load, &wasm_bindgen::module());
}
