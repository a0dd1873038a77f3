//! What to send: one constructor an operation of the reference.

use alloc::string::String;
use alloc::vec::Vec;

use super::algorithm::Algorithm;
use super::endpoint::Endpoint;
use super::error::Error;
use super::header::{encode, verbatim};

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
    fn new(endpoint: Endpoint, method: &'static str, path: impl Into<String>) -> Self {
        Self {
            endpoint,
            method,
            path: path.into(),
            headers: Vec::new(),
        }
    }

    fn header(mut self, name: impl Into<String>, value: Option<String>) -> Self {
        if let Some(value) = value {
            self.headers.push((name.into(), value));
        }
        self
    }

    fn encoded(self, name: &str, text: Option<&str>) -> Self {
        self.header(name, text.map(encode))
    }

    /// *Login*. The body is the JSON of user and password.
    pub fn login() -> Self {
        Self::new(Endpoint::Login, "POST", "/login")
            .header("content-type", Some("application/json".into()))
    }

    /// *Logout*.
    pub fn logout() -> Self {
        Self::new(Endpoint::Logout, "POST", "/logout")
    }

    /// *Analyze File (Asynchronous mode)*. The body is the file's bytes.
    ///
    /// # Errors
    /// `invalid-input` for an empty password or a timeout that is no whole number of seconds.
    pub fn analyze(options: &Analyze) -> Result<Self, Error> {
        let timeout = whole("globalTimeout", options.global_timeout)?;
        let mut request = Self::new(Endpoint::Analyze, "POST", "/file")
            .header("content-type", Some("application/octet-stream".into()))
            .encoded(
                "filename",
                options.filename.as_deref().filter(|name| !name.is_empty()),
            )
            .encoded("rule", options.rule.as_deref())
            .encoded("metadata", options.metadata.as_deref())
            .encoded("engines-metadata", options.engines_metadata.as_deref())
            .header("global-timeout", timeout);
        let passwords = &options.archive_passwords;
        if passwords.iter().any(String::is_empty) {
            return Err(Error::invalid_input(
                "archivePasswords has an empty password",
            ));
        }
        for (index, password) in passwords.iter().enumerate() {
            let name = match passwords.len() {
                1 => "archivepwd".into(),
                _ => alloc::format!("archivepwd{}", index + 1),
            };
            request = request.encoded(&name, Some(password));
        }
        Ok(request)
    }

    /// *Fetch Analysis Result*.
    ///
    /// # Errors
    /// `invalid-input` for a data id or a page that cannot be.
    pub fn result(data_id: &str, page: Page) -> Result<Self, Error> {
        let path = alloc::format!("/file/{}{}", id("dataId", data_id)?, query(page)?);
        Ok(Self::new(Endpoint::AnalysisResult, "GET", path))
    }

    /// *Fetch Analysis Result By Hash*.
    ///
    /// # Errors
    /// `invalid-input` for a malformed hash, time range or page.
    pub fn result_by_hash(hash: &str, options: &ByHash) -> Result<Self, Error> {
        Algorithm::of(hash)?;
        let hours = whole("timeRange", options.time_range)?;
        let yes = |asked: bool| asked.then(|| "true".into());
        let path = alloc::format!("/hash/{hash}{}", query(options.page)?);
        Ok(Self::new(Endpoint::ResultByHash, "GET", path)
            .encoded("rule", options.rule.as_deref())
            .header("selfonly", yes(options.self_only))
            .header("timerange", hours)
            .header("include-inprogress", yes(options.include_in_progress)))
    }

    /// *Fetching Available Analysis Rules*.
    pub fn rules() -> Self {
        Self::new(Endpoint::Rules, "GET", "/file/rules")
    }

    /// *Cancel File Analysis*.
    ///
    /// # Errors
    /// `invalid-input` for a data id that cannot be.
    pub fn cancel(data_id: &str) -> Result<Self, Error> {
        let path = alloc::format!("/file/{}/cancel", id("dataId", data_id)?);
        Ok(Self::new(Endpoint::CancelAnalysis, "POST", path))
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

/// An id as one segment of a path. `.` and `..` would change the path, encoded or not.
fn id(option: &str, id: &str) -> Result<String, Error> {
    if id.is_empty() || id == "." || id == ".." {
        return Err(Error::invalid_input(alloc::format!(
            "{option} is missing or no id"
        )));
    }
    Ok(encode(id))
}

fn query(page: Page) -> Result<String, Error> {
    let mut query = String::new();
    for (name, value) in [("first", page.first), ("size", page.size)] {
        if let Some(value) = whole(name, value)? {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(name);
            query.push('=');
            query.push_str(&value);
        }
    }
    Ok(query)
}

/// A number that JavaScript gave, as the whole number that the protocol wants.
fn whole(option: &str, number: Option<f64>) -> Result<Option<String>, Error> {
    let Some(number) = number else {
        return Ok(None);
    };
    if number.fract() != 0.0 || !(0.0..=f64::from(i32::MAX)).contains(&number) {
        return Err(Error::invalid_input(alloc::format!(
            "{option} has to be a whole number, 0 or more"
        )));
    }
    Ok(Some(alloc::format!("{}", number as u32)))
}
