//! `digest` and `createHasher`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::options::{self, algorithms};
use super::promise::promise;
use super::values::to_value;
use crate::core::error::Error;
use crate::core::hasher;
use crate::platform::{bytes_of, digest_small, provide_workers, update};
use crate::web;

/// Hashes a file.
#[wasm_bindgen(unchecked_return_type = "Promise<Digests>")]
pub fn digest(
    #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "DigestOptions")] options: JsValue,
) -> Promise {
    let options = options::digest(&options);
    promise(async move {
        let (options, caller) = options?;
        let digests = web::digest(&source, &options, caller).await?;
        Ok(to_value(&digests))
    })
}

/// Hashes a small Blob in a browser in the fastest way. Returns no hashes if `digest` has to hash the file.
#[wasm_bindgen(js_name = digestSmall, unchecked_return_type = "Promise<Digests | undefined> | undefined")]
pub fn digest_small_blob(
    #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "DigestOptions")] options: JsValue,
) -> Option<Promise> {
    digest_small(&source, &options)
}

/// Sets how a page loads the workers that hash large files.
#[wasm_bindgen(js_name = provideWorkers)]
pub fn provide_hash_workers(
    #[wasm_bindgen(unchecked_param_type = "() => Promise<unknown>")] load: JsValue,
) {
    provide_workers(&load, &wasm_bindgen::module());
}

/// Hashes bytes as they arrive.
#[wasm_bindgen]
pub struct Hasher(hasher::Hasher);

#[wasm_bindgen]
impl Hasher {
    /// A hasher by these algorithms; SHA-256 by default.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "Algorithm[]")] names: JsValue,
    ) -> Result<Hasher, JsValue> {
        let algorithms = algorithms(&names).map_err(exception)?;
        Ok(Self(hasher::Hasher::new(&algorithms)))
    }

    /// Hashes the next bytes.
    pub fn update(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ArrayBuffer | ArrayBufferView")] bytes: JsValue,
    ) -> Result<(), JsValue> {
        let Some(bytes) = bytes_of(&bytes) else {
            let message = "update takes an ArrayBuffer or a view of one";
            return Err(exception(Error::invalid_input(message).into()));
        };
        update(&mut self.0, &bytes);
        Ok(())
    }

    /// The hashes of the bytes so far.
    #[wasm_bindgen(unchecked_return_type = "Digests")]
    pub fn digest(&self) -> JsValue {
        to_value(&self.0.digests())
    }
}
