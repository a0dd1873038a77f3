//! Following an analysis to its end.

use super::answer::{Report, report};
use super::call::{Call, Caller};
use super::connection::MetaDefender;
use super::host::Host;
use super::{Failure, Result};
use crate::core::decide::state::State;
use crate::core::error::{Error, ErrorCode};
use crate::core::options::WaitOptions;
use crate::core::poll::PollSchedule;
use crate::core::progress::{Phase, Shares};
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::Page;

impl<H: Host> MetaDefender<H> {
    /// Asks for the report until the analysis is finished.
    ///
    /// # Errors
    /// `timeout` where it takes too long; its `data_id` takes the analysis up again. `not-found`,
    /// `protocol`.
    pub async fn wait(
        &self,
        data_id: &str,
        options: WaitOptions,
        caller: Caller<H>,
    ) -> Result<Report<H::Json>, H> {
        let call = self.call(caller, Shares::WAIT)?;
        let schedule = PollSchedule::new(options.poll, options.timeout)?;
        let report = call.follow(data_id, false, schedule).await?;
        call.reporter.done();
        Ok(report)
    }
}

impl<H: Host> Call<H> {
    /// Asks for a report until it is finished; `sanitizes` if the analysis makes a clean copy.
    pub(super) async fn follow(
        &self,
        data_id: &str,
        sanitizes: bool,
        mut schedule: PollSchedule,
    ) -> Result<Report<H::Json>, H> {
        let dialect = self.client.dialect();
        let request = dialect.result(data_id, Page::default(), false)?;
        self.reporter.about(data_id);
        schedule.start(self.host.now());
        self.reporter.advance(Phase::Queue, 0.0, Some(100.0));
        loop {
            let answer = self.send(&request).await;
            let report = match report(&self.host, data_id, answer) {
                Ok(report) => report,
                Err(failure) => {
                    self.pause_after(failure, &schedule).await?;
                    continue;
                }
            };
            let state = State::of(&report.view, self.client.options().service, sanitizes);
            match state.map_err(|error| error.about(data_id))? {
                State::Finished => return Ok(report),
                State::Processing(percentage) => {
                    self.reporter.advance(Phase::Scan, percentage, Some(100.0));
                }
                State::Queued => {}
            }
            self.pause(&mut schedule, |timeout| took_too_long(data_id, timeout))
                .await?;
        }
    }

    /// The same; where the caller aborts meanwhile, the analysis is cancelled on the server, if wanted.
    pub(super) async fn follow_or_cancel(
        &self,
        data_id: &str,
        sanitizes: bool,
        schedule: PollSchedule,
        cancel_on_abort: bool,
    ) -> Result<Report<H::Json>, H> {
        let followed = self.follow(data_id, sanitizes, schedule).await;
        if cancel_on_abort && matches!(followed, Err(Failure::Aborted(_))) {
            self.cancel_in_background(data_id);
        }
        followed
    }

    /// Cancels an analysis that nobody waits for any more: nobody could be told of a failure.
    fn cancel_in_background(&self, data_id: &str) {
        let (client, data_id) = (self.client.clone(), data_id.to_owned());
        self.host.spawn(async move {
            let _ = client.cancel(&data_id, Caller::default()).await;
        });
    }

    /// Waits before the next question; fails with `too_late` where the deadline has passed.
    pub(super) async fn pause(
        &self,
        schedule: &mut PollSchedule,
        too_late: impl FnOnce(f64) -> Error,
    ) -> Result<(), H> {
        match schedule.next_delay(self.host.now(), self.host.random()) {
            Some(delay) => self.host.sleep(delay).await,
            None => Err(too_late(schedule.timeout()).into()),
        }
    }

    /// Waits after a failed question, if the server is only too busy: it has not lost the analysis.
    pub(super) async fn pause_after(
        &self,
        failure: Failure<H::Thrown>,
        schedule: &PollSchedule,
    ) -> Result<(), H> {
        let delay = match &failure {
            Failure::Aborted(_) => None,
            Failure::Failed { error, .. } => schedule.delay_after(error, self.host.now()),
        };
        match delay {
            Some(delay) => self.host.sleep(delay).await,
            None => Err(failure),
        }
    }
}

fn took_too_long(data_id: &str, timeout: f64) -> Error {
    let message = format!(
        "the analysis did not finish in {} ms; resume() with its dataId takes it up again",
        timeout as u64
    );
    Error::new(ErrorCode::Timeout, message)
        .at(Endpoint::AnalysisResult)
        .about(data_id)
}
