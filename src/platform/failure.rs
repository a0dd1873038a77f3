//! How a call ends that does not succeed.

use std::fmt;

use js_sys::Promise;
use js_sys::futures::JsFuture;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::core::error::{Error, ErrorCode};

#[wasm_bindgen(module = "/src/platform/host/failure.js")]
extern "C" {
    type HostFailure;

    #[wasm_bindgen(method, getter)]
    fn code(this: &HostFailure) -> String;

    #[wasm_bindgen(method, getter)]
    fn message(this: &HostFailure) -> String;

    #[wasm_bindgen(method, getter)]
    fn cause(this: &HostFailure) -> JsValue;
}

/// How a call ends that does not succeed.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The caller's own signal was aborted: its `reason`.
    Aborted(JsValue),
    /// Anything else.
    Failed {
        /// What happened.
        error: Box<Error>,
        /// What the host threw; `undefined` if it threw nothing.
        cause: JsValue,
    },
}

impl Failure {
    /// A failure of the host's.
    pub fn caused(error: Error, cause: JsValue) -> Self {
        Self::Failed {
            error: Box::new(error),
            cause,
        }
    }

    /// What the modules in host/ threw.
    pub(super) fn of(thrown: JsValue) -> Self {
        let failure = match thrown.dyn_into::<HostFailure>() {
            Ok(failure) => failure,
            Err(cause) => {
                let message = "this runtime failed in a way that nobody foresaw";
                return Self::caused(Error::new(ErrorCode::Unsupported, message), cause);
            }
        };
        let code = match failure.code().as_str() {
            "aborted" => return Self::Aborted(failure.cause()),
            "invalid-input" => ErrorCode::InvalidInput,
            "network" => ErrorCode::Network,
            "timeout" => ErrorCode::Timeout,
            "unsupported" => ErrorCode::Unsupported,
            _ => ErrorCode::Protocol,
        };
        Self::caused(Error::new(code, failure.message()), failure.cause())
    }

    /// The code, unless the caller aborted.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Aborted(_) => None,
            Self::Failed { error, .. } => Some(error.code),
        }
    }

    /// The error, unless the caller aborted.
    pub fn error_mut(&mut self) -> Option<&mut Error> {
        match self {
            Self::Aborted(_) => None,
            Self::Failed { error, .. } => Some(error),
        }
    }

    /// The same failure, about this analysis.
    pub fn about(mut self, data_id: &str) -> Self {
        if let Some(error) = self.error_mut() {
            error.data_id = Some(data_id.into());
        }
        self
    }

    /// The same failure, about this batch.
    pub fn about_batch(mut self, batch_id: &str) -> Self {
        if let Some(error) = self.error_mut() {
            error.batch_id = Some(batch_id.into());
        }
        self
    }
}

/// What a promise of host/ answers.
pub async fn settled(promise: Promise) -> Result<JsValue, Failure> {
    JsFuture::from(promise).await.map_err(Failure::of)
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::caused(error, JsValue::UNDEFINED)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aborted(_) => f.write_str("the call was aborted"),
            Self::Failed { error, .. } => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}
