//! The body of a request.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ReadableStream;

use super::failure::Failure;
use super::object::{get, object};
use super::runtime::{Runtime, global_named, runtime};
use super::source::Content;
use super::timer::StallTimer;

/// Sees a body go out. Of a body that goes out as a stream it sees the bytes as well.
pub trait Tap {
    /// So many bytes have gone out by now.
    fn sent(&self, bytes: f64);

    /// These bytes are about to go out.
    fn passes(&self, bytes: &Uint8Array);

    /// The stream has ended.
    fn ended(&self);
}

/// The body of a request.
pub enum Body<'a> {
    /// None.
    Empty,
    /// A text.
    Text(&'a str),
    /// The bytes of a file, never empty.
    File {
        /// Where they are.
        content: &'a Content,
        /// How many they are.
        length: f64,
        /// Who wants to know.
        tap: Rc<dyn Tap>,
    },
}

/// A body as `fetch` takes it.
pub(super) struct FetchBody {
    pub value: JsValue,
    /// The Content-Length to state where the runtime does not know it.
    pub length: Option<f64>,
    /// Whether the tap sees the bytes go, so that a stall can be told from a slow upload.
    pub is_visible: bool,
    _transformer: Option<Transformer>,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object)]
    type TransformStream;

    #[wasm_bindgen(constructor)]
    fn new(transformer: &JsValue) -> TransformStream;

    #[wasm_bindgen(extends = js_sys::Object)]
    type FixedLengthStream;

    #[wasm_bindgen(constructor)]
    fn new(length: f64) -> FixedLengthStream;

    type PipeSource;

    #[wasm_bindgen(method, js_name = pipeThrough)]
    fn pipe_through(this: &PipeSource, transform: &JsValue) -> ReadableStream;
}

impl FetchBody {
    fn plain(value: JsValue) -> Self {
        Self { value, length: None, is_visible: false, _transformer: None }
    }

    /// Makes the body. A stream can be made one only once.
    pub fn of(
        body: &Body<'_>,
        stall: &Rc<StallTimer>,
        custom_fetch: bool,
    ) -> Result<Self, Failure> {
        let (content, length, tap) = match body {
            Body::Empty => return Ok(Self::plain(JsValue::UNDEFINED)),
            Body::Text(text) => return Ok(Self::plain((*text).into())),
            Body::File { content, length, tap } => (content, *length, tap),
        };
        if let Content::Stream(stream) = content {
            return Ok(Self::stream(stream, length, tap, stall));
        }
        let blob = content.to_blob()?;
        Ok(match runtime() {
            // Both send a stream with the Content-Length that is stated, and Node sends it faster
            // and in less memory than a Blob.
            Runtime::Node | Runtime::Bun if !custom_fetch => {
                Self::stream(&blob.stream(), length, tap, stall)
            }
            _ => Self::plain(blob.into()),
        })
    }

    fn stream(stream: &ReadableStream, length: f64, tap: &Rc<dyn Tap>, stall: &Rc<StallTimer>) -> Self {
        let (tapped, transformer) = tapped(stream, tap, stall);
        let fixed = global_named("FixedLengthStream").is_function();
        let value = if fixed {
            let fixed = FixedLengthStream::new(length);
            tapped.unchecked_ref::<PipeSource>().pipe_through(&fixed).into()
        } else {
            tapped.into()
        };
        Self { value, length: Some(length), is_visible: true, _transformer: Some(transformer) }
    }
}

/// The same stream, seen by `tap`, and the functions that do so.
fn tapped(
    stream: &ReadableStream,
    tap: &Rc<dyn Tap>,
    stall: &Rc<StallTimer>,
) -> (ReadableStream, Transformer) {
    let total = Cell::new(0.0);
    let transform = {
        let (tap, stall) = (Rc::clone(tap), Rc::clone(stall));
        Closure::<dyn FnMut(JsValue, JsValue)>::new(move |chunk: JsValue, controller: JsValue| {
            if let Some(bytes) = chunk.dyn_ref::<Uint8Array>() {
                tap.passes(bytes);
                total.set(total.get() + f64::from(bytes.byte_length()));
            }
            if let Some(enqueue) = get(&controller, "enqueue").dyn_ref::<Function>() {
                // Fails only where the other end is gone, and then the request itself fails.
                let _ = enqueue.call1(&controller, &chunk);
            }
            stall.moved();
            tap.sent(total.get());
        })
    };
    let flush = {
        let tap = Rc::clone(tap);
        Closure::<dyn FnMut()>::new(move || tap.ended())
    };
    let transformer = object([
        ("transform", transform.as_ref().clone()),
        ("flush", flush.as_ref().clone()),
    ]);
    let through = TransformStream::new(&transformer);
    let tapped = stream.unchecked_ref::<PipeSource>().pipe_through(&through);
    (tapped, Transformer { _transform: transform, _flush: flush })
}

/// Keeps the functions of a transform stream alive.
struct Transformer {
    _transform: Closure<dyn FnMut(JsValue, JsValue)>,
    _flush: Closure<dyn FnMut()>,
}
