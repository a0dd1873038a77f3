//! Sends files by XHR, node:http, a dispatcher or fetch, and requests by the user's own fetch.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::failure::{WebFailure, thrown, thrown_by_request};
use super::fetch::header_list;
use super::hashing::{ChunkHasher, StreamHasher};
use super::promise::settled;
use super::source::{Source, probe};
use super::stall_guard::{JsStallGuard, StallGuard};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::error::ErrorCode;
use crate::core::protocol::request::Credentials;
use crate::flow::{Downloaded, HttpRequest, HttpResponse, OnBytes, Uploaded};

#[wasm_bindgen(module = "/src/platform/js/file-body.js")]
extern "C" {
    type FileBody;

    #[wasm_bindgen(constructor)]
    fn new(
        source: &Source,
        length: f64,
        on_sent: &JsValue,
        hasher: Option<&ChunkHasher>,
    ) -> FileBody;

    #[wasm_bindgen(method, getter)]
    fn failure(this: &FileBody) -> JsValue;

    #[wasm_bindgen(method)]
    fn dispose(this: &FileBody);
}

#[wasm_bindgen(module = "/src/platform/js/xhr.js")]
extern "C" {
    #[wasm_bindgen(js_name = hasXhr)]
    fn has_xhr() -> bool;

    #[wasm_bindgen(js_name = byXhr)]
    fn by_xhr(request: &JsValue, file: &FileBody, guard: &JsStallGuard) -> Promise;
}

#[wasm_bindgen(module = "/src/platform/js/http.js")]
extern "C" {
    /// Whether a file is sent by node:http.
    #[wasm_bindgen(js_name = sendsByHttp)]
    pub fn sends_by_http() -> bool;

    #[wasm_bindgen(js_name = byHttp)]
    fn by_http(request: &JsValue, file: &FileBody, guard: &JsStallGuard) -> Promise;
}

#[wasm_bindgen(module = "/src/platform/js/dispatcher.js")]
extern "C" {
    /// Whether a file is sent by the dispatcher of Node's fetch.
    #[wasm_bindgen(js_name = sendsByDispatcher)]
    fn sends_by_dispatcher() -> bool;

    #[wasm_bindgen(js_name = byDispatcher)]
    fn by_dispatcher(request: &JsValue, file: &FileBody, guard: &JsStallGuard) -> Promise;
}

#[wasm_bindgen(module = "/src/platform/js/fetch.js")]
extern "C" {
    #[wasm_bindgen(js_name = httpRequest)]
    fn http_request(
        method: &str,
        url: &str,
        headers: &JsValue,
        body: Option<&str>,
        credentials: Option<&str>,
    ) -> JsValue;

    #[wasm_bindgen(js_name = byFetch)]
    fn by_fetch(
        request: &JsValue,
        file: Option<&FileBody>,
        user_fetch: Option<&Function>,
        is_download: bool,
        guard: &JsStallGuard,
    ) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    /// A response in the form that `js/` returns.
    type Answer;

    #[wasm_bindgen(method, getter, structural)]
    fn status(this: &Answer) -> u16;

    #[wasm_bindgen(method, getter, structural)]
    fn text(this: &Answer) -> String;

    #[wasm_bindgen(method, getter, structural)]
    fn json(this: &Answer) -> JsValue;

    #[wasm_bindgen(method, getter, structural, js_name = retryAfter)]
    fn retry_after(this: &Answer) -> Option<String>;

    #[wasm_bindgen(method, getter, structural, js_name = setCookies)]
    fn set_cookies(this: &Answer) -> String;

    #[wasm_bindgen(method, getter, structural)]
    fn response(this: &Answer) -> JsValue;
}

impl From<Answer> for HttpResponse<JsValue> {
    fn from(answer: Answer) -> Self {
        let json = answer.json();
        Self {
            status: answer.status(),
            text: answer.text(),
            json: (!json.is_undefined()).then_some(json),
            retry_after: answer.retry_after(),
            set_cookies: answer.set_cookies(),
        }
    }
}

/// A request in the form that `js/` takes.
fn outgoing(request: &HttpRequest) -> JsValue {
    let headers = header_list(&request.headers);
    http_request(
        request.method,
        &request.url,
        &headers,
        request.body.as_deref(),
        request.credentials.map(Credentials::name),
    )
}

/// Sends a file. A stream is hashed by `algorithms` while it is sent.
pub async fn upload(
    request: &HttpRequest,
    file: &Source,
    length: f64,
    algorithms: &[Algorithm],
    on_sent: OnBytes,
    user_fetch: Option<&Function>,
    guard: &StallGuard,
) -> Result<Uploaded<JsValue>, WebFailure> {
    let hasher = (!algorithms.is_empty()).then(|| StreamHasher::new(algorithms));
    let on_sent = Closure::<dyn FnMut(f64)>::new(move |bytes| on_sent(bytes));
    let sink = hasher.as_ref().map(StreamHasher::as_js);
    let body = Body(FileBody::new(file, length, on_sent.as_ref(), sink));
    // XHR cannot be kept from sending cookies to the page's own origin.
    let may_use_xhr = request.credentials != Some(Credentials::Omit);
    let request = outgoing(request);
    let sending = match user_fetch {
        None if has_xhr() && may_use_xhr => by_xhr(&request, &body.0, guard.as_js()),
        None if sends_by_http() => by_http(&request, &body.0, guard.as_js()),
        None if sends_by_dispatcher() => by_dispatcher(&request, &body.0, guard.as_js()),
        user_fetch => by_fetch(&request, Some(&body.0), user_fetch, false, guard.as_js()),
    };
    let response: HttpResponse<JsValue> = match JsFuture::from(sending).await {
        Ok(answer) => answer.unchecked_into::<Answer>().into(),
        Err(value) => return Err(why_not_sent(value, file, &body.0, guard).await),
    };
    let digests = match &hasher {
        Some(hasher) if response.is_success() => hasher.end(guard).await?,
        _ => Digests::default(),
    };
    if response.is_success() {
        // The whole file was sent and the response was read: an abort would only cost time.
        guard.release();
    }
    Ok(Uploaded { response, digests })
}

/// A file that is being sent. Dropping it releases the file.
struct Body(FileBody);

impl Drop for Body {
    fn drop(&mut self) {
        self.0.dispose();
    }
}

/// Why an upload failed. A runtime reports a file that cannot be read just like an unreachable server.
async fn why_not_sent(
    value: JsValue,
    file: &Source,
    body: &FileBody,
    guard: &StallGuard,
) -> WebFailure {
    let unreadable = body.failure();
    if !unreadable.is_undefined() {
        return thrown(unreadable);
    }
    let failure = thrown_by_request(value);
    if failure.code() == Some(ErrorCode::Network)
        && let Err(unreadable) = settled(probe(file, guard.as_js())).await
    {
        return unreadable;
    }
    failure
}

/// Sends a request without a file by the user's own fetch.
pub async fn send_by_user_fetch(
    request: &HttpRequest,
    user_fetch: &Function,
    guard: &StallGuard,
) -> Result<HttpResponse<JsValue>, WebFailure> {
    let answer = fetched(request, user_fetch, false, guard).await?;
    Ok(answer.into())
}

/// The same, but leaves the body of a successful response to the user.
pub async fn download_by_user_fetch(
    request: &HttpRequest,
    user_fetch: &Function,
    guard: &StallGuard,
) -> Result<Downloaded<super::WebHost>, WebFailure> {
    let answer = fetched(request, user_fetch, true, guard).await?;
    let response = answer.response();
    Ok(match response.is_undefined() {
        true => Downloaded::Refused(answer.into()),
        false => Downloaded::Success(response),
    })
}

async fn fetched(
    request: &HttpRequest,
    user_fetch: &Function,
    is_download: bool,
    guard: &StallGuard,
) -> Result<Answer, WebFailure> {
    let request = outgoing(request);
    let sending = by_fetch(&request, None, Some(user_fetch), is_download, guard.as_js());
    let answer = JsFuture::from(sending).await.map_err(thrown_by_request)?;
    guard.release();
    Ok(answer.unchecked_into())
}
