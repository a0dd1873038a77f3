//! What the fuzz targets do with an input. `tests/core` does the same with each of the corpora, which is why this is a module
//! there as well: it names nothing by `crate::`.

pub mod headers;
pub mod mutated_report;
pub mod report;

mod decisions;
mod mutation;
mod oracle;
mod redaction;
mod secret;
mod urls;
mod views;
mod waits;

/// The checkout, be this a module of the client's tests or of the crate with the fuzz targets.
fn checkout() -> &'static str {
    let manifest = env!("CARGO_MANIFEST_DIR");
    manifest.strip_suffix("/tests/fuzz").unwrap_or(manifest)
}
