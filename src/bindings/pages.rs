//! The class behind the async iterables. What makes it one, `Symbol.asyncIterator`, entry/api.js adds.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use js_sys::futures::JsFuture;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::promise::promise;
use crate::client;
use crate::platform::iteration;

/// Walks through a list, page by page.
#[wasm_bindgen]
pub struct Pages {
    walk: Rc<RefCell<Option<client::Pages>>>,
    /// Settled when whoever asked last was answered.
    last: RefCell<Promise>,
}

impl Pages {
    pub(super) fn of(pages: client::Pages) -> Self {
        Self {
            walk: Rc::new(Some(pages).into()),
            last: Promise::resolve(&JsValue::UNDEFINED).into(),
        }
    }

    /// Who asks for several at once gets them in their order.
    fn after_last(&self, ends: bool) -> Promise {
        let (walk, last) = (Rc::clone(&self.walk), self.last.borrow().clone());
        let answer = promise(Ok(Box::pin(async move {
            // That it failed, its own asker heard.
            let _ = JsFuture::from(last).await;
            let Some(mut pages) = walk.take().filter(|_| !ends) else {
                return Ok(entry(None));
            };
            let next = pages.next().await?;
            walk.replace(Some(pages));
            Ok(entry(next))
        })));
        *self.last.borrow_mut() = answer.clone();
        answer
    }
}

#[wasm_bindgen]
impl Pages {
    /// The next entry, as an async iterator answers it.
    pub fn next(&self) -> Promise {
        self.after_last(false)
    }

    /// Ends the walk before its end.
    #[wasm_bindgen(js_name = return)]
    pub fn end(&self) -> Promise {
        self.after_last(true)
    }
}

fn entry(value: Option<JsValue>) -> JsValue {
    iteration(value.is_none(), &value.unwrap_or_default())
}
