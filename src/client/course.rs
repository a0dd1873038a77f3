//! The courses of calls, and the one place where anything is waited for.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};

use super::call::{Attempts, Call, Outcome};
use super::{MetaDefender, Task};
use crate::core::error::Error;
use crate::platform::{Abort, Failure, Incoming, send, settled, sleep};

/// What came of a step: what a promise of the host's came to, or the [`Incoming`] of a call.
pub(super) type Came = Result<JsValue, Failure>;

/// What a user wants done, as steps. It never waits itself but says what the next step is: as many
/// `async` functions would make several times the code.
pub(super) trait Course {
    /// The next step, given what came of the last; at the beginning, `undefined`.
    fn next(&mut self, came: Came) -> Result<Step, Failure>;

    /// What is said of a failure besides.
    fn explain(&self, failure: Failure) -> Failure {
        failure
    }
}

/// A course that may be impossible from the beginning.
impl<C: Course> Course for Result<C, Error> {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        match self {
            Ok(course) => course.next(came),
            Err(error) => Err(error.clone().into()),
        }
    }

    fn explain(&self, failure: Failure) -> Failure {
        match self {
            Ok(course) => course.explain(failure),
            Err(_) => failure,
        }
    }
}

/// What is to be done.
pub(super) enum Step {
    /// Make a call.
    Call(Call),
    /// Wait for a promise of the host's.
    Await(Promise),
    /// Wait for so many ms.
    Pause(f64),
    /// Nothing: this is what came of it all.
    Done(JsValue),
}

/// The answer to a call.
pub(super) fn answer(came: Came) -> Result<Incoming, Failure> {
    came.map(JsCast::unchecked_into)
}

impl MetaDefender {
    /// Takes the steps of a course to its end.
    pub(super) fn run(&self, course: impl Course + 'static, abort: &Abort) -> Task<JsValue> {
        Box::pin(walk(self.clone(), Box::new(course), abort.clone()))
    }
}

async fn walk(client: MetaDefender, mut course: Box<dyn Course>, abort: Abort) -> Came {
    abort.check()?;
    let mut came = Ok(JsValue::UNDEFINED);
    loop {
        let promise = match course.next(came) {
            Ok(Step::Done(value)) => return Ok(value),
            Err(failure) => return Err(course.explain(failure)),
            Ok(Step::Await(promise)) => promise,
            Ok(Step::Pause(delay)) => sleep(delay, &abort),
            Ok(Step::Call(call)) => {
                came = match Attempts::of(&client, call, &abort) {
                    Ok(attempts) => made(attempts, &abort).await,
                    Err(failure) => Err(failure),
                };
                continue;
            }
        };
        came = settled(promise).await;
    }
}

/// Makes a call, and makes it again while that is safe and may help.
async fn made(mut attempts: Attempts, abort: &Abort) -> Came {
    loop {
        let answer = settled(send(&attempts.outgoing)).await;
        match attempts.judge(answer) {
            Outcome::End(answer) => return answer,
            Outcome::TryAgainIn(delay) => settled(sleep(delay, abort)).await?,
        };
    }
}
