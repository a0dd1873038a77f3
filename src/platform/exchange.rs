//! One request and its answer.

use std::rc::Rc;

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

use super::abort::Abort;
use super::object::{object, set};
use super::source::Source;

#[wasm_bindgen(module = "/src/platform/host/exchange.js")]
extern "C" {
    fn exchange(outgoing: &JsValue) -> Promise;
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

/// Sees a body go out.
pub trait Tap {
    /// So many bytes have gone out by now.
    fn sent(&self, bytes: f64);

    /// These bytes of a stream are about to go out.
    fn passes(&self, bytes: &Uint8Array);
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
        /// Who wants to know.
        tap: Rc<dyn Tap>,
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

/// What JavaScript calls with one value.
type Callback = Closure<dyn FnMut(JsValue)>;

/// A request that can be sent, again if need be.
pub struct Outgoing {
    request: JsValue,
    _taps: Option<[Callback; 2]>,
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
        let mut taps = None;
        match body {
            Body::Empty => {}
            Body::Text(text) => set(&request, "body", &text.into()),
            Body::File {
                source,
                length,
                tap,
            } => {
                set(&request, "body", &source.into());
                set(&request, "length", &length.into());
                let passing = Rc::clone(&tap);
                let on_sent = Callback::new(move |bytes: JsValue| {
                    tap.sent(bytes.as_f64().unwrap_or_default());
                });
                let on_bytes = Callback::new(move |bytes: JsValue| {
                    passing.passes(bytes.unchecked_ref());
                });
                set(&request, "onSent", on_sent.as_ref());
                set(&request, "onBytes", on_bytes.as_ref());
                taps = Some([on_sent, on_bytes]);
            }
        }
        Self {
            request,
            _taps: taps,
        }
    }
}

/// Sends a request and reads its answer: the promise of an [`Incoming`]. Any answer at all, of whatever
/// status, is a success. It fails as `Aborted`, `timeout`, `network`; as `invalid-input` where the file
/// is the reason.
pub fn send(outgoing: &Outgoing) -> Promise {
    exchange(&outgoing.request)
}
