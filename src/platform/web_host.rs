//! The host of the flows in a browser, a Worker or a server.

use js_sys::{Array, Date, Function, Math};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortSignal;

use super::clock;
use super::cookies::CookieJar;
use super::failure::{WebFailure, check_abort, redacted};
use super::fetch::{fetch, read};
use super::hashing::hash;
use super::object::get;
use super::promise::settled;
use super::runtime::{Runtime, fetch_sends_streams};
use super::source::{self, Source};
use super::stall_guard::{StallGuard, Timeouts};
use super::upload::{self, download_by_user_fetch, send_by_user_fetch, sends_by_http};
use super::user_functions::{UserFunctions, headers_by};
use crate::core::algorithm::Algorithm;
use crate::core::model::Field;
use crate::core::options::Engine;
use crate::core::protocol::request::{ContentEncoding, Subject};
use crate::flow::{Downloaded, Hashed, Host, HttpRequest, HttpResponse, OnBytes, Uploaded};

/// The host of the flows in a browser, a Worker or a server.
#[derive(Clone, Debug)]
pub struct WebHost {
    functions: UserFunctions,
    timeouts: Timeouts,
    cookies: CookieJar,
    /// The caller's signal; `undefined` if there is none.
    signal: JsValue,
}

impl WebHost {
    /// A host whose requests fail after `timeout` ms without progress. Uploads fail after `response_timeout` ms without a
    /// response, in addition to the time for their size.
    pub fn new(timeout: f64, response_timeout: f64, functions: UserFunctions) -> Self {
        Self {
            functions,
            timeouts: Timeouts {
                stall: Some(timeout),
                response: Some(response_timeout),
            },
            ..Self::default()
        }
    }

    fn guard(&self) -> Result<StallGuard, WebFailure> {
        StallGuard::new(&self.signal, self.timeouts)
    }

    /// The user's own `fetch`, if it may send the request.
    fn user_fetch_for(&self, request: &HttpRequest) -> Option<&Function> {
        self.functions
            .fetch
            .as_ref()
            .filter(|_| !request.is_foreign)
    }
}

impl Default for WebHost {
    fn default() -> Self {
        Self {
            functions: UserFunctions::default(),
            timeouts: Timeouts::default(),
            cookies: CookieJar::new(),
            signal: JsValue::UNDEFINED,
        }
    }
}

impl Host for WebHost {
    type Json = JsValue;
    type Source = JsValue;
    type File = Source;
    type Signal = AbortSignal;
    type Thrown = JsValue;
    type Download = JsValue;

    fn bound_to(&self, signal: Option<AbortSignal>) -> Self {
        Self {
            signal: signal.into(),
            ..self.clone()
        }
    }

    fn check_abort(&self) -> Result<(), WebFailure> {
        check_abort(&self.signal)
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse<JsValue>, WebFailure> {
        let guard = self.guard()?;
        match self.user_fetch_for(request) {
            Some(user_fetch) => send_by_user_fetch(request, user_fetch, &guard).await,
            None => read(fetch(request, false, &guard).await?, &guard).await,
        }
    }

    async fn download(&self, request: &HttpRequest) -> Result<Downloaded<Self>, WebFailure> {
        let guard = self.guard()?;
        if let Some(user_fetch) = self.user_fetch_for(request) {
            return download_by_user_fetch(request, user_fetch, &guard).await;
        }
        let response = fetch(request, true, &guard).await?;
        if !response.ok() {
            return Ok(Downloaded::Refused(read(response, &guard).await?));
        }
        guard.release();
        let response: web_sys::Response = response.into();
        Ok(Downloaded::Success(response.into()))
    }

    async fn upload(
        &self,
        request: &HttpRequest,
        file: &Source,
        length: f64,
        algorithms: &[Algorithm],
        on_sent: OnBytes,
    ) -> Result<Uploaded<JsValue>, WebFailure> {
        let guard = self.guard()?;
        let user_fetch = self.user_fetch_for(request);
        upload::upload(
            request, file, length, algorithms, on_sent, user_fetch, &guard,
        )
        .await
    }

    async fn user_headers(&self) -> Result<Vec<(String, String)>, WebFailure> {
        match &self.functions.headers {
            None => Ok(Vec::new()),
            Some(give) => headers_by(give, &self.guard()?).await,
        }
    }

    fn cookies(&self, subject: &Subject, url: &str) -> Option<String> {
        self.cookies.header(subject, url)
    }

    fn keep_cookies(&self, subject: &Subject, url: &str, set_cookies: &str) {
        self.cookies.take(subject, url, set_cookies);
    }

    fn share_cookies(&self, data_id: &str, batch_id: &str) {
        self.cookies.share(data_id, batch_id);
    }

    fn end_session(&self) {
        self.cookies.end_session();
    }

    fn sends_streams(&self) -> bool {
        fetch_sends_streams() || (self.functions.fetch.is_none() && sends_by_http())
    }

    fn keeps_on_disk(&self) -> bool {
        matches!(Runtime::current(), Runtime::Browser)
    }

    async fn open(
        &self,
        value: &JsValue,
        content_length: Option<f64>,
    ) -> Result<Source, WebFailure> {
        source::open(value, content_length, &self.signal).await
    }

    fn file_name(&self, value: &JsValue) -> Option<String> {
        source::file_name(value)
    }

    async fn collect(&self, stream: Source, limit: Option<f64>) -> Result<Source, WebFailure> {
        source::collect(&stream, limit, &self.signal).await
    }

    async fn encode(&self, file: &Source, encoding: ContentEncoding) -> Result<Source, WebFailure> {
        source::encode(file, encoding, &self.signal).await
    }

    async fn hash(
        &self,
        file: &Source,
        algorithms: &[Algorithm],
        engine: Option<Engine>,
        on_read: OnBytes,
    ) -> Result<Hashed, WebFailure> {
        hash(file, algorithms, engine, on_read, &self.signal).await
    }

    async fn sleep(&self, ms: f64) -> Result<(), WebFailure> {
        settled(clock::sleep(ms, &self.signal)).await.map(drop)
    }

    fn now(&self) -> f64 {
        clock::now()
    }

    fn wall_clock(&self) -> f64 {
        Date::now()
    }

    fn parse_date(&self, text: &str) -> Option<f64> {
        clock::parse_date(text)
    }

    fn random(&self) -> f64 {
        Math::random()
    }

    fn redacted(&self, thrown: JsValue, secrets: &[String]) -> JsValue {
        redacted(&thrown, secrets)
    }

    fn view<T: DeserializeOwned>(&self, json: &JsValue) -> Option<T> {
        serde_wasm_bindgen::from_value(json.clone()).ok()
    }

    fn member(&self, json: &JsValue, name: &str) -> JsValue {
        get(json, name)
    }

    fn elements(&self, json: &JsValue) -> Field<Vec<JsValue>> {
        if json.is_undefined() || json.is_null() {
            return Field::Absent;
        }
        match Array::is_array(json) {
            true => Field::Is(Array::from(json).to_vec()),
            false => Field::Malformed,
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        spawn_local(task);
    }
}
