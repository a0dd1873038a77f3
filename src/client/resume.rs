//! Taking a scan up again that somebody else began: another page load, or a server that did not wait.

use std::rc::Rc;

use super::ending::Ending;
use super::outcome::{Outcome, Scan};
use super::wait::WaitOptions;
use super::{MetaDefender, Task};
use crate::core::digests::Digests;
use crate::core::error::Error;

/// How a scan is taken up again.
#[derive(Clone)]
pub struct ResumeOptions {
    /// How its analysis is followed.
    pub wait: WaitOptions,
    /// Hashes of the file, as far as the caller knows them: those that the result carries have to be
    /// the same.
    pub digests: Digests,
    /// Whether an abort calls the analysis off as well.
    pub cancel_on_abort: bool,
}

impl Default for ResumeOptions {
    fn default() -> Self {
        Self {
            wait: WaitOptions::default(),
            digests: Digests::default(),
            cancel_on_abort: true,
        }
    }
}

impl MetaDefender {
    /// Takes a scan up again by the id of its analysis: follows that to its end, and judges it.
    ///
    /// # Errors
    /// `not-found`, `timeout`, `integrity` where the server speaks of another file than the `digests`
    /// are of, and those of every call.
    pub fn resume(&self, data_id: &str, options: ResumeOptions) -> Task<Scan> {
        let abort = options.wait.signal.clone().into();
        let outcome = Outcome::default();
        let ending = self.resumed(data_id, options, &outcome);
        outcome.of(self.run(ending, &abort))
    }

    fn resumed(
        &self,
        data_id: &str,
        options: ResumeOptions,
        outcome: &Outcome,
    ) -> Result<Ending, Error> {
        let digests = options.digests.checked()?;
        let (follow, reporter) = options.wait.follow(self, data_id)?;
        Ok(Ending {
            follow,
            digests,
            cancel_on_abort: options.cancel_on_abort,
            reporter: Rc::new(reporter),
            outcome: outcome.clone(),
        })
    }
}
