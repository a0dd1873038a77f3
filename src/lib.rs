//! The client of OPSWAT MetaDefender for the web, for Workers and for servers.
//!
//! It hashes a file locally, looks up the hash, uploads the file if the hash is unknown, waits for the analysis, and
//! returns one verdict, which fails closed.
//!
//! [`core`] contains the knowledge and the decisions of the client, [`flow`] its operations, which run on the trait
//! [`flow::Host`]. Both compile for every target. The implementation for browsers, Workers and servers exists on `wasm32`
//! only; start there with `MetaDefender`.
//!
//! # In a front end in Rust
//!
//! With `default-features = false`, the crate exports nothing to JavaScript:
//!
//! ```toml
//! metadefender-wasm = { version = "0.1", default-features = false }
//! ```
//!
//! A file is anything that JavaScript uses as one: a `web_sys::File` or `Blob`, a `js_sys::Uint8Array`, a
//! `ReadableStream`. An abort ends a call and its requests, and cancels the analysis on the server. Dropping the future
//! also ends its request, but does not cancel the analysis.
//!
//! ```
//! # #[cfg(target_arch = "wasm32")]
//! # mod form {
//! use std::rc::Rc;
//!
//! use metadefender_wasm::{Caller, ConnectOptions, Failure, MetaDefender, ScanOptions, Verdict};
//! use web_sys::{AbortSignal, File};
//!
//! async fn check(file: &File, signal: AbortSignal) -> Result<String, Failure> {
//!     let metadefender = MetaDefender::connect(ConnectOptions {
//!         base_url: "/scan".into(),
//!         ..ConnectOptions::default()
//!     })?;
//!     let caller = Caller {
//!         signal: Some(signal),
//!         on_progress: Some(Rc::new(|progress| show(progress.percentage))),
//!     };
//!     let scan = metadefender.scan(file, ScanOptions::default(), caller).await?;
//!     Ok(match scan.judgement.verdict {
//!         Verdict::Allowed => "The file may be sent.".into(),
//!         Verdict::Blocked | Verdict::Undetermined => format!("Refused: {}", scan.judgement.reason),
//!     })
//! }
//! # fn show(_: f64) {}
//! # }
//! ```
//!
//! A failure is `Failure::Aborted`, with the signal's own reason, or `Failure::Failed`, whose [`core::error::Error`] has a
//! code for the program and a message for the user.

pub mod core;
pub mod flow;

#[cfg(target_arch = "wasm32")]
mod platform;

#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
mod bindings;

#[cfg(target_arch = "wasm32")]
pub use web::*;

pub use self::core::algorithm::Algorithm;
pub use self::core::decide::verdict::{Judgement, Threat, Verdict};
pub use self::core::digests::Digests;
pub use self::core::error::{Error, ErrorCode};
pub use self::core::options::{
    AnalyzeOptions, BatchOptions, ConnectOptions, DigestOptions, Engine, Lookup, LookupOptions,
    ResumeOptions, ScanOptions, WaitOptions,
};
pub use self::core::poll::Poll;
pub use self::core::progress::{Phase, Progress};
pub use self::core::protocol::dialect::Service;
pub use self::core::protocol::request::{Analyze, ByHash, ContentEncoding, NewBatch, Page};
pub use self::core::retry::Retry;
pub use self::flow::{OnProgress, Via};
