//! What can go wrong, as a code that a program decides by and a sentence that a person reads.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use super::protocol::endpoint::Endpoint;

/// The kind of a failure. Stable: a program may decide by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// An argument is missing, malformed or unreadable. Nothing was sent.
    InvalidInput,
    /// The credentials were refused: HTTP 401, or 403 or 404 on log-in.
    Unauthorized,
    /// The credentials are known but do not reach this far: HTTP 403 or 405.
    Forbidden,
    /// No analysis, batch or file of that id.
    NotFound,
    /// There is nothing to analyse: zero bytes, or HTTP 422.
    EmptyFile,
    /// The file is over the limit of the rule or of the server.
    TooLarge,
    /// The length of the body is unknown, or HTTP 411.
    LengthRequired,
    /// The server is too busy: HTTP 503.
    Busy,
    /// Too many requests: HTTP 429.
    RateLimited,
    /// Nothing moved for too long, or the analysis did not finish in time.
    Timeout,
    /// No answer arrived: the server is down, unreachable, or refuses this origin (CORS).
    Network,
    /// The server failed: HTTP 500 and above.
    Server,
    /// The answer is not one that the reference describes.
    Protocol,
    /// The server reports hashes of another file than the one that was sent.
    Integrity,
    /// The analysis was cancelled.
    Cancelled,
    /// This service or runtime cannot do it.
    Unsupported,
}

impl ErrorCode {
    /// The code as JavaScript sees it.
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

/// A failure. Boxed, as nearly every function may return one and hardly any does.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Details>);

/// What is known about a failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// What kind of failure it is.
    pub code: ErrorCode,
    /// A sentence that says what happened and, where it helps, what to do. Never holds a key.
    pub message: Cow<'static, str>,
    /// The HTTP status, if an answer arrived.
    pub status: Option<u16>,
    /// After how many seconds the server wants to be asked again.
    pub retry_after: Option<f64>,
    /// The operation that failed.
    pub endpoint: Option<Endpoint>,
    /// The analysis that it was about.
    pub data_id: Option<String>,
    /// The batch that it was about.
    pub batch_id: Option<String>,
    /// Whether the same request must not be sent again by itself: it may have done its work.
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
    /// A failure of which no more is known than this.
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

    /// The same, at this operation.
    pub fn at(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// The same, with the status of the answer.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The same, after which the request must not be sent again by itself.
    pub fn finally(mut self) -> Self {
        self.is_final = true;
        self
    }

    /// The same, about this batch.
    pub fn about_batch(mut self, batch_id: &str) -> Self {
        self.batch_id = Some(batch_id.into());
        self
    }

    /// The same, about this analysis.
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
