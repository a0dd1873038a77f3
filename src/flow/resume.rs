//! Taking a scan up again that somebody else began: another page load, or a server that did not wait.

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
    /// Takes a scan up again by the id of its analysis: follows it to its end, and judges it.
    ///
    /// # Errors
    /// `not-found`, `timeout`, `integrity` where the server speaks of another file than the `digests`
    /// are of, and those of every call.
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
