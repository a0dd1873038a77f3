//! The user's options, by serde. What is no data (signals, functions, headers) is taken by hand.

use std::rc::Rc;

use js_sys::Function;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::values::to_value;
use crate::core::algorithm::Algorithm;
use crate::core::error::Error;
use crate::core::model::Field;
use crate::core::options::{
    AlgorithmsInput, AnalyzeInput, AnalyzeOptions, BatchInput, BatchOptions, CertificateInput,
    ConnectInput, ConnectOptions, DigestInput, DigestOptions, HashLookupInput, HashesInput,
    NewBatchInput, PageInput, PageSizeInput, ResultInput, ResumeInput, ResumeOptions, ScanInput,
    ScanOptions, WaitInput, WaitOptions,
};
use crate::core::protocol::dialect::Service;
use crate::core::protocol::request::{ByHash, NewBatch, Page};
use crate::flow::OnProgress;
use crate::platform::{elements, get, header_list, is_signal, notify, snapshot};
use crate::web::{Caller, Failure};

type Result<T> = std::result::Result<T, Failure>;

/// Options that are objects themselves.
const NESTED: [&str; 4] = ["retry", "poll", "lookup", "digests"];

/// Options that may be any value, of which the JSON is sent.
const JSON: [&str; 2] = ["metadata", "enginesMetadata"];

/// The options of a call. Each group of them is read for itself, as serde-wasm-bindgen cannot flatten
/// structs.
pub struct Options(JsValue);

impl Options {
    /// The options that a value holds; none where it is `undefined` or `null`.
    pub fn of(value: &JsValue) -> Result<Self> {
        // Copied, as serde-wasm-bindgen reads getters without a catch.
        let copy = snapshot(
            value,
            NESTED.map(String::from).into(),
            JSON.map(String::from).into(),
        );
        match copy.is_undefined() || (copy.is_object() && !js_sys::Array::is_array(&copy)) {
            true => Ok(Self(copy)),
            false => Err(Error::invalid_input("the options have to be an object").into()),
        }
    }

    /// A group of options. None of its fields can fail, so that this cannot either.
    fn read<T: DeserializeOwned + Default>(&self) -> T {
        read(self.0.clone())
    }

    fn get(&self, name: &str) -> Option<JsValue> {
        Some(get(&self.0, name)).filter(|value| !value.is_undefined())
    }

    fn function(&self, name: &str) -> Result<Option<Function>> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value
                .dyn_into()
                .map(Some)
                .map_err(|_| Error::invalid_input(format!("{name} has to be a function")).into()),
        }
    }

    /// Who makes the call.
    pub fn caller(&self) -> Result<Caller> {
        Ok(Caller {
            on_progress: self.function("onProgress")?.map(listener),
            ..self.caller_with_signal()?
        })
    }

    /// The same, for calls that tell no progress.
    pub fn caller_with_signal(&self) -> Result<Caller> {
        // Not by `instanceof`: it may be of another realm.
        let signal = match self.get("signal") {
            None => None,
            Some(signal) if is_signal(&signal) => Some(signal.unchecked_into::<AbortSignal>()),
            Some(_) => {
                return Err(Error::invalid_input("signal has to be an AbortSignal").into());
            }
        };
        Ok(Caller {
            signal,
            on_progress: None,
        })
    }

    /// Of `connect`, and the user's own `fetch`.
    pub fn connect(&self) -> Result<(ConnectOptions, Option<Function>)> {
        let input: ConnectInput = self.read();
        let options = ConnectOptions {
            headers: self.headers()?,
            ..input.options()?
        };
        Ok((options, self.function("fetch")?))
    }

    fn headers(&self) -> Result<Vec<(String, String)>> {
        let Some(init) = self.get("headers") else {
            return Ok(Vec::new());
        };
        let list: Field<Vec<(String, String)>> = read(header_list(&init));
        list.into_value().ok_or_else(|| {
            // What the runtime throws repeats the value, which may be a key.
            let message = "headers has to be what the Headers constructor takes";
            Error::invalid_input(message).into()
        })
    }

    /// Of `analyze`.
    pub fn analyze(&self) -> Result<AnalyzeOptions> {
        Ok(self.read::<AnalyzeInput>().options()?)
    }

    /// Of `wait`, and of a batch's `close` and `wait`.
    pub fn wait(&self) -> Result<WaitOptions> {
        Ok(self.read::<WaitInput>().options()?)
    }

    /// Of `resume`.
    pub fn resume(&self) -> Result<ResumeOptions> {
        Ok(self.read::<ResumeInput>().options(self.wait()?)?)
    }

    /// Of `scan`.
    pub fn scan(&self) -> Result<ScanOptions> {
        let input: ScanInput = self.read();
        Ok(input.options(self.analyze()?, self.resume()?)?)
    }

    /// Of `scanBatch`.
    pub fn scan_batch(&self) -> Result<BatchOptions> {
        Ok(self.read::<BatchInput>().options(self.scan()?)?)
    }

    /// Of `createBatch`.
    pub fn new_batch(&self) -> Result<NewBatch> {
        Ok(self.read::<NewBatchInput>().options()?)
    }

    /// Of a batch's `certificate`.
    pub fn include_vulnerabilities(&self) -> Result<Option<bool>> {
        Ok(self.read::<CertificateInput>().include_vulnerabilities()?)
    }

    /// Of `digest`.
    pub fn digest(&self) -> Result<DigestOptions> {
        Ok(self.read::<DigestInput>().options()?)
    }

    /// Of `resultByHash`.
    pub fn hash_lookup(&self) -> Result<ByHash> {
        Ok(self.read::<HashLookupInput>().options(self.read())?)
    }

    /// Of `result` and of a batch's `status`.
    pub fn page(&self) -> Result<Page> {
        Ok(self.read::<PageInput>().options()?)
    }

    /// Of `result`.
    pub fn file_metadata(&self) -> Result<bool> {
        Ok(self.read::<ResultInput>().file_metadata()?)
    }

    /// Of `extractedFiles` and of a batch's `files`.
    pub fn page_size(&self) -> Result<Option<f64>> {
        Ok(self.read::<PageSizeInput>().page_size()?)
    }

    /// Of `assess`.
    pub fn service(&self) -> Result<Service> {
        Ok(self.read::<ConnectInput>().options()?.service)
    }
}

fn read<T: DeserializeOwned + Default>(value: JsValue) -> T {
    match value.is_undefined() {
        true => T::default(),
        false => serde_wasm_bindgen::from_value(value).unwrap_or_default(),
    }
}

fn listener(callback: Function) -> OnProgress {
    Rc::new(move |progress| notify(&callback, &to_value(progress)))
}

/// An argument that has to be a string.
pub fn text(name: &str, value: &JsValue) -> Result<String> {
    let text = value.as_string();
    text.ok_or_else(|| Error::invalid_input(format!("{name} has to be a string")).into())
}

/// The argument of `resultsByHash`.
pub fn hashes(value: &JsValue) -> Result<Vec<String>> {
    let copy = snapshot(value, Vec::new(), Vec::new());
    Ok(read::<HashesInput>(copy).hashes()?)
}

/// The argument of `createHasher`.
pub fn algorithms(value: &JsValue) -> Result<Vec<Algorithm>> {
    let copy = snapshot(value, Vec::new(), Vec::new());
    Ok(read::<AlgorithmsInput>(copy).algorithms()?)
}

/// The elements of an argument that has to be iterable.
pub fn sources(value: &JsValue) -> Result<Vec<JsValue>> {
    match elements(value) {
        Some(elements) => Ok(elements.to_vec()),
        None => Err(Error::invalid_input("the files have to be an array or iterable").into()),
    }
}
