//! Reading a stream to its end.

use js_sys::Uint8Array;
use js_sys::futures::{JsFuture, spawn_local};
use wasm_bindgen::{JsCast, JsValue};

use super::object::{call, call_async, get};

/// A stream's reader. A stream that is not read to its end is let go of when this is dropped, so
/// that whoever feeds it can stop.
pub struct Reader(JsValue);

impl Reader {
    /// The reader of a stream.
    ///
    /// # Errors
    /// What the stream throws: somebody else reads it.
    pub fn of(stream: &JsValue) -> Result<Self, JsValue> {
        call(stream, "getReader", &[]).map(Self)
    }

    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// What the stream failed with, or that a chunk is no bytes.
    pub async fn next(&self) -> Result<Option<Uint8Array>, JsValue> {
        let read = JsFuture::from(call_async(&self.0, "read")?).await?;
        if get(&read, "done").is_truthy() {
            return Ok(None);
        }
        let bytes = get(&read, "value").dyn_into();
        bytes
            .map(Some)
            .map_err(|_| JsValue::from_str("a chunk of the stream is no Uint8Array"))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let reader = self.0.clone();
        spawn_local(async move {
            // Rejects where the stream has failed, which its reader was told already.
            if let Ok(cancelled) = call_async(&reader, "cancel") {
                let _ = JsFuture::from(cancelled).await;
            }
            let _ = call(&reader, "releaseLock", &[]);
        });
    }
}
