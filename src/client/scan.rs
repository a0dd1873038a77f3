//! The main job: hash, look up, upload, wait, judge.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::futures::spawn_local;
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::MetaDefender;
use super::analyze::{AnalyzeOptions, known_length};
use super::digest::hash;
use super::progress::Reporter;
use super::report::Report;
use super::wait::{self, DEFAULT_TIMEOUT};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::hasher::Hasher;
use crate::core::integrity;
use crate::core::lookup::{Acceptance, is_usable};
use crate::core::poll::Poll;
use crate::core::progress::{Phase, Shares};
use crate::core::request::ByHash;
use crate::core::verdict::{Judgement, judge};
use crate::platform::{Abort, Failure, Source};

/// How a file is scanned.
#[derive(Clone)]
pub struct ScanOptions {
    /// What is said of the file, the signal, who hears of the progress.
    pub analyze: AnalyzeOptions,
    /// Whether and how an earlier result is looked for.
    pub lookup: Option<Lookup>,
    /// The hash to look up.
    pub hash: Algorithm,
    /// When to ask for the result.
    pub poll: Poll,
    /// ms that the analysis may take.
    pub timeout: f64,
    /// Whether an abort calls the analysis off as well.
    pub cancel_on_abort: bool,
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self {
            analyze: AnalyzeOptions::default(),
            lookup: Some(Lookup::default()),
            hash: Algorithm::Sha256,
            poll: Poll::default(),
            timeout: DEFAULT_TIMEOUT,
            cancel_on_abort: true,
        }
    }
}

/// How an earlier result is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lookup {
    /// Only in the last so many hours.
    pub time_range: Option<f64>,
    /// Take one whose engines, definitions or rule have changed since.
    pub accept_outdated: bool,
}

/// How a result was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// The hash was known.
    Lookup,
    /// The file was analysed.
    Analysis,
}

/// The outcome of a scan.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Whether the file may be trusted, and why.
    pub judgement: Judgement,
    /// How the result was come by.
    pub via: Via,
    /// The analysis.
    pub data_id: String,
    /// The hashes of the file, computed here.
    pub digests: Digests,
    /// What the server said, whole.
    pub result: JsValue,
}

impl MetaDefender {
    /// Says whether a file may be trusted.
    ///
    /// A stream can be read but once: it is not looked up, and hashed while it is sent.
    ///
    /// # Errors
    /// `empty-file`, `length-required`, `too-large`, `timeout`, `integrity` where the server speaks
    /// of another file, and those of every call.
    pub async fn scan(&self, source: &JsValue, options: ScanOptions) -> Result<Scan, Failure> {
        wait::check(&options.poll, options.timeout)?;
        let abort = Abort::from(options.analyze.signal.clone());
        let reporter = Reporter::new(options.analyze.on_progress.clone(), Shares::SCAN);
        let source = Source::of(source, options.analyze.content_length);
        let source = abort.race(source).await?;
        known_length(&source)?;
        let scan = if source.content.is_repeatable() {
            self.scan_file(&source, options, &abort, &reporter).await?
        } else {
            self.scan_stream(&source, options, &abort, &reporter)
                .await?
        };
        reporter.done();
        Ok(scan)
    }

    async fn scan_file(
        &self,
        source: &Source,
        options: ScanOptions,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Result<Scan, Failure> {
        let digests = hash(source, &algorithms(options.hash), abort, reporter).await?;
        if let Some(lookup) = options.lookup {
            reporter.advance(Phase::Lookup, 0.0, None);
            if let Some(report) = self.look_up(lookup, &options, &digests, abort).await? {
                let data_id = report
                    .analysis
                    .data_id
                    .text()
                    .unwrap_or_default()
                    .to_owned();
                reporter.about(&data_id);
                return conclude(report, Via::Lookup, data_id, digests);
            }
        }
        let (data_id, report) = self
            .analysed(source, &options, None, abort, reporter)
            .await?;
        conclude(report, Via::Analysis, data_id, digests)
    }

    async fn scan_stream(
        &self,
        source: &Source,
        options: ScanOptions,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Result<Scan, Failure> {
        let hasher = Rc::new(RefCell::new(Hasher::new(&algorithms(options.hash))));
        let hashing = Some(&hasher);
        let (data_id, report) = self
            .analysed(source, &options, hashing, abort, reporter)
            .await?;
        let digests = hasher.borrow().digests();
        conclude(report, Via::Analysis, data_id, digests)
    }

    async fn look_up(
        &self,
        lookup: Lookup,
        options: &ScanOptions,
        digests: &Digests,
        abort: &Abort,
    ) -> Result<Option<Report>, Failure> {
        let Some(hash) = digests.get(options.hash) else {
            return Ok(None);
        };
        let analyze = &options.analyze.analyze;
        let by_hash = ByHash {
            rule: analyze.rule.clone(),
            time_range: lookup.time_range,
            ..ByHash::default()
        };
        let acceptance = Acceptance {
            outdated: lookup.accept_outdated,
            with_passwords: !analyze.archive_passwords.is_empty(),
        };
        let report = self.report_by_hash(hash, by_hash, abort).await?;
        Ok(report.filter(|report| is_usable(&report.analysis, acceptance)))
    }

    /// Submits the file and waits for its result; where the user gives up, tells the server so.
    async fn analysed(
        &self,
        source: &Source,
        options: &ScanOptions,
        hasher: Option<&Rc<RefCell<Hasher>>>,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Result<(String, Report), Failure> {
        let analyze = options.analyze.analyze.clone();
        let submission = self
            .upload(source, analyze, hasher, abort, reporter)
            .await?;
        let data_id = submission.data_id;
        let result = self
            .follow(&data_id, options.poll, options.timeout, abort, reporter)
            .await;
        if let (Err(Failure::Aborted(_)), true) = (&result, options.cancel_on_abort) {
            let (client, data_id) = (self.clone(), data_id.clone());
            spawn_local(async move {
                // The user is gone: nobody could be told of a failure.
                let _ = client.cancel(&data_id, None).await;
            });
        }
        Ok((data_id, result?))
    }
}

/// The algorithms to hash by: beside one that collides, one that does not, so that a hit which is
/// really another file is found out.
fn algorithms(lookup: Algorithm) -> Vec<Algorithm> {
    let also = lookup.collides().then_some(Algorithm::Sha256);
    [lookup].into_iter().chain(also).collect()
}

fn conclude(report: Report, via: Via, data_id: String, digests: Digests) -> Result<Scan, Failure> {
    integrity::check(&report.analysis, &digests).map_err(|error| error.about(&data_id))?;
    let judgement = judge(&report.analysis);
    Ok(Scan {
        judgement,
        via,
        data_id,
        digests,
        result: report.result,
    })
}
