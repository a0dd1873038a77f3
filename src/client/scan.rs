//! The main job: hash, look up, upload, wait, judge.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::futures::spawn_local;
use wasm_bindgen::JsValue;

use super::analyze::{AnalyzeOptions, Submission};
use super::course::{Came, Course, Step, answer};
use super::digest::reading;
use super::lazy_batch::LazyBatch;
use super::progress::Reporter;
use super::report::{Report, found};
use super::wait::{DEFAULT_TIMEOUT, Follow, Pace};
use super::{MetaDefender, Task};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::hasher::Hasher;
use crate::core::integrity;
use crate::core::lookup::{Acceptance, is_usable};
use crate::core::poll::Poll;
use crate::core::progress::{Phase, Shares};
use crate::core::request::ByHash;
use crate::core::verdict::{Judgement, judge};
use crate::platform::{Abort, Failure, Reading};

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
        let abort = options.analyze.signal.clone().into();
        let scan = Rc::default();
        let run = Run::new(self, source, options, batch, &abort, &scan);
        let run = self.run(run, &abort);
        Box::pin(async move {
            run.await?;
            let scan = scan.take();
            scan.ok_or_else(|| Error::protocol("the scan came to no end").into())
        })
    }
}

/// One scan under way.
struct Run {
    client: MetaDefender,
    options: ScanOptions,
    submission: Submission,
    batch: Option<Rc<LazyBatch>>,
    pace: Pace,
    abort: Abort,
    reporter: Reporter,
    hasher: Rc<RefCell<Hasher>>,
    reading: Option<Reading>,
    follow: Option<Follow>,
    stage: Stage,
    data_id: String,
    /// Where the outcome goes.
    scan: Rc<RefCell<Option<Scan>>>,
}

/// What a scan waits for.
#[derive(Clone, Copy)]
enum Stage {
    Opening,
    Hashing,
    LookingUp,
    MakingBatch { by_this_file: bool },
    Submitting,
}

impl Course for Run {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        if self.follow.is_some() {
            return self.followed(came);
        }
        match self.stage {
            Stage::Opening => {
                if let Some(step) = self.submission.open(&came)? {
                    return Ok(step);
                }
                let source = &self.submission.source;
                if source.is_stream() {
                    return self.submit();
                }
                let reading = reading(source, &self.hasher, &self.abort, &self.reporter);
                let end = reading.end.clone();
                self.reading = Some(reading);
                self.stage = Stage::Hashing;
                Ok(Step::Await(end))
            }
            Stage::Hashing => {
                came?;
                self.reading = None;
                self.look_up()
            }
            Stage::LookingUp => match self.hit(came)? {
                Some(report) => self.conclude(report, Via::Lookup),
                None => self.submit(),
            },
            Stage::MakingBatch { by_this_file } => {
                match self.batch.as_ref().map(|batch| batch.id()).transpose() {
                    Ok(id) => self.submission.options.analyze.batch = id,
                    Err(failure) if by_this_file => return Err(failure),
                    Err(_) => return self.submit(),
                }
                self.submitting(Ok(JsValue::UNDEFINED))
            }
            Stage::Submitting => self.submitting(came),
        }
    }
}

impl Run {
    fn new(
        client: &MetaDefender,
        source: &JsValue,
        options: ScanOptions,
        batch: Option<Rc<LazyBatch>>,
        abort: &Abort,
        scan: &Rc<RefCell<Option<Scan>>>,
    ) -> Result<Self, Error> {
        // Beside an algorithm that collides, one that does not, so that a hit which is really another
        // file is found out.
        let hasher = Hasher::new(&match options.hash.collides() {
            true => [options.hash, Algorithm::Sha256],
            false => [options.hash; 2],
        });
        Ok(Self {
            client: client.clone(),
            submission: Submission::new(client, source, options.analyze.clone(), abort),
            batch,
            pace: Pace::new(options.poll, options.timeout)?,
            abort: abort.clone(),
            reporter: Reporter::new(options.analyze.on_progress.clone(), Shares::SCAN),
            hasher: Rc::new(hasher.into()),
            reading: None,
            follow: None,
            stage: Stage::Opening,
            data_id: String::new(),
            scan: Rc::clone(scan),
            options,
        })
    }

    fn digests(&self) -> Digests {
        self.hasher.borrow().digests()
    }

    /// Asks for an earlier result, if one is wanted.
    fn look_up(&mut self) -> Result<Step, Failure> {
        let digests = self.digests();
        let (Some(lookup), Some(hash)) = (self.options.lookup, digests.get(self.options.hash))
        else {
            return self.submit();
        };
        self.reporter.advance(Phase::Lookup, 0.0, None);
        let by_hash = ByHash {
            rule: self.rule(),
            time_range: lookup.time_range,
            ..ByHash::default()
        };
        let request = self.client.dialect().result_by_hash(hash, &by_hash)?;
        self.stage = Stage::LookingUp;
        Ok(Step::Call(request.into()))
    }

    /// Submits the file, in a batch if there is to be one.
    fn submit(&mut self) -> Result<Step, Failure> {
        match self.batch.as_ref().and_then(|batch| batch.making()) {
            Some((making, by_this_file)) => {
                self.stage = Stage::MakingBatch { by_this_file };
                Ok(Step::Await(making))
            }
            None => self.submitting(Ok(JsValue::UNDEFINED)),
        }
    }

    fn submitting(&mut self, came: Came) -> Result<Step, Failure> {
        self.stage = Stage::Submitting;
        // What can be read again was hashed before.
        let is_stream = self.submission.source.is_stream();
        let hasher = is_stream.then_some(&self.hasher);
        if let Some(step) = self.submission.send(came, hasher, &self.reporter)? {
            return Ok(step);
        }
        self.follow = Some(self.follow()?);
        self.followed(Ok(JsValue::UNDEFINED))
    }

    /// Where the user gives up in mid-analysis, the server is told so.
    fn followed(&mut self, came: Came) -> Result<Step, Failure> {
        let Some(follow) = &mut self.follow else {
            return self.submit();
        };
        match follow.next(came) {
            Ok(Step::Done(result)) => self.conclude(Report::from(result), Via::Analysis),
            Err(Failure::Aborted(reason)) => {
                if self.options.cancel_on_abort {
                    call_off(self.client.cancel(&self.data_id, None));
                }
                Err(Failure::Aborted(reason))
            }
            step => step,
        }
    }

    /// The earlier result, if there is one that answers for this scan.
    fn hit(&mut self, came: Came) -> Result<Option<Report>, Failure> {
        let answer = match answer(came) {
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
            with_passwords: !self.submission.options.analyze.archive_passwords.is_empty(),
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

    /// Follows the analysis that the submission began.
    fn follow(&mut self) -> Result<Follow, Failure> {
        self.data_id = self.submission.data_id.clone();
        integrity::check_received(&self.submission.answer, &self.digests())
            .map_err(|error| error.about(&self.data_id))?;
        let pace = self.pace.restarted();
        let (client, reporter) = (&self.client, &self.reporter);
        let sanitizes = self.sanitizes();
        Ok(Follow::new(
            client,
            &self.data_id,
            sanitizes,
            pace,
            reporter,
        ))
    }

    fn conclude(&self, report: Report, via: Via) -> Result<Step, Failure> {
        let digests = self.digests();
        let data_id = self.data_id.clone();
        integrity::check(&report, &digests).map_err(|error| error.about(&data_id))?;
        self.reporter.done();
        self.scan.replace(Some(Scan {
            judgement: judge(&report),
            via,
            data_id,
            digests,
            result: report.0,
        }));
        Ok(Step::Done(JsValue::UNDEFINED))
    }

    fn rule(&self) -> Option<String> {
        self.client
            .rule(self.submission.options.analyze.rule.clone())
    }

    /// Whether the analysis makes a clean copy, without which it is not finished.
    fn sanitizes(&self) -> bool {
        let analyze = self.client.ruled(&self.submission.options.analyze);
        self.client.dialect().sanitizes(&analyze)
    }
}

/// Calls off what goes on. The user is gone: nobody could be told of a failure.
pub(super) fn call_off(cancelled: Task<JsValue>) {
    spawn_local(async {
        let _ = cancelled.await;
    });
}
