//! The options of `wait`, of a batch's `close` and `wait`, and of `resume`.

use super::{BOOLEAN, NUMBER, OBJECT, STRING, option};
use crate::core::digests::Digests;
use crate::core::error::Error;
use crate::core::model::view;
use crate::core::poll::Poll;

/// The default for the time that an analysis may take, ms.
pub const DEFAULT_WAIT_TIMEOUT: f64 = 600_000.0;

/// How to wait for an analysis.
#[derive(Clone, Copy, Debug)]
pub struct WaitOptions {
    /// When to poll.
    pub poll: Poll,
    /// The time that the analysis may take, ms. With 0, the report is requested once.
    pub timeout: f64,
}

impl Default for WaitOptions {
    fn default() -> Self {
        Self {
            poll: Poll::default(),
            timeout: DEFAULT_WAIT_TIMEOUT,
        }
    }
}

/// How a scan is resumed.
#[derive(Clone, Debug)]
pub struct ResumeOptions {
    /// How to wait for the analysis.
    pub wait: WaitOptions,
    /// The hashes of the file that the caller knows: those in the report have to be the same.
    pub digests: Digests,
    /// Whether an abort also cancels the analysis.
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

view! {
    /// [`WaitOptions`] from JavaScript.
    pub struct WaitInput {
        poll: PollInput,
        timeout: f64,
        once: bool,
    }
}

view! {
    /// The option `poll`.
    struct PollInput {
        initial_delay: f64 = "initialDelay",
        max_delay: f64 = "maxDelay",
        factor: f64,
    }
}

impl WaitInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self) -> Result<WaitOptions, Error> {
        let poll = option("poll", OBJECT, self.poll)?.unwrap_or_default();
        let timeout = option("timeout", NUMBER, self.timeout)?;
        let once = option("once", BOOLEAN, self.once)?.unwrap_or(false);
        Ok(WaitOptions {
            poll: poll.options()?,
            timeout: match once {
                true => 0.0,
                false => timeout.unwrap_or(DEFAULT_WAIT_TIMEOUT),
            },
        })
    }
}

impl PollInput {
    fn options(self) -> Result<Poll, Error> {
        let default = Poll::default();
        let initial_delay = option("poll.initialDelay", NUMBER, self.initial_delay)?;
        let max_delay = option("poll.maxDelay", NUMBER, self.max_delay)?;
        let factor = option("poll.factor", NUMBER, self.factor)?;
        Ok(Poll {
            initial_delay: initial_delay.unwrap_or(default.initial_delay),
            max_delay: max_delay.unwrap_or(default.max_delay),
            factor: factor.unwrap_or(default.factor),
        })
    }
}

view! {
    /// The part of [`ResumeOptions`] that is not in [`WaitOptions`], from JavaScript.
    pub struct ResumeInput {
        digests: DigestsInput,
        cancel_on_abort: bool = "cancelOnAbort",
    }
}

view! {
    /// Hashes by the names of their algorithms: the option `digests`, or the result of an engine of the runtime.
    pub struct DigestsInput {
        md5: String,
        sha1: String,
        sha256: String,
        sha512: String,
    }
}

impl ResumeInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self, wait: WaitOptions) -> Result<ResumeOptions, Error> {
        let digests = option("digests", OBJECT, self.digests)?.unwrap_or_default();
        let cancel_on_abort = option("cancelOnAbort", BOOLEAN, self.cancel_on_abort)?;
        Ok(ResumeOptions {
            wait,
            digests: digests.digests()?,
            cancel_on_abort: cancel_on_abort.unwrap_or(true),
        })
    }
}

impl DigestsInput {
    /// The hashes.
    ///
    /// # Errors
    /// `invalid-input` for a hash that is not a string.
    pub fn digests(self) -> Result<Digests, Error> {
        Ok(Digests {
            md5: option("digests.md5", STRING, self.md5)?,
            sha1: option("digests.sha1", STRING, self.sha1)?,
            sha256: option("digests.sha256", STRING, self.sha256)?,
            sha512: option("digests.sha512", STRING, self.sha512)?,
        })
    }
}
