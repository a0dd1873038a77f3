//! Results that have become stale: `process_info.outdated_data`.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use crate::engine::Engine;
use crate::outcome::Outcome;

/// What can be outdated, in the reference's words.
pub const FLAGS: [&str; 4] = [
    "engineconfigurations",
    "enginedefinitions",
    "configuration",
    "sanitization",
];

/// What has changed, and when.
#[derive(Default)]
pub struct Outdated(Mutex<[Option<SystemTime>; FLAGS.len()]>);

impl Outdated {
    /// Outdates every result there is now; `false` for a flag there is not.
    pub fn mark(&self, flag: &str) -> bool {
        let index = FLAGS.iter().position(|it| *it == flag);
        if let Some(index) = index {
            self.0.lock().unwrap()[index] = Some(SystemTime::now());
        }
        index.is_some()
    }

    /// The flags of a result. An engine's newer definitions are noticed without being told.
    pub fn flags(&self, outcome: &Outcome, engines: &[Arc<dyn Engine>]) -> Vec<&'static str> {
        let updated = outcome.findings.engines.iter().any(|report| {
            let engine = engines.iter().find(|engine| engine.name() == report.name);
            engine.is_some_and(|engine| engine.def_time() != report.def_time)
        });
        let changes = *self.0.lock().unwrap();
        let flags = FLAGS.into_iter().zip(changes);
        flags
            .filter(|(flag, changed)| {
                changed.is_some_and(|time| time >= outcome.finished_at)
                    || updated && *flag == "enginedefinitions"
            })
            .map(|(flag, _)| flag)
            .collect()
    }
}
