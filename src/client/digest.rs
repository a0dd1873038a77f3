//! Hashing a file.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::Task;
use super::progress::{OnProgress, Reporter};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::hasher::Hasher;
use crate::core::progress::{Phase, Shares};
use crate::platform::{Abort, Reading, Source, open, settled, update};

/// How a file is hashed.
#[derive(Clone, Default)]
pub struct DigestOptions {
    /// By which algorithms; SHA-256 where none is named.
    pub algorithms: Vec<Algorithm>,
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
    /// Hears how far it is.
    pub on_progress: Option<OnProgress>,
}

/// Hashes a file of any size, flat in memory: a `Blob`, `File`, `ArrayBuffer`, view,
/// `ReadableStream`, `Request`, `Response` or `file:` URL.
///
/// # Errors
/// `invalid-input` where it is none of these or cannot be read.
pub fn digest(source: &JsValue, options: DigestOptions) -> Task<Digests> {
    let source = source.clone();
    Box::pin(async move {
        let abort = Abort::from(options.signal);
        let reporter = Reporter::new(options.on_progress, Shares::DIGEST);
        let source = settled(open(&source, None, &abort)).await?.unchecked_into();
        let hasher = Rc::new(RefCell::new(Hasher::new(&options.algorithms)));
        let reading = reading(&source, &hasher, &abort, &reporter);
        settled(reading.end.clone()).await?;
        reporter.done();
        let digests = hasher.borrow().digests();
        Ok(digests)
    })
}

/// Reads a file to its end, into `hasher`.
pub(super) fn reading(
    source: &Source,
    hasher: &Rc<RefCell<Hasher>>,
    abort: &Abort,
    reporter: &Reporter,
) -> Reading {
    let (hasher, progress, total) = (Rc::clone(hasher), reporter.handle(), source.length());
    progress.advance(Phase::Hash, 0.0, total);
    let mut length = 0.0;
    let take = move |bytes: &Uint8Array| {
        update(&mut hasher.borrow_mut(), bytes);
        length += f64::from(bytes.byte_length());
        progress.advance(Phase::Hash, length, total);
    };
    Reading::of(source, take, abort)
}
