//! Time and chance.

use std::cell::Cell;
use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::futures::JsFuture;
use js_sys::{Date, Function, Math, Promise};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::failure::Failure;
use crate::core::error::{Error, ErrorCode};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, delay: f64) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// Timers count in a signed 32-bit integer.
const LONGEST: f64 = i32::MAX as f64;

/// ms on a clock that only moves forward.
pub fn now() -> f64 {
    performance_now()
}

/// ms since 1970.
pub fn wall_clock() -> f64 {
    Date::now()
}

/// A date as HTTP writes it, ms since 1970.
pub fn parse_date(text: &str) -> Option<f64> {
    Some(Date::parse(text)).filter(|date| date.is_finite())
}

/// A number in 0..1.
pub fn random() -> f64 {
    Math::random()
}

/// Waits so many ms. The timer goes when this is dropped.
pub async fn sleep(delay: f64) {
    let mut timer = None;
    let promise = Promise::new(&mut |resolve, _| {
        let id = set_timeout(&resolve, delay.clamp(0.0, LONGEST));
        timer = Some(Timer { id, resolve });
    });
    let _ = JsFuture::from(promise).await;
}

struct Timer {
    id: JsValue,
    resolve: Function,
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
        // A `JsFuture` that is dropped before its promise settles is not freed until it does.
        let _ = self.resolve.call0(&JsValue::UNDEFINED);
    }
}

/// Fails a request in which nothing moves for too long.
pub struct StallTimer {
    patience: f64,
    deadline: Cell<f64>,
}

impl StallTimer {
    /// A timer of so many ms, which runs from now on.
    pub fn new(patience: f64) -> Self {
        Self {
            patience,
            deadline: Cell::new(now() + patience),
        }
    }

    /// Something moved.
    pub fn moved(&self) {
        self.deadline.set(now() + self.patience);
    }

    /// Nothing can be seen to move for so many ms more.
    pub fn allow(&self, more: f64) {
        self.deadline.set(now() + self.patience + more);
    }

    /// Does `work` for as long as something moves.
    pub async fn watch<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        match select(pin!(work), pin!(self.expired())).await {
            Either::Left((result, _)) => result,
            Either::Right(((), _)) => {
                let message = format!("nothing moved for {} ms", self.patience as u64);
                Err(Error::new(ErrorCode::Timeout, message).into())
            }
        }
    }

    async fn expired(&self) {
        loop {
            let left = self.deadline.get() - now();
            if left <= 0.0 {
                return;
            }
            sleep(left).await;
        }
    }
}
