//! What clamd does not scan. Over one of its limits (`MaxFileSize`, `MaxScanSize`, `MaxFiles`, `MaxRecursion`,
//! `MaxScanTime`) it skips the file, or the rest of it, and answers OK; it only reports that with `AlertExceedsMax yes`
//! in its clamd.conf. No command returns its settings.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::clamd::Clamd;

/// The largest file that libclamav scans, whatever its settings: `cl_engine_set_num` in its others.c lowers a larger
/// `MaxFileSize` to `INT_MAX - 2`, and clamd has that for 0, no limit, as well.
pub const MAX_FILE_SIZE: usize = i32::MAX as usize - 2;

/// The smallest `MaxFileSize` that clamd has by default: Debian's is 25M, as ClamAV's own was before 0.105.
pub const DEFAULT_MAX_FILE_SIZE: usize = 25 << 20;

/// The prefix of the names under which clamd reports limits as if they were threats.
const ALERT: &str = "Heuristics.Limits.Exceeded";

/// `MaxRecursion` is at most 100, and it cannot be switched off.
const PROBE_DEPTH: usize = 110;

/// Whether a threat's name is that of a limit: the file is not known to be infected, but was not scanned completely.
pub fn is_limit(threat: &str) -> bool {
    threat.starts_with(ALERT)
}

/// Whether a clamd reports what it skips, tested with a harmless file of 2 KB that exceeds every `MaxRecursion`.
pub fn are_reported(clamd: &Clamd) -> io::Result<bool> {
    Ok(is_limit(&clamd.scan(&probe()?)?))
}

/// A few words, gzipped again and again.
fn probe() -> io::Result<Vec<u8>> {
    let words = b"metadefender-gateway: does this clamd say what it skips?";
    (0..PROBE_DEPTH).try_fold(words.to_vec(), |content, _| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&content)?;
        gzip.finish()
    })
}
