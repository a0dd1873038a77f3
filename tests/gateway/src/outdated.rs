//! Results that have become stale: `process_info.outdated_data`.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use crate::engine::Engine;
use crate::outcome::Outcome;

/// The flags of the reference.
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
    /// Marks all present results as outdated; returns `false` for an unknown flag.
    pub fn mark(&self, flag: &str) -> bool {
        let index = FLAGS.iter().position(|it| *it == flag);
        if let Some(index) = index {
            self.0.lock().unwrap()[index] = Some(SystemTime::now());
        }
        index.is_some()
    }

    /// The flags of a result. Newer definitions of an engine are noticed automatically.
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
