//! Virtual time: it stands still while anything can go on, and else jumps to the next timer.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::Signal;

#[derive(Default)]
pub struct Clock {
    now: Cell<f64>,
    timers: RefCell<Vec<Timer>>,
    next_id: Cell<u64>,
}

struct Timer {
    id: u64,
    at: f64,
    waker: Waker,
}

impl Clock {
    pub fn now(&self) -> f64 {
        self.now.get()
    }

    /// Jumps to the next timer; false where there is none.
    pub fn advance(&self) -> bool {
        let timers = self.timers.borrow();
        let next = timers
            .iter()
            .min_by(|one, other| one.at.total_cmp(&other.at).then(one.id.cmp(&other.id)));
        let Some(next) = next else {
            return false;
        };
        self.now.set(self.now().max(next.at));
        next.waker.wake_by_ref();
        true
    }

    pub fn wake_all(&self) {
        for timer in self.timers.borrow().iter() {
            timer.waker.wake_by_ref();
        }
    }

    /// Waits so many ms, or until the signal is aborted.
    pub async fn sleep(&self, ms: f64, signal: Option<&Signal>) {
        let id = self.next_id.get();
        self.next_id.set(id + 1);
        let sleep = Sleep {
            clock: self,
            id,
            at: self.now() + ms,
            signal,
        };
        sleep.await;
    }
}

struct Sleep<'a> {
    clock: &'a Clock,
    id: u64,
    at: f64,
    signal: Option<&'a Signal>,
}

impl Sleep<'_> {
    fn forget(&self) {
        let mut timers = self.clock.timers.borrow_mut();
        timers.retain(|timer| timer.id != self.id);
    }
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.forget();
        let is_aborted = self.signal.is_some_and(|signal| signal.reason().is_some());
        if is_aborted || self.clock.now() >= self.at {
            return Poll::Ready(());
        }
        self.clock.timers.borrow_mut().push(Timer {
            id: self.id,
            at: self.at,
            waker: context.waker().clone(),
        });
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        self.forget();
    }
}
