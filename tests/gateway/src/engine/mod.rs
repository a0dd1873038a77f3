//! Anti-virus engines: the entries of `scan_details`.

mod clamav;
mod eicar;

use std::sync::Arc;
use std::time::Duration;

pub use clamav::{ClamAv, Clamd};
pub use eicar::Eicar;

use crate::config::Config;
use crate::result_code::ResultCode;
use crate::sample::Sample;

/// An engine. Add one by implementing this and naming it in [`all`].
pub trait Engine: Send + Sync {
    /// The key in `scan_details`.
    fn name(&self) -> &'static str;
    /// `eng_id`.
    fn id(&self) -> &'static str;
    /// `location`: local or remote.
    fn location(&self) -> &'static str {
        "local"
    }
    /// `def_time`: the time of its definitions.
    fn def_time(&self) -> String;
    /// Scans; may block, and is called on a thread that may.
    fn scan(&self, sample: &Sample) -> Finding;
}

/// The result of an engine for a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// Nothing found.
    NoThreat,
    /// A threat, by its name.
    Infected(String),
    /// What may be a threat, by its name.
    Suspicious(String),
    /// The engine's error message.
    Failed(String),
}

impl Finding {
    /// `scan_result_i`.
    pub fn code(&self) -> ResultCode {
        match self {
            Self::NoThreat => ResultCode::NoThreatDetected,
            Self::Infected(_) => ResultCode::Infected,
            Self::Suspicious(_) => ResultCode::Suspicious,
            Self::Failed(_) => ResultCode::Failed,
        }
    }

    /// Whether it counts in `detected_by`.
    pub fn is_detection(&self) -> bool {
        matches!(self, Self::Infected(_) | Self::Suspicious(_))
    }

    /// `threat_found`: the threat's name, the error, or nothing.
    pub fn text(&self) -> &str {
        match self {
            Self::NoThreat => "",
            Self::Infected(text) | Self::Suspicious(text) | Self::Failed(text) => text,
        }
    }
}

/// One engine's part of a report.
#[derive(Clone, Debug)]
pub struct EngineReport {
    /// The engine's name.
    pub name: &'static str,
    /// Its `eng_id`.
    pub id: &'static str,
    /// Its `location`.
    pub location: &'static str,
    /// Its `def_time`.
    pub def_time: String,
    /// What it found.
    pub finding: Finding,
    /// How long it scanned.
    pub scan_time: Duration,
    /// How long its result took, including the wait for a thread.
    pub wait_time: Duration,
}

/// The engines of this gateway.
pub fn all(config: &Config) -> Vec<Arc<dyn Engine>> {
    let mut engines: Vec<Arc<dyn Engine>> = vec![Arc::new(Eicar)];
    if let Some(clamav) = ClamAv::new(config.clamd.as_ref()) {
        engines.push(Arc::new(clamav));
    }
    engines
}
