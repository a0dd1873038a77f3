//! Many files at once: each scanned as [`MetaDefender::scan`] does, those that have to be analysed in
//! one batch.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};

use super::batch::{BatchStatus, Close};
use super::course::{Came, Course, Step};
use super::ending::call_off;
use super::lazy_batch::LazyBatch;
use super::outcome::Scan;
use super::progress::{OnProgress, Reporter};
use super::scan::ScanOptions;
use super::wait::Pace;
use super::{MetaDefender, Task};
use crate::core::digests::Digests;
use crate::core::error::Error;
use crate::core::progress::{Phase, Shares};
use crate::core::request::NewBatch;
use crate::core::verdict::Verdict;
use crate::platform::{Abort, Failure, file_name, promise};

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
        let run = Run::new(self, sources, options);
        let client = self.clone();
        Box::pin(async move {
            let run = run?;
            let course = Whole {
                run: Rc::clone(&run),
                stage: Stage::Begin,
            };
            client.run(course, &run.abort).await?;
            Ok(run.outcome())
        })
    }
}

/// All files, and then the end of their batch.
struct Whole {
    run: Rc<Run>,
    stage: Stage,
}

enum Stage {
    Begin,
    Scanning,
    Closing(Close),
}

impl Course for Whole {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        let run = &self.run;
        let step = match &mut self.stage {
            Stage::Begin => {
                self.stage = Stage::Scanning;
                return Ok(Step::Await(run.scanned()));
            }
            Stage::Scanning => run.abort.check().and_then(|()| match run.batch.made() {
                None => Ok(Step::Done(JsValue::UNDEFINED)),
                Some(id) => {
                    let mut close = run.client.batch(&id)?.closing(run.pace.clone());
                    let step = close.next(Ok(JsValue::UNDEFINED));
                    self.stage = Stage::Closing(close);
                    step
                }
            }),
            Stage::Closing(close) => {
                let step = close.next(came);
                step.map_err(|failure| close.explain(failure))
            }
        };
        match step {
            Ok(Step::Done(status)) => Ok(run.end(Ok(status))),
            Err(Failure::Aborted(reason)) => {
                run.call_off();
                Err(Failure::Aborted(reason))
            }
            Err(failure) => Ok(run.end(Err(failure))),
            step => step,
        }
    }
}

/// One scan of many files under way.
struct Run {
    client: MetaDefender,
    options: ScanOptions,
    call_off: bool,
    abort: Abort,
    pace: Pace,
    concurrency: usize,
    batch: Rc<LazyBatch>,
    reporter: Reporter,
    sources: Vec<JsValue>,
    /// The index of the file that is scanned next.
    next: Cell<usize>,
    progress: Rc<RefCell<Vec<f64>>>,
    files: RefCell<Vec<Option<FileScan>>>,
    /// What came of closing the batch: its status, `undefined` where there was none to close.
    closed: RefCell<Came>,
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
        // Those of one file would stand for all.
        scan.digests = Digests::default();
        let new = NewBatch {
            rule: scan.analyze.analyze.rule.clone(),
            name: options.name,
        };
        let abort = Abort::from(scan.analyze.signal.clone());
        let call_off = scan.cancel_on_abort;
        // What is left to do on the server is called off once, with the batch.
        scan.cancel_on_abort &= !client.dialect().has_batches();
        Ok(Rc::new(Self {
            client: client.clone(),
            call_off,
            pace: scan.pace()?,
            concurrency: concurrency(options.concurrency)?.min(sources.len()),
            batch: LazyBatch::of(client, new, abort.clone()),
            abort,
            reporter: Reporter::new(scan.analyze.on_progress.clone(), Shares::BATCH),
            options: scan,
            next: Cell::new(0),
            progress: Rc::new(RefCell::new(vec![0.0; sources.len()])),
            files: RefCell::new(sources.iter().map(|_| None).collect()),
            closed: RefCell::new(Ok(JsValue::UNDEFINED)),
            sources,
        }))
    }

    fn call_off(&self) {
        let batch = self.batch.made().map(|id| self.client.batch(&id));
        if let (Some(Ok(batch)), true) = (batch, self.call_off) {
            call_off(batch.cancel(None));
        }
    }

    fn end(&self, closed: Came) -> Step {
        *self.closed.borrow_mut() = closed;
        self.reporter.done();
        Step::Done(JsValue::UNDEFINED)
    }

    fn outcome(&self) -> BatchScan {
        let (status, failure) = match self.closed.replace(Ok(JsValue::UNDEFINED)) {
            Ok(status) if status.is_undefined() => (None, None),
            Ok(status) => (Some(BatchStatus::from(status)), None),
            Err(failure) => (None, Some(failure)),
        };
        let mut files = Vec::new();
        for file in self.files.take() {
            files.extend(file);
        }
        BatchScan {
            verdict: worst(&files, status.as_ref(), failure.is_some()),
            batch_id: self.batch.made(),
            status,
            failure,
            files,
        }
    }

    /// Scans all files, so many at once. What fails is said of the file, so that this does not fail.
    fn scanned(self: &Rc<Self>) -> Promise {
        let workers = Array::new();
        for _ in 0..self.concurrency {
            let this = Rc::clone(self);
            workers.push(&promise(Box::pin(async move {
                while let Some(index) = this.begin() {
                    let (filename, scan) = this.scan(index);
                    let scan = scan.await;
                    let file = FileScan { filename, scan };
                    this.files.borrow_mut()[index] = Some(file);
                }
                Ok(JsValue::UNDEFINED)
            })));
        }
        Promise::all(&workers).unchecked_into()
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
    let mut worst = batch;
    for file in files {
        worst = match (worst, file.verdict()) {
            (Verdict::Blocked, _) | (_, Verdict::Blocked) => Verdict::Blocked,
            (Verdict::Undetermined, _) => Verdict::Undetermined,
            (Verdict::Allowed, verdict) => verdict,
        };
    }
    worst
}
