//! One call of the user's: sends its requests, checks the status of the responses, and retries if that is safe and
//! may help.

use super::answer::Report;
use super::connection::MetaDefender;
use super::earlier::EarlierAnalysis;
use super::host::{Downloaded, File, Host, HttpRequest, HttpResponse, OnBytes, Uploaded};
use super::progress::{OnProgress, Reporter};
use super::secrets::{MIN_PART, header_secrets};
use super::{Failure, Result};
use crate::core::algorithm::Algorithm;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::FailureBody;
use crate::core::progress::Shares;
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::{Request, Subject};
use crate::core::protocol::response;
use crate::core::retry::may_have_arrived;

/// The caller of a call: how it can be aborted, and the listener for its progress.
pub struct Caller<H: Host> {
    /// The caller's signal.
    pub signal: Option<H::Signal>,
    /// The listener for the progress of the call.
    pub on_progress: Option<OnProgress>,
}

impl<H: Host> Default for Caller<H> {
    fn default() -> Self {
        Self {
            signal: None,
            on_progress: None,
        }
    }
}

impl<H: Host> Clone for Caller<H> {
    fn clone(&self) -> Self {
        Self {
            signal: self.signal.clone(),
            on_progress: self.on_progress.clone(),
        }
    }
}

/// A running call.
pub(super) struct Call<H: Host> {
    pub client: MetaDefender<H>,
    /// Bound to the caller's signal.
    pub host: H,
    pub reporter: Reporter<H>,
}

/// The outcome of an upload.
pub(super) enum Sent<J> {
    /// The service responded.
    Answered(Uploaded<J>),
    /// The response to an attempt was lost, and a lookup found its analysis.
    Found(Box<Report<J>>),
}

/// The outcome of an attempt with a response.
enum Attempt<T, J> {
    Success(T),
    Refused(HttpResponse<J>),
}

impl<H: Host> MetaDefender<H> {
    /// Starts a call, unless it is aborted already.
    pub(super) fn call(&self, caller: Caller<H>, shares: Shares) -> Result<Call<H>, H> {
        let host = self.host().bound_to(caller.signal);
        host.check_abort()?;
        Ok(Call {
            client: self.clone(),
            reporter: Reporter::new(host.clone(), caller.on_progress, shares),
            host,
        })
    }

    /// Makes a call of one request, or fails with the error in its place.
    pub(super) async fn request(
        &self,
        request: std::result::Result<Request, Error>,
        caller: Caller<H>,
    ) -> Result<HttpResponse<H::Json>, H> {
        let call = self.call(caller, Shares::WAIT)?;
        call.send(&request?).await
    }
}

impl<H: Host> Call<H> {
    /// Sends a request without a file. Returns successful responses only.
    pub async fn send(&self, request: &Request) -> Result<HttpResponse<H::Json>, H> {
        self.send_often(request, request.endpoint.is_idempotent())
            .await
    }

    /// The same with a single attempt.
    pub async fn send_once(&self, request: &Request) -> Result<HttpResponse<H::Json>, H> {
        self.send_often(request, false).await
    }

    async fn send_often(
        &self,
        request: &Request,
        repeatable: bool,
    ) -> Result<HttpResponse<H::Json>, H> {
        let identified = self.identified(request)?;
        let attempt = async || {
            let outgoing = self.outgoing(&identified).await?;
            let response = self.host.send(&outgoing).await?;
            self.keep_cookies(&request.subject, request, &response);
            Ok(match response.is_success() {
                true => Attempt::Success(response),
                false => Attempt::Refused(response),
            })
        };
        self.with_retries(request, repeatable, attempt, async |_| Ok(None))
            .await
    }

    /// Sends a file. A stream is sent only once, and so is a file whose upload timed out after all its bytes were sent.
    /// If an attempt may have arrived, its analysis is looked up before the next attempt.
    pub async fn upload(
        &self,
        request: &Request,
        file: &H::File,
        length: f64,
        algorithms: &[Algorithm],
        on_sent: OnBytes,
        earlier: Option<&EarlierAnalysis<'_>>,
    ) -> Result<Sent<H::Json>, H> {
        let identified = self.identified(request)?;
        let attempt = async || {
            let outgoing = self.outgoing(&identified).await?;
            let on_sent = on_sent.clone();
            let upload = self
                .host
                .upload(&outgoing, file, length, algorithms, on_sent);
            let uploaded = upload.await?;
            self.keep_cookies(&request.subject, request, &uploaded.response);
            Ok(match uploaded.response.is_success() {
                true => Attempt::Success(Sent::Answered(uploaded)),
                false => Attempt::Refused(uploaded.response),
            })
        };
        let recover = async |error: &Error| match earlier {
            Some(earlier) if may_have_arrived(error) => {
                let found = self.find_arrived(earlier).await?;
                Ok(found.map(|report| Sent::Found(Box::new(report))))
            }
            _ => Ok(None),
        };
        self.with_retries(request, !file.is_stream(), attempt, recover)
            .await
    }

    /// Downloads a file from the service.
    pub async fn download(&self, request: &Request) -> Result<H::Download, H> {
        self.fetch(request, None).await
    }

    /// Downloads a file from an address that the service returned, which gets neither the key nor the user's headers.
    pub async fn download_from(&self, url: String, endpoint: Endpoint) -> Result<H::Download, H> {
        let request = Request::new(endpoint, "GET", "");
        let foreign = HttpRequest {
            method: request.method,
            url,
            headers: Vec::new(),
            body: None,
            credentials: None,
            is_foreign: true,
        };
        self.fetch(&request, Some(foreign)).await
    }

    async fn fetch(
        &self,
        request: &Request,
        foreign: Option<HttpRequest>,
    ) -> Result<H::Download, H> {
        let identified = self.identified(request)?;
        let repeatable = foreign.is_none() && request.endpoint.is_idempotent();
        let attempt = async || {
            let outgoing = match &foreign {
                Some(foreign) => foreign.clone(),
                None => self.outgoing(&identified).await?,
            };
            Ok(match self.host.download(&outgoing).await? {
                Downloaded::Success(download) => Attempt::Success(download),
                Downloaded::Refused(response) => Attempt::Refused(response),
            })
        };
        self.with_retries(request, repeatable, attempt, async |_| Ok(None))
            .await
    }

    /// Makes an attempt, and retries it while that is safe and may help. A failed attempt may still have had an effect:
    /// `recover` looks for it before the next attempt, and if there must be no other attempt.
    async fn with_retries<T>(
        &self,
        request: &Request,
        repeatable: bool,
        attempt: impl AsyncFn() -> Result<Attempt<T, H::Json>, H>,
        recover: impl AsyncFn(&Error) -> Result<Option<T>, H>,
    ) -> Result<T, H> {
        let retry = self.client.options().retry;
        let mut attempts = 0;
        loop {
            self.host.check_abort()?;
            let failure = match attempt().await {
                Ok(Attempt::Success(success)) => return Ok(success),
                Ok(Attempt::Refused(response)) => self.refusal(request, &response).into(),
                Err(failure) => failure
                    .map_error(|error| at(error, request.endpoint))
                    .map_cause(|cause| self.without_secrets(request, cause)),
            };
            attempts += 1;
            let Failure::Failed { error, .. } = &failure else {
                return Err(failure);
            };
            let delay = retry.delay(attempts, error, repeatable, self.host.random());
            if let Some(delay) = delay {
                self.host.sleep(delay).await?;
            }
            if (delay.is_some() || error.is_final)
                && let Some(recovered) = recover(error).await?
            {
                return Ok(recovered);
            }
            if delay.is_none() {
                return Err(failure);
            }
        }
    }

    /// The request with the credentials and headers that all of its attempts have.
    fn identified(&self, request: &Request) -> Result<Request, H> {
        let options = self.client.options();
        let key = self.client.key();
        self.client.remember_secrets(request.secrets.clone());
        Ok(request
            .clone()
            .identified(key.as_deref(), options.user_agent.as_deref())?
            .with_more(&options.headers))
    }

    /// The request of one attempt: with the address, cookies, and headers that may differ for each attempt.
    async fn outgoing(&self, identified: &Request) -> Result<HttpRequest, H> {
        let fresh = self.host.user_headers().await?;
        self.client.remember_header_secrets(header_secrets(&fresh));
        let request = identified.clone().with_more(&fresh);
        let url = self.client.base_url().join(&request.path);
        let mut headers = request.headers;
        if let Some(cookies) = self.host.cookies(&request.subject, &url) {
            add_cookies(&mut headers, cookies);
        }
        Ok(HttpRequest {
            method: request.method,
            url,
            headers,
            body: request.body,
            credentials: self.client.options().credentials,
            is_foreign: false,
        })
    }

    /// Keeps the cookies that a response sets for this subject.
    pub(super) fn keep_cookies(
        &self,
        subject: &Subject,
        request: &Request,
        response: &HttpResponse<H::Json>,
    ) {
        let url = self.client.base_url().join(&request.path);
        self.host.keep_cookies(subject, &url, &response.set_cookies);
    }

    /// The error for a refused request, without secrets.
    fn refusal(&self, request: &Request, response: &HttpResponse<H::Json>) -> Error {
        let body: Option<FailureBody> =
            response.json.as_ref().and_then(|json| self.host.view(json));
        let body = body.unwrap_or_default();
        let retry_after = response.retry_after.as_deref().and_then(|value| {
            let now = self.host.wall_clock();
            response::retry_after(value, now, |date| self.host.parse_date(date))
        });
        let words = body.words();
        let failure = response::Failure {
            status: response.status,
            code: body.code(),
            words: words.as_deref(),
            retry_after,
        };
        response::failure(request.endpoint, failure, &self.secrets(request))
    }

    /// The thrown value without secrets: that of a user's `fetch` may contain the request.
    fn without_secrets(&self, request: &Request, cause: H::Thrown) -> H::Thrown {
        let secrets = response::spellings(&self.secrets(request));
        self.host.redacted(cause, &secrets)
    }

    /// The secrets that no message and no cause may repeat: passwords of this call and of earlier ones, keys, cookies, and
    /// headers of the user's that look like keys.
    fn secrets(&self, request: &Request) -> Vec<String> {
        let mut secrets = self.client.secrets();
        secrets.extend(request.secrets.iter().cloned());
        secrets.extend(self.client.options().api_key.clone());
        secrets.extend(self.client.key());
        let url = self.client.base_url().join(&request.path);
        let cookies = self
            .host
            .cookies(&request.subject, &url)
            .unwrap_or_default();
        let values = cookies
            .split("; ")
            .filter_map(|cookie| cookie.split_once('='));
        // A short value, such as the name of a node (s1), is no secret, and may be a part of any word.
        let values = values.filter(|(_, value)| value.len() >= MIN_PART);
        secrets.extend(values.map(|(_, value)| value.to_owned()));
        secrets.extend(header_secrets(&self.client.options().headers));
        secrets
    }
}

/// The error of a request without a response, with the name of the operation.
fn at(mut error: Error, endpoint: Endpoint) -> Error {
    error.endpoint = Some(endpoint);
    // `invalid-input` is about the file, not about the operation.
    if error.code != ErrorCode::InvalidInput {
        error.message = format!("{}: {}", endpoint.name(), error.message).into();
    }
    error
}

/// Adds cookies to those of the user's own header `Cookie`.
fn add_cookies(headers: &mut Vec<(String, String)>, cookies: String) {
    let own = headers
        .iter_mut()
        .find(|(name, _)| name.eq_ignore_ascii_case("cookie"));
    match own {
        Some((_, own)) => *own = format!("{own}; {cookies}"),
        None => headers.push(("cookie".into(), cookies)),
    }
}
