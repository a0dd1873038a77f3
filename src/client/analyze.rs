//! Submitting a file.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::call::Call;
use super::progress::{Handle, OnProgress, Reporter};
use super::report::with_text;
use super::{MetaDefender, Task};
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::hasher::Hasher;
use crate::core::progress::{Phase, Shares};
use crate::core::request::Analyze;
use crate::platform::{Abort, Body, Failure, Incoming, Source, Tap, sends_streams, update};

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
    /// What the server said, whole.
    pub result: JsValue,
}

impl MetaDefender {
    /// *Analyze File*: submits a file and answers the id of its analysis, which then goes on.
    ///
    /// # Errors
    /// `empty-file`, `too-large`, `length-required` for a stream of unknown length, `busy`.
    pub fn analyze(&self, source: &JsValue, options: AnalyzeOptions) -> Task<Submission> {
        let (client, source) = (self.clone(), source.clone());
        Box::pin(async move {
            let abort = Abort::from(options.signal.clone());
            let reporter = Reporter::new(options.on_progress.clone(), Shares::ANALYZE);
            let source = client.source(&source, &options, &abort).await?;
            let upload = client.upload(&source, options.analyze, None, &abort, &reporter);
            let submission = upload.await?;
            reporter.about(&submission.data_id);
            reporter.done();
            Ok(submission)
        })
    }

    /// Takes a file, which has to have bytes, and how many has to be known.
    pub(super) fn source(
        &self,
        source: &JsValue,
        options: &AnalyzeOptions,
        abort: &Abort,
    ) -> Task<Source> {
        // What the service cannot do is refused before anything is read.
        let request = self.dialect().analyze(&self.ruled(&options.analyze));
        let (source, length) = (source.clone(), options.content_length);
        let collect = options.analyze.content_encoding.is_some() || !sends_streams();
        let abort = abort.clone();
        Box::pin(async move {
            request?;
            let mut source = Source::of(&source, length, &abort).await?;
            if collect && source.is_stream() {
                source = source.collected(&abort).await?;
            }
            known_length(&source)?;
            Ok(source)
        })
    }

    /// Sends the bytes. Those of a stream go through `hasher` on the way.
    pub(super) fn upload(
        &self,
        source: &Source,
        analyze: Analyze,
        hasher: Option<&Rc<RefCell<Hasher>>>,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Task<Submission> {
        let (client, original, abort) = (self.clone(), source.clone(), abort.clone());
        let (progress, hasher) = (reporter.handle(), hasher.cloned());
        Box::pin(async move {
            let source = match analyze.content_encoding {
                Some(encoding) => original.encoded(encoding, &abort).await?,
                None => original.clone(),
            };
            let call = client.submission(&original, source, analyze, hasher, progress)?;
            submitted(&client.call(call, &abort).await?)
        })
    }

    fn submission(
        &self,
        original: &Source,
        source: Source,
        mut analyze: Analyze,
        hasher: Option<Rc<RefCell<Hasher>>>,
        progress: Handle,
    ) -> Result<Call, Failure> {
        let length = known_length(&source)?;
        if source.size() != Some(length) {
            let message = "the file could not be read: its bytes were transferred away since";
            return Err(Error::invalid_input(message).into());
        }
        analyze.filename = analyze.filename.or_else(|| original.filename());
        let request = self.dialect().analyze(&self.ruled(&analyze))?;
        progress.advance(Phase::Upload, 0.0, Some(length));
        let tap = UploadTap {
            length,
            progress,
            hasher,
        };
        let body = Body::File {
            source,
            length,
            tap: Rc::new(tap),
        };
        Ok(Call::from(request)
            .with(body)
            .hiding(analyze.archive_passwords))
    }

    /// The same, by the rule of the connection where it names none.
    pub(super) fn ruled(&self, analyze: &Analyze) -> Analyze {
        Analyze {
            rule: self.rule(analyze.rule.clone()),
            ..analyze.clone()
        }
    }
}

fn submitted(answer: &Incoming) -> Result<Submission, Failure> {
    let (result, data_id) = with_text(Endpoint::Analyze, answer, "data_id")?;
    Ok(Submission { data_id, result })
}

/// Shows how much is sent, and hashes the bytes of a stream on their way.
struct UploadTap {
    length: f64,
    progress: Handle,
    hasher: Option<Rc<RefCell<Hasher>>>,
}

impl Tap for UploadTap {
    fn sent(&self, bytes: f64) {
        self.progress
            .advance(Phase::Upload, bytes, Some(self.length));
    }

    fn passes(&self, bytes: &Uint8Array) {
        if let Some(hasher) = &self.hasher {
            update(&mut hasher.borrow_mut(), bytes);
        }
    }
}

/// The length, which `POST /file` needs beforehand and which is never nothing.
fn known_length(source: &Source) -> Result<f64, Error> {
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
