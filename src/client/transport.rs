//! One call of the protocol: sent, judged by its status, tried again where that makes sense.

use wasm_bindgen::JsValue;

use super::MetaDefender;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::{FailureBody, Field};
use crate::core::request::Request;
use crate::core::response::{self, failure};
use crate::platform::{
    self, Abort, Body, Failure, Incoming, Outgoing, Wire, parse_date, random, sleep, wall_clock,
};

impl MetaDefender {
    /// Makes a call, and makes it again while that is safe and may help. `secrets` are struck from
    /// whatever the server says, along with the key.
    pub(super) async fn call(
        &self,
        request: Request,
        body: Body<'_>,
        secrets: &[&str],
        abort: &Abort,
    ) -> Result<Incoming, Failure> {
        let send = async |outgoing: Outgoing<'_>, wire: &Wire<'_>| {
            let answer = platform::send(outgoing, wire).await?;
            Ok(if answer.is_success() {
                Ok(answer)
            } else {
                Err(answer)
            })
        };
        self.call_by(send, request, body, secrets, abort).await
    }

    /// The same, with no body and for a `Response` whose body is not read.
    pub(super) async fn open(&self, request: Request, abort: &Abort) -> Result<JsValue, Failure> {
        let send =
            async |outgoing: Outgoing<'_>, wire: &Wire<'_>| platform::open(outgoing, wire).await;
        self.call_by(send, request, Body::Empty, &[], abort).await
    }

    async fn call_by<T>(
        &self,
        send: impl AsyncFn(Outgoing<'_>, &Wire<'_>) -> Result<Result<T, Incoming>, Failure>,
        request: Request,
        body: Body<'_>,
        secrets: &[&str],
        abort: &Abort,
    ) -> Result<T, Failure> {
        let options = &self.config.options;
        let key = self.key.borrow().clone();
        let request = request.identified(key.as_deref(), options.user_agent.as_deref())?;
        let request = request.with_more(&options.headers);
        let endpoint = request.endpoint;
        let url = self.config.base_url.join(&request.path);
        let wire = self.wire(abort);
        let repeatable = match &body {
            Body::File { content, .. } => content.is_repeatable(),
            Body::Empty | Body::Text(_) => endpoint.is_idempotent(),
        };
        let mut secrets = secrets.to_vec();
        secrets.extend(key.as_deref());
        secrets.extend(options.headers.iter().filter_map(secret));
        let mut attempt = 0;
        loop {
            attempt += 1;
            let outgoing = Outgoing {
                method: request.method,
                url: &url,
                headers: &request.headers,
                body: &body,
            };
            let error = match send(outgoing, &wire).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(answer)) => refusal(endpoint, &answer, &secrets).into(),
                Err(failure) => no_answer(failure, endpoint, &body).await?,
            };
            let delay = match &error {
                Failure::Failed { error, .. } => {
                    options.retry.delay(attempt, error, repeatable, random())
                }
                Failure::Aborted(_) => None,
            };
            let Some(delay) = delay else {
                return Err(error);
            };
            let pause = async {
                sleep(delay).await;
                Ok(())
            };
            abort.race(pause).await?;
        }
    }

    /// Fetches what is at an address that the service gave, which gets neither key nor headers: by
    /// the runtime's own `fetch`, as the user's may add them, or be bound to the service.
    pub(super) async fn open_elsewhere(
        &self,
        endpoint: Endpoint,
        url: &str,
        abort: &Abort,
    ) -> Result<JsValue, Failure> {
        let is_secure = url.starts_with("https://");
        if !is_secure && (self.config.base_url.is_secure() || !url.starts_with("http://")) {
            let message =
                "the address of the clean copy is none of the web, or none that is secure";
            return Err(Error::protocol(message).at(endpoint).into());
        }
        let outgoing = Outgoing {
            method: "GET",
            url,
            headers: &[],
            body: &Body::Empty,
        };
        let wire = Wire {
            fetch: None,
            ..self.wire(abort)
        };
        match platform::open(outgoing, &wire).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(answer)) => Err(refusal(endpoint, &answer, &[]).into()),
            Err(failure) => Err(failure.map(|error| error.at(endpoint))),
        }
    }

    fn wire<'a>(&'a self, abort: &'a Abort) -> Wire<'a> {
        Wire {
            fetch: self.config.options.fetch.as_ref(),
            timeout: self.config.options.timeout,
            abort,
        }
    }
}

/// A request that got no answer, with the operation named. The outer error is for a file which
/// turns out to be the reason, as a browser reports that just like an unreachable server.
async fn no_answer(
    failure: Failure,
    endpoint: Endpoint,
    body: &Body<'_>,
) -> Result<Failure, Failure> {
    if let (Body::File { content, .. }, Some(ErrorCode::Network)) = (body, failure.code()) {
        let read = content.probe().await;
        read.map_err(|unreadable| unreadable.map(|error| error.at(endpoint)))?;
    }
    Ok(failure.map(|mut error| {
        error.message = format!("{}: {}", endpoint.name(), error.message).into();
        error.at(endpoint)
    }))
}

/// The value of a header of the user's that looks like a key.
fn secret((name, value): &(String, String)) -> Option<&str> {
    let name = name.to_ascii_lowercase();
    let secret = ["key", "auth", "token", "secret", "cookie"];
    secret
        .iter()
        .any(|part| name.contains(part))
        .then_some(value)
}

fn refusal(endpoint: Endpoint, answer: &Incoming, secrets: &[&str]) -> Error {
    let said = platform::parse(&answer.text).map(|value| Field::<FailureBody>::read(&value));
    let said = said.as_ref().and_then(Field::value);
    let retry_after = answer.retry_after.as_deref();
    let refusal = response::Failure {
        status: answer.status,
        code: said.and_then(FailureBody::code),
        words: said.and_then(FailureBody::words),
        retry_after: retry_after
            .and_then(|value| response::retry_after(value, wall_clock(), parse_date)),
    };
    failure(endpoint, refusal, secrets)
}
