//! A batch that is made when it is needed.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use js_sys::futures::{JsFuture, future_to_promise};
use wasm_bindgen::JsValue;

use super::{MetaDefender, Task};
use crate::core::request::NewBatch;
use crate::platform::{Abort, Failure};

/// The batch of a scan, made when the first file needs it.
pub(super) struct LazyBatch {
    client: MetaDefender,
    new: NewBatch,
    abort: Abort,
    /// Settled when it was tried to make the batch.
    making: RefCell<Option<Promise>>,
    id: RefCell<Option<Result<String, Failure>>>,
}

impl LazyBatch {
    /// One that is made with this.
    pub fn of(client: &MetaDefender, new: NewBatch, abort: Abort) -> Rc<Self> {
        Rc::new(Self {
            client: client.clone(),
            new,
            abort,
            making: RefCell::default(),
            id: RefCell::default(),
        })
    }

    /// The id of the batch, if it was needed and could be made.
    pub fn made(&self) -> Option<String> {
        self.id.borrow().as_ref()?.as_ref().ok().cloned()
    }

    /// The id of the batch; none where the service has no batches. Where making it fails, the next
    /// file tries again.
    pub fn id(self: &Rc<Self>) -> Task<Option<String>> {
        let this = Rc::clone(self);
        Box::pin(async move {
            if !this.client.dialect().has_batches() {
                return Ok(None);
            }
            let making = this.making.borrow().clone();
            let making = making.unwrap_or_else(|| this.make());
            // It never rejects.
            let _ = JsFuture::from(making).await;
            let made = this.id.borrow().clone();
            made.transpose()
        })
    }

    fn make(self: &Rc<Self>) -> Promise {
        let this = Rc::clone(self);
        let created = self
            .client
            .create_batch(self.new.clone(), self.abort.clone());
        let making = future_to_promise(async move {
            let created = created.await;
            if created.is_err() {
                this.making.replace(None);
            }
            let id = created.map(|id| id.as_string().unwrap_or_default());
            this.id.replace(Some(id));
            Ok(JsValue::UNDEFINED)
        });
        self.making.replace(Some(making.clone()));
        making
    }
}
