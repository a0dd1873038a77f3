//! Files in a group: MDDC API Gateway, *Batch*.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::analyze::AnalyzeOptions;
use super::call::Call;
use super::course::{Came, Course, Step, answer};
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
use crate::platform::{Abort, Failure, Incoming};

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
    pub fn create_batch(&self, mut batch: NewBatch, abort: &Abort) -> Task<JsValue> {
        batch.rule = self.rule(batch.rule);
        let call = self.dialect().create_batch(&batch).map(Call::from);
        self.operation(call, "", abort, |about, answer| {
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
    pub fn add(&self, source: &JsValue, mut options: AnalyzeOptions) -> Task<JsValue> {
        options.analyze.batch = Some(self.id.clone());
        self.client.analyze(source, options)
    }

    /// *Status of Batch Analysis*, of one page of its files, whole.
    ///
    /// # Errors
    /// `not-found` where there is no such batch.
    pub fn status(&self, page: Page, signal: Option<AbortSignal>) -> Task<JsValue> {
        let call = self.client.dialect().batch_status(&self.id, page);
        let call = call.map(Call::from);
        self.client
            .operation(call, &self.id, &signal.into(), |about, answer| {
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
    pub fn close(&self, options: WaitOptions) -> Task<JsValue> {
        let course = Pace::new(options.poll, options.timeout).map(|pace| self.closing(pace));
        self.client.run(course, &options.signal.into())
    }

    pub(super) fn closing(&self, pace: Pace) -> Close {
        Close {
            batch: self.clone(),
            pace,
            asked: Asked::Nothing,
        }
    }

    /// Asks for the status until every file of the batch is analysed to its end.
    ///
    /// # Errors
    /// `timeout`, `not-found`.
    pub fn wait(&self, options: WaitOptions) -> Task<JsValue> {
        let course = Pace::new(options.poll, options.timeout).map(|pace| Await {
            batch: self.clone(),
            pace,
            reporter: Reporter::new(options.on_progress, Shares::WAIT),
            walk: Walk::default(),
            asked: false,
        });
        self.client.run(course, &options.signal.into())
    }

    fn request_status(&self, page: Page) -> Result<Step, Failure> {
        let request = self.client.dialect().batch_status(&self.id, page)?;
        Ok(Step::Call(request.into()))
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
            .operation(call, &self.id, &signal.into(), |about, answer| {
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
            .operation(call, &self.id, &signal.into(), |about, answer| {
                answer
                    .and_then(|answer| acknowledged(Endpoint::CancelBatch, &answer))
                    .map_err(|failure| failure.about_batch(&about.id))
            })
    }
}

/// Closes a batch, as soon as that can be.
pub(super) struct Close {
    batch: Batch,
    pace: Pace,
    asked: Asked,
}

/// What `Close` asked for.
enum Asked {
    Nothing,
    ToClose,
    ForStatus,
}

impl Course for Close {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        let pace = &mut self.pace;
        match self.asked {
            Asked::Nothing => {
                came?;
                pace.begin();
                self.asked = Asked::ToClose;
                let request = self.batch.client.dialect().close_batch(&self.batch.id)?;
                Ok(Step::Call(request.into()))
            }
            Asked::ToClose => match answer(came) {
                Ok(answer) => {
                    let closed = status(Endpoint::CloseBatch, &answer, &self.batch.id)?;
                    Ok(Step::Done(closed.0))
                }
                // It may be closed already: by somebody else, or by a call whose answer was lost.
                Err(failure) if failure.code() == Some(ErrorCode::InvalidInput) => {
                    self.asked = Asked::ForStatus;
                    self.batch.request_status(Page::default())
                }
                Err(failure) => {
                    self.asked = Asked::Nothing;
                    pace.after(failure)
                }
            },
            Asked::ForStatus => {
                let now = batch_status(&self.batch.id, answer(came))?;
                if now.is_closed() {
                    return Ok(Step::Done(now.0));
                }
                self.asked = Asked::Nothing;
                let message =
                    "the batch could not be closed in time: files of it are being processed";
                pace.next(|_| Error::new(ErrorCode::Timeout, message).at(Endpoint::CloseBatch))
            }
        }
    }

    fn explain(&self, failure: Failure) -> Failure {
        failure.about_batch(&self.batch.id)
    }
}

/// Waits for the files of a batch.
struct Await {
    batch: Batch,
    pace: Pace,
    reporter: Reporter,
    walk: Walk,
    asked: bool,
}

impl Course for Await {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        let pace = &mut self.pace;
        if !self.asked {
            came?;
            pace.begin();
            self.asked = true;
            return self.batch.request_status(self.walk.page());
        }
        match batch_status(&self.batch.id, answer(came)) {
            Ok(page) => self.walk.take(page, &self.reporter),
            Err(failure) => {
                self.asked = false;
                self.walk = Walk::default();
                return pace.after(failure);
            }
        }
        if !self.walk.goes_on {
            self.asked = false;
            self.walk = Walk::default();
            let message =
                "the files of the batch were not finished in time; wait() takes it up again";
            return pace
                .next(|_| Error::new(ErrorCode::Timeout, message).at(Endpoint::BatchStatus));
        }
        match &self.walk.first {
            Some(first)
                if first
                    .count()
                    .is_none_or(|count| count <= self.walk.seen as i64) =>
            {
                self.reporter.done();
                Ok(Step::Done(first.0.clone()))
            }
            _ => self.batch.request_status(self.walk.page()),
        }
    }

    fn explain(&self, failure: Failure) -> Failure {
        failure.about_batch(&self.batch.id)
    }
}

/// A walk through the pages of a batch's status, for as long as their files are finished.
#[derive(Default)]
struct Walk {
    first: Option<BatchStatus>,
    seen: usize,
    goes_on: bool,
}

impl Walk {
    fn page(&self) -> Page {
        Page {
            first: (self.seen > 0).then_some(self.seen as f64),
            size: None,
        }
    }

    fn take(&mut self, page: BatchStatus, reporter: &Reporter) {
        let length = page.page_length();
        self.seen += length;
        self.goes_on = page.is_page_finished();
        if self.first.is_some() {
            self.goes_on &= length > 0;
            return;
        }
        reporter.advance(Phase::Scan, page.progress().min(99.0), Some(100.0));
        // The batch, if it is closed, has to have come to a result.
        self.goes_on &= !page.is_closed() || page.is_judged();
        self.first = Some(page);
    }
}
