//! The options of `connect`.

use super::{CREDENTIALS, NUMBER, OBJECT, STRING, choice, option};
use crate::core::error::{Error, ErrorCode};
use crate::core::model::view;
use crate::core::protocol::dialect::Service;
use crate::core::protocol::request::Credentials;
use crate::core::retry::Retry;

/// How a connection is created.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// The address of the service: `http://localhost:8899`, or a path on the page's own origin.
    pub base_url: String,
    /// The API of the service.
    pub service: Service,
    /// The API key, sent in the header `apikey` of every request.
    pub api_key: Option<String>,
    /// The header `user_agent` of every request, which limits access to rules.
    pub user_agent: Option<String>,
    /// The rule of every analysis that does not name one.
    pub rule: Option<String>,
    /// Additional headers of every request, such as those that a proxy needs.
    pub headers: Vec<(String, String)>,
    /// Whether a browser sends its cookies too.
    pub credentials: Option<Credentials>,
    /// How often and how soon calls are retried.
    pub retry: Retry,
    /// ms without progress after which a request fails.
    pub timeout: f64,
    /// ms from the last byte of an upload to its response, plus 1 s for each MiB of the file. The default is
    /// [`DEFAULT_RESPONSE_TIMEOUT`], or `timeout` if that is longer.
    pub response_timeout: Option<f64>,
}

/// 150 s: half a minute longer than `scanProxy` waits for MetaDefender, so that its own response still arrives.
pub const DEFAULT_RESPONSE_TIMEOUT: f64 = 150_000.0;

impl ConnectOptions {
    /// ms from the last byte of an upload to its response, in addition to the time for its size.
    pub fn response_timeout(&self) -> f64 {
        let default = DEFAULT_RESPONSE_TIMEOUT.max(self.timeout);
        self.response_timeout.unwrap_or(default)
    }
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            service: Service::default(),
            api_key: None,
            user_agent: None,
            rule: None,
            headers: Vec::new(),
            credentials: None,
            retry: Retry::default(),
            timeout: 30_000.0,
            response_timeout: None,
        }
    }
}

view! {
    /// The options from JavaScript, without headers.
    pub struct ConnectInput {
        api: String,
        base_url: String = "baseUrl",
        api_key: String = "apiKey",
        user_agent: String = "userAgent",
        rule: String,
        credentials: String,
        retry: RetryInput,
        timeout: f64,
        response_timeout: f64 = "responseTimeout",
    }
}

view! {
    /// The option `retry`.
    struct RetryInput {
        attempts: f64,
        base_delay: f64 = "baseDelay",
        max_delay: f64 = "maxDelay",
    }
}

impl ConnectInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type, `unsupported` for an `api` that does not exist.
    pub fn options(self) -> Result<ConnectOptions, Error> {
        let default = ConnectOptions::default();
        let service = match option("api", STRING, self.api)? {
            None => default.service,
            Some(api) => Service::named(&api).ok_or_else(|| {
                let message =
                    format!("api has to be 'cluster', 'cloud-v2' or 'cloud-v4', not '{api}'");
                Error::new(ErrorCode::Unsupported, message)
            })?,
        };
        Ok(ConnectOptions {
            service,
            base_url: option("baseUrl", STRING, self.base_url)?.unwrap_or_default(),
            api_key: option("apiKey", STRING, self.api_key)?,
            user_agent: option("userAgent", STRING, self.user_agent)?,
            rule: option("rule", STRING, self.rule)?,
            headers: Vec::new(),
            credentials: choice(
                "credentials",
                CREDENTIALS,
                self.credentials,
                Credentials::named,
            )?,
            retry: match option("retry", OBJECT, self.retry)? {
                None => default.retry,
                Some(retry) => retry.options()?,
            },
            timeout: option("timeout", NUMBER, self.timeout)?.unwrap_or(default.timeout),
            response_timeout: option("responseTimeout", NUMBER, self.response_timeout)?,
        })
    }
}

impl RetryInput {
    fn options(self) -> Result<Retry, Error> {
        let default = Retry::default();
        let base_delay = option("retry.baseDelay", NUMBER, self.base_delay)?;
        let max_delay = option("retry.maxDelay", NUMBER, self.max_delay)?;
        // A fraction or infinity becomes the nearest number of attempts.
        let attempts = option("retry.attempts", NUMBER, self.attempts)?;
        Ok(Retry {
            attempts: attempts.map_or(default.attempts, |attempts| attempts as u32),
            base_delay: base_delay.unwrap_or(default.base_delay),
            max_delay: max_delay.unwrap_or(default.max_delay),
        })
    }
}
