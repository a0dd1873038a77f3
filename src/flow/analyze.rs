//! Submitting a file.

use super::Result;
use super::answer::{Report, object, required};
use super::call::{Call, Caller, Sent};
use super::connection::MetaDefender;
use super::earlier::EarlierAnalysis;
use super::host::{File, Host};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::Submission;
use crate::core::options::{AnalyzeOptions, check_bytes};
use crate::core::progress::{Phase, Shares};
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::{Analyze, Subject};

/// A file that was submitted.
#[derive(Clone, Debug)]
pub struct Submitted<J> {
    /// Unique submission identifier.
    pub data_id: String,
    /// The complete response.
    pub result: J,
    /// The parts that decide.
    pub view: Submission,
    /// The hashes of a stream that was sent.
    pub digests: Digests,
    /// The analysis that a lookup found, if the response to the upload was lost.
    pub(super) found: Option<Report<J>>,
}

impl<J: Clone> Submitted<J> {
    fn found(report: Report<J>) -> Self {
        Self {
            data_id: report.view.data_id.text().unwrap_or_default().into(),
            result: report.json.clone(),
            view: Submission::default(),
            digests: Digests::default(),
            found: Some(report),
        }
    }
}

impl<H: Host> MetaDefender<H> {
    /// *Analyze File*: submits a file, without waiting for the analysis.
    ///
    /// # Errors
    /// `empty-file`, `too-large`, `length-required` for a long stream of unknown length, `busy`.
    pub async fn analyze(
        &self,
        source: &H::Source,
        options: &AnalyzeOptions,
        caller: Caller<H>,
    ) -> Result<Submitted<H::Json>, H> {
        let call = self.call(caller, Shares::ANALYZE)?;
        let submitted = call.analyze(source, options).await;
        let submitted = submitted.map_err(|failure| match &options.analyze.batch {
            Some(batch) => failure.about_batch(batch),
            None => failure,
        })?;
        call.reporter.about(&submitted.data_id);
        call.reporter.done();
        Ok(submitted)
    }
}

impl<H: Host> Call<H> {
    async fn analyze(
        &self,
        source: &H::Source,
        options: &AnalyzeOptions,
    ) -> Result<Submitted<H::Json>, H> {
        let file = self.open(source, options).await?;
        let file = self.sendable(file, options).await?;
        // Without a hash, an earlier attempt cannot be looked up.
        self.submit(&file, &options.analyze, &[], None).await
    }

    /// Opens a file. Fails before anything is read if the service does not support these options.
    pub(super) async fn open(
        &self,
        source: &H::Source,
        options: &AnalyzeOptions,
    ) -> Result<H::File, H> {
        let analyze = self.client.with_rule(&options.analyze);
        let request = self.client.dialect().analyze(&analyze)?;
        // A lookup may come before the upload.
        self.client.remember_secrets(request.secrets);
        self.host.open(source, options.content_length).await
    }

    /// Prepares a file for the upload: it is not empty, and its length is known. A stream is collected if it cannot be sent
    /// as a stream.
    pub(super) async fn sendable(
        &self,
        mut file: H::File,
        options: &AnalyzeOptions,
    ) -> Result<H::File, H> {
        check_bytes("bufferLimit", options.buffer_limit)?;
        let is_encoded = options.analyze.content_encoding.is_some();
        let is_unknown = file.length().is_none();
        if file.is_stream() && (is_encoded || is_unknown || !self.host.sends_streams()) {
            let most = file.length().unwrap_or(options.buffer_limit);
            let limit = (!self.host.keeps_on_disk()).then_some(most);
            file = self.host.collect(file, limit).await?;
        }
        known_length(&file)?;
        Ok(file)
    }

    /// Sends a file. A stream is hashed by `algorithms` while it is sent. `earlier` states how to look up an attempt that may
    /// have arrived.
    pub(super) async fn submit(
        &self,
        file: &H::File,
        analyze: &Analyze,
        algorithms: &[Algorithm],
        earlier: Option<&EarlierAnalysis<'_>>,
    ) -> Result<Submitted<H::Json>, H> {
        let mut analyze = self.client.with_rule(analyze);
        analyze.filename = analyze.filename.or_else(|| file.filename());
        match analyze.content_encoding {
            None => self.send_file(file, &analyze, algorithms, earlier).await,
            Some(encoding) => {
                let encoded = self.host.encode(file, encoding).await?;
                self.send_file(&encoded, &analyze, &[], earlier).await
            }
        }
    }

    async fn send_file(
        &self,
        file: &H::File,
        analyze: &Analyze,
        algorithms: &[Algorithm],
        earlier: Option<&EarlierAnalysis<'_>>,
    ) -> Result<Submitted<H::Json>, H> {
        let length = known_length(file)?;
        if file.size() != Some(length) {
            let message = "the file could not be read: its bytes were transferred away since";
            return Err(Error::invalid_input(message).into());
        }
        let request = self.client.dialect().analyze(analyze)?;
        let on_sent = self.reporter.count_bytes(Phase::Upload, Some(length));
        let sent = self.upload(&request, file, length, algorithms, on_sent, earlier);
        let uploaded = match sent.await? {
            Sent::Answered(uploaded) => uploaded,
            Sent::Found(report) => return Ok(Submitted::found(*report)),
        };
        let response = &uploaded.response;
        let (result, view): (_, Submission) = object(&self.host, Endpoint::Analyze, response)?;
        let data_id = required(&view.data_id, Endpoint::Analyze, response)?;
        match &analyze.batch {
            Some(batch) => self.host.share_cookies(&data_id, batch),
            None => self.keep_cookies(&Subject::Id(data_id.clone()), &request, response),
        }
        Ok(Submitted {
            data_id,
            result,
            view,
            digests: uploaded.digests,
            found: None,
        })
    }
}

/// The length of a file, which `POST /file` needs in advance and which must not be 0.
pub(super) fn known_length(file: &impl File) -> std::result::Result<f64, Error> {
    match file.length() {
        Some(length) => not_empty(length),
        None => Err(Error::new(
            ErrorCode::LengthRequired,
            "nobody knows how long the stream is: say so in contentLength, or give a Blob",
        )),
    }
}

/// Checks that a length is not 0.
pub(super) fn not_empty(length: f64) -> std::result::Result<f64, Error> {
    match length > 0.0 {
        true => Ok(length),
        false => Err(Error::new(
            ErrorCode::EmptyFile,
            "the file is empty: there is nothing to analyse",
        )),
    }
}
