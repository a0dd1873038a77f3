//! The user's options, each checked for its type.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::progress::listener;
use crate::client::{
    AnalyzeOptions, BatchOptions, ConnectOptions, DigestOptions, Failure, Lookup, OnProgress,
    ScanOptions, WaitOptions,
};
use crate::core::algorithm::Algorithm;
use crate::core::dialect::Service;
use crate::core::error::{Error, ErrorCode};
use crate::core::poll::Poll;
use crate::core::request::{ByHash, ContentEncoding, NewBatch, Page};
use crate::core::text::concat;
use crate::platform::{self, get, stringify};

type Result<T> = std::result::Result<T, Failure>;

/// Reads options into their places. One that is not given leaves its place as it is; of those that
/// are wrong, the first is told of at the end.
struct Options {
    value: JsValue,
    /// What stands before an option's name in a message: `retry.`, say.
    prefix: &'static str,
    wrong: Option<Error>,
}

impl Options {
    fn of(value: &JsValue) -> Self {
        Self::named(value.clone(), "")
    }

    fn named(value: JsValue, prefix: &'static str) -> Self {
        let is_given = !value.is_undefined() && !value.is_null();
        let mut options = Self {
            wrong: None,
            prefix,
            value,
        };
        if is_given && !options.value.is_object() {
            let name = prefix.strip_suffix('.').unwrap_or("the options");
            options.refuse(&[name, " have to be an object"]);
        }
        options
    }

    fn end(self) -> Result<()> {
        self.wrong.map_or(Ok(()), |wrong| Err(wrong.into()))
    }

    fn refuse(&mut self, message: &[&str]) {
        if self.wrong.is_none() {
            self.wrong = Some(Error::invalid_input(concat(message)));
        }
    }

    /// What an option is given as; `undefined` where it is not given.
    fn get(&self, name: &str) -> JsValue {
        let value = get(&self.value, name);
        match value.is_null() {
            true => JsValue::UNDEFINED,
            false => value,
        }
    }

    /// Refuses what is given, but is none of what it has to be.
    fn check(&mut self, given: &JsValue, understood: bool, name: &str, what: &str) {
        if !understood && !given.is_undefined() {
            self.refuse(&[self.prefix, name, " has to be ", what]);
        }
    }

    fn text(&mut self, name: &str, place: &mut Option<String>) {
        let given = self.get(name);
        let text = given.as_string();
        self.check(&given, text.is_some(), name, "a string");
        if text.is_some() {
            *place = text;
        }
    }

    fn number(&mut self, name: &str) -> Option<f64> {
        let given = self.get(name);
        let number = given.as_f64();
        self.check(&given, number.is_some(), name, "a number");
        number
    }

    fn number_into(&mut self, name: &str, place: &mut f64) {
        *place = self.number(name).unwrap_or(*place);
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        let given = self.get(name);
        let flag = given.as_bool();
        self.check(&given, flag.is_some(), name, "true or false");
        flag
    }

    fn function(&mut self, name: &str) -> Option<Function> {
        let given = self.get(name);
        let is_function = given.is_function();
        self.check(&given, is_function, name, "a function");
        is_function.then(|| given.unchecked_into())
    }

    /// A string as it is, anything else as JSON.
    fn json(&mut self, name: &str) -> Option<String> {
        let given = self.get(name);
        let json = given.as_string().or_else(|| stringify(&given));
        let what = "a string, or a value that JSON can write";
        self.check(&given, json.is_some(), name, what);
        json
    }

    fn signal(&mut self) -> Option<AbortSignal> {
        let given = self.get("signal");
        let is_signal = platform::is_signal(&given);
        self.check(&given, is_signal, "signal", "an AbortSignal");
        is_signal.then(|| given.unchecked_into())
    }

    fn on_progress(&mut self) -> Option<OnProgress> {
        self.function("onProgress").map(listener)
    }

    fn page(&mut self) -> Page {
        Page {
            first: self.number("first"),
            size: self.number("size"),
        }
    }

    /// Options inside of an option; the first of them that is wrong is told of here.
    fn inner(&mut self, mut inner: Self, read: impl FnOnce(&mut Self)) {
        read(&mut inner);
        if self.wrong.is_none() {
            self.wrong = inner.wrong;
        }
    }

    fn poll(&mut self, place: &mut Poll) {
        let poll = Self::named(self.get("poll"), "poll.");
        self.inner(poll, |options| {
            options.number_into("initialDelay", &mut place.initial_delay);
            options.number_into("maxDelay", &mut place.max_delay);
            options.number_into("factor", &mut place.factor);
        });
    }

    fn headers(&mut self) -> Vec<(String, String)> {
        let given = self.get("headers");
        let mut headers = Vec::new();
        if given.is_undefined() {
            return headers;
        }
        let Some(list) = platform::headers(&given) else {
            // What the runtime throws repeats the value, which may be a key.
            self.refuse(&["headers has to be what the Headers constructor takes"]);
            return headers;
        };
        let text = |index| list.get(index).as_string().unwrap_or_default();
        for index in (0..list.length()).step_by(2) {
            headers.push((text(index), text(index + 1)));
        }
        headers
    }

    fn analyze(&mut self) -> AnalyzeOptions {
        let mut options = AnalyzeOptions::default();
        let analyze = &mut options.analyze;
        self.text("filename", &mut analyze.filename);
        self.text("rule", &mut analyze.rule);
        let passwords = self.get("archivePasswords");
        if !passwords.is_undefined() {
            let texts = strings(&passwords);
            let what = "an array of strings";
            self.check(&passwords, texts.is_some(), "archivePasswords", what);
            analyze.archive_passwords = texts.unwrap_or_default();
        }
        analyze.metadata = self.json("metadata");
        analyze.engines_metadata = self.json("enginesMetadata");
        analyze.global_timeout = self.number("globalTimeout");
        let given = self.get("contentEncoding");
        analyze.content_encoding = match given.as_string().as_deref() {
            Some("gzip") => Some(ContentEncoding::Gzip),
            Some("base64") => Some(ContentEncoding::Base64),
            _ => None,
        };
        let is_known = analyze.content_encoding.is_some();
        self.check(&given, is_known, "contentEncoding", "'gzip' or 'base64'");
        analyze.sample_sharing = self.flag("sampleSharing");
        analyze.private_processing = self.flag("privateProcessing");
        options.content_length = self.number("contentLength");
        options.signal = self.signal();
        options.on_progress = self.on_progress();
        options
    }

    fn scan(&mut self) -> ScanOptions {
        let mut options = ScanOptions {
            analyze: self.analyze(),
            ..ScanOptions::default()
        };
        let lookup = self.get("lookup");
        match lookup.as_bool() {
            Some(wanted) => options.lookup = wanted.then(Lookup::default),
            None => {
                let mut accepted = Lookup::default();
                self.inner(Self::named(lookup, "lookup."), |options| {
                    accepted.time_range = options.number("timeRange");
                    accepted.accept_outdated = options.flag("acceptOutdated").unwrap_or(false);
                });
                options.lookup = Some(accepted);
            }
        }
        let hash = self.get("hash");
        let algorithm = algorithm(&hash);
        self.check(&hash, algorithm.is_some(), "hash", ALGORITHMS);
        options.hash = algorithm.unwrap_or(options.hash);
        self.poll(&mut options.poll);
        self.number_into("timeout", &mut options.timeout);
        let cancels = self.flag("cancelOnAbort");
        options.cancel_on_abort = cancels.unwrap_or(options.cancel_on_abort);
        options
    }
}

const ALGORITHMS: &str = "'md5', 'sha1', 'sha256' or 'sha512'";

fn algorithm(name: &JsValue) -> Option<Algorithm> {
    Algorithm::named(&name.as_string()?)
}

/// An array of nothing but strings.
fn strings(value: &JsValue) -> Option<Vec<String>> {
    if !Array::is_array(value) {
        return None;
    }
    let array = Array::from(value);
    let mut strings = Vec::new();
    for index in 0..array.length() {
        strings.push(array.get(index).as_string()?);
    }
    Some(strings)
}

fn invalid<T>(message: &[&str]) -> Result<T> {
    Err(Error::invalid_input(concat(message)).into())
}

/// An argument that has to be a string.
pub fn text(name: &str, value: &JsValue) -> Result<String> {
    match value.as_string() {
        Some(text) => Ok(text),
        None => invalid(&[name, " has to be a string"]),
    }
}

/// An argument that has to be an array of strings.
pub fn texts(name: &str, value: &JsValue) -> Result<Vec<String>> {
    match strings(value) {
        Some(texts) => Ok(texts),
        None => invalid(&[name, " have to be an array of strings"]),
    }
}

/// The elements of an argument that has to be iterable.
pub fn elements(name: &str, value: &JsValue) -> Result<Vec<JsValue>> {
    match platform::elements(value) {
        Some(elements) => Ok(elements.to_vec()),
        None => invalid(&[name, " have to be an array or iterable"]),
    }
}

pub fn algorithms(names: &JsValue) -> Result<Vec<Algorithm>> {
    let mut algorithms = Vec::new();
    if !names.is_undefined() && !names.is_null() {
        let wrong = || invalid(&["the algorithms have to be an array of ", ALGORITHMS]);
        let Some(texts) = strings(names) else {
            return wrong();
        };
        for text in texts {
            match Algorithm::named(&text) {
                Some(algorithm) => algorithms.push(algorithm),
                None => return wrong(),
            }
        }
    }
    Ok(algorithms)
}

pub fn signal(options: &JsValue) -> Result<Option<AbortSignal>> {
    let mut options = Options::of(options);
    let signal = options.signal();
    options.end()?;
    Ok(signal)
}

pub fn connect(options: &JsValue) -> Result<ConnectOptions> {
    let mut options = Options::of(options);
    let mut connect = ConnectOptions::default();
    let (mut api, mut base_url) = (None, None);
    options.text("api", &mut api);
    if let Some(api) = &api {
        match Service::named(api) {
            Some(service) => connect.service = service,
            None => {
                let message = &[
                    "api '",
                    api,
                    "' is none of 'cluster', 'cloud-v2' and 'cloud-v4'",
                ];
                let error = Error::new(ErrorCode::Unsupported, concat(message));
                options.wrong.get_or_insert(error);
            }
        }
    }
    options.text("baseUrl", &mut base_url);
    connect.base_url = base_url.unwrap_or_default();
    options.text("apiKey", &mut connect.api_key);
    options.text("userAgent", &mut connect.user_agent);
    options.text("rule", &mut connect.rule);
    connect.headers = options.headers();
    connect.fetch = options.function("fetch");
    let retry = Options::named(options.get("retry"), "retry.");
    options.inner(retry, |options| {
        // A number that is none of attempts, a fraction or infinity say, is the nearest one.
        let attempts = options.number("attempts").map(|number| number as u32);
        connect.retry.attempts = attempts.unwrap_or(connect.retry.attempts);
        options.number_into("baseDelay", &mut connect.retry.base_delay);
        options.number_into("maxDelay", &mut connect.retry.max_delay);
    });
    options.number_into("timeout", &mut connect.timeout);
    options.end()?;
    Ok(connect)
}

pub fn digest(options: &JsValue) -> Result<DigestOptions> {
    let mut options = Options::of(options);
    let digest = DigestOptions {
        algorithms: algorithms(&options.get("algorithms"))?,
        signal: options.signal(),
        on_progress: options.on_progress(),
    };
    options.end()?;
    Ok(digest)
}

pub fn analyze(options: &JsValue) -> Result<AnalyzeOptions> {
    let mut options = Options::of(options);
    let analyze = options.analyze();
    options.end()?;
    Ok(analyze)
}

pub fn scan(options: &JsValue) -> Result<ScanOptions> {
    let mut options = Options::of(options);
    let scan = options.scan();
    options.end()?;
    Ok(scan)
}

pub fn wait(options: &JsValue) -> Result<WaitOptions> {
    let mut options = Options::of(options);
    let mut wait = WaitOptions::default();
    options.poll(&mut wait.poll);
    options.number_into("timeout", &mut wait.timeout);
    wait.signal = options.signal();
    wait.on_progress = options.on_progress();
    options.end()?;
    Ok(wait)
}

/// Of `scanBatch`.
pub fn batch(options: &JsValue) -> Result<BatchOptions> {
    let mut options = Options::of(options);
    let mut batch = BatchOptions {
        scan: options.scan(),
        name: None,
        concurrency: options.number("concurrency"),
    };
    options.text("name", &mut batch.name);
    options.end()?;
    Ok(batch)
}

pub fn new_batch(options: &JsValue) -> Result<NewBatch> {
    let mut options = Options::of(options);
    let mut new = NewBatch::default();
    options.text("rule", &mut new.rule);
    options.text("name", &mut new.name);
    options.end()?;
    Ok(new)
}

/// Of a walk through pages: their size, and the signal.
pub fn pages(options: &JsValue) -> Result<(Option<f64>, Option<AbortSignal>)> {
    let mut options = Options::of(options);
    let pages = (options.number("pageSize"), options.signal());
    options.end()?;
    Ok(pages)
}

/// Of `certificate`.
pub fn vulnerabilities(options: &JsValue) -> Result<Option<bool>> {
    let mut options = Options::of(options);
    let flag = options.flag("includeVulnerabilities");
    options.end()?;
    Ok(flag)
}

/// Of `result`: the page, and whether the metadata of the file is asked for.
pub fn result(options: &JsValue) -> Result<(Page, bool)> {
    let mut options = Options::of(options);
    let result = (
        options.page(),
        options.flag("fileMetadata").unwrap_or(false),
    );
    options.end()?;
    Ok(result)
}

pub fn page(options: &JsValue) -> Result<Page> {
    let mut options = Options::of(options);
    let page = options.page();
    options.end()?;
    Ok(page)
}

pub fn by_hash(options: &JsValue) -> Result<ByHash> {
    let mut options = Options::of(options);
    let mut by_hash = ByHash::default();
    options.text("rule", &mut by_hash.rule);
    by_hash.self_only = options.flag("selfOnly").unwrap_or(false);
    by_hash.time_range = options.number("timeRange");
    by_hash.include_in_progress = options.flag("includeInProgress").unwrap_or(false);
    by_hash.page = options.page();
    options.end()?;
    Ok(by_hash)
}
