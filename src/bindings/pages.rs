//! The class behind the async iterables. What makes it one, `Symbol.asyncIterator`, entry/api.js adds.

use std::rc::Rc;

use futures_util::lock::Mutex;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::promise::promise;
use crate::client;
use crate::platform::object;

/// Walks through a list, page by page.
#[wasm_bindgen]
pub struct Pages(Rc<Mutex<Option<client::Pages>>>);

impl Pages {
    pub(super) fn of(pages: client::Pages) -> Self {
        Self(Rc::new(Mutex::new(Some(pages))))
    }
}

#[wasm_bindgen]
impl Pages {
    /// The next entry, as an async iterator answers it.
    #[wasm_bindgen(unchecked_return_type = "Promise<IteratorResult<any, undefined>>")]
    pub fn next(&self) -> Promise {
        let walk = Rc::clone(&self.0);
        promise(async move {
            // Who asks for several at once gets them in their order.
            let mut walk = walk.lock().await;
            let Some(pages) = walk.as_mut() else {
                return Ok(entry(None));
            };
            let next = pages.next().await;
            if next.is_err() {
                *walk = None;
            }
            next.map(entry)
        })
    }

    /// Ends the walk before its end.
    #[wasm_bindgen(js_name = return, unchecked_return_type = "Promise<IteratorResult<any, undefined>>")]
    pub fn end(&self) -> Promise {
        let walk = Rc::clone(&self.0);
        promise(async move {
            *walk.lock().await = None;
            Ok(entry(None))
        })
    }
}

fn entry(value: Option<JsValue>) -> JsValue {
    let done = value.is_none();
    let value = value.unwrap_or(JsValue::UNDEFINED);
    object([("done", done.into()), ("value", value)]).into()
}
