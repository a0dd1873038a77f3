//! The verdict of a report. It fails closed: anything that is not understood is not allowed.

use serde::Serialize;

use super::result_code::{Class, ResultCode};
use super::state::State;
use super::witness::contradicts;
use crate::core::model::{Analysis, EngineResult, Field};
use crate::core::protocol::dialect::Service;

/// Whether the file may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The only verdict to trust a file on.
    Allowed,
    /// The service blocks the file.
    Blocked,
    /// The service neither allows nor blocks the file, or contradicts itself.
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
    /// The engine's name of the threat.
    pub threat: String,
}

/// A verdict and its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Whether the file may be trusted.
    pub verdict: Verdict,
    /// Why, in stable kebab case: that of the processing result, `blocked-by-policy`,
    /// `unknown-result`, `contradictory-answer`, `malformed-answer` or `unverified-answer`.
    pub reason: &'static str,
    /// Why, in the server's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What the engines found.
    pub threats: Vec<Threat>,
}

impl Judgement {
    /// The same for a report without a hash that would prove that it is about the file. Every service sends hashes (MDDC API
    /// Gateway and Cloud v2, `file_info`), so a report without one cannot be trusted.
    pub fn unverified(self) -> Self {
        match self.verdict {
            Verdict::Allowed => Self {
                verdict: Verdict::Undetermined,
                reason: "unverified-answer",
                ..self
            },
            Verdict::Blocked | Verdict::Undetermined => self,
        }
    }
}

/// Judges a report from this service.
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
    let is_contradicted = row.is_some_and(|row| contradicts(analysis, row));
    let Some(process_info) = analysis.process_info.value() else {
        return match row.map(|row| (row.class, row.code)) {
            Some((Class::Clean, _)) if is_contradicted => (Undetermined, "contradictory-answer"),
            // By the reference, every report has a `process_info`: one without it cannot be trusted.
            Some((Class::Clean, _)) if service == Service::Cluster => {
                (Undetermined, "malformed-answer")
            }
            // Only MetaDefender Core has threat intelligence, and its reports have a `process_info`.
            Some((Class::Clean, 61)) => (Undetermined, reason),
            Some((Class::Clean, _)) => (Allowed, reason),
            Some((Class::Policy, _)) => (Blocked, reason),
            _ => (Undetermined, reason),
        };
    };
    match (process_info.result.text(), row) {
        (Some("Blocked"), Some(row)) if row.class != Class::Clean => (Blocked, reason),
        (Some("Blocked"), _) => (Blocked, "blocked-by-policy"),
        (Some("Allowed"), Some(row)) if row.is_unprocessed() => (Undetermined, reason),
        (Some("Allowed"), Some(_)) if is_contradicted => (Undetermined, "contradictory-answer"),
        (Some("Allowed"), Some(_)) => (Allowed, reason),
        (_, Some(row)) if row.class != Class::Clean => (Undetermined, reason),
        _ => (Undetermined, "unknown-result"),
    }
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

/// The threat that an engine found. Engines also put error messages into `threat_found`, so their result decides.
fn found((engine, result): &(String, Field<EngineResult>)) -> Option<Threat> {
    let result = result.value()?;
    let row = ResultCode::of(result.scan_result_i.number()?)?;
    let is_found = matches!(row.class, Class::Threat | Class::Policy);
    is_found.then(|| Threat {
        engine: engine.clone(),
        threat: result.threat_found.text().unwrap_or(row.reason).into(),
    })
}
