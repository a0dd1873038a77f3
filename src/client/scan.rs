//! The main job: hash, look up, upload, wait, judge.

use std::mem::take;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::analyze::{AnalyzeOptions, Submission, known_length};
use super::course::{Came, Course, Step, answer};
use super::digest::heard;
use super::ending::Ending;
use super::lazy_batch::LazyBatch;
use super::outcome::{Outcome, Scan, Via};
use super::progress::Reporter;
use super::report::{Report, found};
use super::wait::{DEFAULT_TIMEOUT, Follow, Pace};
use super::{MetaDefender, Task};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::integrity;
use crate::core::lookup::{Acceptance, is_usable};
use crate::core::poll::Poll;
use crate::core::progress::{Phase, Shares};
use crate::core::request::ByHash;
use crate::platform::{Abort, Failure, Hashing};

/// How a file is scanned.
#[derive(Clone)]
pub struct ScanOptions {
    /// What is said of the file, the signal, who hears of the progress.
    pub analyze: AnalyzeOptions,
    /// Whether and how an earlier result is looked for.
    pub lookup: Option<Lookup>,
    /// The hash to look up.
    pub hash: Algorithm,
    /// Hashes of the file that the caller computed; it is not read for them again. Either none, or
    /// SHA-256 and that to look up.
    pub digests: Digests,
    /// Whether the file is uploaded where no earlier result is found.
    pub upload: bool,
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
            digests: Digests::default(),
            upload: true,
            poll: Poll::default(),
            timeout: DEFAULT_TIMEOUT,
            cancel_on_abort: true,
        }
    }
}

impl ScanOptions {
    /// When to ask for the result; fails where the options cannot be.
    pub(super) fn pace(&self) -> Result<Pace, Error> {
        if self.lookup.is_none() && !self.upload {
            let message = "with neither look-up nor upload there is nothing to scan a file by";
            return Err(Error::invalid_input(message));
        }
        if self.digests.is_some() && !self.is_hashed() {
            let message = "digests has to hold the sha256, and the hash that is looked up";
            return Err(Error::invalid_input(message));
        }
        Pace::new(self.poll, self.timeout)
    }

    /// What the file is hashed by. Beside an algorithm that collides one that does not, so that a hit which is really
    /// another file is found out.
    fn algorithms(&self) -> Vec<Algorithm> {
        match self.hash.collides() {
            true => vec![self.hash, Algorithm::Sha256],
            false => vec![self.hash],
        }
    }

    /// Whether the hashes are known before the file is read.
    fn is_hashed(&self) -> bool {
        self.digests.sha256.is_some() && self.digests.get(self.hash).is_some()
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

impl MetaDefender {
    /// Says whether a file may be trusted.
    ///
    /// A stream can be read but once: it is not looked up, and hashed while it is sent, unless it is
    /// not to be uploaded at all, or its `digests` are known.
    ///
    /// # Errors
    /// `not-found` without upload where there is no earlier result; `empty-file`, `length-required`, `too-large`, `timeout`, `integrity` where the server speaks
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
        let outcome = Outcome::default();
        let run = Run::new(self, source, options, batch, &abort, &outcome);
        outcome.of(self.run(run, &abort))
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
    reporter: Rc<Reporter>,
    hashing: Option<Hashing>,
    ending: Option<Ending>,
    stage: Stage,
    outcome: Outcome,
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
        if let Some(ending) = &mut self.ending {
            return ending.next(came);
        }
        match self.stage {
            Stage::Opening => {
                let upload = self.options.upload;
                if let Some(step) = self.submission.open(&came, upload)? {
                    return Ok(step);
                }
                if self.options.is_hashed() {
                    return self.look_up();
                }
                let source = self.submission.source.clone();
                let algorithms = self.options.algorithms();
                let hashing = Hashing::new(&algorithms, None, heard(&self.reporter));
                let hashing = self.hashing.insert(hashing);
                if source.is_stream() && upload {
                    return self.submit();
                }
                let end = hashing.read(&source, &self.abort);
                self.stage = Stage::Hashing;
                Ok(Step::Await(end))
            }
            Stage::Hashing => {
                came?;
                known_length(&self.submission.source)?;
                self.look_up()
            }
            Stage::LookingUp => match self.hit(came)? {
                Some(report) => self.known(report),
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
        mut options: ScanOptions,
        batch: Option<Rc<LazyBatch>>,
        abort: &Abort,
        outcome: &Outcome,
    ) -> Result<Self, Error> {
        options.digests = take(&mut options.digests).checked()?;
        Ok(Self {
            client: client.clone(),
            submission: Submission::new(client, source, options.analyze.clone(), abort),
            batch,
            pace: options.pace()?,
            abort: abort.clone(),
            reporter: Reporter::new(options.analyze.on_progress.clone(), Shares::SCAN).into(),
            hashing: None,
            ending: None,
            stage: Stage::Opening,
            outcome: outcome.clone(),
            options,
        })
    }

    fn digests(&self) -> Digests {
        match &self.hashing {
            Some(hashing) => hashing.digests(),
            None => self.options.digests.clone(),
        }
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
        if !self.options.upload {
            let message = "nobody has analysed this file yet, or not to a result that still counts, and \
                           it is not to be uploaded";
            let error = Error::new(ErrorCode::NotFound, message);
            return Err(error.at(Endpoint::ResultByHash).into());
        }
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
        let hashing = self.hashing.as_ref().filter(|_| is_stream);
        if let Some(step) = self.submission.send(came, hashing, &self.reporter)? {
            return Ok(step);
        }
        let ending = self.ending.insert(self.submitted()?);
        ending.next(Ok(JsValue::UNDEFINED))
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
        Ok(is_hit.then_some(report))
    }

    /// The end, where the earlier result answers.
    fn known(&self, report: Report) -> Result<Step, Failure> {
        let data_id = report.data_id().unwrap_or_default();
        self.reporter.about(&data_id);
        let scan = Scan::of(report, Via::Lookup, &data_id, self.digests())?;
        Ok(self.outcome.done(scan, &self.reporter))
    }

    /// What follows on the submission.
    fn submitted(&self) -> Result<Ending, Failure> {
        let Submission {
            data_id, answer, ..
        } = &self.submission;
        let digests = self.digests();
        integrity::check_received(answer, &digests).map_err(|error| error.about(data_id))?;
        let pace = self.pace.clone();
        let sanitizes = self.sanitizes();
        Ok(Ending {
            follow: Follow::new(&self.client, data_id, sanitizes, pace, &self.reporter),
            digests,
            cancel_on_abort: self.options.cancel_on_abort,
            reporter: Rc::clone(&self.reporter),
            outcome: self.outcome.clone(),
        })
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
