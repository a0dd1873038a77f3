//! The current report of an analysis, and its cancellation.

use super::Result;
use super::answer::{Report, acknowledged, report};
use super::call::Caller;
use super::connection::MetaDefender;
use super::host::Host;
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::Page;

impl<H: Host> MetaDefender<H> {
    /// *Fetch Analysis Result*: the current report, finished or not.
    ///
    /// # Errors
    /// `not-found` if the service has no such analysis.
    pub async fn result(
        &self,
        data_id: &str,
        page: Page,
        file_metadata: bool,
        caller: Caller<H>,
    ) -> Result<Report<H::Json>, H> {
        let request = self.dialect().result(data_id, page, file_metadata);
        let answer = self.request(request, caller).await;
        report(self.host(), data_id, answer)
    }

    /// *Cancel File Analysis*: cancels the analysis, and those of the files that it extracted.
    ///
    /// # Errors
    /// `not-found` if the service has no such analysis.
    pub async fn cancel(&self, data_id: &str, caller: Caller<H>) -> Result<(), H> {
        let answer = self.request(self.dialect().cancel(data_id), caller).await;
        let response = answer.map_err(|failure| failure.about(data_id))?;
        acknowledged(Endpoint::CancelAnalysis, &response)
            .map_err(|error| error.about(data_id).into())
    }
}
