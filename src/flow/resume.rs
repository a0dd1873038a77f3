//! Resumes a scan that was started elsewhere: by an earlier page load, or by a server that did not wait.

use super::Result;
use super::call::Caller;
use super::connection::MetaDefender;
use super::host::Host;
use super::scan::{Scan, Via};
use super::wait::Followed;
use crate::core::options::ResumeOptions;
use crate::core::poll::PollSchedule;
use crate::core::progress::Shares;

impl<H: Host> MetaDefender<H> {
    /// Resumes a scan by the id of its analysis: waits until it is finished, and judges it.
    ///
    /// # Errors
    /// `not-found`, `timeout`, `integrity` if the server's report is about another file than the `digests`, and those of
    /// every call.
    pub async fn resume(
        &self,
        data_id: &str,
        options: ResumeOptions,
        caller: Caller<H>,
    ) -> Result<Scan<H::Json>, H> {
        let call = self.call(caller, Shares::WAIT)?;
        let digests = options.digests.checked()?;
        let schedule = PollSchedule::new(options.wait.poll, options.wait.timeout)?;
        let report = call
            .follow_or_cancel(Followed::of(data_id), schedule, options.cancel_on_abort)
            .await?;
        call.judge(report, Via::Analysis, data_id, digests)
    }
}
