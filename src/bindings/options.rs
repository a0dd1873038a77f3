//! The user's options, each checked for its type.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, Headers};

use super::progress::listener;
use crate::client::{
    AnalyzeOptions, BatchOptions, ConnectOptions, DigestOptions, Failure, Lookup, OnProgress,
    ScanOptions, WaitOptions,
};
use crate::core::algorithm::Algorithm;
use crate::core::dialect::Service;
use crate::core::error::{Error, ErrorCode};
use crate::core::poll::Poll;
use crate::core::request::{Analyze, ByHash, ContentEncoding, NewBatch, Page};
use crate::core::retry::Retry;
use crate::platform::{get, has_methods, stringify};

type Result<T> = std::result::Result<T, Failure>;

/// An object of options, or none.
struct Options {
    value: JsValue,
    /// What stands before an option's name in a message: `retry.`, say.
    prefix: &'static str,
}

impl Options {
    fn of(value: &JsValue) -> Result<Self> {
        Self::named(value.clone(), "")
    }

    fn named(value: JsValue, prefix: &'static str) -> Result<Self> {
        if !value.is_object() && !value.is_undefined() && !value.is_null() {
            let name = prefix.strip_suffix('.').unwrap_or("the options");
            return Err(Error::invalid_input(format!("{name} have to be an object")).into());
        }
        Ok(Self { value, prefix })
    }

    fn get(&self, name: &str) -> Option<JsValue> {
        Some(get(&self.value, name)).filter(|value| !value.is_undefined() && !value.is_null())
    }

    fn inner(&self, name: &'static str, prefix: &'static str) -> Result<Self> {
        Self::named(get(&self.value, name), prefix)
    }

    fn read<T>(
        &self,
        name: &str,
        what: &str,
        convert: impl FnOnce(&JsValue) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        convert(&value).map(Some).ok_or_else(|| {
            Error::invalid_input(format!("{}{name} has to be {what}", self.prefix)).into()
        })
    }

    fn text(&self, name: &str) -> Result<Option<String>> {
        self.read(name, "a string", JsValue::as_string)
    }

    fn number(&self, name: &str) -> Result<Option<f64>> {
        self.read(name, "a number", JsValue::as_f64)
    }

    fn flag(&self, name: &str) -> Result<Option<bool>> {
        self.read(name, "true or false", JsValue::as_bool)
    }

    fn function(&self, name: &str) -> Result<Option<Function>> {
        self.read(name, "a function", |value| value.dyn_ref().cloned())
    }

    fn texts(&self, name: &str) -> Result<Vec<String>> {
        let texts = |value: &JsValue| {
            Array::is_array(value).then_some(())?;
            Array::from(value)
                .iter()
                .map(|text| text.as_string())
                .collect()
        };
        Ok(self
            .read(name, "an array of strings", texts)?
            .unwrap_or_default())
    }

    /// A string as it is, anything else as JSON.
    fn json(&self, name: &str) -> Result<Option<String>> {
        let json = |value: &JsValue| value.as_string().or_else(|| stringify(value));
        self.read(name, "a string, or a value that JSON can write", json)
    }

    fn signal(&self) -> Result<Option<AbortSignal>> {
        self.read("signal", "an AbortSignal", |value| {
            let is_signal = has_methods(value, &["addEventListener", "removeEventListener"])
                && get(value, "aborted").as_bool().is_some();
            is_signal.then(|| value.clone().unchecked_into())
        })
    }

    fn on_progress(&self) -> Result<Option<OnProgress>> {
        Ok(self.function("onProgress")?.map(listener))
    }

    fn algorithm(&self, name: &str) -> Result<Option<Algorithm>> {
        self.read(name, ALGORITHMS, algorithm)
    }

    fn page(&self) -> Result<Page> {
        Ok(Page {
            first: self.number("first")?,
            size: self.number("size")?,
        })
    }

    fn poll(&self) -> Result<Poll> {
        let options = self.inner("poll", "poll.")?;
        let default = Poll::default();
        Ok(Poll {
            initial_delay: options
                .number("initialDelay")?
                .unwrap_or(default.initial_delay),
            max_delay: options.number("maxDelay")?.unwrap_or(default.max_delay),
            factor: options.number("factor")?.unwrap_or(default.factor),
        })
    }

    fn retry(&self) -> Result<Retry> {
        let options = self.inner("retry", "retry.")?;
        let default = Retry::default();
        Ok(Retry {
            // A number that is none of attempts, a fraction or infinity say, is the nearest one.
            attempts: options
                .number("attempts")?
                .map_or(default.attempts, |number| number as u32),
            base_delay: options.number("baseDelay")?.unwrap_or(default.base_delay),
            max_delay: options.number("maxDelay")?.unwrap_or(default.max_delay),
        })
    }

    fn headers(&self) -> Result<Vec<(String, String)>> {
        let Some(init) = self.get("headers") else {
            return Ok(Vec::new());
        };
        let headers = Headers::new_with_str_sequence_sequence(&init).map_err(|_| {
            // What the runtime throws repeats the value, which may be a key.
            let message = "headers has to be what the Headers constructor takes";
            Error::invalid_input(message)
        })?;
        let entries = Array::from(&headers);
        let text = |entry: &JsValue, index| Array::from(entry).get(index).as_string();
        Ok(entries
            .iter()
            .filter_map(|entry| Some((text(&entry, 0)?, text(&entry, 1)?)))
            .collect())
    }
}

const ALGORITHMS: &str = "'md5', 'sha1', 'sha256' or 'sha512'";

fn algorithm(name: &JsValue) -> Option<Algorithm> {
    Algorithm::named(&name.as_string()?)
}

/// An argument that has to be a string.
pub fn text(name: &str, value: &JsValue) -> Result<String> {
    let text = value.as_string();
    text.ok_or_else(|| Error::invalid_input(format!("{name} has to be a string")).into())
}

pub fn signal(options: &JsValue) -> Result<Option<AbortSignal>> {
    Options::of(options)?.signal()
}

pub fn connect(options: &JsValue) -> Result<ConnectOptions> {
    let options = Options::of(options)?;
    let api = options.text("api")?.unwrap_or_else(|| "cluster".into());
    let service = Service::named(&api).ok_or_else(|| {
        let message = format!("api '{api}' is none of 'cluster', 'cloud-v2' and 'cloud-v4'");
        Error::new(ErrorCode::Unsupported, message)
    })?;
    let default = ConnectOptions::default();
    Ok(ConnectOptions {
        base_url: options.text("baseUrl")?.unwrap_or_default(),
        service,
        api_key: options.text("apiKey")?,
        user_agent: options.text("userAgent")?,
        rule: options.text("rule")?,
        headers: options.headers()?,
        fetch: options.function("fetch")?,
        retry: options.retry()?,
        timeout: options.number("timeout")?.unwrap_or(default.timeout),
    })
}

pub fn algorithms(names: &JsValue) -> Result<Vec<Algorithm>> {
    if names.is_undefined() || names.is_null() {
        return Ok(Vec::new());
    }
    let algorithms = Array::is_array(names).then(|| {
        Array::from(names)
            .iter()
            .map(|name| algorithm(&name))
            .collect::<Option<_>>()
    });
    algorithms.flatten().ok_or_else(|| {
        Error::invalid_input(format!(
            "the algorithms have to be an array of {ALGORITHMS}"
        ))
        .into()
    })
}

pub fn digest(options: &JsValue) -> Result<DigestOptions> {
    let options = Options::of(options)?;
    Ok(DigestOptions {
        algorithms: algorithms(&get(&options.value, "algorithms"))?,
        signal: options.signal()?,
        on_progress: options.on_progress()?,
    })
}

pub fn analyze(options: &JsValue) -> Result<AnalyzeOptions> {
    let options = Options::of(options)?;
    Ok(AnalyzeOptions {
        analyze: Analyze {
            filename: options.text("filename")?,
            rule: options.text("rule")?,
            archive_passwords: options.texts("archivePasswords")?,
            metadata: options.json("metadata")?,
            engines_metadata: options.json("enginesMetadata")?,
            global_timeout: options.number("globalTimeout")?,
            content_encoding: options.read(
                "contentEncoding",
                "'gzip' or 'base64'",
                content_encoding,
            )?,
            batch: None,
            sample_sharing: options.flag("sampleSharing")?,
            private_processing: options.flag("privateProcessing")?,
        },
        content_length: options.number("contentLength")?,
        signal: options.signal()?,
        on_progress: options.on_progress()?,
    })
}

pub fn scan(options: &JsValue) -> Result<ScanOptions> {
    let analyze = analyze(options)?;
    let options = Options::of(options)?;
    let default = ScanOptions::default();
    Ok(ScanOptions {
        analyze,
        lookup: lookup(&options)?,
        hash: options.algorithm("hash")?.unwrap_or(default.hash),
        poll: options.poll()?,
        timeout: options.number("timeout")?.unwrap_or(default.timeout),
        cancel_on_abort: options
            .flag("cancelOnAbort")?
            .unwrap_or(default.cancel_on_abort),
    })
}

fn lookup(options: &Options) -> Result<Option<Lookup>> {
    let Some(lookup) = options.get("lookup") else {
        return Ok(Some(Lookup::default()));
    };
    if let Some(wanted) = lookup.as_bool() {
        return Ok(wanted.then(Lookup::default));
    }
    let lookup = Options::named(lookup, "lookup.")?;
    Ok(Some(Lookup {
        time_range: lookup.number("timeRange")?,
        accept_outdated: lookup.flag("acceptOutdated")?.unwrap_or(false),
    }))
}

pub fn wait(options: &JsValue) -> Result<WaitOptions> {
    let options = Options::of(options)?;
    let default = WaitOptions::default();
    Ok(WaitOptions {
        poll: options.poll()?,
        timeout: options.number("timeout")?.unwrap_or(default.timeout),
        signal: options.signal()?,
        on_progress: options.on_progress()?,
    })
}

fn content_encoding(name: &JsValue) -> Option<ContentEncoding> {
    match name.as_string()?.as_str() {
        "gzip" => Some(ContentEncoding::Gzip),
        "base64" => Some(ContentEncoding::Base64),
        _ => None,
    }
}

/// Of `scanBatch`.
pub fn batch(options: &JsValue) -> Result<BatchOptions> {
    let scan = scan(options)?;
    let options = Options::of(options)?;
    Ok(BatchOptions {
        scan,
        name: options.text("name")?,
        concurrency: options.number("concurrency")?,
    })
}

pub fn new_batch(options: &JsValue) -> Result<NewBatch> {
    let options = Options::of(options)?;
    Ok(NewBatch {
        rule: options.text("rule")?,
        name: options.text("name")?,
    })
}

pub fn page_size(options: &JsValue) -> Result<Option<f64>> {
    Options::of(options)?.number("pageSize")
}

/// An option that is `true` or `false`.
pub fn flag(options: &JsValue, name: &str) -> Result<Option<bool>> {
    Options::of(options)?.flag(name)
}

/// An argument that has to be an array of strings.
pub fn texts(name: &str, value: &JsValue) -> Result<Vec<String>> {
    let texts = Array::is_array(value).then(|| {
        Array::from(value)
            .iter()
            .map(|text| text.as_string())
            .collect::<Option<_>>()
    });
    let message = || Error::invalid_input(format!("{name} have to be an array of strings")).into();
    texts.flatten().ok_or_else(message)
}

/// The elements of an argument that has to be iterable.
pub fn elements(name: &str, value: &JsValue) -> Result<Vec<JsValue>> {
    let message = || Error::invalid_input(format!("{name} have to be an array or iterable"));
    if !value.is_object() {
        return Err(message().into());
    }
    let elements = js_sys::try_iter(value).ok().flatten();
    let elements = elements.ok_or_else(message)?;
    elements
        .collect::<std::result::Result<_, _>>()
        .map_err(|cause| Failure::caused(message(), cause))
}

pub fn page(options: &JsValue) -> Result<Page> {
    Options::of(options)?.page()
}

pub fn by_hash(options: &JsValue) -> Result<ByHash> {
    let options = Options::of(options)?;
    Ok(ByHash {
        rule: options.text("rule")?,
        self_only: options.flag("selfOnly")?.unwrap_or(false),
        time_range: options.number("timeRange")?,
        include_in_progress: options.flag("includeInProgress")?.unwrap_or(false),
        page: options.page()?,
    })
}
