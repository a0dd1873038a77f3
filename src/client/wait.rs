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
        let report = self
            .follow(data_id, options.poll, options.timeout, &abort, &reporter)
            .await?;
        reporter.done();
        Ok(report)
    }

    pub(super) async fn follow(
        &self,
        data_id: &str,
        poll: Poll,
        timeout: f64,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Result<Report, Failure> {
        check(&poll, timeout)?;
        reporter.about(data_id);
        reporter.advance(Phase::Queue, 0.0, Some(100.0));
        let deadline = now() + timeout;
        let mut asked = 0;
        loop {
            let delay = match self.report_of(data_id, Page::default(), abort).await {
                Ok(report) => match State::of(&report.analysis).map_err(|e| e.about(data_id))? {
                    State::Finished => return Ok(report),
                    state => {
                        show(state, reporter);
                        poll.delay(asked, random())
                    }
                },
                Err(failure) => asked_to_wait(failure)?,
            };
            asked += 1;
            if now() + delay > deadline && now() + poll.initial_delay > deadline {
                return Err(too_long(data_id, timeout).into());
            }
            let pause = async {
                sleep(delay.min(deadline - now())).await;
                Ok(())
            };
            abort.race(pause).await?;
        }
    }
}

fn show(state: State, reporter: &Reporter) {
    if let State::Processing(percentage) = state {
        reporter.advance(Phase::Scan, f64::from(percentage), Some(100.0));
    }
}

/// A server that is too busy and says for how long has not lost the analysis.
fn asked_to_wait(failure: Failure) -> Result<f64, Failure> {
    match &failure {
        Failure::Failed { error, .. } if is_transient(error) => match error.retry_after {
            Some(seconds) => Ok(seconds * 1_000.0),
            None => Err(failure),
        },
        _ => Err(failure),
    }
}

fn too_long(data_id: &str, timeout: f64) -> Error {
    let message = format!(
        "the analysis did not finish in {timeout} ms; wait() with its dataId takes it up again"
    );
    Error::new(ErrorCode::Timeout, message)
        .at(Endpoint::AnalysisResult)
        .about(data_id)
}

pub(super) fn check(poll: &Poll, timeout: f64) -> Result<(), Error> {
    duration("timeout", timeout)?;
    duration("poll.initialDelay", poll.initial_delay)?;
    duration("poll.maxDelay", poll.max_delay)?;
    if !poll.factor.is_finite() || poll.factor < 1.0 {
        return Err(Error::invalid_input(
            "poll.factor has to be a number, 1 or more",
        ));
    }
    Ok(())
}
