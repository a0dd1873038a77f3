//! The outcome of an analysis.

use std::cmp::Reverse;
use std::time::{Duration, SystemTime};

use crate::archive::{Extraction, Failure};
use crate::cdr::Object;
use crate::dlp::Hit;
use crate::engine::{EngineReport, Finding};
use crate::filetype::FileType;
use crate::processed::ProcessedFile;
use crate::result_code::ResultCode;
use crate::rules::Rule;
use crate::yara::YaraReport;

/// The findings of an analysis so far.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The file's type.
    pub file_type: Option<FileType>,
    /// The results of the engines.
    pub engines: Vec<EngineReport>,
    /// The result of the YARA rules.
    pub yara: Option<YaraReport>,
    /// The result of the hash lists; if there is one, the other steps are skipped.
    pub listed: Option<ResultCode>,
    /// How the extension of the name does not fit the content.
    pub mismatch: Option<String>,
    /// The result of DLP, if it ran.
    pub dlp: Option<DlpReport>,
    /// The result of the sanitisation, if it ran.
    pub cdr: Option<CdrReport>,
    /// The result of unpacking, if it is an archive.
    pub archive: Option<ArchiveReport>,
    /// How long each step took.
    pub times: StepTimes,
}

impl Findings {
    /// The sanitised file.
    pub fn sanitized(&self) -> Option<&ProcessedFile> {
        self.cdr.as_ref()?.result.as_ref().ok()
    }

    /// The redacted file.
    pub fn redacted(&self) -> Option<&ProcessedFile> {
        self.dlp.as_ref()?.redacted.as_ref()
    }
}

/// The result of DLP for a file.
#[derive(Clone, Debug)]
pub struct DlpReport {
    /// The hits, or the error.
    pub result: Result<Vec<Hit>, String>,
    /// The redacted file.
    pub redacted: Option<ProcessedFile>,
}

impl DlpReport {
    /// `dlp_info.verdict`: 0 Clean, 1 Found matched data, 3 Failed.
    pub fn verdict(&self) -> u8 {
        match &self.result {
            Ok(hits) if hits.is_empty() => 0,
            Ok(_) => 1,
            Err(_) => 3,
        }
    }
}

/// The result of a sanitisation.
#[derive(Clone, Debug)]
pub struct CdrReport {
    /// The sanitised file, or why there is none.
    pub result: Result<ProcessedFile, NotSanitized>,
    /// What was sanitised or removed.
    pub objects: Vec<Object>,
    /// How long it took.
    pub time: Duration,
}

/// Why there is no sanitised file.
#[derive(Clone, Debug)]
pub struct NotSanitized {
    /// In words.
    pub reason: String,
    /// Nothing was tried.
    pub skipped: bool,
}

/// An archive, unpacked and its files analysed.
#[derive(Clone, Debug)]
pub struct ArchiveReport {
    /// `extraction_info`.
    pub extraction: Extraction,
    /// The results of its files and of the archive itself.
    pub codes: Vec<ResultCode>,
}

impl ArchiveReport {
    /// Of an archive that could not be unpacked.
    pub fn failed(failure: Failure) -> Self {
        Self {
            codes: vec![failure.code],
            extraction: Extraction {
                encrypted: false,
                failure: Some(failure),
            },
        }
    }
}

/// `processing_time_details`.
#[derive(Clone, Debug, Default)]
pub struct StepTimes {
    /// `filetype_time`.
    pub filetype: Duration,
    /// `extraction_time`.
    pub extraction: Duration,
    /// `av_scan_time`.
    pub av_scan: Duration,
    /// `yara_time`.
    pub yara: Duration,
    /// `dlp_time`.
    pub dlp: Duration,
    /// `cdr_time`.
    pub cdr: Duration,
}

/// A finished analysis.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// All results for the file, the worst first; never empty.
    pub codes: Vec<ResultCode>,
    /// The results that the rule does not allow; empty when the file is allowed.
    pub blocked: Vec<ResultCode>,
    /// The findings.
    pub findings: Findings,
    /// When the processing began; `None` when it was cancelled in the queue.
    pub started_at: Option<SystemTime>,
    /// When it ended.
    pub finished_at: SystemTime,
}

impl Outcome {
    /// The outcome of a completed analysis: the verdict follows from the findings.
    pub fn of(findings: Findings, rule: &Rule, started_at: SystemTime) -> Self {
        let mut codes = judge(&findings);
        if rule.block_mismatch && findings.mismatch.is_some() {
            codes.retain(|code| code.severity() > 0);
            codes.push(ResultCode::Mismatch);
        }
        let blocked = codes.iter().filter(|code| !rule.allows(**code));
        Self {
            blocked: blocked.copied().collect(),
            codes,
            findings,
            started_at: Some(started_at),
            finished_at: SystemTime::now(),
        }
    }

    /// The outcome of an incomplete analysis: cancelled, timed out, failed.
    pub fn broken_off(
        code: ResultCode,
        findings: Findings,
        started_at: Option<SystemTime>,
    ) -> Self {
        Self {
            codes: vec![code],
            blocked: vec![code],
            findings,
            started_at,
            finished_at: SystemTime::now(),
        }
    }

    /// `process_info.result`.
    pub fn result(&self) -> &'static str {
        if self.blocked.is_empty() {
            "Allowed"
        } else {
            "Blocked"
        }
    }

    /// The overall result.
    pub fn code(&self) -> ResultCode {
        self.codes[0]
    }
}

fn judge(findings: &Findings) -> Vec<ResultCode> {
    use ResultCode::*;
    if let Some(code) = findings.listed {
        return vec![code];
    }
    let any = |code| {
        findings
            .engines
            .iter()
            .map(|report| &report.finding)
            .any(|it| it.code() == code)
    };
    let yara = findings.yara.as_ref().map_or(0, YaraReport::verdict);
    let dlp = findings.dlp.as_ref().map_or(0, DlpReport::verdict);
    let all_failed = !findings.engines.is_empty()
        && findings
            .engines
            .iter()
            .all(|it| matches!(it.finding, Finding::Failed(_)));
    let of_archive = findings.archive.iter().flat_map(|it| it.codes.clone());
    let mut codes: Vec<_> = [
        (Infected, any(Infected)),
        (Suspicious, any(Suspicious)),
        (YaraRuleMatched, yara == 1),
        (SensitiveDataFound, dlp == 1),
        (Failed, all_failed),
        (
            ScanFailed,
            (any(Failed) && !all_failed) || yara == 3 || dlp == 3,
        ),
    ]
    .into_iter()
    .filter_map(|(code, holds)| holds.then_some(code))
    .chain(of_archive)
    .collect();
    codes.sort_by_key(|code| (Reverse(code.severity()), code.index()));
    codes.dedup();
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
