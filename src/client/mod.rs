//! The flows: what a user wants done, as calls of the protocol in their order.

mod analyze;
mod batch;
mod config;
mod digest;
mod download;
mod lazy_batch;
mod pages;
mod progress;
mod report;
mod result;
mod scan;
mod scan_batch;
mod session;
mod transport;
mod wait;

use std::cell::RefCell;
use std::rc::Rc;

pub use crate::platform::Failure;
pub use analyze::{AnalyzeOptions, Submission};
pub use batch::{Batch, BatchStatus};
pub use config::ConnectOptions;
pub use digest::{DigestOptions, digest};
pub use pages::Pages;
pub use progress::OnProgress;
pub use report::Report;
pub use scan::{Lookup, Scan, ScanOptions, Via};
pub use scan_batch::{BatchOptions, BatchScan, FileScan};
pub use session::Session;
pub use wait::WaitOptions;

/// A connection to MetaDefender: an address, credentials, defaults. Cheap to clone.
#[derive(Clone)]
pub struct MetaDefender {
    config: Rc<config::Config>,
    key: Rc<RefCell<Option<String>>>,
}
