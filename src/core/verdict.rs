//! One verdict from a report. It fails closed: whatever is not understood is not allowed.

use alloc::string::String;
use alloc::vec::Vec;

use super::model::{Analysis, EngineResult, Field, ProcessInfo, ScanResults};
use super::processing_result::{CANCELLED, Class, IN_PROGRESS, ProcessingResult};
use super::state::State;

/// Whether the file may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The only verdict to trust a file on.
    Allowed,
    /// The service says no.
    Blocked,
    /// The service says neither yes nor no, or contradicts itself.
    Undetermined,
}

impl Verdict {
    /// The verdict as JavaScript sees it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Undetermined => "undetermined",
        }
    }
}

/// What one engine found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threat {
    /// The engine's name.
    pub engine: String,
    /// The threat's name, as the engine has it.
    pub threat: String,
}

/// A verdict, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether the file may be trusted.
    pub verdict: Verdict,
    /// Why, in stable kebab case: that of the processing result, `blocked-by-policy`,
    /// `unknown-result`, `contradictory-answer` or `malformed-answer`.
    pub reason: &'static str,
    /// Why, in the server's own words.
    pub detail: Option<String>,
    /// What the engines found.
    pub threats: Vec<Threat>,
}

/// Judges a report.
pub fn judge(analysis: &Analysis) -> Judgement {
    let (verdict, reason) = decide(analysis);
    Judgement {
        verdict,
        reason,
        detail: detail(analysis),
        threats: threats(analysis),
    }
}

fn decide(analysis: &Analysis) -> (Verdict, &'static str) {
    use Verdict::{Allowed, Blocked, Undetermined};

    match State::of(analysis, false) {
        Ok(State::Finished) => {}
        Ok(State::Queued | State::Processing(_)) => return (Undetermined, "in-progress"),
        Err(_) => return (Undetermined, "malformed-answer"),
    }
    let results = analysis.scan_results.value();
    let row = match results.map(|results| &results.scan_all_result_i) {
        Some(Field::Is(code)) => ProcessingResult::of(*code),
        _ => None,
    };
    let reason = row.map_or("unknown-result", |row| row.reason);
    if row.is_some_and(|row| row.class == Class::Threat) {
        return (Blocked, reason);
    }
    let Some(process_info) = analysis.process_info.value() else {
        return match row.map(|row| row.class) {
            Some(Class::Clean) if contradicts_clean(analysis) => {
                (Undetermined, "contradictory-answer")
            }
            Some(Class::Clean) => (Allowed, reason),
            Some(Class::Policy) => (Blocked, reason),
            _ => (Undetermined, reason),
        };
    };
    match (process_info.result.text(), row) {
        (Some("Blocked"), Some(row)) if row.class != Class::Clean => (Blocked, reason),
        (Some("Blocked"), _) => (Blocked, "blocked-by-policy"),
        (Some("Allowed"), Some(row)) if matches!(row.code, CANCELLED | IN_PROGRESS) => {
            (Undetermined, reason)
        }
        (Some("Allowed"), Some(_)) if contradicts_clean(analysis) => {
            (Undetermined, "contradictory-answer")
        }
        (Some("Allowed"), Some(_)) => (Allowed, reason),
        (_, Some(row)) if row.class != Class::Clean => (Undetermined, reason),
        _ => (Undetermined, "unknown-result"),
    }
}

/// Whether a report that allows says otherwise elsewhere: a reason for blocking, or an engine that
/// found a threat or cannot be understood. (White lists and the known good overrule engines.)
fn contradicts_clean(analysis: &Analysis) -> bool {
    let reason = |info: &ProcessInfo| {
        info.blocked_reason.is_malformed()
            || info.blocked_reason.text().is_some()
            || match &info.blocked_reasons {
                Field::Absent => false,
                Field::Is(reasons) => reasons.0.iter().any(|reason| !reason.is_empty()),
                Field::Malformed => true,
            }
    };
    let results = analysis.scan_results.value();
    analysis.process_info.value().is_some_and(reason) || results.is_some_and(detects)
}

fn detects(results: &ScanResults) -> bool {
    if matches!(results.scan_all_result_i, Field::Is(7 | 39 | 41)) {
        return false;
    }
    let detection = |engine: &Field<EngineResult>| match engine {
        Field::Absent => false,
        Field::Malformed => true,
        Field::Is(engine) => match &engine.scan_result_i {
            Field::Absent => false,
            Field::Malformed => true,
            Field::Is(code) => {
                ProcessingResult::of(*code).is_some_and(|row| row.class == Class::Threat)
            }
        },
    };
    match &results.scan_details {
        Field::Absent => false,
        Field::Malformed => true,
        Field::Is(engines) => engines.0.iter().any(|(_, engine)| detection(engine)),
    }
}

fn detail(analysis: &Analysis) -> Option<String> {
    let blocked = analysis
        .process_info
        .value()
        .and_then(|info| info.blocked_reason.text());
    let named = analysis
        .scan_results
        .value()
        .and_then(|results| results.scan_all_result_a.text());
    blocked.or(named).map(String::from)
}

/// Engines leave their error message in `threat_found` too, so their result decides.
fn threats(analysis: &Analysis) -> Vec<Threat> {
    let results = analysis.scan_results.value();
    let details = results.and_then(|results| results.scan_details.value());
    let engines = details
        .into_iter()
        .flat_map(|details| &details.0)
        .filter_map(|(name, engine)| {
            let engine = engine.value()?;
            let row = ProcessingResult::of(*engine.scan_result_i.value()?)?;
            let found = matches!(row.class, Class::Threat | Class::Policy);
            found.then(|| Threat {
                engine: name.clone(),
                threat: engine.threat_found.text().unwrap_or(row.reason).into(),
            })
        });
    let hits = analysis.yara.value().and_then(|yara| yara.hits.value());
    let rules = hits
        .into_iter()
        .flat_map(|hits| &hits.0)
        .map(|(rule, _)| Threat {
            engine: "YARA".into(),
            threat: rule.clone(),
        });
    engines.chain(rules).collect()
}
