//! Hashing a file.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::Task;
use super::progress::{OnProgress, Reporter};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::progress::{Phase, Shares};
use crate::platform::{Abort, Engine, Hashing, settled};

/// How a file is hashed.
#[derive(Clone, Default)]
pub struct DigestOptions {
    /// By which algorithms; SHA-256 where none is named.
    pub algorithms: Vec<Algorithm>,
    /// The only engine that may be used; the fastest one for the file where none is named.
    pub engine: Option<Engine>,
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
    /// Hears how far it is.
    pub on_progress: Option<OnProgress>,
}

/// Hashes a file of any size, flat in memory: a `Blob`, `File`, `ArrayBuffer`, view,
/// `ReadableStream`, `Request`, `Response` or `file:` URL.
///
/// # Errors
/// `invalid-input` where it is none of these or cannot be read; `unsupported` where the engine cannot hash it.
pub fn digest(source: &JsValue, options: DigestOptions) -> Task<Digests> {
    let source = source.clone();
    Box::pin(async move {
        let abort = Abort::from(options.signal);
        let reporter = Reporter::new(options.on_progress, Shares::DIGEST);
        let algorithms = match options.algorithms.as_slice() {
            [] => &[Algorithm::Sha256],
            algorithms => algorithms,
        };
        let hashing = Hashing::new(algorithms, options.engine, heard(&reporter));
        settled(hashing.digest(&source, &abort)).await?;
        reporter.done();
        Ok(hashing.digests())
    })
}

/// Tells the user how much of a file is read.
pub(super) fn heard(reporter: &Reporter) -> impl Fn(f64, Option<f64>) + 'static {
    let progress = reporter.handle();
    move |read, total| progress.advance(Phase::Hash, read, total)
}
