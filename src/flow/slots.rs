//! A limit on how many tasks do something at once.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// So many tasks at once may hold a slot.
pub(super) struct Slots {
    free: Cell<usize>,
    waiting: RefCell<VecDeque<Waker>>,
}

/// A slot, which is free again when this is dropped.
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
                let waker = context.waker().clone();
                self.waiting.borrow_mut().push_back(waker);
                Poll::Pending
            }
            free => {
                self.free.set(free - 1);
                Poll::Ready(Slot(self))
            }
        })
        .await
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.0.free.set(self.0.free.get() + 1);
        // Whoever is woken in vain waits again.
        let waiting = self.0.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }
}
