//! The end of a scan: its analysis is followed, and judged.

use std::mem::take;
use std::rc::Rc;

use js_sys::futures::spawn_local;
use wasm_bindgen::JsValue;

use super::Task;
use super::course::{Came, Course, Step};
use super::outcome::{Outcome, Scan, Via};
use super::progress::Reporter;
use super::report::Report;
use super::wait::Follow;
use crate::core::digests::Digests;
use crate::platform::Failure;

/// Follows an analysis, and judges its result.
pub(super) struct Ending {
    pub follow: Follow,
    /// What the hashes in the result are compared with.
    pub digests: Digests,
    /// Whether an abort calls the analysis off as well.
    pub cancel_on_abort: bool,
    pub reporter: Rc<Reporter>,
    pub outcome: Outcome,
}

impl Course for Ending {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        let step = self.follow.next(came);
        let Follow {
            client, data_id, ..
        } = &self.follow;
        match step {
            Ok(Step::Done(result)) => {
                let digests = take(&mut self.digests);
                let scan = Scan::of(Report::from(result), Via::Analysis, data_id, digests)?;
                Ok(self.outcome.done(scan, &self.reporter))
            }
            // The user gives up in mid-analysis: the server is told so.
            Err(Failure::Aborted(reason)) => {
                if self.cancel_on_abort {
                    call_off(client.cancel(data_id, None));
                }
                Err(Failure::Aborted(reason))
            }
            step => step,
        }
    }
}

/// Calls off what goes on. The user is gone: nobody could be told of a failure.
pub(super) fn call_off(cancelled: Task<JsValue>) {
    spawn_local(async {
        let _ = cancelled.await;
    });
}
