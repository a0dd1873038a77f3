//! Many files at once: each scanned as [`MetaDefender::scan`] does, those that have to be analysed in
//! one batch.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use futures_util::{Stream, StreamExt, stream};
use js_sys::futures::spawn_local;
use wasm_bindgen::JsValue;

use super::MetaDefender;
use super::batch::{Batch, BatchStatus};
use super::lazy_batch::LazyBatch;
use super::progress::{OnProgress, Reporter};
use super::scan::{Scan, ScanOptions};
use super::wait::Pace;
use crate::core::error::Error;
use crate::core::progress::{Phase, Shares};
use crate::core::request::NewBatch;
use crate::core::verdict::Verdict;
use crate::platform::{Abort, Failure, file_name};

/// How many files are scanned at once where nothing else is said.
const CONCURRENCY: usize = 4;

/// How many files are scanned.
#[derive(Clone, Default)]
pub struct BatchOptions {
    /// How each file is scanned. Its progress is that of the whole.
    pub scan: ScanOptions,
    /// The name of the batch.
    pub name: Option<String>,
    /// How many files are scanned at once.
    pub concurrency: Option<f64>,
}

/// The outcome of scanning many files.
pub struct BatchScan {
    /// The worst of the files' verdicts and of the batch's own.
    pub verdict: Verdict,
    /// The batch, if a file had to be analysed.
    pub batch_id: Option<String>,
    /// The status of the batch after it was closed.
    pub status: Option<BatchStatus>,
    /// Why the batch could not be closed, if so.
    pub failure: Option<Failure>,
    /// Each file, in the order given.
    pub files: Vec<FileScan>,
}

/// What became of one file.
pub struct FileScan {
    /// Its name.
    pub filename: String,
    /// Its scan, or why there is none.
    pub scan: Result<Scan, Failure>,
}

impl FileScan {
    /// Its verdict; a file that could not be scanned has none.
    pub fn verdict(&self) -> Verdict {
        self.scan
            .as_ref()
            .map_or(Verdict::Undetermined, |scan| scan.judgement.verdict)
    }
}

impl MetaDefender {
    /// Says of each of several files whether it may be trusted, and of all of them. What fails for
    /// one file is said of that file, and the others go on.
    ///
    /// # Errors
    /// `invalid-input` where there is no file or an option cannot be; an abort.
    pub async fn scan_batch(
        &self,
        sources: &[JsValue],
        options: BatchOptions,
    ) -> Result<BatchScan, Failure> {
        if sources.is_empty() {
            return Err(Error::invalid_input("there are no files to scan").into());
        }
        let concurrency = concurrency(options.concurrency)?;
        let abort = Abort::from(options.scan.analyze.signal.clone());
        abort.check()?;
        let mut pace = Pace::new(options.scan.poll, options.scan.timeout)?;
        let reporter = Reporter::new(options.scan.analyze.on_progress.clone(), Shares::BATCH);
        let progress = Rc::new(RefCell::new(vec![0.0; sources.len()]));
        let batch = LazyBatch::of(NewBatch {
            rule: options.scan.analyze.analyze.rule.clone(),
            name: options.name,
        });
        let scan = |(index, source): (usize, &JsValue)| {
            let mut options = options.scan.clone();
            // What is left to do on the server is called off once, with the batch.
            options.cancel_on_abort &= !self.dialect().has_batches();
            options.analyze.on_progress = Some(share(&progress, index, &reporter));
            let filename = options.analyze.analyze.filename.clone();
            let filename = filename.or_else(|| file_name(source)).unwrap_or_default();
            let (batch, source) = (&batch, source.clone());
            async move {
                let scan = self.scan_in(&source, options, Some(batch)).await;
                (index, FileScan { filename, scan })
            }
        };
        let scans = stream::iter(sources.iter().enumerate()).map(scan);
        let files = in_order(scans.buffer_unordered(concurrency), sources.len()).await;
        let batch = batch.into_inner();
        if let Err(aborted) = abort.check() {
            self.call_off(batch, options.scan.cancel_on_abort);
            return Err(aborted);
        }
        let closed = match &batch {
            Some(batch) => {
                pace.restart();
                Some(batch.close_by(&mut pace, &abort).await)
            }
            None => None,
        };
        if let Some(Err(Failure::Aborted(reason))) = closed {
            self.call_off(batch, options.scan.cancel_on_abort);
            return Err(Failure::Aborted(reason));
        }
        let (status, failure) = match closed {
            Some(Ok(status)) => (Some(status), None),
            Some(Err(failure)) => (None, Some(failure)),
            None => (None, None),
        };
        reporter.done();
        Ok(BatchScan {
            verdict: worst(&files, status.as_ref(), failure.is_some()),
            batch_id: batch.map(|batch| batch.id().to_owned()),
            status,
            failure,
            files,
        })
    }

    fn call_off(&self, batch: Option<Batch>, wanted: bool) {
        if let (Some(batch), true) = (batch, wanted) {
            spawn_local(async move {
                // The user is gone: nobody could be told of a failure.
                let _ = batch.cancel(None).await;
            });
        }
    }
}

/// What comes with its place, in its place.
async fn in_order<T>(items: impl Stream<Item = (usize, T)>, count: usize) -> Vec<T> {
    let mut items = pin!(items);
    let mut places: Vec<Option<T>> = (0..count).map(|_| None).collect();
    while let Some((place, item)) = items.next().await {
        places[place] = Some(item);
    }
    places.into_iter().flatten().collect()
}

fn concurrency(asked: Option<f64>) -> Result<usize, Error> {
    match asked {
        None => Ok(CONCURRENCY),
        Some(asked) if asked.fract() == 0.0 && asked >= 1.0 => Ok(asked as usize),
        Some(_) => Err(Error::invalid_input(
            "concurrency has to be a whole number, 1 or more",
        )),
    }
}

/// Hears of one file and tells of all of them.
fn share(progress: &Rc<RefCell<Vec<f64>>>, index: usize, reporter: &Reporter) -> OnProgress {
    let (progress, handle) = (Rc::clone(progress), reporter.handle());
    Rc::new(move |event| {
        let mut all = progress.borrow_mut();
        all[index] = event.percentage;
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        drop(all);
        handle.advance(Phase::Scan, mean.floor(), Some(100.0));
    })
}

/// The worst of the files' verdicts and of what the server says of the batch.
fn worst(files: &[FileScan], status: Option<&BatchStatus>, failed: bool) -> Verdict {
    let batch = match status {
        None if failed => Verdict::Undetermined,
        None => Verdict::Allowed,
        Some(status) => status.status.verdict(),
    };
    let verdicts = files.iter().map(FileScan::verdict).chain([batch]);
    verdicts
        .max_by_key(|verdict| match verdict {
            Verdict::Allowed => 0,
            Verdict::Undetermined => 1,
            Verdict::Blocked => 2,
        })
        .unwrap_or(Verdict::Undetermined)
}
