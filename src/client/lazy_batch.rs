//! A batch that is made when it is needed.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::MetaDefender;
use crate::core::error::Error;
use crate::core::request::NewBatch;
use crate::platform::{Abort, Failure, promise};

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

    /// Settled, and never rejected, when it was tried to make the batch, and whether that begins now;
    /// none where the service has no batches. Where making it fails, the next file tries again.
    pub fn making(self: &Rc<Self>) -> Option<(Promise, bool)> {
        if !self.client.dialect().has_batches() {
            return None;
        }
        let making = self.making.borrow().clone();
        let begins = making.is_none();
        Some((making.unwrap_or_else(|| self.make()), begins))
    }

    /// The id of the batch, or why it could not be made.
    pub fn id(&self) -> Result<String, Failure> {
        match &*self.id.borrow() {
            Some(id) => id.clone(),
            None => Err(Error::protocol("there is no batch").into()),
        }
    }

    fn make(self: &Rc<Self>) -> Promise {
        let this = Rc::clone(self);
        let created = self.client.create_batch(self.new.clone(), &self.abort);
        let making = promise(Box::pin(async move {
            let created = created.await;
            if created.is_err() {
                this.making.replace(None);
            }
            let id = created.map(|id| id.as_string().unwrap_or_default());
            this.id.replace(Some(id));
            Ok(JsValue::UNDEFINED)
        }));
        self.making.replace(Some(making.clone()));
        making
    }
}
