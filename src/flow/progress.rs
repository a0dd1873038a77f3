//! Reports the progress of a call to the user.

use std::cell::RefCell;
use std::rc::Rc;

use super::host::{Host, OnBytes};
use crate::core::progress::{Meter, Phase, Progress, Shares};

/// A listener for the progress of a call.
pub type OnProgress = Rc<dyn Fn(&Progress)>;

/// Reports the progress of a call until it has settled. After this is dropped, there are no more events.
pub(super) struct Reporter<H>(ProgressHandle<H>);

/// A handle to a reporter, for callbacks that may outlive the call.
pub(super) struct ProgressHandle<H> {
    host: H,
    listener: Rc<RefCell<Option<OnProgress>>>,
    meter: Rc<RefCell<Meter>>,
}

impl<H: Host> Reporter<H> {
    pub fn new(host: H, listener: Option<OnProgress>, shares: Shares) -> Self {
        Self(ProgressHandle {
            host,
            listener: Rc::new(RefCell::new(listener)),
            meter: Rc::new(RefCell::new(Meter::new(shares))),
        })
    }

    pub fn handle(&self) -> ProgressHandle<H> {
        self.0.clone()
    }

    /// Sets the analysis that later events name.
    pub fn about(&self, data_id: &str) {
        self.0.meter.borrow_mut().about(data_id);
    }

    pub fn advance(&self, phase: Phase, loaded: f64, total: Option<f64>) {
        self.0.advance(phase, loaded, total);
    }

    /// Starts a phase whose progress is counted in bytes.
    pub fn count_bytes(&self, phase: Phase, total: Option<f64>) -> OnBytes {
        let progress = self.handle();
        progress.advance(phase, 0.0, total);
        Rc::new(move |bytes| progress.advance(phase, bytes, total))
    }

    /// Reports the last event.
    pub fn done(&self) {
        let last = self.0.meter.borrow_mut().done();
        self.0.emit(&last);
    }
}

impl<H> Drop for Reporter<H> {
    fn drop(&mut self) {
        self.0.listener.replace(None);
    }
}

impl<H: Host> ProgressHandle<H> {
    pub fn advance(&self, phase: Phase, loaded: f64, total: Option<f64>) {
        let now = self.host.now();
        let event = self.meter.borrow_mut().advance(phase, loaded, total, now);
        if let Some(event) = event {
            self.emit(&event);
        }
    }

    fn emit(&self, event: &Progress) {
        // Cloned, so that the listener may end the call whose progress it receives.
        let listener = self.listener.borrow().clone();
        if let Some(listener) = listener {
            listener(event);
        }
    }
}

impl<H: Clone> Clone for ProgressHandle<H> {
    fn clone(&self) -> Self {
        Self {
            host: self.host.clone(),
            listener: Rc::clone(&self.listener),
            meter: Rc::clone(&self.meter),
        }
    }
}
