//! Where the bytes of a file are.

use js_sys::futures::JsFuture;
use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Headers, ReadableStream};

use super::abort::Abort;
use super::failure::Failure;
use super::object::{call, call_async, construct, get, global_named, has_methods, object, string};
use crate::core::error::{Error, ErrorCode};

/// The bytes of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// A `Blob` or `File`, in memory or on disk.
    Blob(Blob),
    /// Bytes in memory.
    Bytes(Uint8Array),
    /// A stream, which can be read once.
    Stream(ReadableStream),
}

/// A file to be hashed or analysed.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its bytes.
    pub content: Content,
    /// How many they are, where that is known.
    pub length: Option<f64>,
    /// Its name, where it has one.
    pub filename: Option<String>,
}

impl Content {
    /// The content as a `Blob`. Bytes are copied into one.
    ///
    /// # Errors
    /// `invalid-input`, for lack of memory or of a stream.
    pub fn to_blob(&self) -> Result<Blob, Failure> {
        match self {
            Self::Blob(blob) => Ok(blob.clone()),
            Self::Bytes(bytes) => {
                Blob::new_with_u8_array_sequence(&Array::of1(bytes)).map_err(Failure::unreadable)
            }
            Self::Stream(_) => Err(Failure::unreadable(JsValue::UNDEFINED)),
        }
    }

    /// Fails if the bytes, of a file on disk say, cannot be read any more.
    ///
    /// # Errors
    /// `invalid-input`.
    pub async fn probe(&self) -> Result<(), Failure> {
        let Self::Blob(blob) = self else {
            return Ok(());
        };
        let first = blob
            .slice_with_f64_and_f64(0.0, 1.0)
            .map_err(Failure::unreadable)?;
        let read = call_async(&first, "arrayBuffer").map_err(Failure::unreadable)?;
        JsFuture::from(read).await.map_err(Failure::unreadable)?;
        Ok(())
    }

    /// How many bytes it is; a stream does not say.
    pub fn size(&self) -> Option<f64> {
        match self {
            Self::Blob(blob) => Some(blob.size()),
            Self::Bytes(bytes) => Some(f64::from(bytes.byte_length())),
            Self::Stream(_) => None,
        }
    }

    /// Whether the bytes can be read twice: hashed, then sent, then sent again.
    pub fn is_repeatable(&self) -> bool {
        !matches!(self, Self::Stream(_))
    }
}

impl Source {
    /// Takes whatever JavaScript calls a file: a `Blob`, `File`, `ArrayBuffer`, view of one,
    /// `ReadableStream`, `Request`, `Response`, or `file:` URL. `length` is what the caller knows of
    /// the length of a stream.
    ///
    /// # Errors
    /// `invalid-input`, where it is none of these or was read before; `unsupported` for a file URL
    /// where there are no files.
    pub async fn of(value: &JsValue, length: Option<f64>) -> Result<Self, Failure> {
        if let Some(length) = length
            && (length.fract() != 0.0 || length < 0.0)
        {
            return Err(
                Error::invalid_input("contentLength has to be a whole number of bytes").into(),
            );
        }
        if is_blob(value) {
            return Ok(Self::blob(value.clone().unchecked_into()));
        }
        if let Some(bytes) = bytes_of(value) {
            let length = Some(f64::from(bytes.byte_length()));
            return Ok(Self {
                content: Content::Bytes(bytes),
                length,
                filename: None,
            });
        }
        if has_methods(value, &["getReader", "pipeThrough"]) {
            return Self::stream(value.clone().unchecked_into(), length);
        }
        if has_methods(value, &["arrayBuffer", "blob"]) && get(value, "headers").is_object() {
            return Self::message(value, length).await;
        }
        if string(value, "protocol").as_deref() == Some("file:") {
            return Self::file_url(value).await;
        }
        Err(Error::invalid_input(
            "the file has to be a Blob, File, ArrayBuffer, typed array, ReadableStream, Request, \
             Response or file: URL",
        )
        .into())
    }

    fn blob(blob: Blob) -> Self {
        let length = Some(blob.size());
        let filename = file_name(&blob);
        Self {
            content: Content::Blob(blob),
            length,
            filename,
        }
    }

    fn stream(stream: ReadableStream, length: Option<f64>) -> Result<Self, Failure> {
        if stream.locked() {
            let message = "the stream is locked: somebody reads it already";
            return Err(Error::invalid_input(message).into());
        }
        Ok(Self {
            content: Content::Stream(stream),
            length,
            filename: None,
        })
    }

    /// The same, with a stream collected into a Blob, which a browser keeps on disk when it is large.
    /// An abort lets go of the stream.
    ///
    /// # Errors
    /// `invalid-input` where it cannot be read.
    pub async fn collected(self, abort: &Abort) -> Result<Self, Failure> {
        let Content::Stream(stream) = &self.content else {
            return Ok(self);
        };
        let options = object(abort.signal().map(|signal| ("signal", signal.into())));
        let blob = construct("TransformStream", &[])
            .and_then(|through| call(stream, "pipeThrough", &[&through, &options]))
            .and_then(|stream| construct("Response", &[&stream]))
            .and_then(|response| call_async(&response, "blob"));
        abort.race(Self::awaited_blob(blob)).await
    }

    /// A `Request` or `Response`.
    async fn message(message: &JsValue, length: Option<f64>) -> Result<Self, Failure> {
        if get(message, "bodyUsed").is_truthy() {
            return Err(Error::invalid_input("the body was read already").into());
        }
        let body = get(message, "body");
        if body.is_undefined() {
            // A browser whose Request does not show its body.
            return Self::awaited_blob(call_async(message, "blob")).await;
        }
        if body.is_null() {
            let empty = Uint8Array::new_with_length(0);
            return Ok(Self {
                content: Content::Bytes(empty),
                length: Some(0.0),
                filename: None,
            });
        }
        let headers: Headers = get(message, "headers").unchecked_into();
        let header = |name: &str| headers.get(name).ok().flatten();
        // The length of encoded bytes is not that of the body, which arrives decoded.
        let stated = match header("content-encoding") {
            None => {
                header("content-length").and_then(|length| Some(length.parse::<u64>().ok()? as f64))
            }
            Some(_) => None,
        };
        Self::stream(body.unchecked_into(), length.or(stated))
    }

    async fn file_url(url: &JsValue) -> Result<Self, Failure> {
        let process = global_named("process");
        let fs = call(&process, "getBuiltinModule", &[&"node:fs".into()]).unwrap_or_default();
        if !has_methods(&fs, &["openAsBlob"]) {
            let message = "a file: URL can be read in Node 20.16 and newer, Deno and Bun only";
            return Err(Error::new(ErrorCode::Unsupported, message).into());
        }
        // Bun opens a file that is not there as an empty one.
        call(&fs, "statSync", &[url]).map_err(Failure::unreadable)?;
        let promise = call(&fs, "openAsBlob", &[url]).map_err(Failure::unreadable)?;
        let mut source = Self::awaited_blob(Ok(Promise::resolve(&promise))).await?;
        source.filename = file_name(url);
        Ok(source)
    }

    async fn awaited_blob(promise: Result<Promise, JsValue>) -> Result<Self, Failure> {
        let promise = promise.map_err(Failure::unreadable)?;
        let blob = JsFuture::from(promise).await.map_err(Failure::unreadable)?;
        Ok(Self::blob(blob.unchecked_into()))
    }
}

/// The name of a file, where it has one.
pub fn file_name(value: &JsValue) -> Option<String> {
    let path = string(value, "pathname").filter(|_| string(value, "protocol").is_some());
    match path {
        None => string(value, "name").filter(|name| !name.is_empty()),
        Some(path) => {
            let name = path.rsplit('/').next().unwrap_or_default();
            let name = js_sys::decode_uri_component(name).map_or(name.into(), String::from);
            Some(name).filter(|name| !name.is_empty())
        }
    }
}

/// By what it can do, as a Blob of another realm or implementation is no `instanceof` this one.
fn is_blob(value: &JsValue) -> bool {
    has_methods(value, &["slice", "arrayBuffer", "stream"]) && get(value, "size").as_f64().is_some()
}

/// The bytes of an `ArrayBuffer`, `SharedArrayBuffer` or view of one; none of one that was
/// transferred away.
pub fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    let bytes = if ArrayBuffer::is_view(value) {
        let view = ["buffer", "byteOffset", "byteLength"].map(|name| get(value, name));
        construct("Uint8Array", &view.each_ref())
    } else {
        let class = string(&get(value, "constructor"), "name");
        matches!(class.as_deref(), Some("ArrayBuffer" | "SharedArrayBuffer")).then_some(())?;
        construct("Uint8Array", &[value])
    };
    bytes.ok()?.dyn_into().ok()
}
