//! Hashing a file, without a connection.

use super::Result;
use super::call::Caller;
use super::host::{File, Host};
use super::progress::Reporter;
use crate::core::digests::Digests;
use crate::core::options::DigestOptions;
use crate::core::progress::{Phase, Shares};

/// Hashes a file of any size in little memory.
///
/// # Errors
/// `invalid-input` if the source is not a file or cannot be read; `unsupported` if the engine cannot hash it.
pub async fn digest<H: Host>(
    host: &H,
    source: &H::Source,
    options: &DigestOptions,
    caller: Caller<H>,
) -> Result<Digests, H> {
    let host = host.bound_to(caller.signal);
    host.check_abort()?;
    let reporter = Reporter::new(host.clone(), caller.on_progress, Shares::DIGEST);
    let file = host.open(source, None).await?;
    let on_read = reporter.count_bytes(Phase::Hash, file.length());
    let algorithms = options.algorithms();
    let hashed = host
        .hash(&file, &algorithms, options.engine, on_read)
        .await?;
    reporter.done();
    Ok(hashed.digests)
}
