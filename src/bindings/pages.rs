//! The class behind the async iterables. `entry/api.js` adds its `Symbol.asyncIterator`.

use std::rc::Rc;

use futures_util::lock::Mutex;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::promise::promise;
use crate::platform::iteration;
use crate::web;

/// Iterates over a list, page by page. Concurrent calls of `next` get the entries in order.
#[wasm_bindgen]
pub struct Pages(Rc<Mutex<Option<web::Pages>>>);

impl Pages {
    pub(super) fn of(pages: web::Pages) -> Self {
        Self(Rc::new(Mutex::new(Some(pages))))
    }
}

#[wasm_bindgen]
impl Pages {
    /// The next entry, as the result of an async iterator.
    #[wasm_bindgen(unchecked_return_type = "Promise<IteratorResult<any, undefined>>")]
    pub fn next(&self) -> Promise {
        let pages = Rc::clone(&self.0);
        promise(async move {
            let mut pages = pages.lock().await;
            let Some(mut walk) = pages.take() else {
                return Ok(entry(None));
            };
            // After a failure, the iteration is over.
            let next = walk.next().await?;
            *pages = Some(walk);
            Ok(entry(next))
        })
    }

    /// Ends the iteration early.
    #[wasm_bindgen(js_name = return, unchecked_return_type = "Promise<IteratorResult<any, undefined>>")]
    pub fn end(&self) -> Promise {
        let pages = Rc::clone(&self.0);
        promise(async move {
            *pages.lock().await = None;
            Ok(entry(None))
        })
    }
}

fn entry(value: Option<JsValue>) -> JsValue {
    iteration(value.is_none(), &value.unwrap_or_default())
}
