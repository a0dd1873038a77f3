//! The encodings that `POST /file` takes: `content-encoding`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use js_sys::futures::JsFuture;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::abort::Abort;
use super::failure::Failure;
use super::object::{call, call_async, construct};
use super::reader::Reader;
use super::source::Content;
use crate::core::error::{Error, ErrorCode};
use crate::core::request::ContentEncoding;

/// The bytes, encoded, as a Blob.
///
/// # Errors
/// `Aborted`, `invalid-input` where they cannot be read, `unsupported` where the runtime has no
/// `CompressionStream`.
pub async fn encode(
    content: &Content,
    encoding: ContentEncoding,
    abort: &Abort,
) -> Result<Content, Failure> {
    let blob = content.to_blob()?;
    let encode = async {
        match encoding {
            ContentEncoding::Gzip => gzip(&blob).await,
            ContentEncoding::Base64 => base64(&blob).await.map_err(Failure::unreadable),
        }
    };
    abort.race(encode).await.map(Content::Blob)
}

async fn gzip(blob: &Blob) -> Result<Blob, Failure> {
    let gzip = construct("CompressionStream", &[&"gzip".into()]).map_err(|cause| {
        let message = "this runtime cannot compress: there is no CompressionStream";
        Failure::caused(Error::new(ErrorCode::Unsupported, message), cause)
    })?;
    let compressed = call(blob, "stream", &[])
        .and_then(|stream| call(&stream, "pipeThrough", &[&gzip]))
        .and_then(|stream| construct("Response", &[&stream]))
        .and_then(|response| call_async(&response, "blob"))
        .map_err(Failure::unreadable)?;
    let blob = JsFuture::from(compressed)
        .await
        .map_err(Failure::unreadable)?;
    Ok(blob.unchecked_into())
}

/// Each part is a multiple of three bytes, so that the parts need no padding between them.
async fn base64(blob: &Blob) -> Result<Blob, JsValue> {
    let reader = Reader::of(&call(blob, "stream", &[])?)?;
    let parts = Array::new();
    let mut rest: Vec<u8> = Vec::new();
    while let Some(bytes) = reader.next().await? {
        rest.extend(Uint8Array::to_vec(&bytes));
        let whole = rest.len() - rest.len() % 3;
        parts.push(&STANDARD.encode(&rest[..whole]).into());
        rest.drain(..whole);
    }
    parts.push(&STANDARD.encode(&rest).into());
    construct("Blob", &[&parts]).map(JsCast::unchecked_into)
}
