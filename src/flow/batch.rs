//! Batches of files: MDDC API Gateway, *Batch*.

use super::Result;
use super::analyze::Submitted;
use super::answer::{acknowledged, is_not_found, object, required, unexpected};
use super::call::{Call, Caller};
use super::connection::MetaDefender;
use super::host::{Host, HttpResponse};
use super::pages::{List, Pages};
use crate::core::decide::batch::{is_closed, is_page_finished, page_progress, verdict};
use crate::core::decide::verdict::Verdict;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::{self, BatchStatus};
use crate::core::options::{AnalyzeOptions, WaitOptions};
use crate::core::poll::PollSchedule;
use crate::core::progress::{Phase, Shares};
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::{NewBatch, Page, Subject};

/// A batch, by its id.
pub struct Batch<H: Host> {
    client: MetaDefender<H>,
    id: String,
}

impl<H: Host> Clone for Batch<H> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            id: self.id.clone(),
        }
    }
}

/// The status of a batch.
#[derive(Clone, Debug)]
pub struct BatchReport<J> {
    /// The complete response.
    pub json: J,
    /// The parts that decide.
    pub view: BatchStatus,
}

impl<H: Host> MetaDefender<H> {
    /// *Initiate Batch*.
    ///
    /// # Errors
    /// `unsupported` if the service has no batches.
    pub async fn create_batch(&self, new: NewBatch, caller: Caller<H>) -> Result<Batch<H>, H> {
        self.call(caller, Shares::WAIT)?.create_batch(new).await
    }

    /// Resumes a batch by its id, without sending a request.
    ///
    /// # Errors
    /// `invalid-input` for an invalid id, `unsupported` if the service has no batches.
    pub fn batch(&self, id: &str) -> Result<Batch<H>, H> {
        self.dialect().batch_status(id, Page::default())?;
        Ok(Batch {
            client: self.clone(),
            id: id.into(),
        })
    }
}

impl<H: Host> Call<H> {
    pub(super) async fn create_batch(&self, new: NewBatch) -> Result<Batch<H>, H> {
        let new = NewBatch {
            rule: self.client.rule(new.rule),
            ..new
        };
        let request = self.client.dialect().create_batch(&new)?;
        let response = self.send(&request).await?;
        let endpoint = Endpoint::CreateBatch;
        let (_, view): (_, model::NewBatch) = object(&self.host, endpoint, &response)?;
        let id = required(&view.batch_id, endpoint, &response)?;
        self.keep_cookies(&Subject::Id(id.clone()), &request, &response);
        self.client.batch(&id)
    }
}

/// Reads the response of a request for the status of a batch.
pub(super) fn batch_report<H: Host>(
    host: &H,
    endpoint: Endpoint,
    id: &str,
    answer: Result<HttpResponse<H::Json>, H>,
) -> Result<BatchReport<H::Json>, H> {
    let read = |response: HttpResponse<H::Json>| {
        let (json, view) = object(host, endpoint, &response)?;
        if is_not_found(host, &json, id) {
            let message = format!("{}: no batch of this id", endpoint.name());
            let error = Error::new(ErrorCode::NotFound, message).at(endpoint);
            return Err(error.with_status(response.status).into());
        }
        Ok(BatchReport { json, view })
    };
    answer
        .and_then(read)
        .map_err(|failure| failure.about_batch(id))
}

impl<H: Host> Batch<H> {
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
        source: &H::Source,
        mut options: AnalyzeOptions,
        caller: Caller<H>,
    ) -> Result<Submitted<H::Json>, H> {
        options.analyze.batch = Some(self.id.clone());
        self.client.analyze(source, &options, caller).await
    }

    /// *Status of Batch Analysis*, with one page of its files.
    ///
    /// # Errors
    /// `not-found` if there is no such batch.
    pub async fn status(&self, page: Page, caller: Caller<H>) -> Result<BatchReport<H::Json>, H> {
        let request = self.client.dialect().batch_status(&self.id, page);
        let answer = self.client.request(request, caller).await;
        batch_report(self.client.host(), Endpoint::BatchStatus, &self.id, answer)
    }

    async fn ask(&self, call: &Call<H>, page: Page) -> Result<BatchReport<H::Json>, H> {
        let request = self.client.dialect().batch_status(&self.id, page)?;
        let answer = call.send(&request).await;
        batch_report(&call.host, Endpoint::BatchStatus, &self.id, answer)
    }

    /// Iterates over the files of the batch.
    ///
    /// # Errors
    /// `invalid-input` for an invalid page size.
    pub fn files(&self, page_size: Option<f64>, caller: Caller<H>) -> Result<Pages<H>, H> {
        self.client
            .pages(List::BatchFiles, &self.id, page_size, caller)
    }

    /// *Close Batch*: no more files can be added. The server refuses it while files are being processed, so it is
    /// retried until it succeeds or the time is over.
    ///
    /// # Errors
    /// `timeout`, `not-found`.
    pub async fn close(
        &self,
        options: WaitOptions,
        caller: Caller<H>,
    ) -> Result<BatchReport<H::Json>, H> {
        let call = self.client.call(caller, Shares::WAIT)?;
        let schedule = PollSchedule::new(options.poll, options.timeout)?;
        self.close_when_possible(&call, schedule).await
    }

    pub(super) async fn close_when_possible(
        &self,
        call: &Call<H>,
        mut schedule: PollSchedule,
    ) -> Result<BatchReport<H::Json>, H> {
        let request = self.client.dialect().close_batch(&self.id)?;
        schedule.start(call.host.now());
        loop {
            let answer = call.send(&request).await;
            let refused = match answer {
                Err(failure) => failure.about_batch(&self.id),
                answer => {
                    return batch_report(&call.host, Endpoint::CloseBatch, &self.id, answer);
                }
            };
            if refused.code() != Some(ErrorCode::InvalidInput) {
                call.pause_after(refused, &mut schedule, false).await?;
                continue;
            }
            // The batch may be closed already, by somebody else or by a call whose response was lost.
            let now = self.ask(call, Page::default()).await?;
            if is_closed(&now.view) {
                return Ok(now);
            }
            let message = "the batch could not be closed in time: files of it are being processed";
            call.pause(&mut schedule, |_| {
                Error::new(ErrorCode::Timeout, message)
                    .at(Endpoint::CloseBatch)
                    .about_batch(&self.id)
            })
            .await?;
        }
    }

    /// Requests the status until the analysis of every file in the batch is finished.
    ///
    /// # Errors
    /// `timeout`, `not-found`.
    pub async fn wait(
        &self,
        options: WaitOptions,
        caller: Caller<H>,
    ) -> Result<BatchReport<H::Json>, H> {
        let call = self.client.call(caller, Shares::WAIT)?;
        let mut schedule = PollSchedule::new(options.poll, options.timeout)?;
        schedule.start(call.host.now());
        loop {
            match self.ask_for_all(&call).await {
                Ok(Some(finished)) => {
                    call.reporter.done();
                    return Ok(finished);
                }
                Ok(None) => {
                    let message = "the files of the batch were not finished in time; call wait() again to continue";
                    call.pause(&mut schedule, |_| {
                        Error::new(ErrorCode::Timeout, message)
                            .at(Endpoint::BatchStatus)
                            .about_batch(&self.id)
                    })
                    .await?;
                }
                Err(failure) => call.pause_after(failure, &mut schedule, false).await?,
            }
        }
    }

    /// Requests the pages of the status while their files are finished. Returns the first page if all files are.
    async fn ask_for_all(&self, call: &Call<H>) -> Result<Option<BatchReport<H::Json>>, H> {
        let first = self.ask(call, Page::default()).await?;
        let percentage = page_progress(&first.view).min(99.0);
        call.reporter.advance(Phase::Scan, percentage, Some(100.0));
        // A closed batch has to have a result.
        let is_judged = verdict(&first.view) != Verdict::Undetermined;
        if !is_page_finished(&first.view) || (is_closed(&first.view) && !is_judged) {
            return Ok(None);
        }
        let mut seen = page_length(&first.view);
        while first.view.count().is_some_and(|count| count > seen) {
            let page = Page {
                first: Some(seen as f64),
                size: None,
            };
            let page = self.ask(call, page).await?;
            let length = page_length(&page.view);
            if length == 0 || !is_page_finished(&page.view) {
                return Ok(None);
            }
            seen += length;
        }
        Ok(Some(first))
    }

    /// *Download Signed Batch Result*: the YAML.
    ///
    /// # Errors
    /// `not-found`; `invalid-input` while the batch is open.
    pub async fn certificate(
        &self,
        include_vulnerabilities: Option<bool>,
        caller: Caller<H>,
    ) -> Result<String, H> {
        let dialect = self.client.dialect();
        let request = dialect.certificate(&self.id, include_vulnerabilities);
        let answer = self.client.request(request, caller).await;
        let response = answer.map_err(|failure| failure.about_batch(&self.id))?;
        match response.text.trim_ascii_start().bytes().next() {
            None | Some(b'<') => Err(unexpected(Endpoint::BatchCertificate, &response).into()),
            Some(_) => Ok(response.text),
        }
    }

    /// *Cancel Batch*: cancels the analyses that are still running, and closes the batch.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn cancel(&self, caller: Caller<H>) -> Result<(), H> {
        let request = self.client.dialect().cancel_batch(&self.id);
        let answer = self.client.request(request, caller).await;
        let response = answer.map_err(|failure| failure.about_batch(&self.id))?;
        acknowledged(Endpoint::CancelBatch, &response)
            .map_err(|error| error.about_batch(&self.id).into())
    }
}

fn page_length(status: &BatchStatus) -> i64 {
    status.page().map_or(0, |files| files.len() as i64)
}
