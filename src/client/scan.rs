//! The main job: hash, look up, upload, wait, judge.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::futures::spawn_local;
use wasm_bindgen::JsValue;

use super::MetaDefender;
use super::analyze::AnalyzeOptions;
use super::digest::hash;
use super::lazy_batch::LazyBatch;
use super::progress::Reporter;
use super::report::Report;
use super::wait::{DEFAULT_TIMEOUT, Pace};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// The hash was known.
    Lookup,
    /// The file was analysed.
    Analysis,
}

impl Via {
    /// The way as JavaScript sees it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::Analysis => "analysis",
        }
    }
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
        self.scan_in(source, options, None).await
    }

    /// The same, in a batch if it has to be analysed.
    pub(super) async fn scan_in(
        &self,
        source: &JsValue,
        options: ScanOptions,
        batch: Option<&LazyBatch>,
    ) -> Result<Scan, Failure> {
        let pace = Pace::new(options.poll, options.timeout)?;
        let abort = Abort::from(options.analyze.signal.clone());
        let reporter = Reporter::new(options.analyze.on_progress.clone(), Shares::SCAN);
        let source = self.source(source, &options.analyze, &abort).await?;
        let mut run = Run {
            client: self,
            options,
            batch,
            pace,
            abort,
            reporter,
        };
        let scan = if source.content.is_repeatable() {
            run.scan_file(&source).await?
        } else {
            run.scan_stream(&source).await?
        };
        run.reporter.done();
        Ok(scan)
    }
}

/// One scan under way.
struct Run<'a> {
    client: &'a MetaDefender,
    options: ScanOptions,
    batch: Option<&'a LazyBatch>,
    pace: Pace,
    abort: Abort,
    reporter: Reporter,
}

impl Run<'_> {
    async fn scan_file(&mut self, source: &Source) -> Result<Scan, Failure> {
        let algorithms = algorithms(self.options.hash);
        let digests = hash(source, &algorithms, &self.abort, &self.reporter).await?;
        if let Some(lookup) = self.options.lookup {
            self.reporter.advance(Phase::Lookup, 0.0, None);
            if let Some(report) = self.look_up(lookup, &digests).await? {
                let data_id = report
                    .analysis
                    .data_id
                    .text()
                    .unwrap_or_default()
                    .to_owned();
                self.reporter.about(&data_id);
                return conclude(report, Via::Lookup, data_id, digests);
            }
        }
        let hashed = Hashed::Before(digests);
        let (data_id, report) = self.analyse(source, &hashed).await?;
        conclude(report, Via::Analysis, data_id, hashed.digests())
    }

    async fn scan_stream(&mut self, source: &Source) -> Result<Scan, Failure> {
        let hasher = Hasher::new(&algorithms(self.options.hash));
        let hashed = Hashed::OnTheWay(Rc::new(RefCell::new(hasher)));
        let (data_id, report) = self.analyse(source, &hashed).await?;
        conclude(report, Via::Analysis, data_id, hashed.digests())
    }

    async fn look_up(&self, lookup: Lookup, digests: &Digests) -> Result<Option<Report>, Failure> {
        let Some(hash) = digests.get(self.options.hash) else {
            return Ok(None);
        };
        let analyze = &self.options.analyze.analyze;
        let by_hash = ByHash {
            rule: analyze.rule.clone(),
            time_range: lookup.time_range,
            ..ByHash::default()
        };
        let acceptance = Acceptance {
            outdated: lookup.accept_outdated,
            by_colliding_hash: self.options.hash.collides(),
            sanitized: self.sanitizes(),
            with_passwords: !analyze.archive_passwords.is_empty(),
        };
        let report = self
            .client
            .report_by_hash(hash, by_hash, &self.abort)
            .await?;
        Ok(report.filter(|report| {
            let info = report.analysis.process_info.value();
            let profile = info.and_then(|info| info.profile.text());
            let dialect = self.client.dialect();
            is_usable(&report.analysis, acceptance)
                && dialect.answers_for_rule(self.rule().as_deref(), profile)
        }))
    }

    /// Submits the file and waits for its result; where the user gives up, tells the server so.
    async fn analyse(
        &mut self,
        source: &Source,
        hashed: &Hashed,
    ) -> Result<(String, Report), Failure> {
        let client = self.client;
        let mut analyze = self.options.analyze.analyze.clone();
        if let Some(batch) = self.batch {
            analyze.batch = self.abort.race(batch.id(client)).await?;
        }
        let (abort, reporter) = (&self.abort, &self.reporter);
        let submitted = client
            .upload(source, analyze, hashed.hasher(), abort, reporter)
            .await?;
        let data_id = submitted.data_id;
        integrity::check_received(&submitted.submission, &hashed.digests())
            .map_err(|error| error.about(&data_id))?;
        let sanitizes = self.sanitizes();
        self.pace.restart();
        let (pace, abort) = (&mut self.pace, &self.abort);
        let result = client
            .follow(&data_id, sanitizes, pace, abort, &self.reporter)
            .await;
        if let (Err(Failure::Aborted(_)), true) = (&result, self.options.cancel_on_abort) {
            let (client, data_id) = (client.clone(), data_id.clone());
            spawn_local(async move {
                // The user is gone: nobody could be told of a failure.
                let _ = client.cancel(&data_id, None).await;
            });
        }
        Ok((data_id, result?))
    }

    fn rule(&self) -> Option<String> {
        let rule = self.options.analyze.analyze.rule.clone();
        rule.or_else(|| self.client.config.options.rule.clone())
    }

    /// Whether the analysis makes a clean copy, without which it is not finished.
    fn sanitizes(&self) -> bool {
        let mut analyze = self.options.analyze.analyze.clone();
        analyze.rule = self.rule();
        self.client.dialect().sanitizes(&analyze)
    }
}

/// When a file is hashed.
enum Hashed {
    /// Before it is sent.
    Before(Digests),
    /// While it is sent, as a stream is.
    OnTheWay(Rc<RefCell<Hasher>>),
}

impl Hashed {
    fn hasher(&self) -> Option<&Rc<RefCell<Hasher>>> {
        match self {
            Self::Before(_) => None,
            Self::OnTheWay(hasher) => Some(hasher),
        }
    }

    fn digests(&self) -> Digests {
        match self {
            Self::Before(digests) => digests.clone(),
            Self::OnTheWay(hasher) => hasher.borrow().digests(),
        }
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
