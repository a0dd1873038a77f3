//! The user's options, each checked for its type.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::progress::listener;
use crate::client::{
    AnalyzeOptions, BatchOptions, ConnectOptions, DigestOptions, Engine, Failure, Lookup,
    OnProgress, ResumeOptions, ScanOptions, WaitOptions,
};
use crate::core::algorithm::Algorithm;
use crate::core::dialect::Service;
use crate::core::digests::Digests;
use crate::core::error::{Error, ErrorCode};
use crate::core::poll::Poll;
use crate::core::request::{ByHash, ContentEncoding, NewBatch, Page};
use crate::core::text::concat;
use crate::platform::{self, get, stringify};

type Result<T> = std::result::Result<T, Failure>;

/// Reads options into their places. One that is not given leaves its place as it is; of those that
/// are wrong, the first is told of at the end.
pub struct Options {
    value: JsValue,
    /// What stands before an option's name in a message: `retry.`, say.
    prefix: &'static str,
    wrong: Option<Error>,
}

impl Options {
    /// The options that a value holds.
    pub fn of(value: &JsValue) -> Self {
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

    /// Fails if something was wrong so far.
    pub fn check(&self) -> Result<()> {
        match &self.wrong {
            Some(wrong) => Err(wrong.clone().into()),
            None => Ok(()),
        }
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
    fn expect(&mut self, given: &JsValue, understood: bool, name: &str, what: &str) {
        if !understood && !given.is_undefined() {
            self.refuse(&[self.prefix, name, " has to be ", what]);
        }
    }

    fn text(&mut self, name: &str, place: &mut Option<String>) {
        let given = self.get(name);
        let text = given.as_string();
        self.expect(&given, text.is_some(), name, "a string");
        if text.is_some() {
            *place = text;
        }
    }

    pub fn number(&mut self, name: &str) -> Option<f64> {
        let given = self.get(name);
        let number = given.as_f64();
        self.expect(&given, number.is_some(), name, "a number");
        number
    }

    fn number_into(&mut self, name: &str, place: &mut f64) {
        *place = self.number(name).unwrap_or(*place);
    }

    pub fn flag(&mut self, name: &str) -> Option<bool> {
        let given = self.get(name);
        let flag = given.as_bool();
        self.expect(&given, flag.is_some(), name, "true or false");
        flag
    }

    fn flag_into(&mut self, name: &str, place: &mut bool) {
        *place = self.flag(name).unwrap_or(*place);
    }

    fn function(&mut self, name: &str) -> Option<Function> {
        let given = self.get(name);
        let is_function = given.is_function();
        self.expect(&given, is_function, name, "a function");
        is_function.then(|| given.unchecked_into())
    }

    /// A string as it is, anything else as JSON.
    fn json(&mut self, name: &str) -> Option<String> {
        let given = self.get(name);
        let json = given.as_string().or_else(|| stringify(&given));
        let what = "a string, or a value that JSON can write";
        self.expect(&given, json.is_some(), name, what);
        json
    }

    fn engine(&mut self) -> Option<Engine> {
        let given = self.get("engine");
        let engine = match given.as_string().as_deref() {
            Some("wasm") => Some(Engine::Wasm),
            Some("native") => Some(Engine::Native),
            _ => None,
        };
        self.expect(&given, engine.is_some(), "engine", "wasm or native");
        engine
    }

    pub fn signal(&mut self) -> Option<AbortSignal> {
        let given = self.get("signal");
        let is_signal = platform::is_signal(&given);
        self.expect(&given, is_signal, "signal", "an AbortSignal");
        is_signal.then(|| given.unchecked_into())
    }

    fn on_progress(&mut self) -> Option<OnProgress> {
        self.function("onProgress").map(listener)
    }

    pub fn page(&mut self) -> Page {
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

    pub fn analyze(&mut self) -> AnalyzeOptions {
        let mut options = AnalyzeOptions::default();
        let analyze = &mut options.analyze;
        self.text("filename", &mut analyze.filename);
        self.text("rule", &mut analyze.rule);
        let passwords = self.get("archivePasswords");
        if !passwords.is_undefined() {
            let texts = strings(&passwords);
            let what = "an array of strings";
            self.expect(&passwords, texts.is_some(), "archivePasswords", what);
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
        self.expect(&given, is_known, "contentEncoding", "'gzip' or 'base64'");
        analyze.sample_sharing = self.flag("sampleSharing");
        analyze.private_processing = self.flag("privateProcessing");
        options.content_length = self.number("contentLength");
        options.signal = self.signal();
        options.on_progress = self.on_progress();
        options
    }

    pub fn scan(&mut self) -> ScanOptions {
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
                    options.flag_into("acceptOutdated", &mut accepted.accept_outdated);
                });
                options.lookup = Some(accepted);
            }
        }
        let hash = self.get("hash");
        let algorithm = algorithm(&hash);
        self.expect(&hash, algorithm.is_some(), "hash", ALGORITHMS);
        options.hash = algorithm.unwrap_or(options.hash);
        options.digests = self.digests();
        self.poll(&mut options.poll);
        self.number_into("timeout", &mut options.timeout);
        self.flag_into("upload", &mut options.upload);
        self.flag_into("cancelOnAbort", &mut options.cancel_on_abort);
        options
    }

    /// An argument that has to be a string.
    pub fn argument(&mut self, name: &str, value: &JsValue) -> String {
        let text = value.as_string();
        if text.is_none() {
            self.refuse(&[name, " has to be a string"]);
        }
        text.unwrap_or_default()
    }

    /// An argument that has to be an array of strings.
    pub fn hashes(&mut self, value: &JsValue) -> Vec<String> {
        let texts = strings(value);
        if texts.is_none() {
            self.refuse(&["the hashes have to be an array of strings"]);
        }
        texts.unwrap_or_default()
    }

    /// The elements of an argument that has to be iterable.
    pub fn sources(&mut self, value: &JsValue) -> Vec<JsValue> {
        let elements = platform::elements(value);
        if elements.is_none() {
            self.refuse(&["the files have to be an array or iterable"]);
        }
        elements.map_or_else(Vec::new, |elements| elements.to_vec())
    }

    /// Of `wait` and `close`.
    pub fn wait(&mut self) -> WaitOptions {
        let mut wait = WaitOptions::default();
        self.poll(&mut wait.poll);
        self.number_into("timeout", &mut wait.timeout);
        wait.signal = self.signal();
        wait.on_progress = self.on_progress();
        wait
    }

    /// Of `resume`.
    pub fn resume(&mut self) -> ResumeOptions {
        let mut resume = ResumeOptions {
            wait: self.wait(),
            ..ResumeOptions::default()
        };
        self.flag_into("cancelOnAbort", &mut resume.cancel_on_abort);
        resume.digests = self.digests();
        resume
    }

    fn digests(&mut self) -> Digests {
        let mut digests = Digests::default();
        let place = &mut digests;
        self.inner(Self::named(self.get("digests"), "digests."), |options| {
            options.text("md5", &mut place.md5);
            options.text("sha1", &mut place.sha1);
            options.text("sha256", &mut place.sha256);
            options.text("sha512", &mut place.sha512);
        });
        digests
    }

    /// Of `scanBatch`.
    pub fn batch(&mut self) -> BatchOptions {
        let mut batch = BatchOptions {
            scan: self.scan(),
            name: None,
            concurrency: self.number("concurrency"),
        };
        self.text("name", &mut batch.name);
        batch
    }

    /// Of `createBatch`.
    pub fn new_batch(&mut self) -> NewBatch {
        let mut new = NewBatch::default();
        self.text("rule", &mut new.rule);
        self.text("name", &mut new.name);
        new
    }

    /// Of `resultByHash`.
    pub fn by_hash(&mut self) -> ByHash {
        let mut by_hash = ByHash::default();
        self.text("rule", &mut by_hash.rule);
        self.flag_into("selfOnly", &mut by_hash.self_only);
        by_hash.time_range = self.number("timeRange");
        self.flag_into("includeInProgress", &mut by_hash.include_in_progress);
        by_hash.page = self.page();
        by_hash
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

pub fn algorithms(names: &JsValue) -> Result<Vec<Algorithm>> {
    let mut algorithms = Vec::new();
    if !names.is_undefined() && !names.is_null() {
        let wrong = || {
            let message = concat(&["the algorithms have to be an array of ", ALGORITHMS]);
            Err(Error::invalid_input(message).into())
        };
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
    options.check()?;
    Ok(connect)
}

pub fn digest(options: &JsValue) -> Result<DigestOptions> {
    let mut options = Options::of(options);
    let digest = DigestOptions {
        algorithms: algorithms(&options.get("algorithms"))?,
        engine: options.engine(),
        signal: options.signal(),
        on_progress: options.on_progress(),
    };
    options.check()?;
    Ok(digest)
}
