//! Failures: a code for programs, and a message for people.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use super::protocol::endpoint::Endpoint;

/// The kind of a failure. The codes are stable, so a program can rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// An argument is missing, malformed or unreadable, or the server refused the request as malformed (HTTP 400).
    InvalidInput,
    /// The credentials were refused: HTTP 401, or 403 or 404 on login.
    Unauthorized,
    /// The credentials are wrong or lack the permission: HTTP 403 or 405.
    Forbidden,
    /// There is no analysis, batch or file with this id.
    NotFound,
    /// The file has no bytes, or HTTP 422.
    EmptyFile,
    /// The file is over the limit of the rule or of the server.
    TooLarge,
    /// The length of the body is unknown, or HTTP 411.
    LengthRequired,
    /// The server is too busy: HTTP 503.
    Busy,
    /// Too many requests: HTTP 429.
    RateLimited,
    /// There was no progress for too long, or the analysis did not finish in time.
    Timeout,
    /// No response: the server is down, unreachable, or does not allow this origin (CORS).
    Network,
    /// The server failed: HTTP 500 and above.
    Server,
    /// The response is not one of the API.
    Protocol,
    /// The hashes that the server reports are not those of the file.
    Integrity,
    /// The analysis was cancelled.
    Cancelled,
    /// This service or runtime cannot do it.
    Unsupported,
}

impl ErrorCode {
    /// The code in JavaScript.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid-input",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::EmptyFile => "empty-file",
            Self::TooLarge => "too-large",
            Self::LengthRequired => "length-required",
            Self::Busy => "busy",
            Self::RateLimited => "rate-limited",
            Self::Timeout => "timeout",
            Self::Network => "network",
            Self::Server => "server",
            Self::Protocol => "protocol",
            Self::Integrity => "integrity",
            Self::Cancelled => "cancelled",
            Self::Unsupported => "unsupported",
        }
    }
}

/// A failure. Boxed, as nearly every function can return one but rarely does.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Details>);

/// The details of a failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// The kind of failure.
    pub code: ErrorCode,
    /// What happened and, if it helps, what to do. Never contains a key.
    pub message: Cow<'static, str>,
    /// The HTTP status, if there was a response.
    pub status: Option<u16>,
    /// The seconds to wait before the next attempt, as the server states them.
    pub retry_after: Option<f64>,
    /// The operation that failed.
    pub endpoint: Option<Endpoint>,
    /// The id of the analysis that failed.
    pub data_id: Option<String>,
    /// The id of the batch that failed.
    pub batch_id: Option<String>,
    /// Whether the request must not be retried automatically, as it may have succeeded.
    pub is_final: bool,
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl Error {
    /// A failure without further details.
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details {
            code,
            message: message.into(),
            status: None,
            retry_after: None,
            endpoint: None,
            data_id: None,
            batch_id: None,
            is_final: false,
        }))
    }

    /// [`ErrorCode::InvalidInput`].
    pub fn invalid_input(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::InvalidInput, message)
    }

    /// [`ErrorCode::Protocol`].
    pub fn protocol(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::Protocol, message)
    }

    /// The same with this operation.
    pub fn at(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// The same with the status of the response.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The same, but final: the request must not be retried automatically.
    pub fn finally(mut self) -> Self {
        self.is_final = true;
        self
    }

    /// The same with the id of the batch.
    pub fn about_batch(mut self, batch_id: &str) -> Self {
        self.batch_id = Some(batch_id.into());
        self
    }

    /// The same with the id of the analysis.
    pub fn about(mut self, data_id: &str) -> Self {
        self.data_id = Some(data_id.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
