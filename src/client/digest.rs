//! Hashing a file.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::progress::{OnProgress, Reporter};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::hasher::Hasher;
use crate::core::progress::{Phase, Shares};
use crate::platform::{self, Abort, Failure, Source};

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
pub async fn digest(source: &JsValue, options: DigestOptions) -> Result<Digests, Failure> {
    let abort = Abort::from(options.signal);
    let reporter = Reporter::new(options.on_progress, Shares::DIGEST);
    let source = abort.race(Source::of(source, None)).await?;
    let digests = hash(&source, &options.algorithms, &abort, &reporter).await?;
    reporter.done();
    Ok(digests)
}

pub(super) async fn hash(
    source: &Source,
    algorithms: &[Algorithm],
    abort: &Abort,
    reporter: &Reporter,
) -> Result<Digests, Failure> {
    let mut hasher = Hasher::new(match algorithms {
        [] => &[Algorithm::Sha256],
        algorithms => algorithms,
    });
    reporter.advance(Phase::Hash, 0.0, source.length);
    let on_read = |read| reporter.advance(Phase::Hash, read, source.length);
    platform::digest(source, &mut hasher, abort, &on_read).await?;
    Ok(hasher.digests())
}
