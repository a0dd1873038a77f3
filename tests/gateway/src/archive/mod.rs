//! Archives: their files, spooled one after the other, within limits.

mod budget;
mod gzip;
mod tar;
mod zip;

use std::ops::ControlFlow;

use serde::Deserialize;
use tempfile::TempPath;

pub use budget::Budget;

use crate::analysis::Received;
use crate::result_code::ResultCode;

/// The limits for unpacking a submitted archive and all archives in it together.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The deepest nesting of archives; 1 is an archive without archives in it.
    pub depth: usize,
    /// The most files.
    pub files: usize,
    /// The most bytes, unpacked.
    pub size: u64,
    /// The longest time for all of it, in seconds.
    pub timeout: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 5,
            files: 1000,
            size: 512 << 20,
            timeout: 60,
        }
    }
}

/// The formats that are unpacked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// ZIP.
    Zip,
    /// TAR.
    Tar,
    /// GZIP: one file.
    Gzip,
}

impl Kind {
    /// The format of a file of that MIME type.
    pub fn of(mime: &str) -> Option<Self> {
        match mime {
            "application/zip" => Some(Self::Zip),
            "application/x-tar" => Some(Self::Tar),
            "application/gzip" => Some(Self::Gzip),
            _ => None,
        }
    }
}

/// A file of an archive.
pub struct Member {
    /// Its name in the archive.
    pub name: String,
    /// Its content.
    pub file: TempPath,
    /// Its size and digests.
    pub received: Received,
}

/// Why an archive was not unpacked completely.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The processing result.
    pub code: ResultCode,
    /// In words.
    pub details: String,
}

impl Failure {
    fn new(code: ResultCode, details: impl ToString) -> Self {
        Self {
            code,
            details: details.to_string(),
        }
    }

    fn broken(error: impl ToString) -> Self {
        Self::new(ResultCode::ExtractionFailed, error)
    }
}

/// The content of `extraction_info`.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Some file in it is encrypted.
    pub encrypted: bool,
    /// Why it ended early, if it did.
    pub failure: Option<Failure>,
}

/// Receives the files of an archive one by one; breaks to stop.
type Take<'a> = &'a mut dyn FnMut(Member) -> ControlFlow<()>;

/// An archive in memory.
pub struct Archive<'a> {
    /// Its content.
    pub bytes: &'a [u8],
    /// Its own name.
    pub name: &'a str,
    /// The passwords to try.
    pub passwords: &'a [String],
}

/// Unpacks an archive. Files that were unpacked before a failure have been passed on. Blocks.
pub fn extract(
    kind: Kind,
    archive: &Archive<'_>,
    budget: &Budget,
    mut take: impl FnMut(Member) -> ControlFlow<()>,
) -> Extraction {
    let mut encrypted = false;
    let result = match kind {
        Kind::Zip => zip::extract(archive, budget, &mut encrypted, &mut take),
        Kind::Tar => tar::extract(archive, budget, &mut take),
        Kind::Gzip => gzip::extract(archive, budget, &mut take),
    };
    Extraction {
        encrypted,
        failure: result.err(),
    }
}
