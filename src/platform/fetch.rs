//! A request by `fetch`.

use std::rc::Rc;

use js_sys::futures::JsFuture;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, Headers, ReadableStreamDefaultReader, Response};

use super::body::{Body, FetchBody};
use super::failure::Failure;
use super::http::{Incoming, Outgoing, Wire, retry_after};
use super::object::{get, object};
use super::runtime::{Runtime, global, global_named, runtime};
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
    let body = FetchBody::of(&outgoing.body, &stall, wire.fetch.is_some())?;
    if let (Body::File { length, .. }, false) = (&outgoing.body, body.is_visible) {
        stall.allow(length / SLOWEST_UPLOAD);
    }
    let init = init(&outgoing, &body, &request.0)?;
    let exchange = async {
        let promise = call(wire.fetch, outgoing.url, &init).map_err(no_answer)?;
        let response = JsFuture::from(promise).await.map_err(no_answer)?;
        stall.moved();
        let response: Response = response.unchecked_into();
        let status = response.status();
        let headers = response.headers();
        Ok(Incoming {
            status,
            retry_after: retry_after(status, |name| headers.get(name).ok().flatten()),
            text: read(&response, &stall).await?,
        })
    };
    wire.abort.race(stall.watch(exchange)).await
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

fn call(fetch: Option<&Function>, url: &str, init: &JsValue) -> Result<Promise, JsValue> {
    let promise = match fetch {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &url.into(), init)?,
        // The runtime's own insists on being called as a method of the global object.
        None => global_named("fetch")
            .dyn_into::<Function>()?
            .call2(&global(), &url.into(), init)?,
    };
    Ok(Promise::resolve(&promise))
}

fn init(
    outgoing: &Outgoing<'_>,
    body: &FetchBody,
    controller: &AbortController,
) -> Result<JsValue, Failure> {
    let headers = Headers::new().map_err(refused_header)?;
    for (name, value) in outgoing.headers {
        headers.append(name, value).map_err(refused_header)?;
    }
    let mut init = vec![
        ("method", outgoing.method.into()),
        ("signal", controller.signal().into()),
    ];
    if !body.value.is_undefined() {
        init.push(("body", body.value.clone()));
    }
    if let Some(length) = body.length {
        headers.set("content-length", &format!("{length}")).map_err(refused_header)?;
        init.push(("duplex", "half".into()));
    }
    init.push(("headers", headers.into()));
    // A redirect could carry the key to another host.
    match runtime() {
        Runtime::Workerd => init.push(("redirect", "manual".into())),
        Runtime::Browser => init.extend([("redirect", "error".into()), ("cache", "no-store".into())]),
        // Without a window Node does not keep a copy of the body for a redirect.
        Runtime::Node => init.extend([("redirect", "error".into()), ("window", JsValue::NULL)]),
        Runtime::Deno | Runtime::Bun => init.push(("redirect", "error".into())),
    }
    Ok(object(init).into())
}

fn refused_header(cause: JsValue) -> Failure {
    Failure::caused(Error::invalid_input("a header is not one that can be sent"), cause)
}

/// The body as text, read as it comes, so that one which trickles in is not taken for a stall.
async fn read(response: &Response, stall: &StallTimer) -> Result<String, Failure> {
    let Some(body) = response.body() else {
        let text = JsFuture::from(response.text().map_err(no_answer)?).await.map_err(no_answer)?;
        return Ok(text.as_string().unwrap_or_default());
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let read = JsFuture::from(reader.read()).await.map_err(no_answer)?;
        stall.moved();
        let Ok(chunk) = get(&read, "value").dyn_into::<Uint8Array>() else { break };
        if bytes.len() + chunk.length() as usize > LONGEST_ANSWER {
            return Err(Error::protocol("the answer has no end").into());
        }
        bytes.extend(chunk.to_vec());
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.trim_start_matches('\u{feff}').into())
}
