//! A connection: an address, credentials, defaults.

use std::cell::RefCell;
use std::rc::Rc;

use super::Result;
use super::host::Host;
use super::secrets::Secrets;
use crate::core::error::Error;
use crate::core::options::{ConnectOptions, check_duration};
use crate::core::protocol::base_url::BaseUrl;
use crate::core::protocol::dialect::Dialect;
use crate::core::protocol::header::verbatim;
use crate::core::protocol::request::Analyze;

/// A connection to MetaDefender. Cheap to clone.
pub struct MetaDefender<H: Host>(Rc<Connection<H>>);

impl<H: Host> Clone for MetaDefender<H> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

struct Connection<H> {
    host: H,
    base_url: BaseUrl,
    options: ConnectOptions,
    /// The API key, or the session that replaces it.
    key: RefCell<Option<String>>,
    /// The secrets in the caller's options.
    secrets: RefCell<Secrets>,
    /// The secrets in headers from the caller's function. Kept apart, as a new token for each request would push out the
    /// other secrets.
    header_secrets: RefCell<Secrets>,
}

impl<H: Host> MetaDefender<H> {
    /// Creates a connection that uses this host, without sending a request.
    ///
    /// # Errors
    /// `invalid-input` if an option is invalid.
    pub fn with_host(host: H, options: ConnectOptions) -> Result<Self, H> {
        let base_url = BaseUrl::parse(&options.base_url)?;
        check(&options)?;
        let key = RefCell::new(options.api_key.clone());
        Ok(Self(Rc::new(Connection {
            host,
            base_url,
            options,
            key,
            secrets: RefCell::default(),
            header_secrets: RefCell::default(),
        })))
    }

    /// The address of the service's root.
    pub fn address(&self) -> String {
        self.base_url().join("/")
    }

    pub(super) fn host(&self) -> &H {
        &self.0.host
    }

    pub(super) fn base_url(&self) -> &BaseUrl {
        &self.0.base_url
    }

    pub(super) fn options(&self) -> &ConnectOptions {
        &self.0.options
    }

    pub(super) fn dialect(&self) -> &'static dyn Dialect {
        self.0.options.service.dialect()
    }

    pub(super) fn key(&self) -> Option<String> {
        self.0.key.borrow().clone()
    }

    /// Replaces the key; `None` restores the one that the connection was created with.
    pub(super) fn set_key(&self, key: Option<String>) {
        let key = key.or_else(|| self.0.options.api_key.clone());
        let former = self.0.key.replace(key);
        self.remember_secrets(former.into_iter().collect());
    }

    /// Remembers secrets that no message may contain: the server may repeat them in a much later call.
    pub(super) fn remember_secrets(&self, secrets: Vec<String>) {
        self.0.secrets.borrow_mut().remember(secrets);
    }

    /// The same for secrets in headers.
    pub(super) fn remember_header_secrets(&self, secrets: Vec<String>) {
        self.0.header_secrets.borrow_mut().remember(secrets);
    }

    /// The secrets that no message may contain.
    pub(super) fn secrets(&self) -> Vec<String> {
        let (given, headers) = (self.0.secrets.borrow(), self.0.header_secrets.borrow());
        given.iter().chain(headers.iter()).cloned().collect()
    }

    /// The rule of a call: the one that it names, or else that of the connection.
    pub(super) fn rule(&self, named: Option<String>) -> Option<String> {
        named.or_else(|| self.0.options.rule.clone())
    }

    /// The options of a file, with the rule of the connection if they name none.
    pub(super) fn with_rule(&self, analyze: &Analyze) -> Analyze {
        Analyze {
            rule: self.rule(analyze.rule.clone()),
            ..analyze.clone()
        }
    }
}

fn check(options: &ConnectOptions) -> std::result::Result<(), Error> {
    if let Some(key) = &options.api_key {
        verbatim("apiKey", key)?;
    }
    if let Some(agent) = &options.user_agent {
        verbatim("userAgent", agent)?;
    }
    if options.retry.attempts == 0 {
        return Err(Error::invalid_input("retry.attempts has to be 1 or more"));
    }
    check_duration("retry.baseDelay", options.retry.base_delay)?;
    check_duration("retry.maxDelay", options.retry.max_delay)?;
    check_duration("timeout", options.timeout)?;
    check_duration("responseTimeout", options.response_timeout())
}
