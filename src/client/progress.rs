//! Telling the user how far a call is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::core::progress::{Meter, Phase, Progress, Shares};
use crate::platform::now;

/// Hears how far a call is.
pub type OnProgress = Rc<dyn Fn(&Progress)>;

/// Tells how far a call is, until it is settled: nothing is heard of it after this is dropped.
pub(super) struct Reporter(Handle);

/// A reporter's other end, for those who may outlive the call: the callbacks of an upload.
#[derive(Clone)]
pub(super) struct Handle(Rc<Inner>);

struct Inner {
    listener: RefCell<Option<OnProgress>>,
    meter: RefCell<Meter>,
    data_id: Cell<bool>,
}

impl Reporter {
    pub fn new(listener: Option<OnProgress>, shares: Shares) -> Self {
        Self(Handle(Rc::new(Inner {
            listener: listener.into(),
            meter: Meter::new(shares).into(),
            data_id: Cell::new(false),
        })))
    }

    pub fn handle(&self) -> Handle {
        self.0.clone()
    }

    /// Names the analysis that the events to come are about.
    pub fn about(&self, data_id: &str) {
        if !self.0.0.data_id.replace(true) {
            self.0.0.meter.borrow_mut().about(data_id);
        }
    }

    pub fn advance(&self, phase: Phase, loaded: f64, total: Option<f64>) {
        self.0.advance(phase, loaded, total);
    }

    pub fn done(&self) {
        let last = self.0.0.meter.borrow_mut().done();
        self.0.emit(&last);
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.0.0.listener.replace(None);
    }
}

impl Handle {
    pub fn advance(&self, phase: Phase, loaded: f64, total: Option<f64>) {
        let event = self
            .0
            .meter
            .borrow_mut()
            .advance(phase, loaded, total, now());
        if let Some(event) = event {
            self.emit(&event);
        }
    }

    fn emit(&self, event: &Progress) {
        // Cloned, so that the listener may end the call that it listens to.
        let listener = self.0.listener.borrow().clone();
        if let Some(listener) = listener {
            listener(event);
        }
    }
}
