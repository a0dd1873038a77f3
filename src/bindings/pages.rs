//! The class behind the async iterables. What makes it one, `Symbol.asyncIterator`, entry/api.js adds.

use futures_util::lock::Mutex;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use crate::client;
use crate::platform::object;

/// Walks through a list, page by page.
#[wasm_bindgen]
pub struct Pages(Mutex<Option<client::Pages>>);

impl Pages {
    pub(super) fn of(pages: client::Pages) -> Self {
        Self(Mutex::new(Some(pages)))
    }
}

#[wasm_bindgen]
impl Pages {
    /// The next entry, as an async iterator answers it.
    #[wasm_bindgen(unchecked_return_type = "IteratorResult<any, undefined>")]
    pub async fn next(&self) -> Result<JsValue, JsValue> {
        // Who asks for several at once gets them in their order.
        let mut walk = self.0.lock().await;
        let Some(pages) = walk.as_mut() else {
            return Ok(entry(None));
        };
        match pages.next().await {
            Ok(next) => Ok(entry(next)),
            Err(failure) => {
                *walk = None;
                Err(exception(failure))
            }
        }
    }

    /// Ends the walk before its end.
    #[wasm_bindgen(js_name = return, unchecked_return_type = "IteratorResult<any, undefined>")]
    pub async fn end(&self) -> JsValue {
        *self.0.lock().await = None;
        entry(None)
    }
}

fn entry(value: Option<JsValue>) -> JsValue {
    let done = value.is_none();
    let value = value.unwrap_or(JsValue::UNDEFINED);
    object([("done", done.into()), ("value", value)]).into()
}
