//! Limits how many tasks do something at the same time.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// A number of slots, each held by one task at a time.
pub(super) struct Slots {
    free: Cell<usize>,
    waiting: RefCell<Vec<Waker>>,
}

/// A taken slot. Dropping it frees the slot.
pub(super) struct Slot<'a>(&'a Slots);

impl Slots {
    pub fn new(count: usize) -> Self {
        Self {
            free: Cell::new(count),
            waiting: RefCell::default(),
        }
    }

    /// Waits until a slot is free, and takes it.
    pub async fn take(&self) -> Slot<'_> {
        poll_fn(|context| match self.free.get() {
            0 => {
                self.wake_later(context.waker());
                Poll::Pending
            }
            free => {
                self.free.set(free - 1);
                Poll::Ready(Slot(self))
            }
        })
        .await
    }

    /// Keeps a waker, once only: tasks that are polled together share one.
    fn wake_later(&self, waker: &Waker) {
        let mut waiting = self.waiting.borrow_mut();
        if !waiting.iter().any(|other| other.will_wake(waker)) {
            waiting.push(waker.clone());
        }
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.0.free.set(self.0.free.get() + 1);
        // A task that finds no free slot waits again.
        let waiting = self.0.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }
}
