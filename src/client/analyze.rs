//! Submitting a file.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::MetaDefender;
use super::progress::{Handle, OnProgress, Reporter};
use super::report::view;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::hasher::Hasher;
use crate::core::model;
use crate::core::progress::{Phase, Shares};
use crate::core::request::Analyze;
use crate::core::response;
use crate::platform::{self, Abort, Body, Failure, Source, Tap};

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

/// What a submission answers.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Unique submission identifier.
    pub data_id: String,
    /// What is read of it.
    pub(super) submission: model::Submission,
    /// What the server said, whole.
    pub result: JsValue,
}

impl MetaDefender {
    /// *Analyze File*: submits a file and answers the id of its analysis, which then goes on.
    ///
    /// # Errors
    /// `empty-file`, `too-large`, `length-required` for a stream of unknown length, `busy`.
    pub async fn analyze(
        &self,
        source: &JsValue,
        options: AnalyzeOptions,
    ) -> Result<Submission, Failure> {
        let abort = Abort::from(options.signal.clone());
        let reporter = Reporter::new(options.on_progress.clone(), Shares::ANALYZE);
        let source = self.source(source, &options, &abort).await?;
        let submission = self
            .upload(&source, options.analyze, None, &abort, &reporter)
            .await?;
        reporter.about(&submission.data_id);
        reporter.done();
        Ok(submission)
    }

    /// Takes a file, which has to have bytes, and how many has to be known.
    pub(super) async fn source(
        &self,
        source: &JsValue,
        options: &AnalyzeOptions,
        abort: &Abort,
    ) -> Result<Source, Failure> {
        // What the service cannot do is refused before anything is read.
        let mut analyze = options.analyze.clone();
        analyze.rule = analyze.rule.or_else(|| self.config.options.rule.clone());
        self.dialect().analyze(&analyze)?;
        let mut source = abort
            .race(Source::of(source, options.content_length))
            .await?;
        if options.analyze.content_encoding.is_some() || !platform::sends_streams() {
            source = source.collected(abort).await?;
        }
        known_length(&source)?;
        Ok(source)
    }

    /// Sends the bytes. Those of a stream go through `hasher` on the way.
    pub(super) async fn upload(
        &self,
        source: &Source,
        mut analyze: Analyze,
        hasher: Option<&Rc<RefCell<Hasher>>>,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Result<Submission, Failure> {
        let endpoint = Endpoint::Analyze;
        let encoded = match analyze.content_encoding {
            Some(encoding) => Some(platform::encode(&source.content, encoding, abort).await?),
            None => None,
        };
        let content = encoded.as_ref().unwrap_or(&source.content);
        let length = match (content.size(), &encoded) {
            (Some(size), Some(_)) => size,
            (Some(size), None) if Some(size) != source.length => {
                return Err(Failure::unreadable(JsValue::UNDEFINED));
            }
            _ => known_length(source)?,
        };
        analyze.filename = analyze.filename.or_else(|| source.filename.clone());
        analyze.rule = analyze.rule.or_else(|| self.config.options.rule.clone());
        let request = self.dialect().analyze(&analyze)?;
        reporter.advance(Phase::Upload, 0.0, Some(length));
        let tap = Rc::new(UploadTap {
            length,
            progress: reporter.handle(),
            hasher: hasher.cloned(),
            sent: Cell::new(0.0),
            ended: Cell::new(false),
        });
        let body = Body::File {
            content,
            length,
            tap: tap.clone(),
        };
        let passwords: Vec<&str> = analyze
            .archive_passwords
            .iter()
            .map(String::as_str)
            .collect();
        let answer = self.call(request, body, &passwords, abort).await;
        let answer = answer.map_err(|failure| failure.map(|error| tap.explain(error)))?;
        let (result, submission) = view::<model::Submission>(endpoint, &answer)?;
        let Some(data_id) = submission.data_id.text().map(String::from) else {
            return Err(response::unexpected(endpoint, answer.status, &answer.text).into());
        };
        Ok(Submission {
            data_id,
            submission,
            result,
        })
    }
}

/// Shows how much is sent, and hashes the bytes of a stream on their way.
struct UploadTap {
    length: f64,
    progress: Handle,
    hasher: Option<Rc<RefCell<Hasher>>>,
    sent: Cell<f64>,
    ended: Cell<bool>,
}

impl Tap for UploadTap {
    fn sent(&self, bytes: f64) {
        self.sent.set(bytes);
        self.progress
            .advance(Phase::Upload, bytes, Some(self.length));
    }

    fn passes(&self, bytes: &Uint8Array) {
        if let Some(hasher) = &self.hasher {
            platform::update(&mut hasher.borrow_mut(), bytes);
        }
    }

    fn ended(&self) {
        self.ended.set(true);
    }
}

impl UploadTap {
    /// A runtime reports a stream of another length than was stated like an unreachable server.
    fn explain(&self, error: Error) -> Error {
        let (sent, length) = (self.sent.get(), self.length);
        let wrong = sent > length || (self.ended.get() && sent < length);
        if !wrong || error.code != ErrorCode::Network {
            return error;
        }
        let (sent, length) = (sent as u64, length as u64);
        let message = format!("the stream has {sent} bytes, and was to have {length}");
        Error::invalid_input(message).at(Endpoint::Analyze)
    }
}

/// The length, which `POST /file` needs beforehand and which is never nothing.
fn known_length(source: &Source) -> Result<f64, Error> {
    match source.length {
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
