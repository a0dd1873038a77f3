//! The failure of a call.

use std::fmt;

use crate::core::error::{Error, ErrorCode};

/// The failure of a call. `T` is the type that the host throws: any JavaScript value.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure<T> {
    /// The caller's own signal was aborted, with this `reason`.
    Aborted(T),
    /// Anything else.
    Failed {
        /// What happened.
        error: Error,
        /// The value that the host threw, if any.
        cause: Option<T>,
    },
}

impl<T> Failure<T> {
    /// The code, unless the caller aborted.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Aborted(_) => None,
            Self::Failed { error, .. } => Some(error.code),
        }
    }

    /// The same failure with its error changed. An abort stays unchanged.
    pub(super) fn map_error(self, change: impl FnOnce(Error) -> Error) -> Self {
        match self {
            Self::Aborted(reason) => Self::Aborted(reason),
            Self::Failed { error, cause } => Self::Failed {
                error: change(error),
                cause,
            },
        }
    }

    /// The same failure with its cause changed. An abort stays unchanged.
    pub(super) fn map_cause(self, change: impl FnOnce(T) -> T) -> Self {
        match self {
            Self::Aborted(reason) => Self::Aborted(reason),
            Self::Failed { error, cause } => Self::Failed {
                error,
                cause: cause.map(change),
            },
        }
    }

    /// The same failure with the id of its analysis.
    pub(super) fn about(self, data_id: &str) -> Self {
        self.map_error(|error| error.about(data_id))
    }

    /// The same failure with the id of its batch.
    pub(super) fn about_batch(self, batch_id: &str) -> Self {
        self.map_error(|error| error.about_batch(batch_id))
    }
}

impl<T> From<Error> for Failure<T> {
    fn from(error: Error) -> Self {
        Self::Failed { error, cause: None }
    }
}

impl<T> fmt::Display for Failure<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aborted(_) => f.write_str("the call was aborted"),
            Self::Failed { error, .. } => error.fmt(f),
        }
    }
}

impl<T: fmt::Debug> std::error::Error for Failure<T> {}
