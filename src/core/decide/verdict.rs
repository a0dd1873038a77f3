//! One verdict from a report. It fails closed: whatever is not understood is not allowed.

use serde::Serialize;

use super::result_code::{Class, ResultCode};
use super::state::State;
use crate::core::model::{Analysis, EngineResult, Field};
use crate::core::protocol::dialect::Service;

/// Whether the file may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The only verdict to trust a file on.
    Allowed,
    /// The service says no.
    Blocked,
    /// The service says neither yes nor no, or contradicts itself.
    Undetermined,
}

impl Verdict {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Undetermined => "undetermined",
        }
    }

    /// The worse of two.
    pub const fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Blocked, _) | (_, Self::Blocked) => Self::Blocked,
            (Self::Undetermined, _) | (_, Self::Undetermined) => Self::Undetermined,
            (Self::Allowed, Self::Allowed) => Self::Allowed,
        }
    }
}

/// What one engine found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Threat {
    /// The engine's name.
    pub engine: String,
    /// The threat's name, as the engine has it.
    pub threat: String,
}

/// A verdict, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Whether the file may be trusted.
    pub verdict: Verdict,
    /// Why, in stable kebab case: that of the processing result, `blocked-by-policy`,
    /// `unknown-result`, `contradictory-answer` or `malformed-answer`.
    pub reason: &'static str,
    /// Why, in the server's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What the engines found.
    pub threats: Vec<Threat>,
}

/// Judges a report of this service.
pub fn judge(analysis: &Analysis, service: Service) -> Judgement {
    let (verdict, reason) = decide(analysis, service);
    Judgement {
        verdict,
        reason,
        detail: detail(analysis),
        threats: threats(analysis),
    }
}

fn decide(analysis: &Analysis, service: Service) -> (Verdict, &'static str) {
    use Verdict::{Allowed, Blocked, Undetermined};

    match State::of(analysis, service, false) {
        Ok(State::Finished) => {}
        Ok(State::Queued | State::Processing(_)) => return (Undetermined, "in-progress"),
        Err(_) => return (Undetermined, "malformed-answer"),
    }
    let row = analysis.code().and_then(ResultCode::of);
    let reason = row.map_or("unknown-result", |row| row.reason);
    if row.is_some_and(|row| row.class == Class::Threat) {
        return (Blocked, reason);
    }
    let Some(process_info) = analysis.process_info.value() else {
        return match row.map(|row| row.class) {
            Some(Class::Clean) if contradicts_clean(analysis) => {
                (Undetermined, "contradictory-answer")
            }
            // The reference has it in every report: whatever this one is, it is not one to trust.
            Some(Class::Clean) if service == Service::Cluster => (Undetermined, "malformed-answer"),
            Some(Class::Clean) => (Allowed, reason),
            Some(Class::Policy) => (Blocked, reason),
            _ => (Undetermined, reason),
        };
    };
    match (process_info.result.text(), row) {
        (Some("Blocked"), Some(row)) if row.class != Class::Clean => (Blocked, reason),
        (Some("Blocked"), _) => (Blocked, "blocked-by-policy"),
        (Some("Allowed"), Some(row)) if row.is_unprocessed() => (Undetermined, reason),
        (Some("Allowed"), Some(_)) if contradicts_clean(analysis) => {
            (Undetermined, "contradictory-answer")
        }
        (Some("Allowed"), Some(_)) => (Allowed, reason),
        (_, Some(row)) if row.class != Class::Clean => (Undetermined, reason),
        _ => (Undetermined, "unknown-result"),
    }
}

/// Whether a report that allows says otherwise elsewhere: a reason for blocking, or an engine that
/// found a threat or cannot be understood. (Allow lists, the known good and threat intelligence overrule engines.)
fn contradicts_clean(analysis: &Analysis) -> bool {
    // By their own word alone, without a `process_info`, they do not.
    let overrules_engines = matches!(analysis.code(), Some(7 | 39 | 41 | 61))
        && analysis.process_info.value().is_some();
    has_blocked_reason(analysis) || (!overrules_engines && is_detected(analysis))
}

fn has_blocked_reason(analysis: &Analysis) -> bool {
    let Some(info) = analysis.process_info.value() else {
        return false;
    };
    let several = match &info.blocked_reasons {
        Field::Absent => false,
        Field::Is(reasons) => reasons.iter().any(is_a_reason),
        Field::Malformed => true,
    };
    is_a_reason(&info.blocked_reason) || several
}

fn is_a_reason(reason: &Field<String>) -> bool {
    match reason {
        Field::Absent => false,
        Field::Is(reason) => !reason.is_empty(),
        Field::Malformed => true,
    }
}

fn is_detected(analysis: &Analysis) -> bool {
    let engines = match analysis
        .scan_results
        .value()
        .map(|results| &results.scan_details)
    {
        None | Some(Field::Absent) => return false,
        Some(Field::Is(engines)) => engines,
        Some(Field::Malformed) => return true,
    };
    engines.0.iter().any(|(_, engine)| match engine {
        Field::Absent => false,
        Field::Malformed => true,
        Field::Is(engine) => match &engine.scan_result_i {
            Field::Absent => false,
            Field::Malformed => true,
            Field::Is(code) => ResultCode::of(code.0).is_some_and(|row| row.class == Class::Threat),
        },
    })
}

/// Why, in the server's own words: the reason for blocking, else the name of the result.
fn detail(analysis: &Analysis) -> Option<String> {
    let info = analysis.process_info.value();
    let reason = info.and_then(|info| info.blocked_reason.text());
    let results = analysis.scan_results.value();
    let name = results.and_then(|results| results.scan_all_result_a.text());
    reason.or(name).map(str::to_owned)
}

fn threats(analysis: &Analysis) -> Vec<Threat> {
    let engines = analysis
        .scan_results
        .value()
        .and_then(|results| results.scan_details.value())
        .map_or(&[] as &[_], |engines| &engines.0);
    let hits = analysis
        .yara
        .value()
        .and_then(|yara| yara.hits.value())
        .map_or(&[] as &[_], |hits| &hits.0);
    let rules = hits.iter().map(|(rule, _)| Threat {
        engine: "YARA".into(),
        threat: rule.clone(),
    });
    engines.iter().filter_map(found).chain(rules).collect()
}

/// What an engine found. Engines leave their error message in `threat_found` too, so their result decides.
fn found((engine, result): &(String, Field<EngineResult>)) -> Option<Threat> {
    let result = result.value()?;
    let row = ResultCode::of(result.scan_result_i.number()?)?;
    let is_found = matches!(row.class, Class::Threat | Class::Policy);
    is_found.then(|| Threat {
        engine: engine.clone(),
        threat: result.threat_found.text().unwrap_or(row.reason).into(),
    })
}
