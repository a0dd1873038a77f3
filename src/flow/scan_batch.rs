//! Scans many files, each as [`MetaDefender::scan`] does. Those that have to be analysed form one batch.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use futures_util::lock::Mutex;

use super::batch::{Batch, BatchReport};
use super::call::{Call, Caller};
use super::connection::MetaDefender;
use super::host::Host;
use super::progress::{OnProgress, ProgressHandle};
use super::scan::Scan;
use super::slots::Slots;
use super::{Failure, Result};
use crate::core::decide;
use crate::core::decide::verdict::Verdict;
use crate::core::digests::Digests;
use crate::core::error::Error;
use crate::core::options::{BatchOptions, ScanOptions, check_count};
use crate::core::poll::PollSchedule;
use crate::core::progress::{Phase, Shares};
use crate::core::protocol::request::NewBatch;

/// The default number of files that are analysed at once, and the number of files in progress, lookups included: more
/// than the requests that a browser sends to one server at once.
const CONCURRENCY: f64 = 4.0;
const WITH_LOOKUPS: f64 = 12.0;

/// The result of scanning many files.
pub struct BatchScan<H: Host> {
    /// The worst of the files' verdicts and of the batch's own.
    pub verdict: Verdict,
    /// The batch, if a file had to be analysed.
    pub batch_id: Option<String>,
    /// The status of the batch after it was closed.
    pub status: Option<BatchReport<H::Json>>,
    /// Why the batch could not be closed, if so.
    pub failure: Option<Failure<H::Thrown>>,
    /// Each file, in the order given.
    pub files: Vec<FileScan<H>>,
}

/// The result of one file.
pub struct FileScan<H: Host> {
    /// Its name.
    pub filename: String,
    /// Its scan, or why there is none.
    pub scan: Result<Scan<H::Json>, H>,
}

impl<H: Host> FileScan<H> {
    /// Its verdict; a file that could not be scanned has none.
    pub fn verdict(&self) -> Verdict {
        match &self.scan {
            Ok(scan) => scan.judgement.verdict,
            Err(_) => Verdict::Undetermined,
        }
    }
}

impl<H: Host> MetaDefender<H> {
    /// Scans several files, and decides whether each of them, and all of them, may be trusted. A failure of one file is
    /// reported for that file, and the others continue. Once started, only an abort ends the call.
    ///
    /// # Errors
    /// `invalid-input` without files or for an invalid option; an abort.
    pub async fn scan_batch(
        &self,
        sources: Vec<H::Source>,
        options: BatchOptions,
        caller: Caller<H>,
    ) -> Result<BatchScan<H>, H> {
        let call = self.call(caller.clone(), Shares::BATCH)?;
        if sources.is_empty() {
            return Err(Error::invalid_input("there are no files to scan").into());
        }
        let analyses = options.concurrency.unwrap_or(CONCURRENCY);
        check_count("concurrency", analyses)?;
        let files_at_once = options.concurrency.unwrap_or(WITH_LOOKUPS);
        let cancel_on_abort = options.scan.cancel_on_abort;
        let schedule = PollSchedule::new(options.scan.wait.poll, options.scan.wait.timeout)?;
        let scan = self.options_of_each(options.scan)?;
        let new = NewBatch {
            rule: scan.analyze.analyze.rule.clone(),
            name: options.name,
        };
        let batch = SharedBatch::new(new, analyses);
        let progress = MeanProgress::new(sources.len(), call.reporter.handle());

        let files = scan_all(
            &call,
            &sources,
            &scan,
            &batch,
            &progress,
            caller,
            files_at_once,
        )
        .await;
        let made = batch.made().await;
        let closed = match (call.host.check_abort(), &made) {
            (Err(aborted), _) => Err(aborted),
            (Ok(()), None) => Ok(None),
            (Ok(()), Some(batch)) => {
                let closed = batch.close_when_possible(&call, schedule).await;
                closed.map(Some)
            }
        };
        let (status, failure) = match closed {
            Ok(status) => (status, None),
            Err(Failure::Aborted(reason)) => {
                if let (Some(batch), true) = (made, cancel_on_abort) {
                    cancel_in_background(&call, batch);
                }
                return Err(Failure::Aborted(reason));
            }
            Err(failure) => (None, Some(failure)),
        };
        call.reporter.done();
        Ok(BatchScan {
            verdict: worst(&files, status.as_ref(), failure.is_some()),
            batch_id: made.map(|batch| batch.id().to_owned()),
            status,
            failure,
            files,
        })
    }

    fn options_of_each(&self, mut scan: ScanOptions) -> Result<ScanOptions, H> {
        // The digests of one file would be used for all files.
        scan.digests = Digests::default();
        // All analyses are cancelled at once, with the batch.
        scan.cancel_on_abort &= !self.dialect().has_batches();
        Ok(scan.checked()?)
    }
}

/// Scans all files, a limited number at a time. It never fails: failures are reported for each file.
async fn scan_all<H: Host>(
    call: &Call<H>,
    sources: &[H::Source],
    options: &ScanOptions,
    batch: &SharedBatch<H>,
    progress: &MeanProgress<H>,
    caller: Caller<H>,
    at_once: f64,
) -> Vec<FileScan<H>> {
    let next = RefCell::new(sources.iter().enumerate());
    let files = RefCell::new(Vec::new());
    let worker = async || {
        loop {
            let Some((index, source)) = next.borrow_mut().next() else {
                return;
            };
            let file_caller = Caller {
                signal: caller.signal.clone(),
                on_progress: Some(progress.of_file(index)),
            };
            let file = scan_file(call, source, options, batch, file_caller).await;
            files.borrow_mut().push((index, file));
        }
    };
    let workers = at_once.min(sources.len() as f64) as usize;
    join(
        (0..workers)
            .map(|_| Box::pin(worker()) as Task<'_>)
            .collect(),
    )
    .await;
    let mut files = files.into_inner();
    files.sort_by_key(|(index, _)| *index);
    files.into_iter().map(|(_, file)| file).collect()
}

type Task<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Runs tasks concurrently until all have ended.
async fn join(mut tasks: Vec<Task<'_>>) {
    poll_fn(|context| {
        tasks.retain_mut(|task| task.as_mut().poll(context).is_pending());
        match tasks.is_empty() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
}

async fn scan_file<H: Host>(
    call: &Call<H>,
    source: &H::Source,
    options: &ScanOptions,
    batch: &SharedBatch<H>,
    caller: Caller<H>,
) -> FileScan<H> {
    let named = options.analyze.analyze.filename.clone();
    let filename = named.or_else(|| call.host.file_name(source));
    let scan = match call.client.call(caller, Shares::SCAN) {
        Ok(call) => call.scan(source, options, Some(batch)).await,
        Err(failure) => Err(failure),
    };
    FileScan {
        filename: filename.unwrap_or_default(),
        scan,
    }
}

/// Cancels a batch after an abort. Failures are ignored, as the call has already ended.
fn cancel_in_background<H: Host>(call: &Call<H>, batch: Batch<H>) {
    call.host.spawn(async move {
        let _ = batch.cancel(Caller::default()).await;
    });
}

/// The batch of many scans, created when the first file needs it.
pub(super) struct SharedBatch<H: Host> {
    new: NewBatch,
    /// Locked while the batch is being created. If that fails, the next file tries again.
    made: Mutex<Option<Batch<H>>>,
    /// Held while a file is sent and analysed.
    pub slots: Slots,
}

impl<H: Host> SharedBatch<H> {
    fn new(new: NewBatch, analyses: f64) -> Self {
        Self {
            new,
            made: Mutex::new(None),
            slots: Slots::new(analyses as usize),
        }
    }

    /// The batch, if a file needed it and it could be created.
    async fn made(&self) -> Option<Batch<H>> {
        self.made.lock().await.clone()
    }

    /// The id of the batch; `None` if the service has no batches.
    pub(super) async fn id(&self, call: &Call<H>) -> Result<Option<String>, H> {
        if !call.client.dialect().has_batches() {
            return Ok(None);
        }
        let mut made = self.made.lock().await;
        if made.is_none() {
            *made = Some(call.create_batch(self.new.clone()).await?);
        }
        Ok(made.as_ref().map(|batch| batch.id().to_owned()))
    }
}

/// The progress of many files: the mean of their percentages.
struct MeanProgress<H> {
    percentages: Rc<RefCell<Vec<f64>>>,
    whole: ProgressHandle<H>,
}

impl<H: Host> MeanProgress<H> {
    fn new(files: usize, whole: ProgressHandle<H>) -> Self {
        Self {
            percentages: Rc::new(RefCell::new(vec![0.0; files])),
            whole,
        }
    }

    /// A listener for the progress of one file, which reports that of all files.
    fn of_file(&self, index: usize) -> OnProgress {
        let (percentages, whole) = (Rc::clone(&self.percentages), self.whole.clone());
        Rc::new(move |event| {
            let mut all = percentages.borrow_mut();
            all[index] = event.percentage;
            let mean = all.iter().sum::<f64>() / all.len() as f64;
            drop(all);
            whole.advance(Phase::Scan, mean.floor(), Some(100.0));
        })
    }
}

/// The worst of the files' verdicts and the server's verdict on the batch.
fn worst<H: Host>(
    files: &[FileScan<H>],
    status: Option<&BatchReport<H::Json>>,
    failed: bool,
) -> Verdict {
    let batch = match status {
        None if failed => Verdict::Undetermined,
        None => Verdict::Allowed,
        Some(status) => decide::batch::verdict(&status.view),
    };
    files
        .iter()
        .fold(batch, |worst, file| worst.worse(file.verdict()))
}
