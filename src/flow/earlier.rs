//! Earlier analyses of the same bytes: looked up before a file is sent, and before it is sent again.

use super::answer::{Report, report_by_hash};
use super::call::Call;
use super::host::Host;
use super::wait::Followed;
use super::{Failure, Result};
use crate::core::decide::lookup::{Acceptance, is_usable};
use crate::core::decide::state::State;
use crate::core::digests::Digests;
use crate::core::error::ErrorCode;
use crate::core::options::{Lookup, ScanOptions};
use crate::core::poll::PollSchedule;
use crate::core::progress::Phase;
use crate::core::protocol::request::ByHash;

/// What is looked up for a scan, and what answers for it.
pub(super) struct EarlierAnalysis<'a> {
    hash: &'a str,
    rule: Option<String>,
    lookup: Lookup,
    acceptance: Acceptance,
}

impl<'a> EarlierAnalysis<'a> {
    /// That of the file with these hashes; none where the scan wants none, or the hash is not known.
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
    /// An earlier result that answers for a scan, if there is one.
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

    /// The result of an upload whose answer was lost, if it has arrived: an analysis that goes on is followed to its end. Whatever
    /// fails in the look-up means that nothing is known of it.
    pub(super) async fn find_arrived(
        &self,
        earlier: &EarlierAnalysis<'_>,
        schedule: PollSchedule,
    ) -> Result<Option<Report<H::Json>>, H> {
        let dialect = self.client.dialect();
        let with_unfinished = dialect.result_by_hash(earlier.hash, &earlier.by_hash(true));
        // Cloud cannot be asked for unfinished ones.
        let request = with_unfinished
            .or_else(|_| dialect.result_by_hash(earlier.hash, &earlier.by_hash(false)))?;
        let answer = self.send_once(&request).await;
        let report = match report_by_hash(&self.host, earlier.hash, answer) {
            Ok(Some(report)) => report,
            Ok(None) | Err(Failure::Failed { .. }) => return Ok(None),
            Err(aborted) => return Err(aborted),
        };
        if self.answers(&report, earlier) {
            return Ok(Some(report));
        }
        let Some(data_id) = self.unfinished(&report, earlier) else {
            return Ok(None);
        };
        let followed = Followed {
            sanitizes: earlier.acceptance.sanitized,
            ..Followed::of(&data_id)
        };
        match self.follow(followed, schedule).await {
            Ok(report) => Ok(Some(report).filter(|report| self.answers(report, earlier))),
            // It is another user's after all, or was called off.
            Err(failure)
                if matches!(
                    failure.code(),
                    Some(ErrorCode::NotFound | ErrorCode::Forbidden)
                ) =>
            {
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Whether a report answers for the scan.
    fn answers(&self, report: &Report<H::Json>, earlier: &EarlierAnalysis<'_>) -> bool {
        let service = self.client.options().service;
        is_usable(&report.view, service, earlier.acceptance) && self.is_of_rule(report, earlier)
    }

    /// The analysis that a report is of, if it goes on.
    fn unfinished(
        &self,
        report: &Report<H::Json>,
        earlier: &EarlierAnalysis<'_>,
    ) -> Option<String> {
        let service = self.client.options().service;
        let state = State::of(&report.view, service, earlier.acceptance.sanitized).ok()?;
        let is_wanted = state != State::Finished && self.is_of_rule(report, earlier);
        let data_id = report.view.data_id.text().filter(|_| is_wanted)?;
        Some(data_id.to_owned())
    }

    fn is_of_rule(&self, report: &Report<H::Json>, earlier: &EarlierAnalysis<'_>) -> bool {
        let (rule, profile) = (earlier.rule.as_deref(), report.view.profile());
        self.client.dialect().answers_for_rule(rule, profile)
    }
}
