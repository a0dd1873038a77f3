//! One call of the protocol: sent, judged by its status, tried again where that makes sense.

use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::{FailureBody, Field};
use crate::core::request::Request;
use crate::core::response::{self, failure};
use crate::platform::{
    self, Abort, Body, Failure, Incoming, Outgoing, Wire, parse_date, random, sleep, view,
    wall_clock,
};

use super::MetaDefender;

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
        let options = &self.config.options;
        let key = self.key.borrow().clone();
        let request = request.identified(key.as_deref(), options.user_agent.as_deref())?;
        let request = request.with_more(&options.headers);
        let endpoint = request.endpoint;
        let url = self.config.base_url.join(&request.path);
        let wire = Wire {
            fetch: options.fetch.as_ref(),
            timeout: options.timeout,
            abort,
        };
        let repeatable = match &body {
            Body::File { content, .. } => content.is_repeatable(),
            Body::Empty | Body::Text(_) => endpoint.is_idempotent(),
        };
        let mut secrets = secrets.to_vec();
        secrets.extend(key.as_deref());
        let mut attempt = 0;
        loop {
            attempt += 1;
            let outgoing = Outgoing {
                method: request.method,
                url: &url,
                headers: &request.headers,
                body: &body,
            };
            let error = match platform::send(outgoing, &wire).await {
                Ok(answer) if answer.is_success() => return Ok(answer),
                Ok(answer) => refusal(endpoint, &answer, &secrets).into(),
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
}

/// A request that got no answer, with the operation named. The outer error is for a file which
/// turns out to be the reason, as a browser reports that just like an unreachable server.
async fn no_answer(
    failure: Failure,
    endpoint: Endpoint,
    body: &Body<'_>,
) -> Result<Failure, Failure> {
    if let (Body::File { content, .. }, Some(ErrorCode::Network)) = (body, failure.code()) {
        content
            .probe()
            .await
            .map_err(|unreadable| unreadable.map(|error| error.at(endpoint)))?;
    }
    Ok(failure.map(|mut error| {
        error.message = format!("{}: {}", endpoint.name(), error.message).into();
        error.at(endpoint)
    }))
}

fn refusal(endpoint: Endpoint, answer: &Incoming, secrets: &[&str]) -> Error {
    let said = platform::parse(&answer.text).map(|value| view::<FailureBody>(&value));
    let words = said
        .as_ref()
        .and_then(Field::value)
        .and_then(FailureBody::words);
    let retry_after = answer.retry_after.as_deref();
    let refusal = response::Failure {
        status: answer.status,
        words,
        retry_after: retry_after
            .and_then(|value| response::retry_after(value, wall_clock(), parse_date)),
    };
    failure(endpoint, refusal, secrets)
}
