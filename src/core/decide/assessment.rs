//! All decisions about a report, for callers that fetch reports without a scan.

use serde::Serialize;

use super::lookup::is_outdated;
use super::state::State;
use super::verdict::{Threat, Verdict, judge};
use crate::core::model::Analysis;
use crate::core::protocol::dialect::Service;

/// All decisions about a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// Whether everything in the report is final.
    pub finished: bool,
    /// Whether the engines, their definitions or the rule have changed since.
    pub outdated: bool,
    /// Whether the file may be trusted.
    pub verdict: Verdict,
    /// Why, in stable kebab case.
    pub reason: &'static str,
    /// Why, in the server's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What the engines found.
    pub threats: Vec<Threat>,
}

/// Assesses a report from this service.
pub fn assess(analysis: &Analysis, service: Service) -> Assessment {
    let judgement = judge(analysis, service);
    Assessment {
        finished: State::of(analysis, service, false) == Ok(State::Finished),
        outdated: is_outdated(analysis),
        verdict: judgement.verdict,
        reason: judgement.reason,
        detail: judgement.detail,
        threats: judgement.threats,
    }
}
