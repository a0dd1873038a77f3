//! Hashing a file as it is read, flat in memory.

use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use wasm_bindgen::JsValue;
use web_sys::{Blob, ReadableStream};

use super::abort::Abort;
use super::failure::Failure;
use super::object::call_async;
use super::reader::Reader;
use super::source::{Content, Source, bytes_of};
use super::timer::sleep;
use crate::core::hasher::Hasher;

/// A slice costs Chromium some ms whatever its size, and 4 MiB take less than a frame to hash.
const SLICE: u32 = 4 << 20;

/// How many bytes cross into the memory of the module at once.
const COPY: usize = 64 << 10;

/// Hashes bytes that are in JavaScript's memory.
pub fn update(hasher: &mut Hasher, bytes: &Uint8Array) {
    let mut buffer = [0; COPY];
    let length = bytes.byte_length();
    for start in (0..length).step_by(COPY) {
        let part = bytes.subarray(start, length.min(start.saturating_add(COPY as u32)));
        let part_of_buffer = &mut buffer[..part.byte_length() as usize];
        part.copy_to(part_of_buffer);
        hasher.update(part_of_buffer);
    }
}

/// Reads the file to its end. `on_read` hears how many bytes were hashed so far.
///
/// # Errors
/// `Aborted`, and `invalid-input` where the file cannot be read.
pub async fn digest(
    source: &Source,
    hasher: &mut Hasher,
    abort: &Abort,
    on_read: &dyn Fn(f64),
) -> Result<(), Failure> {
    abort.check()?;
    match &source.content {
        Content::Blob(blob) => digest_blob(blob, hasher, abort, on_read).await,
        Content::Bytes(bytes) => {
            let length = source.length.unwrap_or_default() as u32;
            digest_bytes(bytes, length, hasher, abort, on_read).await
        }
        Content::Stream(stream) => digest_stream(stream, hasher, abort, on_read).await,
    }
}

/// The next slice is being read while one is hashed.
async fn digest_blob(
    blob: &Blob,
    hasher: &mut Hasher,
    abort: &Abort,
    on_read: &dyn Fn(f64),
) -> Result<(), Failure> {
    let size = blob.size();
    let slice = |start: f64| {
        let end = (start + f64::from(SLICE)).min(size);
        let slice = blob
            .slice_with_f64_and_f64(start, end)
            .map_err(Failure::unreadable)?;
        let bytes = call_async(&slice, "arrayBuffer").map_err(Failure::unreadable)?;
        Ok::<_, Failure>(JsFuture::from(bytes))
    };
    let mut start = 0.0;
    let mut next = (size > 0.0).then(|| slice(start)).transpose()?;
    while let Some(reading) = next.take() {
        let read = async { reading.await.map_err(Failure::unreadable) };
        let bytes = bytes_of(&abort.race(read).await?);
        let expected = (size - start).min(f64::from(SLICE));
        let whole = bytes.filter(|bytes| f64::from(bytes.byte_length()) == expected);
        let bytes = whole.ok_or_else(|| Failure::unreadable(JsValue::UNDEFINED))?;
        start += expected;
        next = (start < size).then(|| slice(start)).transpose()?;
        update(hasher, &bytes);
        on_read(start);
    }
    Ok(())
}

/// Others have their turn between two slices: an abort, for one, and a page's frames.
async fn digest_bytes(
    bytes: &Uint8Array,
    length: u32,
    hasher: &mut Hasher,
    abort: &Abort,
    on_read: &dyn Fn(f64),
) -> Result<(), Failure> {
    for start in (0..length).step_by(SLICE as usize) {
        if start > 0 {
            let pause = async {
                sleep(0.0).await;
                Ok(())
            };
            abort.race(pause).await?;
        }
        if bytes.byte_length() != length {
            // Transferred away, or resized.
            return Err(Failure::unreadable(JsValue::UNDEFINED));
        }
        let end = length.min(start.saturating_add(SLICE));
        update(hasher, &bytes.subarray(start, end));
        on_read(f64::from(end));
    }
    Ok(())
}

async fn digest_stream(
    stream: &ReadableStream,
    hasher: &mut Hasher,
    abort: &Abort,
    on_read: &dyn Fn(f64),
) -> Result<(), Failure> {
    let reader = Reader::of(stream).map_err(Failure::unreadable)?;
    let mut length = 0.0;
    loop {
        let read = async { reader.next().await.map_err(Failure::unreadable) };
        let Some(bytes) = abort.race(read).await? else {
            return Ok(());
        };
        update(hasher, &bytes);
        length += f64::from(bytes.byte_length());
        on_read(length);
    }
}
