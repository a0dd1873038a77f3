//! Files in a group: MDDC API Gateway, *Batch*.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::analyze::{AnalyzeOptions, Submission};
use super::call::Call;
use super::pages::{Listing, Pages};
use super::progress::Reporter;
use super::report::{acknowledged, is_not_found, object, unexpected, with_text};
use super::wait::{Pace, WaitOptions};
use super::{MetaDefender, Task};
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model;
use crate::core::progress::{Phase, Shares};
use crate::core::request::{NewBatch, Page};
use crate::core::text::concat;
use crate::platform::{Abort, Failure, Incoming, sleep};

/// A batch, by its id.
#[derive(Clone)]
pub struct Batch {
    client: MetaDefender,
    id: String,
}

/// The status of a batch: what the server said, whole.
pub type BatchStatus = model::BatchStatus<JsValue>;

impl MetaDefender {
    /// *Initiate Batch*: answers its id, which [`batch`](Self::batch) takes.
    ///
    /// # Errors
    /// `unsupported` where the service has no batches.
    pub fn create_batch(&self, mut batch: NewBatch, signal: impl Into<Abort>) -> Task<JsValue> {
        batch.rule = self.rule(batch.rule);
        let call = self.dialect().create_batch(&batch).map(Call::from);
        self.operation(call, "", signal, |about, answer| {
            let (_, id) = with_text(Endpoint::CreateBatch, &answer?, "batch_id")?;
            about.client.batch(&id).map(|_| id.into())
        })
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
}

/// Reads the answer of a call for the status of a batch.
pub(super) fn batch_status(
    id: &str,
    answer: Result<Incoming, Failure>,
) -> Result<BatchStatus, Failure> {
    let endpoint = Endpoint::BatchStatus;
    answer
        .and_then(|answer| status(endpoint, &answer, id))
        .map_err(|failure| failure.about_batch(id))
}

fn status(endpoint: Endpoint, answer: &Incoming, id: &str) -> Result<BatchStatus, Failure> {
    let status = object(endpoint, answer)?;
    if is_not_found(&status, id) {
        let message = concat(&[endpoint.name(), ": no batch of this id"]);
        let error = Error::new(ErrorCode::NotFound, message).at(endpoint);
        return Err(error.with_status(answer.status()).into());
    }
    Ok(model::BatchStatus(status))
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
    pub fn add(&self, source: &JsValue, mut options: AnalyzeOptions) -> Task<Submission> {
        options.analyze.batch = Some(self.id.clone());
        let added = self.client.analyze(source, options);
        let id = self.id.clone();
        Box::pin(async move { added.await.map_err(|failure| failure.about_batch(&id)) })
    }

    /// *Status of Batch Analysis*, of one page of its files, whole.
    ///
    /// # Errors
    /// `not-found` where there is no such batch.
    pub fn status(&self, page: Page, signal: Option<AbortSignal>) -> Task<JsValue> {
        let call = self.client.dialect().batch_status(&self.id, page);
        let call = call.map(Call::from);
        self.client
            .operation(call, &self.id, signal, |about, answer| {
                Ok(batch_status(&about.id, answer)?.0)
            })
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
        let listing = Listing::BatchFiles;
        self.client.pages(listing, &self.id, page_size, signal)
    }

    /// *Close Batch*: no more files can be added. Fails while files are being processed, and is
    /// tried again until it succeeds or the time is over.
    ///
    /// # Errors
    /// `timeout`, `not-found`.
    pub fn close(&self, options: WaitOptions) -> Task<BatchStatus> {
        let batch = self.clone();
        Box::pin(async move {
            let pace = Pace::new(options.poll, options.timeout)?;
            batch.close_by(pace, &options.signal.into()).await
        })
    }

    pub(super) fn close_by(&self, mut pace: Pace, abort: &Abort) -> Task<BatchStatus> {
        let (Self { client, id }, abort) = (self.clone(), abort.clone());
        Box::pin(async move {
            loop {
                let request = client.dialect().close_batch(&id)?;
                let delay = match client.call(request, &abort).await {
                    Ok(answer) => {
                        let closed = status(Endpoint::CloseBatch, &answer, &id);
                        return closed.map_err(|failure| failure.about_batch(&id));
                    }
                    Err(failure) if failure.code() == Some(ErrorCode::InvalidInput) => {
                        // It may be closed already: by somebody else, or by a call whose answer was
                        // lost.
                        let request = client.dialect().batch_status(&id, Page::default())?;
                        let now = batch_status(&id, client.call(request, &abort).await)?;
                        if now.is_closed() {
                            return Ok(now);
                        }
                        pace.next(|_| {
                            let message = "the batch could not be closed in time: files of it are \
                                           being processed";
                            Error::new(ErrorCode::Timeout, message)
                                .at(Endpoint::CloseBatch)
                                .about_batch(&id)
                        })?
                    }
                    Err(failure) => pace.after(failure.about_batch(&id))?,
                };
                sleep(delay, &abort).await?;
            }
        })
    }

    /// Asks for the status until every file of the batch is analysed to its end.
    ///
    /// # Errors
    /// `timeout`, `not-found`.
    pub fn wait(&self, options: WaitOptions) -> Task<BatchStatus> {
        let Self { client, id } = self.clone();
        Box::pin(async move {
            let reporter = Reporter::new(options.on_progress, Shares::WAIT);
            let abort = Abort::from(options.signal);
            let mut pace = Pace::new(options.poll, options.timeout)?;
            let mut walk = Walk::default();
            loop {
                let request = client.dialect().batch_status(&id, walk.page())?;
                let delay = match batch_status(&id, client.call(request, &abort).await) {
                    Ok(status) => {
                        walk.take(status, &reporter);
                        match walk.step() {
                            Step::Finished(first) => {
                                reporter.done();
                                return Ok(first);
                            }
                            Step::NextPage => continue,
                            Step::Later => pace.next(|_| {
                                let message = "the files of the batch were not finished in time; \
                                               wait() takes it up again";
                                Error::new(ErrorCode::Timeout, message)
                                    .at(Endpoint::BatchStatus)
                                    .about_batch(&id)
                            })?,
                        }
                    }
                    Err(failure) => pace.after(failure)?,
                };
                walk = Walk::default();
                sleep(delay, &abort).await?;
            }
        })
    }

    /// *Download Signed Batch Result*: the YAML.
    ///
    /// # Errors
    /// `not-found`; `invalid-input` while the batch is open.
    pub fn certificate(
        &self,
        include_vulnerabilities: Option<bool>,
        signal: Option<AbortSignal>,
    ) -> Task<JsValue> {
        let dialect = self.client.dialect();
        let call = dialect.certificate(&self.id, include_vulnerabilities);
        let call = call.map(Call::from);
        self.client
            .operation(call, &self.id, signal, |about, answer| {
                let answer = answer.map_err(|failure| failure.about_batch(&about.id))?;
                let text = answer.text();
                match text.trim_ascii_start().bytes().next() {
                    None | Some(b'<') => Err(unexpected(Endpoint::BatchCertificate, &answer)),
                    Some(_) => Ok(text.into()),
                }
            })
    }

    /// *Cancel Batch*: calls off what still goes on, and closes the batch.
    ///
    /// # Errors
    /// `not-found`.
    pub fn cancel(&self, signal: Option<AbortSignal>) -> Task<JsValue> {
        let call = self.client.dialect().cancel_batch(&self.id).map(Call::from);
        self.client
            .operation(call, &self.id, signal, |about, answer| {
                answer
                    .and_then(|answer| acknowledged(Endpoint::CancelBatch, &answer))
                    .map_err(|failure| failure.about_batch(&about.id))
            })
    }
}

/// A walk through the pages of a batch's status, for as long as their files are finished.
#[derive(Default)]
struct Walk {
    first: Option<BatchStatus>,
    seen: usize,
    goes_on: bool,
}

enum Step {
    Finished(BatchStatus),
    NextPage,
    Later,
}

impl Walk {
    fn page(&self) -> Page {
        Page {
            first: (self.seen > 0).then_some(self.seen as f64),
            size: None,
        }
    }

    fn take(&mut self, page: BatchStatus, reporter: &Reporter) {
        let status = &page;
        let length = status.page_length();
        self.seen += length;
        self.goes_on = status.is_page_finished();
        if self.first.is_some() {
            self.goes_on &= length > 0;
            return;
        }
        reporter.advance(Phase::Scan, status.progress().min(99.0), Some(100.0));
        let is_open = !status.is_closed();
        // The batch, if it is closed, has to have come to a result.
        self.goes_on &= is_open || status.is_judged();
        self.first = Some(page);
    }

    fn step(&mut self) -> Step {
        let count = self.first.as_ref().and_then(|first| first.count());
        if !self.goes_on {
            Step::Later
        } else if count.is_some_and(|count| count > self.seen as i64) {
            Step::NextPage
        } else {
            self.first.take().map_or(Step::Later, Step::Finished)
        }
    }
}
