//! Progress to show to a user: never backwards, never too often, and always with the last event.

use serde::Serialize;

/// The phase of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Reading and hashing the file here.
    Hash,
    /// Looking up the hash.
    Lookup,
    /// Sending the bytes.
    Upload,
    /// Waiting for the analysis to start.
    Queue,
    /// The analysis is running.
    Scan,
    /// The result has arrived.
    Done,
}

/// A progress event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// The phase of the call.
    pub phase: Phase,
    /// How much of this phase is done: bytes in `hash` and `upload`, otherwise percent.
    pub loaded: f64,
    /// The total of this phase in the unit of `loaded`, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// How much of the whole call is done, 0 to 100, never less than in the event before.
    pub percentage: f64,
    /// The id of the analysis, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_id: Option<String>,
}

/// The share of each phase in a whole call, in the order of the phases.
#[derive(Clone, Copy, Debug)]
pub struct Shares([f64; 5]);

impl Shares {
    /// `scan`: hash, look up, upload, wait.
    pub const SCAN: Self = Self([20.0, 5.0, 35.0, 5.0, 35.0]);
    /// `scan_batch`, whose progress is the mean of its files'.
    pub const BATCH: Self = Self([0.0, 0.0, 0.0, 0.0, 100.0]);
    /// `digest`.
    pub const DIGEST: Self = Self([100.0, 0.0, 0.0, 0.0, 0.0]);
    /// `analyze`.
    pub const ANALYZE: Self = Self([0.0, 0.0, 100.0, 0.0, 0.0]);
    /// `wait`.
    pub const WAIT: Self = Self([0.0, 0.0, 0.0, 10.0, 90.0]);

    fn percentage(&self, phase: Phase, fraction: f64) -> f64 {
        let phase = phase as usize;
        let before: f64 = self.0.iter().take(phase).sum();
        before + self.0.get(phase).copied().unwrap_or(0.0) * fraction
    }
}

/// The minimum time between two events of one phase, ms. The start and the end of a phase are reported at once: all of
/// a call's six phases start and two can end (`hash` and `upload`), so a second has at most 10 + 1 + 6 + 2 events.
const INTERVAL: f64 = 100.0;

/// Decides which events the user gets.
#[derive(Debug)]
pub struct Meter {
    shares: Shares,
    phase: Option<Phase>,
    loaded: f64,
    percentage: f64,
    emitted_at: f64,
    data_id: Option<String>,
}

impl Meter {
    /// A meter for a call with these shares.
    pub fn new(shares: Shares) -> Self {
        Self {
            shares,
            phase: None,
            loaded: 0.0,
            percentage: 0.0,
            emitted_at: f64::NEG_INFINITY,
            data_id: None,
        }
    }

    /// Sets the analysis that later events name.
    pub fn about(&mut self, data_id: &str) {
        self.data_id = Some(data_id.into());
    }

    /// Records at the time `now` (ms) that `loaded` of `total` are done in `phase`, and returns the event to emit, if any.
    /// Ignores a phase that is over, and less progress than before.
    pub fn advance(
        &mut self,
        phase: Phase,
        loaded: f64,
        total: Option<f64>,
        now: f64,
    ) -> Option<Progress> {
        let begins = self.phase < Some(phase);
        if !begins && (self.phase != Some(phase) || loaded <= self.loaded) {
            return None;
        }
        let ends = total == Some(loaded);
        if !begins && !ends && now - self.emitted_at < INTERVAL {
            return None;
        }
        self.phase = Some(phase);
        self.loaded = loaded;
        self.emitted_at = now;
        let fraction = match total {
            Some(total) if total > 0.0 => (loaded / total).clamp(0.0, 1.0),
            _ => 0.0,
        };
        // Nobody sees less than a tenth of a percent.
        let percentage = (self.shares.percentage(phase, fraction) * 10.0).floor() / 10.0;
        // 100 % only with the last event.
        self.percentage = self.percentage.max(percentage.min(99.9));
        Some(Progress {
            phase,
            loaded,
            total,
            percentage: self.percentage,
            data_id: self.data_id.clone(),
        })
    }

    /// The last event.
    pub fn done(&mut self) -> Progress {
        self.phase = Some(Phase::Done);
        Progress {
            phase: Phase::Done,
            loaded: 100.0,
            total: Some(100.0),
            percentage: 100.0,
            data_id: self.data_id.clone(),
        }
    }
}
