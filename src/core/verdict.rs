//! One verdict from a report. It fails closed: whatever is not understood is not allowed.

use alloc::string::String;
use alloc::vec::Vec;

use super::model::{Analysis, Field, Json};
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
pub fn judge(analysis: &Analysis<impl Json>) -> Judgement {
    let (verdict, reason) = decide(analysis);
    Judgement {
        verdict,
        reason,
        detail: detail(analysis),
        threats: threats(analysis),
    }
}

fn decide(analysis: &Analysis<impl Json>) -> (Verdict, &'static str) {
    use Verdict::{Allowed, Blocked, Undetermined};

    match State::of(analysis, false) {
        Ok(State::Finished) => {}
        Ok(State::Queued | State::Processing(_)) => return (Undetermined, "in-progress"),
        Err(_) => return (Undetermined, "malformed-answer"),
    }
    let row = analysis.code().and_then(ProcessingResult::of);
    let reason = row.map_or("unknown-result", |row| row.reason);
    if row.is_some_and(|row| row.class == Class::Threat) {
        return (Blocked, reason);
    }
    let Some(process_info) = analysis.process_info().value() else {
        return match row.map(|row| row.class) {
            Some(Class::Clean) if contradicts_clean(analysis) => {
                (Undetermined, "contradictory-answer")
            }
            Some(Class::Clean) => (Allowed, reason),
            Some(Class::Policy) => (Blocked, reason),
            _ => (Undetermined, reason),
        };
    };
    match (process_info.text("result").filled().as_deref(), row) {
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
fn contradicts_clean(analysis: &Analysis<impl Json>) -> bool {
    let has_reason = analysis.process_info().value().is_some_and(|info| {
        let reasons = match info.texts("blocked_reasons") {
            Field::Absent => false,
            Field::Is(reasons) => reasons.iter().any(|reason| !reason.is_empty()),
            Field::Malformed => true,
        };
        match info.text("blocked_reason") {
            Field::Absent => reasons,
            Field::Is(reason) => reasons || !reason.is_empty(),
            Field::Malformed => true,
        }
    });
    has_reason || (!matches!(analysis.code(), Some(7 | 39 | 41)) && detects(analysis))
}

fn detects(analysis: &Analysis<impl Json>) -> bool {
    let results = analysis.scan_results().value();
    let engines = match results.map(|results| results.entries("scan_details")) {
        None | Some(Field::Absent) => return false,
        Some(Field::Is(engines)) => engines,
        Some(Field::Malformed) => return true,
    };
    engines.into_iter().any(|(_, engine)| {
        let code = match engine.into_object() {
            Field::Absent => return false,
            Field::Is(engine) => engine.whole("scan_result_i"),
            Field::Malformed => return true,
        };
        match code {
            Field::Absent => false,
            Field::Is(code) => {
                ProcessingResult::of(code).is_some_and(|row| row.class == Class::Threat)
            }
            Field::Malformed => true,
        }
    })
}

fn detail(analysis: &Analysis<impl Json>) -> Option<String> {
    let blocked = analysis
        .process_info()
        .value()
        .and_then(|info| info.text("blocked_reason").filled());
    blocked.or_else(|| {
        let results = analysis.scan_results().value()?;
        results.text("scan_all_result_a").filled()
    })
}

/// Engines leave their error message in `threat_found` too, so their result decides.
fn threats(analysis: &Analysis<impl Json>) -> Vec<Threat> {
    let mut threats = Vec::new();
    let results = analysis.scan_results().value();
    let engines = results.and_then(|results| results.entries("scan_details").value());
    for (engine, details) in engines.unwrap_or_default() {
        let code = details.whole("scan_result_i").value();
        let Some(row) = code.and_then(ProcessingResult::of) else {
            continue;
        };
        if matches!(row.class, Class::Threat | Class::Policy) {
            let named = details.text("threat_found").filled();
            let threat = named.unwrap_or_else(|| row.reason.into());
            threats.push(Threat { engine, threat });
        }
    }
    for (rule, _) in analysis.yara_hits() {
        threats.push(Threat {
            engine: "YARA".into(),
            threat: rule,
        });
    }
    threats
}
