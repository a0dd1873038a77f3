//! The main operation: hash, look up, upload, wait, judge.

use serde::Serialize;

use super::Result;
use super::analyze::{Submitted, not_empty};
use super::answer::Report;
use super::call::{Call, Caller};
use super::connection::MetaDefender;
use super::earlier::EarlierAnalysis;
use super::host::{File, Host};
use super::scan_batch::SharedBatch;
use super::slots::Slot;
use super::wait::Followed;
use crate::core::decide::integrity;
use crate::core::decide::verdict::{Judgement, judge};
use crate::core::digests::Digests;
use crate::core::error::{Error, ErrorCode};
use crate::core::options::{LookupOptions, ScanOptions};
use crate::core::poll::PollSchedule;
use crate::core::progress::{Phase, Shares};
use crate::core::protocol::dialect::Service;
use crate::core::protocol::endpoint::Endpoint;

/// The result of a scan.
#[derive(Clone, Debug)]
pub struct Scan<J> {
    /// Whether the file may be trusted, and why.
    pub judgement: Judgement,
    /// How the result was found.
    pub via: Via,
    /// The analysis.
    pub data_id: String,
    /// The hashes of the file, computed here or by the caller.
    pub digests: Digests,
    /// The complete report of the server.
    pub result: J,
}

/// How a result was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// The hash was known.
    Lookup,
    /// The file was analysed.
    Analysis,
}

impl<J> Scan<J> {
    /// Judges a finished report, if it is about the file with these hashes. Without hashes, nothing is compared.
    pub(super) fn of(
        report: Report<J>,
        service: Service,
        via: Via,
        data_id: &str,
        digests: Digests,
    ) -> std::result::Result<Self, Error> {
        let is_compared = integrity::check(&report.view, &digests);
        let is_verified = is_compared.map_err(|error| error.about(data_id))? || digests.is_empty();
        let judgement = judge(&report.view, service);
        Ok(Self {
            judgement: match is_verified {
                true => judgement,
                false => judgement.unverified(),
            },
            via,
            data_id: data_id.into(),
            digests,
            result: report.json,
        })
    }
}

impl<H: Host> MetaDefender<H> {
    /// Scans a file to decide whether it may be trusted.
    ///
    /// A stream can be read only once: it is hashed while it is sent, and not looked up, unless `upload` is off or its
    /// `digests` are given.
    ///
    /// # Errors
    /// `not-found` if there is no earlier result and `upload` is off; `empty-file`, `length-required`, `too-large`,
    /// `timeout`, `integrity` if the server's report is about another file, and those of every call.
    pub async fn scan(
        &self,
        source: &H::Source,
        options: ScanOptions,
        caller: Caller<H>,
    ) -> Result<Scan<H::Json>, H> {
        let call = self.call(caller, Shares::SCAN)?;
        let options = options.checked()?;
        call.scan(source, &options, None).await
    }

    /// Judges a file by an earlier analysis, without the file itself; `None` if there is no result that is still valid.
    ///
    /// # Errors
    /// `invalid-input` without its SHA-256, `integrity` if the server's report is about another file, and those of every call.
    pub async fn lookup(
        &self,
        digests: Digests,
        options: LookupOptions,
        caller: Caller<H>,
    ) -> Result<Option<Scan<H::Json>>, H> {
        let call = self.call(caller, Shares::SCAN)?;
        let options = options.of_scan(digests)?;
        let digests = options.digests.clone();
        let Some(earlier) = EarlierAnalysis::of(&call, Some(&digests), &options) else {
            return Ok(None);
        };
        match call.look_up(&earlier).await? {
            Some(report) => call.judge_known(report, Some(digests.clone())).map(Some),
            None => Ok(None),
        }
    }
}

impl<H: Host> Call<H> {
    /// Scans a file. If it has to be analysed, it becomes part of `batch`, if there is one.
    pub(super) async fn scan(
        &self,
        source: &H::Source,
        options: &ScanOptions,
        batch: Option<&SharedBatch<H>>,
    ) -> Result<Scan<H::Json>, H> {
        let schedule = PollSchedule::new(options.wait.poll, options.wait.timeout)?;
        let mut file = self.open(source, &options.analyze).await?;
        // A lookup does not wait for the analyses of other files.
        let mut slot = None;
        if file.is_stream() || options.lookup.is_none() {
            slot = self.slot(batch).await?;
        }
        if options.upload {
            file = self.sendable(file, &options.analyze).await?;
        }
        let digests = self.hash(&file, options).await?;
        let earlier = EarlierAnalysis::of(self, digests.as_ref(), options);
        if let Some(earlier) = &earlier
            && let Some(report) = self.look_up(earlier).await?
        {
            return self.judge_known(report, digests);
        }
        if !options.upload {
            return Err(not_known().into());
        }
        let _slot = match slot {
            None => self.slot(batch).await?,
            slot => slot,
        };
        let is_unhashed = digests.is_none();
        let submitted = self
            .submit_to_scan(&file, is_unhashed, options, batch, earlier.as_ref())
            .await?;
        let is_own = submitted.found.is_none();
        if let (Some(report), Some(earlier)) = (submitted.found, &earlier)
            && self.answers(&report, earlier)
        {
            return self.judge_known(report, digests);
        }
        let data_id = &submitted.data_id;
        let digests = digests.unwrap_or(submitted.digests);
        integrity::check_submission(&submitted.view, &digests)
            .map_err(|error| error.about(data_id))?;
        let followed = Followed {
            data_id,
            sanitizes: self.sanitizes(options),
            is_new: true,
        };
        let report = self
            .follow_or_cancel(followed, schedule, options.cancel_on_abort && is_own)
            .await?;
        self.judge(report, Via::Analysis, data_id, digests)
    }

    /// Waits until the batch has a free slot for an analysis.
    async fn slot<'a>(&self, batch: Option<&'a SharedBatch<H>>) -> Result<Option<Slot<'a>>, H> {
        let Some(batch) = batch else { return Ok(None) };
        let slot = batch.slots.take().await;
        self.host.check_abort()?;
        Ok(Some(slot))
    }

    /// The hashes of the file: those that the caller gave, or else computed here. `None` for a stream that will be sent,
    /// which is hashed during the upload.
    async fn hash(&self, file: &H::File, options: &ScanOptions) -> Result<Option<Digests>, H> {
        if options.is_hashed() {
            return Ok(Some(options.digests.clone()));
        }
        if file.is_stream() && options.upload {
            return Ok(None);
        }
        let on_read = self.reporter.count_bytes(Phase::Hash, file.length());
        let hash = self.host.hash(file, options.algorithms(), None, on_read);
        let hashed = hash.await?;
        not_empty(hashed.length)?;
        Ok(Some(hashed.digests))
    }

    async fn submit_to_scan(
        &self,
        file: &H::File,
        is_unhashed: bool,
        options: &ScanOptions,
        batch: Option<&SharedBatch<H>>,
        earlier: Option<&EarlierAnalysis<'_>>,
    ) -> Result<Submitted<H::Json>, H> {
        let algorithms = match is_unhashed {
            true => options.algorithms(),
            false => &[],
        };
        let mut analyze = options.analyze.analyze.clone();
        if let Some(batch) = batch {
            analyze.batch = batch.id(self).await?;
        }
        self.submit(file, &analyze, algorithms, earlier).await
    }

    /// Whether the analysis makes a clean copy, without which it is not finished.
    pub(super) fn sanitizes(&self, options: &ScanOptions) -> bool {
        let analyze = self.client.with_rule(&options.analyze.analyze);
        self.client.dialect().sanitizes(&analyze)
    }

    /// Ends a scan with a report that was found by the hash.
    fn judge_known(
        &self,
        report: Report<H::Json>,
        digests: Option<Digests>,
    ) -> Result<Scan<H::Json>, H> {
        let data_id = report.view.data_id.text().unwrap_or_default().to_owned();
        self.reporter.about(&data_id);
        self.judge(report, Via::Lookup, &data_id, digests.unwrap_or_default())
    }

    /// Ends a scan with the verdict, if the report is about this file.
    pub(super) fn judge(
        &self,
        report: Report<H::Json>,
        via: Via,
        data_id: &str,
        digests: Digests,
    ) -> Result<Scan<H::Json>, H> {
        let service = self.client.options().service;
        let scan = Scan::of(report, service, via, data_id, digests)?;
        self.reporter.done();
        Ok(scan)
    }
}

fn not_known() -> Error {
    let message = "nobody has analysed this file yet, or not to a result that still counts, and it is not to be \
                   uploaded";
    Error::new(ErrorCode::NotFound, message).at(Endpoint::ResultByHash)
}
