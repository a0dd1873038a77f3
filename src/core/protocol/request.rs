//! Requests and their options. The operations themselves are in [`dialect`](super::dialect).

use serde::Serialize;

use super::endpoint::Endpoint;
use super::header::{encode, verbatim};
use crate::core::error::Error;

/// A request without the address, the key and the file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The operation.
    pub endpoint: Endpoint,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path and query, percent-encoded, beginning with a slash.
    pub path: String,
    /// Header names in lower case, and values of ASCII characters only.
    pub headers: Vec<(String, String)>,
    /// The body, if it is a text.
    pub body: Option<String>,
    /// The secrets that no message may contain, even if the server repeats them: passwords.
    pub secrets: Vec<String>,
    /// The subject of the request.
    pub subject: Subject,
}

/// The subject of a request: the cookies that its response sets are sent with later requests of the same subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// No existing session, analysis or batch.
    #[default]
    Nothing,
    /// The session that a login opens.
    Session,
    /// An analysis or a batch, by its id.
    Id(String),
}

impl Subject {
    /// The id of the analysis or the batch.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Id(id) => Some(id),
            Self::Nothing | Self::Session => None,
        }
    }
}

/// The options that `POST /file` sends with a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analyze {
    /// The name of the submitted file.
    pub filename: Option<String>,
    /// The rule of the analysis; `None` for the server's default one.
    pub rule: Option<String>,
    /// Passwords to try on an archive.
    pub archive_passwords: Vec<String>,
    /// Additional context, usually JSON.
    pub metadata: Option<String>,
    /// Context for the engines, usually JSON.
    pub engines_metadata: Option<String>,
    /// Overrides the global timeout of the rule, seconds.
    pub global_timeout: Option<f64>,
    /// How the body is encoded.
    pub content_encoding: Option<ContentEncoding>,
    /// The batch that the file belongs to.
    pub batch: Option<String>,
    /// Cloud: whether the file may be shared with others.
    pub sample_sharing: Option<bool>,
    /// Cloud v4: whether the file is analysed privately.
    pub private_processing: Option<bool>,
}

/// How the body of a submission is encoded: `content-encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentEncoding {
    /// RFC 1952.
    Gzip,
    /// RFC 4648, section 4.
    Base64,
}

impl ContentEncoding {
    /// The encoding with this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "gzip" => Some(Self::Gzip),
            "base64" => Some(Self::Base64),
            _ => None,
        }
    }

    /// The value of the header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Base64 => "base64",
        }
    }
}

/// Whether a browser sends its cookies and other credentials: the `credentials` of a `Request`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Never.
    Omit,
    /// To the page's own origin.
    SameOrigin,
    /// To other origins too.
    Include,
}

impl Credentials {
    /// The mode with this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "omit" => Some(Self::Omit),
            "same-origin" => Some(Self::SameOrigin),
            "include" => Some(Self::Include),
            _ => None,
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Omit => "omit",
            Self::SameOrigin => "same-origin",
            Self::Include => "include",
        }
    }
}

/// The options of a new batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewBatch {
    /// The rule of its analyses.
    pub rule: Option<String>,
    /// Its name: `user-data`, at most 1024 bytes when encoded.
    pub name: Option<String>,
}

/// Which entries of an archive a response lists.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Page {
    /// The index of the first one.
    pub first: Option<f64>,
    /// The number of entries; default 50.
    pub size: Option<f64>,
}

/// How `GET /hash/{hash}` searches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByHash {
    /// Only results of this rule.
    pub rule: Option<String>,
    /// Excludes the files inside archives.
    pub self_only: bool,
    /// Only results of the last hours, this many; 0 is no limit.
    pub time_range: Option<f64>,
    /// Includes an unfinished analysis if there is no finished one.
    pub include_in_progress: bool,
    /// The entries of an archive to list.
    pub page: Page,
}

impl Request {
    /// A request without headers.
    pub fn new(endpoint: Endpoint, method: &'static str, path: impl Into<String>) -> Self {
        Self {
            endpoint,
            method,
            path: path.into(),
            headers: Vec::new(),
            body: None,
            secrets: Vec::new(),
            subject: Subject::Nothing,
        }
    }

    /// The same with an analysis or a batch as its subject.
    pub(super) fn about(self, id: &str) -> Self {
        let subject = Subject::Id(id.into());
        Self { subject, ..self }
    }

    /// The same with the session as its subject.
    pub(super) fn of_session(self) -> Self {
        let subject = Subject::Session;
        Self { subject, ..self }
    }

    /// The same with a value as its JSON body.
    pub(super) fn json(self, body: &impl Serialize) -> Self {
        let body = serde_json::to_string(body).ok();
        let request = self.header("content-type", Some("application/json".into()));
        Self { body, ..request }
    }

    /// The same with secrets that no message may contain.
    pub(super) fn hiding(self, secrets: Vec<String>) -> Self {
        Self { secrets, ..self }
    }

    pub(super) fn header(mut self, name: impl Into<String>, value: Option<String>) -> Self {
        if let Some(value) = value {
            self.headers.push((name.into(), value));
        }
        self
    }

    pub(super) fn encoded(self, name: &str, text: Option<&str>) -> Self {
        self.header(name, text.map(encode))
    }

    /// The same with the credentials: `apikey`, and `user_agent`, which limits access to rules.
    ///
    /// # Errors
    /// `invalid-input` if one of them is not a valid header value.
    pub fn identified(self, key: Option<&str>, user_agent: Option<&str>) -> Result<Self, Error> {
        let key = key.map(|key| verbatim("apiKey", key)).transpose()?;
        let agent = user_agent
            .map(|agent| verbatim("userAgent", agent))
            .transpose()?;
        Ok(self.header("apikey", key).header("user_agent", agent))
    }

    /// The same with the user's headers, which replace none of the existing ones.
    pub fn with_more(mut self, headers: &[(String, String)]) -> Self {
        for (name, value) in headers {
            let taken = |(given, _): &(String, String)| given.eq_ignore_ascii_case(name);
            if !self.headers.iter().any(taken) {
                self.headers.push((name.clone(), value.clone()));
            }
        }
        self
    }
}

/// A path with an id: the parts `before` and `after` the id.
pub(super) fn path(before: &str, option: &str, given: &str, after: &str) -> Result<String, Error> {
    Ok(format!("{before}{}{after}", id(option, given)?))
}

/// An id as one segment of a path. `.` and `..` would change the path, even when encoded.
fn id(option: &str, id: &str) -> Result<String, Error> {
    if id.is_empty() || id == "." || id == ".." {
        return Err(Error::invalid_input(format!(
            "{option} is missing or no id"
        )));
    }
    Ok(encode(id))
}

pub(super) fn query(page: Page) -> Result<String, Error> {
    let mut query = String::new();
    for (name, value) in [("first", page.first), ("size", page.size)] {
        if let Some(value) = whole(name, value)? {
            let separator = if query.is_empty() { '?' } else { '&' };
            query.push_str(&format!("{separator}{name}={value}"));
        }
    }
    Ok(query)
}

/// A JavaScript number as the whole number that the protocol requires.
pub(super) fn whole(option: &str, number: Option<f64>) -> Result<Option<String>, Error> {
    let Some(number) = number else {
        return Ok(None);
    };
    if number.fract() != 0.0 || !(0.0..=f64::from(i32::MAX)).contains(&number) {
        return Err(Error::invalid_input(format!(
            "{option} has to be a whole number, 0 or more"
        )));
    }
    Ok(Some((number as u32).to_string()))
}
