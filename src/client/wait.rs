//! Following an analysis to its end.

use web_sys::AbortSignal;

use super::MetaDefender;
use super::config::duration;
use super::progress::{OnProgress, Reporter};
use super::report::Report;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::poll::Poll;
use crate::core::progress::{Phase, Shares};
use crate::core::request::Page;
use crate::core::retry::is_transient;
use crate::core::state::State;
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
    pub async fn wait(&self, data_id: &str, options: WaitOptions) -> Result<Report, Failure> {
        let reporter = Reporter::new(options.on_progress, Shares::WAIT);
        let abort = options.signal.into();
        let mut pace = Pace::new(options.poll, options.timeout)?;
        let report = self
            .follow(data_id, false, &mut pace, &abort, &reporter)
            .await?;
        reporter.done();
        Ok(report)
    }

    pub(super) async fn follow(
        &self,
        data_id: &str,
        sanitizes: bool,
        pace: &mut Pace,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Result<Report, Failure> {
        reporter.about(data_id);
        reporter.advance(Phase::Queue, 0.0, Some(100.0));
        loop {
            let failure = match self.report_of(data_id, Page::default(), false, abort).await {
                Ok(report) => {
                    let state = State::of(&report.analysis, sanitizes);
                    match state.map_err(|error| error.about(data_id))? {
                        State::Finished => return Ok(report),
                        state => show(state, reporter),
                    }
                    let timeout = pace.timeout;
                    pace.pause(abort, || too_long(data_id, timeout)).await?;
                    continue;
                }
                Err(failure) => failure,
            };
            match asked_to_wait(&failure) {
                Some(delay) => pace.pause_for(delay, abort, || failure).await?,
                None => return Err(failure),
            }
        }
    }
}

/// When to ask again, and when to give up.
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
    pub fn restart(&mut self) {
        self.deadline = now() + self.timeout;
        self.asked = 0;
    }

    /// Waits until it is time to ask again.
    pub async fn pause(
        &mut self,
        abort: &Abort,
        too_late: impl FnOnce() -> Error,
    ) -> Result<(), Failure> {
        let left = self.deadline - now();
        if left <= 0.0 {
            return Err(too_late().into());
        }
        // The last question is asked when the time is over, and not long before.
        let delay = self.poll.delay(self.asked, random()).min(left);
        self.asked += 1;
        wait(delay, abort).await
    }

    /// Waits for as long as the server asks for, if there is as much time left.
    pub(super) async fn pause_for(
        &self,
        delay: f64,
        abort: &Abort,
        too_late: impl FnOnce() -> Failure,
    ) -> Result<(), Failure> {
        if now() + delay > self.deadline {
            return Err(too_late());
        }
        wait(delay, abort).await
    }
}

async fn wait(delay: f64, abort: &Abort) -> Result<(), Failure> {
    let pause = async {
        sleep(delay).await;
        Ok(())
    };
    abort.race(pause).await
}

fn show(state: State, reporter: &Reporter) {
    if let State::Processing(percentage) = state {
        reporter.advance(Phase::Scan, f64::from(percentage), Some(100.0));
    }
}

/// For how many ms a server that is too busy wants to be left alone: it has not lost the analysis.
pub(super) fn asked_to_wait(failure: &Failure) -> Option<f64> {
    match failure {
        Failure::Failed { error, .. } if is_transient(error) => {
            error.retry_after.map(|seconds| seconds * 1_000.0)
        }
        _ => None,
    }
}

fn too_long(data_id: &str, timeout: f64) -> Error {
    let message = format!(
        "the analysis did not finish in {} ms; wait() with its dataId takes it up again",
        timeout as u64
    );
    Error::new(ErrorCode::Timeout, message)
        .at(Endpoint::AnalysisResult)
        .about(data_id)
}
