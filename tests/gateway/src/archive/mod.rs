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

/// What an archive may cost before it is given up: the submitted one and all that is in it together.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How deep archives may lie in one another; 1 is an archive with no archive in it.
    pub depth: usize,
    /// How many files they may have.
    pub files: usize,
    /// How many bytes these may have, unpacked.
    pub size: u64,
    /// How many seconds it all may take.
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
    /// Its name there.
    pub name: String,
    /// Its content.
    pub file: TempPath,
    /// Its size and digests.
    pub received: Received,
}

/// Why an archive was not unpacked to its end.
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

/// What `extraction_info` says.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Some file in it is encrypted.
    pub encrypted: bool,
    /// Why it ended early, if it did.
    pub failure: Option<Failure>,
}

/// Takes the files of an archive, one after the other; breaks to stop.
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

/// Unpacks; what was unpacked before a failure has been handed on. Blocks.
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
