//! What a connection is made with.

use std::rc::Rc;

use js_sys::Function;

use super::{Connection, MetaDefender};
use crate::core::base_url::BaseUrl;
use crate::core::dialect::{Dialect, Service};
use crate::core::error::Error;
use crate::core::header::verbatim;
use crate::core::retry::Retry;
use crate::core::text::concat;
use crate::platform::{Failure, has_origin};

/// What a connection is made with.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// The address of the service: `http://localhost:8899`, or a path on the page's own origin.
    pub base_url: String,
    /// Which API it speaks.
    pub service: Service,
    /// The key of every call, in the header `apikey`.
    pub api_key: Option<String>,
    /// The header `user_agent` of every call, which limits access to rules.
    pub user_agent: Option<String>,
    /// The rule of every analysis that names none.
    pub rule: Option<String>,
    /// More headers of every call, those of a proxy on the way, say.
    pub headers: Vec<(String, String)>,
    /// Used in place of the runtime's `fetch` and of XHR.
    pub fetch: Option<Function>,
    /// How often and how soon calls are made again.
    pub retry: Retry,
    /// ms without progress before a request has failed.
    pub timeout: f64,
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
            fetch: None,
            retry: Retry::default(),
            timeout: 30_000.0,
        }
    }
}

/// The same, checked.
pub(super) struct Config {
    pub base_url: BaseUrl,
    pub options: ConnectOptions,
}

impl MetaDefender {
    /// Makes a connection. Nothing is sent yet.
    ///
    /// # Errors
    /// `invalid-input`, where an option cannot be.
    pub fn connect(options: ConnectOptions) -> Result<Self, Failure> {
        let base_url = BaseUrl::parse(&options.base_url)?;
        if base_url.is_relative() && !has_origin() {
            let message = "baseUrl is a path, but here is no page whose origin it could be on";
            return Err(Error::invalid_input(message).into());
        }
        for (option, text) in [
            ("apiKey", &options.api_key),
            ("userAgent", &options.user_agent),
        ] {
            text.as_deref()
                .map(|text| verbatim(option, text))
                .transpose()?;
        }
        let Retry {
            attempts,
            base_delay,
            max_delay,
        } = options.retry;
        if attempts == 0 {
            return Err(Error::invalid_input("retry.attempts has to be 1 or more").into());
        }
        duration("retry.baseDelay", base_delay)?;
        duration("retry.maxDelay", max_delay)?;
        duration("timeout", options.timeout)?;
        let key = options.api_key.clone();
        let config = Config { base_url, options };
        Ok(Self(Rc::new(Connection {
            config,
            key: key.into(),
        })))
    }
}

impl MetaDefender {
    pub(super) fn dialect(&self) -> &'static dyn Dialect {
        self.0.config.options.service.dialect()
    }
}

/// Checks a number of ms.
pub(super) fn duration(option: &str, duration: f64) -> Result<(), Error> {
    if duration.is_nan() || duration < 0.0 {
        let message = concat(&[option, " has to be a number of ms, 0 or more"]);
        return Err(Error::invalid_input(message));
    }
    Ok(())
}
