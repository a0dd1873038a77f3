//! A request by `fetch`.

use std::rc::Rc;

use js_sys::futures::JsFuture;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, AbortSignal, Headers};

use super::body::{Body, FetchBody};
use super::failure::Failure;
use super::http::{Incoming, Outgoing, Wire, is_success, retry_after};
use super::object::{call, get, global, global_named, object};
use super::reader::Reader;
use super::runtime::{Runtime, runtime};
use super::timer::StallTimer;
use crate::core::error::{Error, ErrorCode};

/// No answer of the protocol comes near this many bytes.
const LONGEST_ANSWER: usize = 64 << 20;

/// An upload that nobody can watch is given the time that it would take at so many bytes a ms.
const SLOWEST_UPLOAD: f64 = 32.0;

/// Sends a request and reads its answer.
pub async fn send(outgoing: Outgoing<'_>, wire: &Wire<'_>) -> Result<Incoming, Failure> {
    let request = AbortOnDrop(AbortController::new().map_err(no_answer)?);
    let stall = Rc::new(StallTimer::new(wire.timeout));
    let body = FetchBody::of(outgoing.body, &stall, wire.fetch.is_some())?;
    if let (Body::File { length, .. }, false) = (outgoing.body, body.is_visible) {
        stall.allow(length / SLOWEST_UPLOAD);
    }
    let init = init(&outgoing, &body, &request.0.signal())?;
    let exchange = async {
        let promise = fetch(wire.fetch, outgoing.url, &init).map_err(no_answer)?;
        let response = JsFuture::from(promise).await.map_err(no_answer)?;
        stall.moved();
        incoming(status(&response)?, &response, &stall).await
    };
    wire.abort.race(stall.watch(exchange)).await
}

/// The status of what should be a `Response`: a user's own `fetch` may answer anything.
fn status(response: &JsValue) -> Result<u16, Failure> {
    let status = get(response, "status").as_f64();
    let missing = || Error::protocol("fetch did not answer a Response").into();
    status.map(|status| status as u16).ok_or_else(missing)
}

async fn incoming(
    status: u16,
    response: &JsValue,
    stall: &StallTimer,
) -> Result<Incoming, Failure> {
    let headers = get(response, "headers");
    let header = |name: &str| call(&headers, "get", &[&name.into()]).ok()?.as_string();
    Ok(Incoming {
        status,
        retry_after: retry_after(status, header),
        text: read(response, stall).await?,
    })
}

/// Sends a request without a file, and answers its `Response` with the body not read, or what a
/// failed one says. The signal goes on to end the reading of the body.
pub async fn open(
    outgoing: Outgoing<'_>,
    wire: &Wire<'_>,
) -> Result<Result<JsValue, Incoming>, Failure> {
    wire.abort.check()?;
    let stalled = AbortController::new().map_err(no_answer)?;
    let stall = Rc::new(StallTimer::new(wire.timeout));
    let body = FetchBody::of(outgoing.body, &stall, wire.fetch.is_some())?;
    let signal = wire.abort.joined_with(&stalled.signal());
    let init = init(&outgoing, &body, &signal)?;
    let exchange = async {
        let promise = fetch(wire.fetch, outgoing.url, &init).map_err(no_answer)?;
        let response = JsFuture::from(promise).await.map_err(no_answer)?;
        stall.moved();
        let status = status(&response)?;
        if is_success(status) {
            return Ok(Ok(response));
        }
        incoming(status, &response, &stall).await.map(Err)
    };
    let opened = wire.abort.race(stall.watch(exchange)).await;
    if opened.is_err() {
        stalled.abort();
    }
    opened
}

/// Ends the request when nobody waits for it any more: on an abort, on a stall, or where the server
/// has answered before it took the whole body.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The failure that a `fetch` which threw is.
pub(super) fn no_answer(cause: JsValue) -> Failure {
    let message = "no answer: is the server running, does baseUrl name it, and does it allow this \
                   origin (CORS)?";
    Failure::caused(Error::new(ErrorCode::Network, message), cause)
}

fn fetch(custom: Option<&Function>, url: &str, init: &JsValue) -> Result<Promise, JsValue> {
    let promise = match custom {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &url.into(), init)?,
        // The runtime's own insists on being called as a method of the global object.
        None => {
            global_named("fetch")
                .dyn_into::<Function>()?
                .call2(&global(), &url.into(), init)?
        }
    };
    Ok(Promise::resolve(&promise))
}

fn init(
    outgoing: &Outgoing<'_>,
    body: &FetchBody,
    signal: &AbortSignal,
) -> Result<JsValue, Failure> {
    let headers = Headers::new().map_err(refused_header)?;
    for (name, value) in outgoing.headers {
        headers.append(name, value).map_err(refused_header)?;
    }
    let mut init = vec![
        ("method", outgoing.method.into()),
        ("signal", signal.into()),
    ];
    if !body.value.is_undefined() {
        init.push(("body", body.value.clone()));
    }
    if let Some(length) = body.length {
        headers
            .set("content-length", &(length as u64).to_string())
            .map_err(refused_header)?;
        init.push(("duplex", "half".into()));
    }
    init.push(("headers", headers.into()));
    // A redirect could carry the key to another host.
    match runtime() {
        Runtime::Workerd => init.push(("redirect", "manual".into())),
        Runtime::Browser => {
            init.extend([("redirect", "error".into()), ("cache", "no-store".into())])
        }
        // Without a window Node does not keep a copy of the body for a redirect.
        Runtime::Node => init.extend([("redirect", "error".into()), ("window", JsValue::NULL)]),
        Runtime::Deno | Runtime::Bun => init.push(("redirect", "error".into())),
    }
    Ok(object(init).into())
}

/// What the runtime throws repeats the header's value, which may be a key.
fn refused_header(_: JsValue) -> Failure {
    Error::invalid_input("a header is not one that can be sent").into()
}

/// The body as text, read as it comes, so that one which trickles in is not taken for a stall.
async fn read(response: &JsValue, stall: &StallTimer) -> Result<String, Failure> {
    let body = get(response, "body");
    if !body.is_object() {
        return Ok(String::new());
    }
    let reader = Reader::of(&body).map_err(no_answer)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = reader.next().await.map_err(no_answer)? {
        stall.moved();
        if bytes.len() + chunk.length() as usize > LONGEST_ANSWER {
            return Err(Error::protocol("the answer has no end").into());
        }
        bytes.extend(chunk.to_vec());
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.trim_start_matches('\u{feff}').into())
}
