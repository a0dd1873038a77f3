//! The main job: hash, look up, upload, wait, judge.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::futures::spawn_local;
use wasm_bindgen::JsValue;

use super::analyze::AnalyzeOptions;
use super::digest::hash;
use super::lazy_batch::LazyBatch;
use super::progress::Reporter;
use super::report::{Report, found};
use super::wait::{DEFAULT_TIMEOUT, Pace};
use super::{MetaDefender, Task};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::endpoint::Endpoint;
use crate::core::error::ErrorCode;
use crate::core::hasher::Hasher;
use crate::core::integrity;
use crate::core::lookup::{Acceptance, is_usable};
use crate::core::poll::Poll;
use crate::core::progress::{Phase, Shares};
use crate::core::request::{ByHash, Request};
use crate::core::verdict::{Judgement, judge};
use crate::platform::{Abort, Failure, Incoming, Source};

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
    pub fn scan(&self, source: &JsValue, options: ScanOptions) -> Task<Scan> {
        self.scan_in(source, options, None)
    }

    /// The same, in a batch if it has to be analysed.
    pub(super) fn scan_in(
        &self,
        source: &JsValue,
        options: ScanOptions,
        batch: Option<Rc<LazyBatch>>,
    ) -> Task<Scan> {
        let run = Run::new(self, options, batch);
        let source = source.clone();
        Box::pin(async move {
            let mut run = run?;
            let analyze = &run.options.analyze;
            let source = run.client.source(&source, analyze, &run.abort).await?;
            if !source.is_stream() {
                hash(&source, &run.hasher, &run.abort, &run.reporter).await?;
                if let Some(request) = run.look_up() {
                    let answer = run.client.call(request?, &run.abort).await;
                    if let Some(report) = run.hit(answer)? {
                        return run.conclude(report, Via::Lookup);
                    }
                }
            }
            let report = run.analyse(&source).await?;
            run.conclude(report, Via::Analysis)
        })
    }
}

/// One scan under way.
struct Run {
    client: MetaDefender,
    options: ScanOptions,
    batch: Option<Rc<LazyBatch>>,
    pace: Pace,
    abort: Abort,
    reporter: Reporter,
    hasher: Rc<RefCell<Hasher>>,
    data_id: String,
}

impl Run {
    fn new(
        client: &MetaDefender,
        options: ScanOptions,
        batch: Option<Rc<LazyBatch>>,
    ) -> Result<Self, Failure> {
        // Beside an algorithm that collides, one that does not, so that a hit which is really another
        // file is found out.
        let hasher = Hasher::new(&match options.hash.collides() {
            true => [options.hash, Algorithm::Sha256],
            false => [options.hash; 2],
        });
        Ok(Self {
            client: client.clone(),
            pace: Pace::new(options.poll, options.timeout)?,
            abort: options.analyze.signal.clone().into(),
            reporter: Reporter::new(options.analyze.on_progress.clone(), Shares::SCAN),
            hasher: Rc::new(hasher.into()),
            data_id: String::new(),
            options,
            batch,
        })
    }

    fn digests(&self) -> Digests {
        self.hasher.borrow().digests()
    }

    /// The request for an earlier result, if one is wanted.
    fn look_up(&self) -> Option<Result<Request, Failure>> {
        let lookup = self.options.lookup?;
        let digests = self.digests();
        let hash = digests.get(self.options.hash)?;
        self.reporter.advance(Phase::Lookup, 0.0, None);
        let by_hash = ByHash {
            rule: self.rule(),
            time_range: lookup.time_range,
            ..ByHash::default()
        };
        let request = self.client.dialect().result_by_hash(hash, &by_hash);
        Some(request.map_err(Failure::from))
    }

    /// The earlier result, if there is one that answers for this scan.
    fn hit(&mut self, answer: Result<Incoming, Failure>) -> Result<Option<Report>, Failure> {
        let answer = match answer {
            Err(failure) if failure.code() == Some(ErrorCode::NotFound) => return Ok(None),
            answer => answer?,
        };
        let digests = self.digests();
        let hash = digests.get(self.options.hash).unwrap_or_default();
        let Some(report) = found(Endpoint::ResultByHash, &answer, hash)? else {
            return Ok(None);
        };
        let options = &self.options;
        let acceptance = Acceptance {
            outdated: options.lookup.is_some_and(|lookup| lookup.accept_outdated),
            by_colliding_hash: options.hash.collides(),
            sanitized: self.sanitizes(),
            with_passwords: !options.analyze.analyze.archive_passwords.is_empty(),
        };
        let (rule, profile) = (self.rule(), report.profile());
        let dialect = self.client.dialect();
        let is_hit = is_usable(&report, acceptance)
            && dialect.answers_for_rule(rule.as_deref(), profile.as_deref());
        if !is_hit {
            return Ok(None);
        }
        self.data_id = report.data_id().unwrap_or_default();
        self.reporter.about(&self.data_id);
        Ok(Some(report))
    }

    /// Submits the file and waits for its result; where the user gives up, tells the server so.
    async fn analyse(&mut self, source: &Source) -> Result<Report, Failure> {
        let mut analyze = self.options.analyze.analyze.clone();
        if let Some(batch) = &self.batch {
            analyze.batch = batch.id().await?;
        }
        // What can be read again was hashed before.
        let hasher = source.is_stream().then_some(&self.hasher);
        let (client, abort, reporter) = (&self.client, &self.abort, &self.reporter);
        let submitted = client.upload(source, analyze, hasher, abort, reporter);
        let submitted = submitted.await?;
        self.data_id = submitted.data_id;
        integrity::check_received(&submitted.result, &self.digests())
            .map_err(|error| error.about(&self.data_id))?;
        let pace = self.pace.restarted();
        let following = client.follow(&self.data_id, self.sanitizes(), pace, abort, reporter);
        let result = following.await;
        if let (Err(Failure::Aborted(_)), true) = (&result, self.options.cancel_on_abort) {
            call_off(self.client.cancel(&self.data_id, None));
        }
        result
    }

    fn conclude(&self, report: Report, via: Via) -> Result<Scan, Failure> {
        let digests = self.digests();
        let data_id = self.data_id.clone();
        integrity::check(&report, &digests).map_err(|error| error.about(&data_id))?;
        self.reporter.done();
        Ok(Scan {
            judgement: judge(&report),
            via,
            data_id,
            digests,
            result: report.0,
        })
    }

    fn rule(&self) -> Option<String> {
        self.client.rule(self.options.analyze.analyze.rule.clone())
    }

    /// Whether the analysis makes a clean copy, without which it is not finished.
    fn sanitizes(&self) -> bool {
        let analyze = self.client.ruled(&self.options.analyze.analyze);
        self.client.dialect().sanitizes(&analyze)
    }
}

/// Calls off what goes on. The user is gone: nobody could be told of a failure.
pub(super) fn call_off(cancelled: Task<JsValue>) {
    spawn_local(async {
        let _ = cancelled.await;
    });
}
