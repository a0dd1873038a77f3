//! Many files at once: each scanned as [`MetaDefender::scan`] does, those that have to be analysed in
//! one batch.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::futures::{JsFuture, future_to_promise};
use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;

use super::batch::BatchStatus;
use super::lazy_batch::LazyBatch;
use super::progress::{OnProgress, Reporter};
use super::scan::{Scan, ScanOptions, call_off};
use super::wait::Pace;
use super::{MetaDefender, Task};
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
    /// one file is said of that file, and the others go on. Once begun, only an abort ends it.
    ///
    /// # Errors
    /// `invalid-input` where there is no file or an option cannot be; an abort.
    pub fn scan_batch(&self, sources: Vec<JsValue>, options: BatchOptions) -> Task<BatchScan> {
        let client = self.clone();
        Box::pin(async move {
            let abort = Abort::from(options.scan.analyze.signal.clone());
            let pace = Pace::new(options.scan.poll, options.scan.timeout);
            let call_off_too = options.scan.cancel_on_abort;
            let run = Run::new(&client, sources, options)?;
            abort.check()?;
            run.finished().await;
            let batch = run.batch.made().map(|id| client.batch(&id)).transpose()?;
            let closed = match (&batch, abort.check()) {
                (_, Err(aborted)) => Some(Err(aborted)),
                (Some(batch), _) => {
                    let pace = pace.map(|pace| pace.restarted());
                    Some(batch.close_by(pace, &abort).await)
                }
                (None, _) => None,
            };
            let (status, failure) = match closed {
                Some(Err(Failure::Aborted(reason))) => {
                    if let (Some(batch), true) = (batch, call_off_too) {
                        call_off(batch.cancel(None));
                    }
                    return Err(Failure::Aborted(reason));
                }
                Some(Ok(status)) => (Some(BatchStatus::from(status)), None),
                Some(Err(failure)) => (None, Some(failure)),
                None => (None, None),
            };
            run.reporter.done();
            let files: Vec<_> = run.files.take().into_iter().flatten().collect();
            Ok(BatchScan {
                verdict: worst(&files, status.as_ref(), failure.is_some()),
                batch_id: batch.map(|batch| batch.id().to_owned()),
                status,
                failure,
                files,
            })
        })
    }
}

/// One scan of many files under way.
struct Run {
    client: MetaDefender,
    options: ScanOptions,
    concurrency: usize,
    batch: Rc<LazyBatch>,
    reporter: Reporter,
    sources: Vec<JsValue>,
    /// The index of the file that is scanned next.
    next: Cell<usize>,
    progress: Rc<RefCell<Vec<f64>>>,
    files: RefCell<Vec<Option<FileScan>>>,
}

impl Run {
    fn new(
        client: &MetaDefender,
        sources: Vec<JsValue>,
        options: BatchOptions,
    ) -> Result<Rc<Self>, Failure> {
        if sources.is_empty() {
            return Err(Error::invalid_input("there are no files to scan").into());
        }
        let mut scan = options.scan;
        let new = NewBatch {
            rule: scan.analyze.analyze.rule.clone(),
            name: options.name,
        };
        // What is left to do on the server is called off once, with the batch.
        scan.cancel_on_abort &= !client.dialect().has_batches();
        Ok(Rc::new(Self {
            client: client.clone(),
            concurrency: concurrency(options.concurrency)?.min(sources.len()),
            batch: LazyBatch::of(client, new, scan.analyze.signal.clone().into()),
            reporter: Reporter::new(scan.analyze.on_progress.clone(), Shares::BATCH),
            options: scan,
            next: Cell::new(0),
            progress: Rc::new(RefCell::new(vec![0.0; sources.len()])),
            files: RefCell::new(sources.iter().map(|_| None).collect()),
            sources,
        }))
    }

    /// Scans all files, so many at once.
    async fn finished(self: &Rc<Self>) {
        let workers = Array::new();
        for _ in 0..self.concurrency {
            let this = Rc::clone(self);
            workers.push(&future_to_promise(async move {
                while let Some(index) = this.begin() {
                    let (filename, scan) = this.scan(index);
                    let scan = scan.await;
                    let file = FileScan { filename, scan };
                    this.files.borrow_mut()[index] = Some(file);
                }
                Ok(JsValue::UNDEFINED)
            }));
        }
        // A worker does not fail: what fails is said of the file.
        let _ = JsFuture::from(Promise::all(&workers)).await;
    }

    fn begin(&self) -> Option<usize> {
        let index = self.next.get();
        self.next.set(index + 1);
        (index < self.sources.len()).then_some(index)
    }

    fn scan(&self, index: usize) -> (String, Task<Scan>) {
        let source = &self.sources[index];
        let mut options = self.options.clone();
        options.analyze.on_progress = Some(share(&self.progress, index, &self.reporter));
        let filename = options.analyze.analyze.filename.clone();
        let filename = filename.or_else(|| file_name(source)).unwrap_or_default();
        let batch = Some(Rc::clone(&self.batch));
        (filename, self.client.scan_in(source, options, batch))
    }
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
        Some(status) => status.verdict(),
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
