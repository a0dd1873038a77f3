//! Progress as calls of the user's function.

use std::rc::Rc;

use js_sys::Function;

use super::values;
use crate::client::OnProgress;
use crate::platform::notify;

pub fn listener(callback: Function) -> OnProgress {
    Rc::new(move |progress| notify(&callback, &values::progress(progress)))
}
