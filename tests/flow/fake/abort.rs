//! Signals, and aborts at a chosen moment.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use serde_json::{Value, json};

use super::{FakeHost, World};

/// A caller's means to abort a call.
#[derive(Clone)]
pub struct Signal {
    reason: Rc<RefCell<Option<Value>>>,
    world: Weak<World>,
}

/// When an abort happens, of one operation of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Nothing of it was done yet.
    Before,
    /// It is under way: a request has gone out.
    During,
    /// It has just succeeded.
    After,
}

pub const EVERY_MOMENT: [Moment; 3] = [Moment::Before, Moment::During, Moment::After];

/// An abort to come.
pub struct Plan {
    operation: usize,
    moment: Moment,
    signal: Signal,
    /// How many operations were noted when it happened.
    noted: Cell<Option<usize>>,
}

/// Why the tests abort: a value that no other code makes.
pub fn reason() -> Value {
    json!({ "name": "AbortError", "message": "changed my mind", "id": 42 })
}

impl Signal {
    /// Aborts, and wakes whoever waits.
    pub fn abort(&self) {
        self.reason.borrow_mut().get_or_insert_with(reason);
        if let Some(world) = self.world.upgrade() {
            world.clock.wake_all();
        }
    }

    pub fn reason(&self) -> Option<Value> {
        self.reason.borrow().clone()
    }
}

impl FakeHost {
    /// A signal that is not aborted.
    pub fn signal(&self) -> Signal {
        Signal {
            reason: Rc::default(),
            world: Rc::downgrade(&self.world),
        }
    }

    /// A signal that is aborted at this moment of the operation of this number; the first one is 0.
    pub fn abort_at(&self, operation: usize, moment: Moment) -> Signal {
        let signal = self.signal();
        self.world.plan.replace(Some(Plan {
            operation,
            moment,
            signal: signal.clone(),
            noted: Cell::new(None),
        }));
        signal
    }

    /// What was done until the moment of [`abort_at`](Self::abort_at) and what since; none where it did
    /// not come.
    pub fn before_and_since_abort(&self) -> Option<(Vec<String>, Vec<String>)> {
        let plan = self.world.plan.borrow();
        let noted = plan.as_ref()?.noted.get()?;
        let mut before = self.story();
        let since = before.split_off(noted);
        Some((before, since))
    }

    /// Aborts if this is the moment.
    pub(super) fn reach(&self, operation: Option<usize>, moment: Moment) {
        let plan = self.world.plan.borrow();
        if let Some(plan) = plan.as_ref()
            && operation == Some(plan.operation)
            && moment == plan.moment
        {
            let noted = self.world.log.borrow().len();
            plan.noted.set(Some(noted));
            plan.signal.abort();
        }
    }

    /// The number of an operation that begins; none if no abort can end it.
    pub(super) fn number(&self) -> Option<usize> {
        self.signal.as_ref()?;
        let number = self.world.operations.get();
        self.world.operations.set(number + 1);
        Some(number)
    }
}
