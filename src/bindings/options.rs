//! The user's options, with a function for each kind of call. Serde reads data; signals, functions and headers are read
//! by hand.

use std::rc::Rc;

use js_sys::{Array, Function};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::values::to_value;
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::error::Error;
use crate::core::options::{
    AlgorithmsInput, AnalyzeInput, AnalyzeOptions, BatchInput, BatchOptions, CertificateInput,
    ConnectInput, ConnectOptions, DigestInput, DigestOptions, DigestsInput, HashLookupInput,
    HashesInput, LookupInput, LookupOptions, NewBatchInput, PageInput, PageSizeInput, ResultInput,
    ResumeInput, ResumeOptions, ScanInput, ScanOptions, WaitInput, WaitOptions,
};
use crate::core::protocol::dialect::Service;
use crate::core::protocol::request::{ByHash, NewBatch, Page};
use crate::flow::OnProgress;
use crate::platform::{elements, get, header_entries, is_signal, notify, snapshot, strings};
use crate::web::{Caller, Failure, UserFunctions};

type Result<T> = std::result::Result<T, Failure>;

// Created once, as every call copies its options.
thread_local! {
    /// Options that are objects themselves.
    static NESTED: Array = strings(["retry", "poll", "lookup", "digests"]);
    /// Options with any value, which is sent as JSON.
    static JSON: Array = strings(["metadata", "enginesMetadata"]);
}

/// The options of a call. Each group of them is read separately, as serde-wasm-bindgen cannot flatten structs.
struct Options(JsValue);

impl Options {
    /// The options in a value; no options if it is `undefined` or `null`.
    fn of(value: &JsValue) -> Result<Self> {
        // Copied, as serde-wasm-bindgen reads getters without a catch.
        let copy = NESTED.with(|nested| JSON.with(|json| snapshot(value, nested, json)));
        match copy.is_undefined() || (copy.is_object() && !Array::is_array(&copy)) {
            true => Ok(Self(copy)),
            false => Err(Error::invalid_input("the options have to be an object").into()),
        }
    }

    /// A group of options. Its fields cannot fail, so this cannot either.
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

    /// The headers, if they are not a function.
    fn headers(&self) -> Result<Vec<(String, String)>> {
        let Some(init) = self.get("headers") else {
            return Ok(Vec::new());
        };
        if init.is_function() {
            return Ok(Vec::new());
        }
        let Some(entries) = header_entries(&init) else {
            // The runtime's own error repeats the value, which may be a key.
            let message = "headers has to be what the Headers constructor accepts, or a function that returns it";
            return Err(Error::invalid_input(message).into());
        };
        let pair = |pair: &[String]| (pair[0].clone(), pair[1].clone());
        Ok(entries.chunks_exact(2).map(pair).collect())
    }

    /// The caller: the signal, and the listener for the progress.
    fn caller(&self) -> Result<Caller> {
        Ok(Caller {
            on_progress: self.function("onProgress")?.map(listener),
            ..self.silent_caller()?
        })
    }

    /// The caller of a call without progress events.
    fn silent_caller(&self) -> Result<Caller> {
        // Not by `instanceof`: it may be from another realm.
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

    fn analyze(&self) -> Result<AnalyzeOptions> {
        Ok(self.read::<AnalyzeInput>().options()?)
    }

    fn wait(&self) -> Result<WaitOptions> {
        Ok(self.read::<WaitInput>().options()?)
    }

    fn resume(&self) -> Result<ResumeOptions> {
        Ok(self.read::<ResumeInput>().options(self.wait()?)?)
    }

    fn scan(&self) -> Result<ScanOptions> {
        let input: ScanInput = self.read();
        Ok(input.options(self.analyze()?, self.resume()?)?)
    }

    fn page(&self) -> Result<Page> {
        Ok(self.read::<PageInput>().options()?)
    }
}

/// The options of `connect`.
pub fn connect(value: &JsValue) -> Result<(ConnectOptions, UserFunctions)> {
    let options = Options::of(value)?;
    let connect = ConnectOptions {
        headers: options.headers()?,
        ..options.read::<ConnectInput>().options()?
    };
    let headers = options.get("headers").map(JsCast::dyn_into);
    let functions = UserFunctions {
        fetch: options.function("fetch")?,
        headers: headers.and_then(std::result::Result::ok),
    };
    Ok((connect, functions))
}

/// The options of calls that only take a signal.
pub fn call(value: &JsValue) -> Result<Caller> {
    Options::of(value)?.silent_caller()
}

/// The options of `analyze`, and of a batch's `add`.
pub fn analyze(value: &JsValue) -> Result<(AnalyzeOptions, Caller)> {
    let options = Options::of(value)?;
    Ok((options.analyze()?, options.caller()?))
}

/// The options of `scan`.
pub fn scan(value: &JsValue) -> Result<(ScanOptions, Caller)> {
    let options = Options::of(value)?;
    Ok((options.scan()?, options.caller()?))
}

/// The options of `lookup`.
pub fn lookup(value: &JsValue) -> Result<(LookupOptions, Caller)> {
    let options = Options::of(value)?;
    let lookup = options.read::<LookupInput>().options(options.read())?;
    Ok((lookup, options.silent_caller()?))
}

/// The options of `scanBatch`.
pub fn scan_batch(value: &JsValue) -> Result<(BatchOptions, Caller)> {
    let options = Options::of(value)?;
    let batch = options.read::<BatchInput>().options(options.scan()?)?;
    Ok((batch, options.caller()?))
}

/// The options of `wait`, and of a batch's `close` and `wait`.
pub fn wait(value: &JsValue) -> Result<(WaitOptions, Caller)> {
    let options = Options::of(value)?;
    Ok((options.wait()?, options.caller()?))
}

/// The options of `resume`.
pub fn resume(value: &JsValue) -> Result<(ResumeOptions, Caller)> {
    let options = Options::of(value)?;
    Ok((options.resume()?, options.caller()?))
}

/// The options of `digest`.
pub fn digest(value: &JsValue) -> Result<(DigestOptions, Caller)> {
    let options = Options::of(value)?;
    Ok((options.read::<DigestInput>().options()?, options.caller()?))
}

/// The options of `result`: the page, and whether to include metadata of the file.
pub fn result(value: &JsValue) -> Result<(Page, bool, Caller)> {
    let options = Options::of(value)?;
    let file_metadata = options.read::<ResultInput>().file_metadata()?;
    Ok((options.page()?, file_metadata, options.silent_caller()?))
}

/// The options of a batch's `status`.
pub fn page(value: &JsValue) -> Result<(Page, Caller)> {
    let options = Options::of(value)?;
    Ok((options.page()?, options.silent_caller()?))
}

/// The options of `extractedFiles` and of a batch's `files`.
pub fn page_size(value: &JsValue) -> Result<(Option<f64>, Caller)> {
    let options = Options::of(value)?;
    let page_size = options.read::<PageSizeInput>().page_size()?;
    Ok((page_size, options.silent_caller()?))
}

/// The options of `resultByHash`.
pub fn hash_lookup(value: &JsValue) -> Result<(ByHash, Caller)> {
    let options = Options::of(value)?;
    let by_hash = options.read::<HashLookupInput>().options(options.read())?;
    Ok((by_hash, options.silent_caller()?))
}

/// The options of `createBatch`.
pub fn new_batch(value: &JsValue) -> Result<(NewBatch, Caller)> {
    let options = Options::of(value)?;
    Ok((
        options.read::<NewBatchInput>().options()?,
        options.silent_caller()?,
    ))
}

/// The options of a batch's `certificate`: whether it lists vulnerabilities.
pub fn certificate(value: &JsValue) -> Result<(Option<bool>, Caller)> {
    let options = Options::of(value)?;
    let include = options
        .read::<CertificateInput>()
        .include_vulnerabilities()?;
    Ok((include, options.silent_caller()?))
}

/// The options of `assess`.
pub fn service(value: &JsValue) -> Result<Service> {
    Ok(Options::of(value)?
        .read::<ConnectInput>()
        .options()?
        .service)
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

/// The argument of `lookup`.
pub fn digests(value: &JsValue) -> Result<Digests> {
    let copy = snapshot(value, &Array::new(), &Array::new());
    match copy.is_object() && !Array::is_array(&copy) {
        true => Ok(read::<DigestsInput>(copy).digests()?),
        false => Err(Error::invalid_input("digests has to be an object").into()),
    }
}

/// The argument of `resultsByHash`.
pub fn hashes(value: &JsValue) -> Result<Vec<String>> {
    Ok(read::<HashesInput>(list(value)).hashes()?)
}

/// The argument of `createHasher`.
pub fn algorithms(value: &JsValue) -> Result<Vec<Algorithm>> {
    Ok(read::<AlgorithmsInput>(list(value)).algorithms()?)
}

/// A copy of an argument that has to be an array.
fn list(value: &JsValue) -> JsValue {
    snapshot(value, &Array::new(), &Array::new())
}

/// The elements of an argument that has to be iterable.
pub fn sources(value: &JsValue) -> Result<Vec<JsValue>> {
    match elements(value) {
        Some(elements) => Ok(elements.to_vec()),
        None => Err(Error::invalid_input("the files have to be an array or iterable").into()),
    }
}
