//! Waits until an analysis is finished.

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
    /// Requests the report until the analysis is finished.
    ///
    /// # Errors
    /// `timeout` if it takes too long; the `data_id` of the error serves to resume it. `not-found`, `protocol`.
    pub async fn wait(
        &self,
        data_id: &str,
        options: WaitOptions,
        caller: Caller<H>,
    ) -> Result<Report<H::Json>, H> {
        let call = self.call(caller, Shares::WAIT)?;
        let schedule = PollSchedule::new(options.poll, options.timeout)?;
        let report = call.follow(Followed::of(data_id), schedule).await?;
        call.reporter.done();
        Ok(report)
    }
}

/// An analysis to wait for.
#[derive(Clone, Copy)]
pub(super) struct Followed<'a> {
    pub data_id: &'a str,
    /// Whether it makes a clean copy, without which it is not finished.
    pub sanitizes: bool,
    /// Whether this call has just submitted it.
    pub is_new: bool,
}

impl<'a> Followed<'a> {
    /// An analysis that was submitted elsewhere.
    pub fn of(data_id: &'a str) -> Self {
        Self {
            data_id,
            sanitizes: false,
            is_new: false,
        }
    }
}

/// ms for which a service may not know an analysis that it has just accepted: the request may reach a node that does
/// not have it yet.
const GRACE: f64 = 5_000.0;

impl<H: Host> Call<H> {
    /// Requests a report until it is finished.
    pub(super) async fn follow(
        &self,
        followed: Followed<'_>,
        mut schedule: PollSchedule,
    ) -> Result<Report<H::Json>, H> {
        let data_id = followed.data_id;
        let dialect = self.client.dialect();
        let request = dialect.result(data_id, Page::default(), false)?;
        self.reporter.about(data_id);
        let begun = self.host.now();
        schedule.start(begun);
        self.reporter.advance(Phase::Queue, 0.0, Some(100.0));
        let mut may_be_unknown = followed.is_new;
        loop {
            let answer = self.send(&request).await;
            let report = match report(&self.host, data_id, answer) {
                Ok(report) => report,
                Err(failure) => {
                    may_be_unknown &= self.host.now() - begun < GRACE;
                    self.pause_after(failure, &mut schedule, may_be_unknown)
                        .await?;
                    continue;
                }
            };
            may_be_unknown = false;
            let state = State::of(
                &report.view,
                self.client.options().service,
                followed.sanitizes,
            );
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

    /// The same. On an abort, it also cancels the analysis on the server if `cancel_on_abort` is set.
    pub(super) async fn follow_or_cancel(
        &self,
        followed: Followed<'_>,
        schedule: PollSchedule,
        cancel_on_abort: bool,
    ) -> Result<Report<H::Json>, H> {
        let report = self.follow(followed, schedule).await;
        if cancel_on_abort && matches!(report, Err(Failure::Aborted(_))) {
            self.cancel_in_background(followed.data_id);
        }
        report
    }

    /// Cancels an analysis after an abort. Failures are ignored, as the call has already ended.
    fn cancel_in_background(&self, data_id: &str) {
        let (client, data_id) = (self.client.clone(), data_id.to_owned());
        self.host.spawn(async move {
            let _ = client.cancel(&data_id, Caller::default()).await;
        });
    }

    /// Waits before the next request; fails with `too_late` if the deadline has passed.
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

    /// Waits after a failed request, if the failure may be temporary: a server that is too busy or unreachable has not
    /// lost the analysis, and an analysis that `may_be_unknown` may become known.
    pub(super) async fn pause_after(
        &self,
        failure: Failure<H::Thrown>,
        schedule: &mut PollSchedule,
        may_be_unknown: bool,
    ) -> Result<(), H> {
        let Failure::Failed { error, .. } = &failure else {
            return Err(failure);
        };
        let (now, random) = (self.host.now(), self.host.random());
        let delay = match error.code {
            ErrorCode::NotFound if may_be_unknown => schedule.next_delay(now, random),
            _ => schedule.delay_after(error, now, random),
        };
        match delay {
            Some(delay) => self.host.sleep(delay).await,
            None => Err(failure),
        }
    }
}

fn took_too_long(data_id: &str, timeout: f64) -> Error {
    let message = format!(
        "the analysis did not finish in {} ms; call resume() with its dataId to continue",
        timeout as u64
    );
    Error::new(ErrorCode::Timeout, message)
        .at(Endpoint::AnalysisResult)
        .about(data_id)
}
