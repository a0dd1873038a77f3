//! One call of the protocol: sent, judged by its status, tried again where that makes sense.

use wasm_bindgen::JsCast;

use super::MetaDefender;
use super::course::Came;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::FailureBody;
use crate::core::request::Request;
use crate::core::response::{self, failure};
use crate::core::text::{concat, contains};
use crate::platform::{
    Abort, Body, Failure, Incoming, Outgoing, Wire, parse_date, random, wall_clock,
};

/// A call that is to be made.
pub(super) struct Call {
    request: Request,
    body: Body,
    secrets: Vec<String>,
    unread: bool,
    elsewhere: Option<String>,
}

impl From<Request> for Call {
    fn from(request: Request) -> Self {
        Self {
            request,
            body: Body::Empty,
            secrets: Vec::new(),
            unread: false,
            elsewhere: None,
        }
    }
}

impl Call {
    pub fn with(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// The same, with what is struck from whatever the server says, along with the key.
    pub fn hiding(mut self, secrets: Vec<String>) -> Self {
        self.secrets = secrets;
        self
    }

    /// The same, but of what is at an address that the service gave.
    pub fn elsewhere(mut self, url: String) -> Self {
        self.elsewhere = Some(url);
        self
    }

    /// The same, for a `Response` whose body is not read.
    pub fn unread(mut self) -> Self {
        self.unread = true;
        self
    }
}

impl MetaDefender {
    /// Whether requests are sent by a `fetch` of the caller's.
    pub(super) fn has_fetch(&self) -> bool {
        self.0.config.options.fetch.is_some()
    }

    fn wire<'a>(&'a self, abort: &'a Abort) -> Wire<'a> {
        Wire {
            fetch: self.0.config.options.fetch.as_ref(),
            timeout: self.0.config.options.timeout,
            abort,
        }
    }
}

/// The attempts at one call: it is made again while that is safe and may help.
pub(super) struct Attempts {
    client: MetaDefender,
    endpoint: Endpoint,
    pub outgoing: Outgoing,
    repeatable: bool,
    secrets: Vec<String>,
    made: u32,
}

/// What comes of an attempt.
pub(super) enum Outcome {
    End(Came),
    /// ms
    TryAgainIn(f64),
}

impl Attempts {
    pub fn of(client: &MetaDefender, call: Call, abort: &Abort) -> Result<Self, Failure> {
        abort.check()?;
        if let Some(url) = &call.elsewhere {
            return Ok(Self::elsewhere(client, url, call.request.endpoint, abort));
        }
        let options = &client.0.config.options;
        let key = client.0.key.borrow();
        let request = call.request;
        let endpoint = request.endpoint;
        let request = request
            .identified(key.as_deref(), options.user_agent.as_deref())?
            .with_more(&options.headers);
        let repeatable = match &call.body {
            Body::File { source, .. } => !source.is_stream(),
            Body::Empty | Body::Text(_) => endpoint.is_idempotent(),
        };
        let mut secrets = call.secrets;
        secrets.extend(key.clone());
        secrets.extend(options.headers.iter().filter_map(secret));
        let outgoing = Outgoing::new(
            request.method,
            &client.0.config.base_url.join(&request.path),
            &request.headers,
            call.body,
            &client.wire(abort),
            call.unread,
        );
        Ok(Self {
            client: client.clone(),
            endpoint,
            outgoing,
            repeatable,
            secrets,
            made: 0,
        })
    }

    /// Fetches what is at an address that the service gave, which gets neither key nor headers: by the
    /// runtime's own `fetch`, as the user's may add them, or be bound to the service.
    fn elsewhere(client: &MetaDefender, url: &str, endpoint: Endpoint, abort: &Abort) -> Self {
        let wire = Wire {
            fetch: None,
            ..client.wire(abort)
        };
        Self {
            client: client.clone(),
            endpoint,
            outgoing: Outgoing::new("GET", url, &[], Body::Empty, &wire, true),
            repeatable: false,
            secrets: Vec::new(),
            made: 0,
        }
    }

    /// What is to be done after an attempt.
    pub fn judge(&mut self, came: Came) -> Outcome {
        self.made += 1;
        let failure = match came {
            Ok(came) => {
                let answer: &Incoming = came.unchecked_ref();
                if is_success(answer) {
                    return Outcome::End(Ok(came));
                }
                refusal(self.endpoint, answer, &self.secrets).into()
            }
            Err(failure) => at(failure, self.endpoint),
        };
        let retry = &self.client.0.config.options.retry;
        let delay = match &failure {
            Failure::Failed { error, .. } => {
                retry.delay(self.made, error, self.repeatable, random())
            }
            Failure::Aborted(_) => None,
        };
        delay.map_or(Outcome::End(Err(failure)), Outcome::TryAgainIn)
    }
}

fn is_success(answer: &Incoming) -> bool {
    (200..300).contains(&answer.status())
}

/// A request that got no answer, with the operation named.
fn at(mut failure: Failure, endpoint: Endpoint) -> Failure {
    if let Some(error) = failure.error_mut() {
        error.endpoint = Some(endpoint);
        // What is wrong with the file is not wrong with the operation.
        if error.code != ErrorCode::InvalidInput {
            error.message = concat(&[endpoint.name(), ": ", &error.message]).into();
        }
    }
    failure
}

/// The value of a header of the user's that looks like a key.
fn secret((name, value): &(String, String)) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let is_secret = ["key", "auth", "token", "secret", "cookie"]
        .iter()
        .any(|part| contains(&name, part));
    is_secret.then(|| value.clone())
}

fn refusal(endpoint: Endpoint, answer: &Incoming, secrets: &[String]) -> Error {
    let said = FailureBody::of(&answer.json());
    let retry_after = answer.retry_after();
    let refusal = response::Failure {
        status: answer.status(),
        code: said.code,
        words: said.words.as_deref(),
        retry_after: retry_after
            .and_then(|value| response::retry_after(&value, wall_clock(), parse_date)),
    };
    failure(endpoint, refusal, secrets)
}
