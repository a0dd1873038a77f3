//! Following an analysis to its end.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::config::duration;
use super::course::{Came, Course, Step, answer};
use super::progress::{Handle, OnProgress, Reporter};
use super::report::report;
use super::{MetaDefender, Task};
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::poll::Poll;
use crate::core::progress::{Phase, Shares};
use crate::core::request::Page;
use crate::core::retry::is_transient;
use crate::core::state::State;
use crate::core::text::{concat, decimal};
use crate::platform::{Failure, now, random};

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
    /// Asks for the report until the analysis is finished; answers it whole.
    ///
    /// # Errors
    /// `timeout` where it takes too long; its `data_id` takes the analysis up again. `not-found`,
    /// `protocol`.
    pub fn wait(&self, data_id: &str, options: WaitOptions) -> Task<JsValue> {
        let abort = options.signal.clone().into();
        let course = options.follow(self, data_id);
        let course = course.map(|(follow, reporter)| Wait { follow, reporter });
        self.run(course, &abort)
    }
}

impl WaitOptions {
    /// What follows an analysis so, and tells how far it is.
    pub(super) fn follow(
        self,
        client: &MetaDefender,
        data_id: &str,
    ) -> Result<(Follow, Reporter), Error> {
        let pace = Pace::new(self.poll, self.timeout)?;
        let reporter = Reporter::new(self.on_progress, Shares::WAIT);
        let follow = Follow::new(client, data_id, false, pace, &reporter);
        Ok((follow, reporter))
    }
}

/// `wait`: follows an analysis, and tells when it is done.
struct Wait {
    follow: Follow,
    reporter: Reporter,
}

impl Course for Wait {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        let step = self.follow.next(came)?;
        if let Step::Done(_) = step {
            self.reporter.done();
        }
        Ok(step)
    }
}

/// Asks for a report until it is finished.
pub(super) struct Follow {
    pub client: MetaDefender,
    pub data_id: String,
    sanitizes: bool,
    pace: Pace,
    progress: Handle,
    asked: bool,
}

impl Follow {
    pub fn new(
        client: &MetaDefender,
        data_id: &str,
        sanitizes: bool,
        pace: Pace,
        reporter: &Reporter,
    ) -> Self {
        reporter.about(data_id);
        Self {
            client: client.clone(),
            data_id: data_id.into(),
            sanitizes,
            pace,
            progress: reporter.handle(),
            asked: false,
        }
    }

    /// What the answer comes to: the end, or a pause before asking again.
    fn read(&mut self, came: Came) -> Result<Step, Failure> {
        let report = match report(&self.data_id, answer(came)) {
            Ok(report) => report,
            Err(failure) => return self.pace.after(failure),
        };
        let state = State::of(&report, self.sanitizes);
        match state.map_err(|error| error.about(&self.data_id))? {
            State::Finished => return Ok(Step::Done(report.0)),
            State::Processing(percentage) => {
                let loaded = percentage.into();
                self.progress.advance(Phase::Scan, loaded, Some(100.0));
            }
            State::Queued => {}
        }
        self.pace.next(|timeout| too_long(&self.data_id, timeout))
    }
}

impl Course for Follow {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        self.asked = !self.asked;
        if !self.asked {
            return self.read(came);
        }
        came?;
        self.pace.begin();
        self.progress.advance(Phase::Queue, 0.0, Some(100.0));
        let dialect = self.client.dialect();
        let request = dialect.result(&self.data_id, Page::default(), false)?;
        Ok(Step::Call(request.into()))
    }
}

/// When to ask again, and when to give up.
#[derive(Clone)]
pub(super) struct Pace {
    poll: Poll,
    timeout: f64,
    /// There is none before it begins.
    deadline: Option<f64>,
    asked: u32,
}

impl Pace {
    /// For so many ms.
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
            deadline: None,
            asked: 0,
        })
    }

    /// The time runs from now on, if it does not yet.
    pub fn begin(&mut self) {
        self.deadline.get_or_insert_with(|| now() + self.timeout);
    }

    /// ms
    fn left(&self) -> f64 {
        self.deadline
            .map_or(self.timeout, |deadline| deadline - now())
    }

    /// The pause before asking again.
    pub fn next(&mut self, too_late: impl FnOnce(f64) -> Error) -> Result<Step, Failure> {
        let left = self.left();
        if left <= 0.0 {
            return Err(too_late(self.timeout).into());
        }
        // The last question is asked when the time is over, and not long before.
        let delay = self.poll.delay(self.asked, random()).min(left);
        self.asked += 1;
        Ok(Step::Pause(delay))
    }

    /// The pause before asking again after a failure, if the server is only too busy and wants to be
    /// left alone, and there is as much time left: it has not lost the analysis.
    pub fn after(&self, failure: Failure) -> Result<Step, Failure> {
        let asked = match &failure {
            Failure::Failed { error, .. } if is_transient(error) => error.retry_after,
            _ => None,
        };
        match asked.map(|seconds| seconds * 1_000.0) {
            Some(delay) if delay <= self.left() => Ok(Step::Pause(delay)),
            _ => Err(failure),
        }
    }
}

fn too_long(data_id: &str, timeout: f64) -> Error {
    let message = concat(&[
        "the analysis did not finish in ",
        &decimal(timeout as u64),
        " ms; resume() with its dataId takes it up again",
    ]);
    Error::new(ErrorCode::Timeout, message)
        .at(Endpoint::AnalysisResult)
        .about(data_id)
}
