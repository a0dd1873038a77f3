//! The flows: what a user wants done, as calls of the protocol in their order.

mod analyze;
mod batch;
mod call;
mod config;
mod course;
mod digest;
mod download;
mod ending;
mod lazy_batch;
mod operations;
mod outcome;
mod pages;
mod progress;
mod report;
mod resume;
mod scan;
mod scan_batch;
mod session;
mod wait;

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

pub use crate::platform::{Engine, Failure};
pub use analyze::AnalyzeOptions;
pub use batch::{Batch, BatchStatus};
pub use config::ConnectOptions;
pub use digest::{DigestOptions, digest};
pub use outcome::{Scan, Via};
pub use pages::Pages;
pub use progress::OnProgress;
pub use report::Report;
pub use resume::ResumeOptions;
pub use scan::{Lookup, ScanOptions};
pub use scan_batch::{BatchOptions, BatchScan, FileScan};
pub use wait::WaitOptions;

/// A call to be awaited. It needs nothing of what it was made from, and begins when it is polled.
///
/// Boxed, so that the callers of a call do not each contain it: the module is a third smaller.
pub type Task<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// A connection to MetaDefender: an address, credentials, defaults. Cheap to clone.
#[derive(Clone)]
pub struct MetaDefender(Rc<Connection>);

struct Connection {
    config: config::Config,
    key: RefCell<Option<String>>,
}
