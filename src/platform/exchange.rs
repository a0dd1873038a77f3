//! One request and its answer.

use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

use super::abort::Abort;
use super::object::{object, set};
use super::source::Source;

#[wasm_bindgen(module = "/src/platform/host/exchange.js")]
extern "C" {
    fn exchange(outgoing: &JsValue) -> Promise;

    /// Whether a stream can be sent with its length: not in browsers, and by Deno's fetch, if the caller has none
    /// of their own.
    #[wasm_bindgen(js_name = sendsStreams)]
    pub fn sends_streams(has_fetch: bool) -> bool;
}

#[wasm_bindgen]
extern "C" {
    /// What came back.
    #[derive(Debug)]
    pub type Incoming;

    /// The HTTP status.
    #[wasm_bindgen(method, getter, structural)]
    pub fn status(this: &Incoming) -> u16;

    /// The body.
    #[wasm_bindgen(method, getter, structural)]
    pub fn text(this: &Incoming) -> String;

    /// What the body is the JSON of; `undefined` where it is none.
    #[wasm_bindgen(method, getter, structural)]
    pub fn json(this: &Incoming) -> JsValue;

    /// `Retry-After`, or else `x-ratelimit-reset-in`, of a failed answer.
    #[wasm_bindgen(method, getter, structural, js_name = retryAfter)]
    pub fn retry_after(this: &Incoming) -> Option<String>;

    /// The `Response`, if it was wanted unread.
    #[wasm_bindgen(method, getter, structural)]
    pub fn response(this: &Incoming) -> JsValue;
}

/// The body of a request.
#[derive(Default)]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// The bytes of a file, never empty.
    File {
        /// Where they are.
        source: Source,
        /// How many they are.
        length: f64,
        /// Hears how many bytes have gone out.
        on_sent: Rc<dyn Fn(f64)>,
        /// What the bytes of a stream go through.
        hashing: JsValue,
    },
}

/// How to send.
pub struct Wire<'a> {
    /// The caller's own `fetch`, instead of the runtime's.
    pub fetch: Option<&'a Function>,
    /// ms without progress before a request has failed.
    pub timeout: f64,
    /// The caller's signal.
    pub abort: &'a Abort,
}

/// A request that can be sent, again if need be.
pub struct Outgoing {
    request: JsValue,
    _on_sent: Option<Closure<dyn FnMut(f64)>>,
}

impl Outgoing {
    /// A request. `unread` wants the `Response` itself, if it succeeds.
    pub fn new(
        method: &str,
        url: &str,
        headers: &[(String, String)],
        body: Body,
        wire: &Wire<'_>,
        unread: bool,
    ) -> Self {
        let list = Array::new();
        for (name, value) in headers {
            list.push(&Array::of2(&name.as_str().into(), &value.as_str().into()));
        }
        let request = object(&[
            ("method", method.into()),
            ("url", url.into()),
            ("headers", list.into()),
            (
                "fetch",
                wire.fetch.map_or(JsValue::UNDEFINED, JsValue::from),
            ),
            ("timeout", wire.timeout.into()),
            ("signal", wire.abort.signal().clone()),
            ("unread", unread.into()),
        ]);
        let mut listener = None;
        match body {
            Body::Empty => {}
            Body::Text(text) => set(&request, "body", &text.into()),
            Body::File {
                source,
                length,
                on_sent,
                hashing,
            } => {
                set(&request, "body", &source.into());
                set(&request, "length", &length.into());
                set(&request, "hashing", &hashing);
                let on_sent = Closure::<dyn FnMut(f64)>::new(move |bytes| on_sent(bytes));
                set(&request, "onSent", on_sent.as_ref());
                listener = Some(on_sent);
            }
        }
        Self {
            request,
            _on_sent: listener,
        }
    }
}

/// Sends a request and reads its answer: the promise of an [`Incoming`]. Any answer at all, of whatever
/// status, is a success. It fails as `Aborted`, `timeout`, `network`; as `invalid-input` where the file
/// is the reason.
pub fn send(outgoing: &Outgoing) -> Promise {
    exchange(&outgoing.request)
}
