//! Files in a group: MDDC API Gateway, *Batch*.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::analyze::{AnalyzeOptions, Submission};
use super::pages::Pages;
use super::progress::Reporter;
use super::report::{acknowledged, view};
use super::wait::{Pace, WaitOptions, asked_to_wait};
use super::{MetaDefender, report};
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model;
use crate::core::progress::{Phase, Shares};
use crate::core::request::{NewBatch, Page};
use crate::core::response;
use crate::platform::{Abort, Body, Failure};

/// A batch, by its id.
#[derive(Clone)]
pub struct Batch {
    client: MetaDefender,
    id: String,
}

/// The status of a batch.
#[derive(Clone, Debug)]
pub struct BatchStatus {
    /// What the server said, whole.
    pub result: JsValue,
    /// What is read of it.
    pub status: model::BatchStatus,
}

impl MetaDefender {
    /// *Initiate Batch*.
    ///
    /// # Errors
    /// `unsupported` where the service has no batches.
    pub async fn create_batch(
        &self,
        mut batch: NewBatch,
        signal: Option<AbortSignal>,
    ) -> Result<Batch, Failure> {
        let endpoint = Endpoint::CreateBatch;
        batch.rule = batch.rule.or_else(|| self.config.options.rule.clone());
        let request = self.dialect().create_batch(&batch)?;
        let answer = self.call(request, Body::Empty, &[], &signal.into()).await?;
        let (_, created) = view::<model::BatchCreated>(endpoint, &answer)?;
        match created.batch_id.text() {
            Some(id) => self.batch(id),
            None => Err(response::unexpected(endpoint, answer.status, &answer.text).into()),
        }
    }

    /// Takes up a batch again by its id. Nothing is sent.
    ///
    /// # Errors
    /// `invalid-input` for an id that cannot be, `unsupported` where there are no batches.
    pub fn batch(&self, id: &str) -> Result<Batch, Failure> {
        self.dialect().batch_status(id, Page::default())?;
        Ok(Batch {
            client: self.clone(),
            id: id.into(),
        })
    }

    pub(super) async fn status_of(
        &self,
        batch_id: &str,
        page: Page,
        abort: &Abort,
    ) -> Result<BatchStatus, Failure> {
        let request = self.dialect().batch_status(batch_id, page)?;
        let answer = self.call(request, Body::Empty, &[], abort).await;
        let answer = answer.map_err(|failure| failure.map(|error| error.about_batch(batch_id)))?;
        status(Endpoint::BatchStatus, &answer, batch_id)
    }
}

fn status(
    endpoint: Endpoint,
    answer: &crate::platform::Incoming,
    batch_id: &str,
) -> Result<BatchStatus, Failure> {
    let (result, status) = view::<model::BatchStatus>(endpoint, answer)?;
    if report::is_not_found(&result, batch_id) {
        let message = format!("{}: no batch of this id", endpoint.name());
        let error = Error::new(ErrorCode::NotFound, message).at(endpoint);
        return Err(error
            .with_status(answer.status)
            .about_batch(batch_id)
            .into());
    }
    Ok(BatchStatus { result, status })
}

impl Batch {
    /// The batch identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// *Analyze File*, in this batch.
    ///
    /// # Errors
    /// Those of [`MetaDefender::analyze`].
    pub async fn add(
        &self,
        source: &JsValue,
        mut options: AnalyzeOptions,
    ) -> Result<Submission, Failure> {
        options.analyze.batch = Some(self.id.clone());
        let added = self.client.analyze(source, options).await;
        self.about(added)
    }

    /// *Status of Batch Analysis*, of one page of its files.
    ///
    /// # Errors
    /// `not-found` where there is no such batch.
    pub async fn status(
        &self,
        page: Page,
        signal: Option<AbortSignal>,
    ) -> Result<BatchStatus, Failure> {
        self.client.status_of(&self.id, page, &signal.into()).await
    }

    /// Walks through the files of the batch.
    ///
    /// # Errors
    /// `invalid-input` for a page size that cannot be.
    pub fn files(
        &self,
        page_size: Option<f64>,
        signal: Option<AbortSignal>,
    ) -> Result<Pages, Failure> {
        self.client.batch_files(&self.id, page_size, signal)
    }

    /// *Close Batch*: no more files can be added. Fails while files are being processed, and is
    /// tried again until it succeeds or the time is over.
    ///
    /// # Errors
    /// `timeout`, `not-found`.
    pub async fn close(&self, options: WaitOptions) -> Result<BatchStatus, Failure> {
        let abort = Abort::from(options.signal);
        let closed = self
            .close_by(&mut Pace::new(options.poll, options.timeout)?, &abort)
            .await;
        self.about(closed)
    }

    pub(super) async fn close_by(
        &self,
        pace: &mut Pace,
        abort: &Abort,
    ) -> Result<BatchStatus, Failure> {
        let endpoint = Endpoint::CloseBatch;
        loop {
            let request = self.client.dialect().close_batch(&self.id)?;
            let failure = match self.client.call(request, Body::Empty, &[], abort).await {
                Ok(answer) => return status(endpoint, &answer, &self.id),
                Err(failure) => failure,
            };
            if let Some(delay) = asked_to_wait(&failure) {
                pace.pause_for(delay, abort, || failure).await?;
                continue;
            }
            if failure.code() != Some(ErrorCode::InvalidInput) {
                return Err(failure);
            }
            // It may be closed already: by somebody else, or by a call whose answer was lost.
            let page = Page::default();
            let now = self.client.status_of(&self.id, page, abort).await?;
            if now.status.is_closed.value() == Some(&true) {
                return Ok(now);
            }
            let message = "the batch could not be closed in time: files of it are being processed";
            let too_late = || Error::new(ErrorCode::Timeout, message).at(endpoint);
            pace.pause(abort, too_late).await?;
        }
    }

    /// Asks for the status until every file of the batch is analysed to its end.
    ///
    /// # Errors
    /// `timeout`, `not-found`.
    pub async fn wait(&self, options: WaitOptions) -> Result<BatchStatus, Failure> {
        let reporter = Reporter::new(options.on_progress, Shares::WAIT);
        let abort = Abort::from(options.signal);
        let mut pace = Pace::new(options.poll, options.timeout)?;
        let finished = self.finished(&mut pace, &abort, &reporter).await;
        let status = self.about(finished)?;
        reporter.done();
        Ok(status)
    }

    async fn finished(
        &self,
        pace: &mut Pace,
        abort: &Abort,
        reporter: &Reporter,
    ) -> Result<BatchStatus, Failure> {
        loop {
            let first = self.client.status_of(&self.id, Page::default(), abort);
            let first = match first.await {
                Ok(first) => first,
                Err(failure) => match asked_to_wait(&failure) {
                    None => return Err(failure),
                    Some(delay) => {
                        pace.pause_for(delay, abort, || failure).await?;
                        continue;
                    }
                },
            };
            reporter.advance(Phase::Scan, first.status.progress().min(99.0), Some(100.0));
            if self.is_finished(&first.status, abort).await? {
                return Ok(first);
            }
            let message =
                "the files of the batch were not finished in time; wait() takes it up again";
            let endpoint = Endpoint::BatchStatus;
            pace.pause(abort, || {
                Error::new(ErrorCode::Timeout, message).at(endpoint)
            })
            .await?;
        }
    }

    /// Whether the files of this first page and of all others are finished, and the batch, if it is
    /// closed, has come to a result.
    async fn is_finished(
        &self,
        first: &model::BatchStatus,
        abort: &Abort,
    ) -> Result<bool, Failure> {
        let is_open = first.is_closed.value() != Some(&true);
        if !first.is_page_finished() || !(is_open || first.is_judged()) {
            return Ok(false);
        }
        let mut seen = first.page_length();
        while first.count().is_some_and(|count| count > seen as i64) {
            let page = Page {
                first: Some(seen as f64),
                size: None,
            };
            let next = self.client.status_of(&self.id, page, abort).await?.status;
            if next.page_length() == 0 || !next.is_page_finished() {
                return Ok(false);
            }
            seen += next.page_length();
        }
        Ok(true)
    }

    /// *Download Signed Batch Result*: the YAML.
    ///
    /// # Errors
    /// `not-found`; `invalid-input` while the batch is open.
    pub async fn certificate(
        &self,
        include_vulnerabilities: Option<bool>,
        signal: Option<AbortSignal>,
    ) -> Result<String, Failure> {
        let request = self
            .client
            .dialect()
            .certificate(&self.id, include_vulnerabilities)?;
        let answer = self
            .client
            .call(request, Body::Empty, &[], &signal.into())
            .await;
        let answer = self.about(answer)?;
        if answer.text.trim_start().starts_with('<') || answer.text.trim().is_empty() {
            let endpoint = Endpoint::BatchCertificate;
            return Err(response::unexpected(endpoint, answer.status, &answer.text).into());
        }
        Ok(answer.text)
    }

    /// *Cancel Batch*: calls off what still goes on, and closes the batch.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn cancel(&self, signal: Option<AbortSignal>) -> Result<(), Failure> {
        let request = self.client.dialect().cancel_batch(&self.id)?;
        let answer = self
            .client
            .call(request, Body::Empty, &[], &signal.into())
            .await;
        let answer = self.about(answer)?;
        acknowledged(Endpoint::CancelBatch, &answer)
    }

    fn about<T>(&self, result: Result<T, Failure>) -> Result<T, Failure> {
        result.map_err(|failure| failure.map(|error| error.about_batch(&self.id)))
    }
}
