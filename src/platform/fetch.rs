//! Requests without a file, by the runtime's own fetch: gloo-net builds them and reads their responses.
//!
//! A function in `js/` sends them: gloo-net 0.7 panics if `fetch` rejects with anything but an `Error` of this realm, or
//! returns anything but a `Response` of it, and pages and test runners replace `fetch` by such functions.

use gloo_net::http::{Headers, Method, RequestBuilder, Response};
use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestCredentials, RequestRedirect};

use super::failure::{WebFailure, thrown, thrown_by_request};
use super::object::parse_json;
use super::runtime::Runtime;
use super::stall_guard::{JsStallGuard, StallGuard};
use crate::core::error::Error;
use crate::core::protocol::request::Credentials;
use crate::flow::{HttpRequest, HttpResponse};

#[wasm_bindgen(module = "/src/platform/js/fetch.js")]
extern "C" {
    #[wasm_bindgen(js_name = ownHeadersOf, catch)]
    fn own_headers_of(list: &JsValue) -> Result<web_sys::Headers, JsValue>;

    #[wasm_bindgen(js_name = sendRequest)]
    fn send_request(request: &web_sys::Request) -> Promise;
}

#[wasm_bindgen(module = "/src/platform/js/answer.js")]
extern "C" {
    #[wasm_bindgen(js_name = readText)]
    fn read_text(response: &web_sys::Response, guard: &JsStallGuard) -> Promise;

    #[wasm_bindgen(js_name = setCookies)]
    fn set_cookies(headers: &web_sys::Headers) -> String;
}

/// Sends a request, without reading the body of the response.
pub async fn fetch(
    request: &HttpRequest,
    is_download: bool,
    guard: &StallGuard,
) -> Result<Response, WebFailure> {
    let sending = send_request(&build(request, is_download, guard)?.into());
    let response = guard.race(&sending).await.map_err(thrown_by_request)?;
    guard.touch();
    let response: web_sys::Response = response.unchecked_into();
    Ok(response.into())
}

fn build(
    request: &HttpRequest,
    is_download: bool,
    guard: &StallGuard,
) -> Result<gloo_net::http::Request, WebFailure> {
    let headers = own_headers_of(&header_list(&request.headers)).map_err(thrown)?;
    let method = match request.method {
        "POST" => Method::POST,
        _ => Method::GET,
    };
    let builder = RequestBuilder::new(&request.url)
        .method(method)
        .headers(Headers::from_raw(headers))
        .abort_signal(Some(&guard.signal(is_download)));
    // A redirect could carry the key to another host.
    let builder = match Runtime::current() {
        Runtime::Workerd => builder.redirect(RequestRedirect::Manual),
        Runtime::Browser => with_credentials(builder, request.credentials)
            .redirect(RequestRedirect::Error)
            .cache(RequestCache::NoStore),
        Runtime::Server => builder.redirect(RequestRedirect::Error),
    };
    let built = match &request.body {
        None => builder.build(),
        Some(body) => builder.body(body.as_str()),
    };
    built.map_err(|_| Error::invalid_input("the request is not one that can be sent").into())
}

fn with_credentials(builder: RequestBuilder, credentials: Option<Credentials>) -> RequestBuilder {
    let Some(credentials) = credentials else {
        return builder;
    };
    builder.credentials(match credentials {
        Credentials::Omit => RequestCredentials::Omit,
        Credentials::SameOrigin => RequestCredentials::SameOrigin,
        Credentials::Include => RequestCredentials::Include,
    })
}

/// Names and values, in the form that the `Headers` constructor takes.
pub fn header_list(headers: &[(String, String)]) -> JsValue {
    let pair = |(name, value): &(String, String)| {
        js_sys::Array::of2(&name.as_str().into(), &value.as_str().into())
    };
    headers.iter().map(pair).collect::<js_sys::Array>().into()
}

/// Reads a response to its end.
pub async fn read(
    response: Response,
    guard: &StallGuard,
) -> Result<HttpResponse<JsValue>, WebFailure> {
    let response: web_sys::Response = response.into();
    let reading = read_text(&response, guard.as_js());
    let text = JsFuture::from(reading).await.map_err(thrown_by_request)?;
    let response = Response::from(response);
    let text = text.as_string().unwrap_or_default();
    guard.release();
    let json = parse_json(&text);
    let headers = response.headers();
    // Read from failed responses only: a browser logs a warning about a header that CORS does not expose.
    let retry_after = (!response.ok()).then(|| {
        headers
            .get("retry-after")
            .or_else(|| headers.get("x-ratelimit-reset-in"))
    });
    Ok(HttpResponse {
        status: response.status(),
        text,
        json: (!json.is_undefined()).then_some(json),
        retry_after: retry_after.flatten(),
        set_cookies: set_cookies(&headers.into_raw()),
    })
}
