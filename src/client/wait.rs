//! Following an analysis to its end.

use web_sys::AbortSignal;

use super::config::duration;
use super::progress::{OnProgress, Reporter};
use super::report::{Report, report};
use super::{MetaDefender, Task};
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::poll::Poll;
use crate::core::progress::{Phase, Shares};
use crate::core::request::Page;
use crate::core::retry::is_transient;
use crate::core::state::State;
use crate::core::text::{concat, decimal};
use crate::platform::{Abort, Failure, now, random, sleep};

/// How an analysis is followed.
#[derive(Clone)]
pub struct WaitOptions {
    /// When to ask.
    pub poll: Poll,
    /// ms after which it has taken too long.
    pub timeout: f64,
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
    /// Hears how far it is.
    pub on_progress: Option<OnProgress>,
}

/// ms that an analysis may take where nothing else is said.
pub const DEFAULT_TIMEOUT: f64 = 600_000.0;

impl Default for WaitOptions {
    fn default() -> Self {
        Self {
            poll: Poll::default(),
            timeout: DEFAULT_TIMEOUT,
            signal: None,
            on_progress: None,
        }
    }
}

impl MetaDefender {
    /// Asks for the report until the analysis is finished.
    ///
    /// # Errors
    /// `timeout` where it takes too long; its `data_id` takes the analysis up again. `not-found`,
    /// `protocol`.
    pub fn wait(&self, data_id: &str, options: WaitOptions) -> Task<Report> {
        let (client, data_id) = (self.clone(), String::from(data_id));
        Box::pin(async move {
            let reporter = Reporter::new(options.on_progress, Shares::WAIT);
            let pace = Pace::new(options.poll, options.timeout)?;
            let abort = options.signal.into();
            let report = client
                .follow(&data_id, false, pace, &abort, &reporter)
                .await?;
            reporter.done();
            Ok(report)
        })
    }

    pub(super) fn follow(
        &self,
        data_id: &str,
        sanitizes: bool,
        mut pace: Pace,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Task<Report> {
        reporter.about(data_id);
        let progress = reporter.handle();
        progress.advance(Phase::Queue, 0.0, Some(100.0));
        let (client, abort, data_id) = (self.clone(), abort.clone(), String::from(data_id));
        Box::pin(async move {
            loop {
                let request = client.dialect().result(&data_id, Page::default(), false)?;
                let answer = client.call(request, &abort).await;
                let delay = match report(&data_id, answer) {
                    Ok(report) => match State::of(&report, sanitizes) {
                        Ok(State::Finished) => return Ok(report),
                        Ok(state) => {
                            if let State::Processing(percentage) = state {
                                progress.advance(Phase::Scan, percentage.into(), Some(100.0));
                            }
                            pace.next(|timeout| too_long(&data_id, timeout))?
                        }
                        Err(error) => return Err(error.about(&data_id).into()),
                    },
                    Err(failure) => pace.after(failure)?,
                };
                sleep(delay, &abort).await?;
            }
        })
    }
}

/// When to ask again, and when to give up.
#[derive(Clone)]
pub(super) struct Pace {
    poll: Poll,
    timeout: f64,
    deadline: f64,
    asked: u32,
}

impl Pace {
    /// From now on, for so many ms.
    pub fn new(poll: Poll, timeout: f64) -> Result<Self, Error> {
        duration("timeout", timeout)?;
        duration("poll.initialDelay", poll.initial_delay)?;
        duration("poll.maxDelay", poll.max_delay)?;
        if !poll.factor.is_finite() || poll.factor < 1.0 {
            return Err(Error::invalid_input(
                "poll.factor has to be a number, 1 or more",
            ));
        }
        Ok(Self {
            poll,
            timeout,
            deadline: now() + timeout,
            asked: 0,
        })
    }

    /// The same, from now on.
    pub fn restarted(&self) -> Self {
        Self {
            deadline: now() + self.timeout,
            asked: 0,
            ..self.clone()
        }
    }

    /// In how many ms to ask again.
    pub fn next(&mut self, too_late: impl FnOnce(f64) -> Error) -> Result<f64, Failure> {
        let left = self.deadline - now();
        if left <= 0.0 {
            return Err(too_late(self.timeout).into());
        }
        // The last question is asked when the time is over, and not long before.
        let delay = self.poll.delay(self.asked, random()).min(left);
        self.asked += 1;
        Ok(delay)
    }

    /// In how many ms to ask again after a failure, if the server is only too busy and wants to be
    /// left alone, and there is as much time left: it has not lost the analysis.
    pub fn after(&self, failure: Failure) -> Result<f64, Failure> {
        let asked = match &failure {
            Failure::Failed { error, .. } if is_transient(error) => error.retry_after,
            _ => None,
        };
        match asked.map(|seconds| seconds * 1_000.0) {
            Some(delay) if now() + delay <= self.deadline => Ok(delay),
            _ => Err(failure),
        }
    }
}

fn too_long(data_id: &str, timeout: f64) -> Error {
    let message = concat(&[
        "the analysis did not finish in ",
        &decimal(timeout as u64),
        " ms; wait() with its dataId takes it up again",
    ]);
    Error::new(ErrorCode::Timeout, message)
        .at(Endpoint::AnalysisResult)
        .about(data_id)
}
