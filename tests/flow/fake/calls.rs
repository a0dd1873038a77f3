//! Calls that most tests make.

use metadefender_wasm::flow::{Result, Scan};
use metadefender_wasm::{ScanOptions, WaitOptions};
use serde_json::Value;

use super::{FakeHost, Source, nobody};

/// Scans the file "abc".
pub fn scan(host: &FakeHost, options: ScanOptions) -> Result<Scan<Value>, FakeHost> {
    scan_of(host, &Source::abc(), options)
}

/// Scans this file.
pub fn scan_of(
    host: &FakeHost,
    source: &Source,
    options: ScanOptions,
) -> Result<Scan<Value>, FakeHost> {
    host.run(host.client().scan(source, options, nobody()))
}

/// A scan that takes at most so many ms.
pub fn within(timeout: f64) -> ScanOptions {
    ScanOptions {
        wait: waiting(timeout),
        ..ScanOptions::default()
    }
}

/// Waiting for at most so many ms.
pub fn waiting(timeout: f64) -> WaitOptions {
    WaitOptions {
        timeout,
        ..WaitOptions::default()
    }
}

/// A scan without a look-up.
pub fn not_looked_up() -> ScanOptions {
    ScanOptions {
        lookup: None,
        ..ScanOptions::default()
    }
}

/// A scan that is a look-up only.
pub fn not_uploaded() -> ScanOptions {
    ScanOptions {
        upload: false,
        ..ScanOptions::default()
    }
}
