//! The caller's `AbortSignal`.

use std::cell::RefCell;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures_util::future::{Either, select};
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::failure::Failure;
use super::listener::Listener;
use super::object::{call, global_named};

/// A call's signal, if it has one.
#[derive(Clone, Debug, Default)]
pub struct Abort(Option<AbortSignal>);

impl From<Option<AbortSignal>> for Abort {
    fn from(signal: Option<AbortSignal>) -> Self {
        Self(signal)
    }
}

impl Abort {
    /// The signal itself.
    pub fn signal(&self) -> Option<&AbortSignal> {
        self.0.as_ref()
    }

    /// Fails if the signal is aborted already.
    pub fn check(&self) -> Result<(), Failure> {
        self.reason()
            .map_or(Ok(()), |reason| Err(Failure::Aborted(reason)))
    }

    /// A signal that is aborted with this one or with `other`, where the runtime can join them;
    /// else the caller's, if there is one.
    pub fn joined_with(&self, other: &AbortSignal) -> AbortSignal {
        let Some(signal) = &self.0 else {
            return other.clone();
        };
        let both = Array::of2(signal, other);
        let joined = call(&global_named("AbortSignal"), "any", &[&both]);
        joined.map_or_else(|_| signal.clone(), JsCast::unchecked_into)
    }

    /// Does `work`, and drops it as soon as the signal is aborted.
    pub async fn race<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        match select(Aborted::of(self), pin!(work)).await {
            Either::Left((reason, _)) => Err(Failure::Aborted(reason)),
            Either::Right((result, _)) => result,
        }
    }

    fn reason(&self) -> Option<JsValue> {
        self.0
            .as_ref()
            .filter(|signal| signal.aborted())
            .map(AbortSignal::reason)
    }
}

/// Resolves with the signal's reason when it is aborted; never, where there is no signal.
struct Aborted {
    abort: Abort,
    waker: Rc<RefCell<Option<Waker>>>,
    listener: Option<Listener>,
}

impl Aborted {
    fn of(abort: &Abort) -> Self {
        Self {
            abort: abort.clone(),
            waker: Rc::default(),
            listener: None,
        }
    }
}

impl Future for Aborted {
    type Output = JsValue;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JsValue> {
        if let Some(reason) = self.abort.reason() {
            return Poll::Ready(reason);
        }
        if let Some(signal) = &self.abort.0 {
            self.waker.replace(Some(context.waker().clone()));
            if self.listener.is_none() {
                let waker = Rc::clone(&self.waker);
                let wake = move |_| {
                    if let Some(waker) = waker.take() {
                        waker.wake();
                    }
                };
                let listener = Listener::new(signal.unchecked_ref(), "abort", wake);
                self.listener = Some(listener);
            }
        }
        Poll::Pending
    }
}
