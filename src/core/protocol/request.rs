//! What to send, and what can be said of it. The operations themselves are in
//! [`dialect`](super::dialect).

use serde::Serialize;

use super::endpoint::Endpoint;
use super::header::{encode, verbatim};
use crate::core::error::Error;

/// A request, but for the address, the key and the file's bytes.
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
    /// What no message may repeat, should the server do so: passwords.
    pub secrets: Vec<String>,
    /// What it belongs to.
    pub subject: Subject,
}

/// What a request belongs to: the cookies that its answer sets go back with what belongs to the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// Nothing that goes on.
    #[default]
    Nothing,
    /// The session that a log-in opens.
    Session,
    /// An analysis or a batch, by its id.
    Id(String),
}

impl Subject {
    /// The analysis or the batch.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Id(id) => Some(id),
            Self::Nothing | Self::Session => None,
        }
    }
}

/// What `POST /file` can say of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analyze {
    /// The name of the submitted file.
    pub filename: Option<String>,
    /// The rule of the analysis; the server's default one otherwise.
    pub rule: Option<String>,
    /// Passwords to open an archive with.
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
    /// Cloud v4: whether the file is analysed in private.
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
    /// The encoding of this name.
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

/// Whether a browser sends cookies and other credentials of its own: the `credentials` of a `Request`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Never.
    Omit,
    /// To the page's own origin.
    SameOrigin,
    /// To other origins as well.
    Include,
}

impl Credentials {
    /// The mode of this name.
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

/// What a batch is made with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewBatch {
    /// The rule of its analyses.
    pub rule: Option<String>,
    /// Its name: `user-data`, at most 1024 bytes when encoded.
    pub name: Option<String>,
}

/// Which entries of an archive an answer shall list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Page {
    /// The index of the first one.
    pub first: Option<f64>,
    /// How many; 50 if nothing is said.
    pub size: Option<f64>,
}

/// How `GET /hash/{hash}` shall search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByHash {
    /// Results of this rule only.
    pub rule: Option<String>,
    /// Not among the files inside of archives.
    pub self_only: bool,
    /// Only in the last so many hours; 0 is without limit.
    pub time_range: Option<f64>,
    /// Answer with an unfinished analysis where there is no finished one.
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

    /// The same, which belongs to an analysis or a batch.
    pub(super) fn about(self, id: &str) -> Self {
        let subject = Subject::Id(id.into());
        Self { subject, ..self }
    }

    /// The same, which belongs to the session.
    pub(super) fn of_session(self) -> Self {
        let subject = Subject::Session;
        Self { subject, ..self }
    }

    /// The same, with a value as its body, as JSON.
    pub(super) fn json(self, body: &impl Serialize) -> Self {
        let body = serde_json::to_string(body).ok();
        let request = self.header("content-type", Some("application/json".into()));
        Self { body, ..request }
    }

    /// The same, with what no message may repeat.
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

    /// The same, with the credentials: `apikey`, and `user_agent`, which limits access to rules.
    ///
    /// # Errors
    /// `invalid-input` where one of them cannot travel in a header.
    pub fn identified(self, key: Option<&str>, user_agent: Option<&str>) -> Result<Self, Error> {
        let key = key.map(|key| verbatim("apiKey", key)).transpose()?;
        let agent = user_agent
            .map(|agent| verbatim("userAgent", agent))
            .transpose()?;
        Ok(self.header("apikey", key).header("user_agent", agent))
    }

    /// The same, with headers of the user's, none of which takes the place of one that is there.
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

/// The path of one thing: `before` its id, and `after`.
pub(super) fn path(before: &str, option: &str, given: &str, after: &str) -> Result<String, Error> {
    Ok(format!("{before}{}{after}", id(option, given)?))
}

/// An id as one segment of a path. `.` and `..` would change the path, encoded or not.
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

/// A number that JavaScript gave, as the whole number that the protocol wants.
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
