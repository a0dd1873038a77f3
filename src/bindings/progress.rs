//! Progress as calls of the user's function.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use super::values;
use crate::client::OnProgress;
use crate::platform::global_named;

pub fn listener(callback: Function) -> OnProgress {
    Rc::new(move |progress| {
        if let Err(thrown) = callback.call1(&JsValue::UNDEFINED, &values::progress(progress)) {
            report(&thrown);
        }
    })
}

/// What a listener throws is its author's to hear of, as with a listener of the DOM, and does not
/// change how the call ends.
fn report(thrown: &JsValue) {
    if let Some(report_error) = global_named("reportError").dyn_ref::<Function>() {
        let _ = report_error.call1(&JsValue::UNDEFINED, thrown);
    }
}
