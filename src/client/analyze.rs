//! Submitting a file.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::call::Call;
use super::course::{Came, Course, Step, answer};
use super::progress::{OnProgress, Reporter};
use super::report::with_text;
use super::{MetaDefender, Task};
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::progress::{Phase, Shares};
use crate::core::request::Analyze;
use crate::platform::{Abort, Body, Failure, Hashing, Source, object, open, sends_streams};

/// How a file is submitted.
#[derive(Clone, Default)]
pub struct AnalyzeOptions {
    /// What is said of the file.
    pub analyze: Analyze,
    /// How many bytes a stream has, if it does not say so itself.
    pub content_length: Option<f64>,
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
    /// Hears how far it is.
    pub on_progress: Option<OnProgress>,
}

impl MetaDefender {
    /// *Analyze File*: submits a file; the analysis then goes on. Answers its `dataId`, and the whole
    /// `result`.
    ///
    /// # Errors
    /// `empty-file`, `too-large`, `length-required` for a stream of unknown length, `busy`.
    pub fn analyze(&self, source: &JsValue, analyze: AnalyzeOptions) -> Task<JsValue> {
        let abort = analyze.signal.clone().into();
        let batch = analyze.analyze.batch.clone();
        let reporter = Reporter::new(analyze.on_progress.clone(), Shares::ANALYZE);
        let submission = Submission::new(self, source, analyze, &abort);
        let course = Analysis {
            submission,
            reporter,
            batch,
        };
        self.run(course, &abort)
    }

    /// What is said of a file, by the rule of the connection where it names none.
    pub(super) fn ruled(&self, analyze: &Analyze) -> Analyze {
        Analyze {
            rule: self.rule(analyze.rule.clone()),
            ..analyze.clone()
        }
    }
}

/// `analyze`, in a batch or not.
struct Analysis {
    submission: Submission,
    reporter: Reporter,
    batch: Option<String>,
}

impl Course for Analysis {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        if let Some(step) = self.submission.open(&came, true)? {
            return Ok(step);
        }
        if let Some(step) = self.submission.send(came, None, &self.reporter)? {
            return Ok(step);
        }
        self.reporter.about(&self.submission.data_id);
        self.reporter.done();
        let submitted = object(&[
            ("dataId", self.submission.data_id.as_str().into()),
            ("result", self.submission.answer.clone()),
        ]);
        Ok(Step::Done(submitted))
    }

    fn explain(&self, failure: Failure) -> Failure {
        match &self.batch {
            Some(batch) => failure.about_batch(batch),
            None => failure,
        }
    }
}

/// A file on its way to the service.
pub(super) struct Submission {
    client: MetaDefender,
    value: JsValue,
    pub options: AnalyzeOptions,
    abort: Abort,
    stage: Stage,
    /// The file that was given.
    pub source: Source,
    /// The same, or its encoded bytes.
    body: Source,
    /// Unique submission identifier.
    pub data_id: String,
    /// What the server said, whole.
    pub answer: JsValue,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    New,
    Opening,
    Collecting,
    Open,
    Encoding,
    Sending,
    Sent,
}

impl Submission {
    pub fn new(
        client: &MetaDefender,
        value: &JsValue,
        options: AnalyzeOptions,
        abort: &Abort,
    ) -> Self {
        let none: Source = JsValue::UNDEFINED.unchecked_into();
        Self {
            client: client.clone(),
            value: value.clone(),
            options,
            abort: abort.clone(),
            stage: Stage::New,
            source: none.clone(),
            body: none,
            data_id: String::new(),
            answer: JsValue::UNDEFINED,
        }
    }

    /// The steps until the file is open. If it is to be sent, it has to have bytes, and how many has to
    /// be known.
    pub fn open(&mut self, came: &Came, to_be_sent: bool) -> Result<Option<Step>, Failure> {
        if matches!(self.stage, Stage::Opening | Stage::Collecting) {
            self.source = came.clone()?.unchecked_into();
        }
        let analyze = &self.options.analyze;
        match self.stage {
            Stage::New => {
                // What the service cannot do is refused before anything is read.
                let analyze = self.client.ruled(analyze);
                self.client.dialect().analyze(&analyze)?;
                self.stage = Stage::Opening;
                let opening = open(&self.value, self.options.content_length, &self.abort);
                return Ok(Some(Step::Await(opening)));
            }
            Stage::Opening
                if to_be_sent
                    && self.source.is_stream()
                    && (analyze.content_encoding.is_some()
                        || !sends_streams(self.client.has_fetch())) =>
            {
                self.stage = Stage::Collecting;
                return Ok(Some(Step::Await(self.source.collected(&self.abort))));
            }
            Stage::Opening | Stage::Collecting => {
                if to_be_sent {
                    known_length(&self.source)?;
                }
                self.stage = Stage::Open;
            }
            _ => {}
        }
        Ok(None)
    }

    /// The steps from then on until it is submitted. The bytes of a stream go through `hashing`.
    pub fn send(
        &mut self,
        came: Came,
        hashing: Option<&Hashing>,
        reporter: &Reporter,
    ) -> Result<Option<Step>, Failure> {
        match (self.stage, self.options.analyze.content_encoding) {
            (Stage::Open, Some(encoding)) => {
                self.stage = Stage::Encoding;
                let encoding = self.source.encoded(encoding, &self.abort);
                return Ok(Some(Step::Await(encoding)));
            }
            (Stage::Open, None) => self.body = self.source.clone(),
            (Stage::Encoding, _) => self.body = came?.unchecked_into(),
            (Stage::Sending, _) => {
                let answer = answer(came)?;
                (self.answer, self.data_id) = with_text(Endpoint::Analyze, &answer, "data_id")?;
                self.stage = Stage::Sent;
                return Ok(None);
            }
            _ => return Ok(None),
        }
        self.stage = Stage::Sending;
        self.call(hashing, reporter).map(Step::Call).map(Some)
    }

    fn call(&self, hashing: Option<&Hashing>, reporter: &Reporter) -> Result<Call, Failure> {
        let length = known_length(&self.body)?;
        if self.body.size() != Some(length) {
            let message = "the file could not be read: its bytes were transferred away since";
            return Err(Error::invalid_input(message).into());
        }
        let mut analyze = self.client.ruled(&self.options.analyze);
        analyze.filename = analyze.filename.or_else(|| self.source.filename());
        let request = self.client.dialect().analyze(&analyze)?;
        reporter.advance(Phase::Upload, 0.0, Some(length));
        let progress = reporter.handle();
        let body = Body::File {
            source: self.body.clone(),
            length,
            on_sent: Rc::new(move |sent| progress.advance(Phase::Upload, sent, Some(length))),
            hashing: hashing.map_or(JsValue::UNDEFINED, |hashing| hashing.as_value().clone()),
        };
        Ok(Call::from(request)
            .with(body)
            .hiding(analyze.archive_passwords))
    }
}

/// The length, which `POST /file` needs beforehand and which is never nothing.
pub(super) fn known_length(source: &Source) -> Result<f64, Error> {
    match source.length() {
        Some(0.0) => Err(Error::new(
            ErrorCode::EmptyFile,
            "the file is empty: there is nothing to analyse",
        )),
        Some(length) => Ok(length),
        None => Err(Error::new(
            ErrorCode::LengthRequired,
            "nobody knows how long the stream is: say so in contentLength, or give a Blob",
        )),
    }
}
