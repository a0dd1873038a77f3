//! Lookups: reports by hash, rules, limits.

use super::Result;
use super::answer::{Report, array, json, report_by_hash};
use super::call::Caller;
use super::connection::MetaDefender;
use super::host::Host;
use crate::core::model::Field;
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::ByHash;

impl<H: Host> MetaDefender<H> {
    /// *Fetch Analysis Result By Hash*: the newest report of a file with this hash; `None` if the service has none.
    ///
    /// # Errors
    /// `invalid-input` for a malformed hash.
    pub async fn result_by_hash(
        &self,
        hash: &str,
        mut options: ByHash,
        caller: Caller<H>,
    ) -> Result<Option<Report<H::Json>>, H> {
        options.rule = self.rule(options.rule);
        let request = self.dialect().result_by_hash(hash, &options);
        let answer = self.request(request, caller).await;
        report_by_hash(self.host(), hash, answer)
    }

    /// Cloud: looks up several files by their hashes. Returns an entry for each.
    ///
    /// # Errors
    /// `unsupported` if the service has no such operation, `invalid-input` for a malformed hash.
    pub async fn results_by_hash(
        &self,
        hashes: &[String],
        caller: Caller<H>,
    ) -> Result<H::Json, H> {
        let request = self.dialect().results_by_hash(hashes);
        let response = self.request(request, caller).await?;
        let endpoint = Endpoint::ResultsByHash;
        let answer = json(endpoint, &response)?;
        // Version 4 wraps the list.
        let list = match self.host().elements(&answer) {
            Field::Is(_) => answer,
            Field::Absent | Field::Malformed => self.host().member(&answer, "data"),
        };
        array(self.host(), endpoint, &response, list)
    }

    /// *Fetching Available Analysis Rules*: the rules that this key and user agent may use.
    ///
    /// # Errors
    /// Those of every call.
    pub async fn rules(&self, caller: Caller<H>) -> Result<H::Json, H> {
        let request = self.dialect().rules();
        let response = self.request(request, caller).await?;
        let answer = json(Endpoint::Rules, &response)?;
        array(self.host(), Endpoint::Rules, &response, answer)
    }

    /// Cloud v4: what this API key may do.
    ///
    /// # Errors
    /// `unsupported` if the service has no such operation.
    pub async fn limits(&self, caller: Caller<H>) -> Result<H::Json, H> {
        let request = self.dialect().limits();
        let response = self.request(request, caller).await?;
        Ok(json(Endpoint::Limits, &response)?)
    }
}
