//! Runs flows to their end, in no time.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use metadefender_wasm::flow::Result;
use metadefender_wasm::{Error, ErrorCode};
use serde_json::Value;

use super::{FakeHost, reason};

pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// More steps than any flow of the tests takes.
const MAX_POLLS: usize = 20_000;

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl FakeHost {
    /// Runs a flow to its end.
    pub fn run<T>(&self, flow: impl Future<Output = T>) -> T {
        let flag = Arc::new(Flag(AtomicBool::new(false)));
        let waker = Waker::from(Arc::clone(&flag));
        let mut context = Context::from_waker(&waker);
        let mut flow = pin!(flow);
        for _ in 0..MAX_POLLS {
            if let Poll::Ready(end) = flow.as_mut().poll(&mut context) {
                return end;
            }
            if !flag.0.swap(false, Ordering::SeqCst) && !self.world.clock.advance() {
                panic!("the flow waits for nothing, after {:?}", self.story());
            }
        }
        panic!("the flow comes to no end");
    }

    /// Runs what the flows left to be done in the background.
    pub fn finish_background(&self) {
        while let Some(task) = self.next_task() {
            self.run(task);
        }
    }

    fn next_task(&self) -> Option<Task> {
        self.world.tasks.borrow_mut().pop()
    }

    pub(super) fn keep(&self, task: impl Future<Output = ()> + 'static) {
        self.world.tasks.borrow_mut().push(Box::pin(task));
    }
}

/// That a call failed with this code.
#[track_caller]
pub fn fails<T>(result: Result<T, FakeHost>, code: ErrorCode) -> Error {
    match result {
        Ok(_) => panic!("it succeeded instead of failing as {}", code.as_str()),
        Err(metadefender_wasm::flow::Failure::Aborted(_)) => panic!("it was aborted"),
        Err(metadefender_wasm::flow::Failure::Failed { error, .. }) => {
            assert_eq!(error.code, code, "{error}");
            assert!(!error.message.is_empty());
            error
        }
    }
}

/// That a call was aborted, with the reason of the signal.
#[track_caller]
pub fn aborted<T>(result: Result<T, FakeHost>) -> Value {
    match result {
        Err(metadefender_wasm::flow::Failure::Aborted(why)) => {
            assert_eq!(why, reason());
            why
        }
        Err(failure) => panic!("it failed instead of being aborted: {failure}"),
        Ok(_) => panic!("it succeeded instead of being aborted"),
    }
}
