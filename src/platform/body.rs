//! The body of a request.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{TypeError, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::failure::Failure;
use super::object::{call, construct, global_named, object};
use super::runtime::{Runtime, runtime};
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

impl FetchBody {
    fn plain(value: JsValue) -> Self {
        Self {
            value,
            length: None,
            is_visible: false,
            _transformer: None,
        }
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
            Body::File {
                content,
                length,
                tap,
            } => (content, *length, tap),
        };
        if let Content::Stream(stream) = content {
            return Self::stream(stream, length, tap, stall);
        }
        let blob = content.to_blob()?;
        match runtime() {
            // Both send a stream with the Content-Length that is stated, and Node sends it faster
            // and in less memory than a Blob.
            Runtime::Node | Runtime::Bun if !custom_fetch => {
                let stream = call(&blob, "stream", &[]).map_err(Failure::unreadable)?;
                Self::stream(&stream, length, tap, stall)
            }
            _ => Ok(Self::plain(blob.into())),
        }
    }

    fn stream(
        stream: &JsValue,
        length: f64,
        tap: &Rc<dyn Tap>,
        stall: &Rc<StallTimer>,
    ) -> Result<Self, Failure> {
        let (mut value, transformer) = tapped(stream, tap, stall).map_err(Failure::unreadable)?;
        if global_named("FixedLengthStream").is_function() {
            let fixed = construct("FixedLengthStream", &[&length.into()]);
            let piped = fixed.and_then(|fixed| call(&value, "pipeThrough", &[&fixed]));
            value = piped.map_err(Failure::unreadable)?;
        }
        Ok(Self {
            value,
            length: Some(length),
            is_visible: true,
            _transformer: Some(transformer),
        })
    }
}

/// The same stream, seen by `tap`, and the functions that do so.
fn tapped(
    stream: &JsValue,
    tap: &Rc<dyn Tap>,
    stall: &Rc<StallTimer>,
) -> Result<(JsValue, Transformer), JsValue> {
    let total = Cell::new(0.0);
    let transform = {
        let (tap, stall) = (Rc::clone(tap), Rc::clone(stall));
        Closure::<dyn FnMut(JsValue, JsValue)>::new(move |chunk: JsValue, controller: JsValue| {
            let Some(bytes) = chunk.dyn_ref::<Uint8Array>() else {
                // What cannot be hashed is not sent either.
                let reason = TypeError::new("a chunk of the stream is no Uint8Array");
                let _ = call(&controller, "error", &[&reason]);
                return;
            };
            tap.passes(bytes);
            total.set(total.get() + f64::from(bytes.byte_length()));
            // Fails only where the other end is gone, and then the request itself fails.
            let _ = call(&controller, "enqueue", &[&chunk]);
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
    let through = construct("TransformStream", &[&transformer])?;
    let tapped = call(stream, "pipeThrough", &[&through])?;
    Ok((
        tapped,
        Transformer {
            _transform: transform,
            _flush: flush,
        },
    ))
}

/// Keeps the functions of a transform stream alive.
struct Transformer {
    _transform: Closure<dyn FnMut(JsValue, JsValue)>,
    _flush: Closure<dyn FnMut()>,
}
