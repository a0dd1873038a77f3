//! How an analysis ended.

use std::time::{Duration, SystemTime};

use crate::engine::{EngineReport, Finding};
use crate::filetype::FileType;
use crate::result_code::ResultCode;
use crate::yara::YaraReport;

/// What the steps of an analysis have found so far.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The file's type.
    pub file_type: Option<FileType>,
    /// What each engine said.
    pub engines: Vec<EngineReport>,
    /// What the YARA rules said.
    pub yara: Option<YaraReport>,
    /// How long each step took.
    pub times: StepTimes,
}

/// `processing_time_details`.
#[derive(Clone, Debug, Default)]
pub struct StepTimes {
    /// `filetype_time`.
    pub filetype: Duration,
    /// `av_scan_time`.
    pub av_scan: Duration,
    /// `yara_time`.
    pub yara: Duration,
}

/// A finished analysis.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Everything there is against the file, the worst first; never empty.
    pub codes: Vec<ResultCode>,
    /// What was found.
    pub findings: Findings,
    /// When the processing began; `None` when it was cancelled in the queue.
    pub started_at: Option<SystemTime>,
    /// When it ended.
    pub finished_at: SystemTime,
}

impl Outcome {
    /// The end of an analysis that came to its end: the verdict follows from the findings.
    pub fn of(findings: Findings, started_at: SystemTime) -> Self {
        let codes = judge(&findings);
        Self {
            codes,
            findings,
            started_at: Some(started_at),
            finished_at: SystemTime::now(),
        }
    }

    /// The end of an analysis that did not: cancelled, timed out, failed.
    pub fn broken_off(
        code: ResultCode,
        findings: Findings,
        started_at: Option<SystemTime>,
    ) -> Self {
        Self {
            codes: vec![code],
            findings,
            started_at,
            finished_at: SystemTime::now(),
        }
    }

    /// The overall result.
    pub fn code(&self) -> ResultCode {
        self.codes[0]
    }
}

fn judge(findings: &Findings) -> Vec<ResultCode> {
    use ResultCode::*;
    let any = |code| {
        findings
            .engines
            .iter()
            .map(|report| &report.finding)
            .any(|it| it.code() == code)
    };
    let yara = findings.yara.as_ref().map_or(0, YaraReport::verdict);
    let all_failed = !findings.engines.is_empty()
        && findings
            .engines
            .iter()
            .all(|it| matches!(it.finding, Finding::Failed(_)));
    let codes: Vec<_> = [
        (Infected, any(Infected)),
        (Suspicious, any(Suspicious)),
        (YaraRuleMatched, yara == 1),
        (Failed, all_failed),
        (ScanFailed, (any(Failed) && !all_failed) || yara == 3),
    ]
    .into_iter()
    .filter_map(|(code, holds)| holds.then_some(code))
    .collect();
    if codes.is_empty() {
        vec![NoThreatDetected]
    } else {
        codes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(engines: &[Finding], yara: YaraReport) -> Findings {
        let report = |finding: &Finding| EngineReport {
            name: "Test",
            id: "test",
            location: "local",
            def_time: String::new(),
            finding: finding.clone(),
            scan_time: Duration::ZERO,
            wait_time: Duration::ZERO,
        };
        Findings {
            engines: engines.iter().map(report).collect(),
            yara: Some(yara),
            ..Findings::default()
        }
    }

    #[test]
    fn the_worst_comes_first_and_failures_are_never_clean() {
        use ResultCode::*;
        let nothing = || YaraReport::Scanned([].into());
        let hit = YaraReport::Scanned([("Rule".into(), "text".into())].into());
        let infected = Finding::Infected("Threat".into());
        let failed = Finding::Failed("no database".into());
        for (given, expected) in [
            (
                findings(&[Finding::NoThreat], nothing()),
                vec![NoThreatDetected],
            ),
            (
                findings(&[Finding::NoThreat, infected.clone()], hit),
                vec![Infected, YaraRuleMatched],
            ),
            (
                findings(std::slice::from_ref(&failed), nothing()),
                vec![Failed],
            ),
            (
                findings(&[Finding::NoThreat, failed.clone()], nothing()),
                vec![ScanFailed],
            ),
            (
                findings(&[infected, failed], nothing()),
                vec![Infected, ScanFailed],
            ),
            (
                findings(&[Finding::NoThreat], YaraReport::Failed("timeout".into())),
                vec![ScanFailed],
            ),
        ] {
            assert_eq!(judge(&given), expected);
        }
    }
}
