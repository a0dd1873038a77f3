//! How a call ends that does not succeed.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::core::error::{Error, ErrorCode};

/// How a call ends that does not succeed.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The caller's own signal was aborted: its `reason`.
    Aborted(JsValue),
    /// Anything else.
    Failed {
        /// What happened.
        error: Box<Error>,
        /// What the host threw, if it did.
        cause: Option<JsValue>,
    },
}

impl Failure {
    /// A failure of the host's.
    pub fn caused(error: Error, cause: JsValue) -> Self {
        Self::Failed {
            error: Box::new(error),
            cause: Some(cause),
        }
    }

    /// A file or stream that could not be read.
    pub fn unreadable(cause: JsValue) -> Self {
        let error = Error::invalid_input(
            "the file could not be read: it was changed, moved or removed since it was chosen, \
             or its stream failed",
        );
        Self::caused(error, cause)
    }

    /// The code, unless the caller aborted.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Aborted(_) => None,
            Self::Failed { error, .. } => Some(error.code),
        }
    }

    /// The same failure, with more said about it.
    pub fn map(self, more: impl FnOnce(Error) -> Error) -> Self {
        match self {
            Self::Aborted(_) => self,
            Self::Failed { error, cause } => Self::Failed {
                error: Box::new(more(*error)),
                cause,
            },
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Failed {
            error: Box::new(error),
            cause: None,
        }
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
