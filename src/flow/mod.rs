//! The operations of the client, as `async` functions that read top to bottom: hash, look up, upload, wait, judge.
//! They do everything through the trait [`Host`], so that `cargo test` runs them with scripted responses and a virtual
//! clock.

mod analyze;
mod answer;
mod batch;
mod call;
mod connection;
mod digest;
mod download;
mod earlier;
mod failure;
mod host;
mod lookup;
mod pages;
mod progress;
mod result;
mod resume;
mod scan;
mod scan_batch;
mod secrets;
mod session;
mod slots;
mod wait;

pub use analyze::Submitted;
pub use answer::Report;
pub use batch::{Batch, BatchReport};
pub use call::Caller;
pub use connection::MetaDefender;
pub use digest::digest;
pub use failure::Failure;
pub use host::{Downloaded, File, Hashed, Host, HttpRequest, HttpResponse, OnBytes, Uploaded};
pub use pages::Pages;
pub use progress::OnProgress;
pub use scan::{Scan, Via};
pub use scan_batch::{BatchScan, FileScan};
pub use session::Session;

/// The result of a flow.
pub type Result<T, H> = std::result::Result<T, Failure<<H as Host>::Thrown>>;
