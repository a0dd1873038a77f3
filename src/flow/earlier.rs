//! Earlier analyses of the same bytes: looked up before a file is sent, and before it is sent again.

use super::answer::{Report, report_by_hash};
use super::call::Call;
use super::host::Host;
use super::{Failure, Result};
use crate::core::decide::lookup::{Acceptance, is_promising, is_usable};
use crate::core::digests::Digests;
use crate::core::options::{Lookup, ScanOptions};
use crate::core::progress::Phase;
use crate::core::protocol::request::ByHash;

/// What a scan looks up, and which reports it accepts.
pub(super) struct EarlierAnalysis<'a> {
    hash: &'a str,
    rule: Option<String>,
    lookup: Lookup,
    acceptance: Acceptance,
}

impl<'a> EarlierAnalysis<'a> {
    /// For the file with these hashes; `None` if the scan uses no lookup, or the hash to look up is not known.
    pub fn of<H: Host>(
        call: &Call<H>,
        digests: Option<&'a Digests>,
        options: &ScanOptions,
    ) -> Option<Self> {
        let lookup = options.lookup?;
        let hash = digests?.get(options.hash)?;
        let analyze = &options.analyze.analyze;
        Some(Self {
            hash,
            rule: call.client.rule(analyze.rule.clone()),
            lookup,
            acceptance: Acceptance {
                outdated: lookup.accept_outdated,
                by_colliding_hash: options.hash.collides(),
                sanitized: call.sanitizes(options),
                with_passwords: !analyze.archive_passwords.is_empty(),
            },
        })
    }

    fn by_hash(&self, include_in_progress: bool) -> ByHash {
        ByHash {
            rule: self.rule.clone(),
            time_range: self.lookup.time_range,
            include_in_progress,
            ..ByHash::default()
        }
    }
}

impl<H: Host> Call<H> {
    /// An earlier result that the scan accepts, if there is one.
    pub(super) async fn look_up(
        &self,
        earlier: &EarlierAnalysis<'_>,
    ) -> Result<Option<Report<H::Json>>, H> {
        self.reporter.advance(Phase::Lookup, 0.0, None);
        let request = self
            .client
            .dialect()
            .result_by_hash(earlier.hash, &earlier.by_hash(false))?;
        let answer = self.send(&request).await;
        let report = report_by_hash(&self.host, earlier.hash, answer)?;
        Ok(report.filter(|report| self.answers(report, earlier)))
    }

    /// The analysis of an upload whose response was lost, finished or not, if the upload has arrived. A failed lookup
    /// counts as `None`.
    pub(super) async fn find_arrived(
        &self,
        earlier: &EarlierAnalysis<'_>,
    ) -> Result<Option<Report<H::Json>>, H> {
        let dialect = self.client.dialect();
        let with_unfinished = dialect.result_by_hash(earlier.hash, &earlier.by_hash(true));
        // Cloud cannot look up unfinished analyses.
        let request = with_unfinished
            .or_else(|_| dialect.result_by_hash(earlier.hash, &earlier.by_hash(false)))?;
        let answer = self.send_once(&request).await;
        match report_by_hash(&self.host, earlier.hash, answer) {
            Err(Failure::Aborted(reason)) => Err(Failure::Aborted(reason)),
            Ok(Some(report))
                if self.answers(&report, earlier) || self.will_answer(&report, earlier) =>
            {
                Ok(Some(report))
            }
            Ok(_) | Err(Failure::Failed { .. }) => Ok(None),
        }
    }

    /// Whether the scan accepts a report.
    pub(super) fn answers(&self, report: &Report<H::Json>, earlier: &EarlierAnalysis<'_>) -> bool {
        let service = self.client.options().service;
        is_usable(&report.view, service, earlier.acceptance) && self.is_of_rule(report, earlier)
    }

    /// Whether a report is of an unfinished analysis whose result the scan will accept.
    fn will_answer(&self, report: &Report<H::Json>, earlier: &EarlierAnalysis<'_>) -> bool {
        let service = self.client.options().service;
        is_promising(&report.view, service, earlier.acceptance) && self.is_of_rule(report, earlier)
    }

    fn is_of_rule(&self, report: &Report<H::Json>, earlier: &EarlierAnalysis<'_>) -> bool {
        let (rule, profile) = (earlier.rule.as_deref(), report.view.profile());
        self.client.dialect().answers_for_rule(rule, profile)
    }
}
