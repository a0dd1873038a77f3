//! The remaining budget of an archive. One budget is shared by an archive and all archives in it.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use tempfile::{NamedTempFile, TempPath};

use super::{Failure, Limits};
use crate::analysis::Received;
use crate::digest::Hasher;
use crate::result_code::ResultCode::{
    ExceededArchiveFileNumber, ExceededArchiveSize, ExceededArchiveTimeout,
};

const PIECE: usize = 64 << 10;

/// The expansion ratio of a bomb (deflate reaches 1032) …
const RATIO: u64 = 250;

/// … which is only checked above this size, in bytes.
const RATIO_FROM: u64 = 16 << 20;

/// The budget.
pub struct Budget {
    files: AtomicUsize,
    bytes: AtomicU64,
    deadline: Instant,
    cancelled: AtomicBool,
    spool: PathBuf,
}

impl Budget {
    /// A budget with the full limits, starting now.
    pub fn new(limits: &Limits, spool: PathBuf) -> Self {
        Self {
            files: AtomicUsize::new(limits.files),
            bytes: AtomicU64::new(limits.size),
            deadline: Instant::now() + Duration::from_secs(limits.timeout),
            cancelled: AtomicBool::new(false),
            spool,
        }
    }

    /// Cancels the extraction: nobody waits for the files any more.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether there is time left.
    pub fn check_time(&self) -> Result<(), Failure> {
        if self.cancelled.load(Ordering::Relaxed) || Instant::now() >= self.deadline {
            let details = "The archive took too long";
            return Err(Failure::new(ExceededArchiveTimeout, details));
        }
        Ok(())
    }

    /// Whether the number of files that an archive declares is within the limits.
    pub fn check_number(&self, files: usize) -> Result<(), Failure> {
        if files > self.files.load(Ordering::Relaxed) {
            let details = format!("{files} files are too many");
            return Err(Failure::new(ExceededArchiveFileNumber, details));
        }
        Ok(())
    }

    /// Whether the number of bytes that an archive declares is within the limits.
    pub fn check_size(&self, bytes: u64) -> Result<(), Failure> {
        if bytes > self.bytes.load(Ordering::Relaxed) {
            let details = format!("{bytes} bytes are too many");
            return Err(Failure::new(ExceededArchiveSize, details));
        }
        Ok(())
    }

    /// Counts a file.
    pub fn count_file(&self) -> Result<(), Failure> {
        self.check_number(1)?;
        self.files.fetch_sub(1, Ordering::Relaxed);
        Ok(())
    }

    /// Spools a file that is unpacked from an archive of that size.
    pub fn spool(
        &self,
        mut content: impl Read,
        archive: usize,
    ) -> Result<(TempPath, Received), Failure> {
        let mut file = NamedTempFile::new_in(&self.spool).map_err(Failure::broken)?;
        let mut hasher = Hasher::default();
        let (mut size, mut hash_time) = (0, Duration::ZERO);
        let first_byte_at = SystemTime::now();
        let mut piece = vec![0; PIECE];
        loop {
            self.check_time()?;
            let length = match content.read(&mut piece).map_err(Failure::broken)? {
                0 => break,
                length => length,
            };
            self.check_size(length as u64)?;
            self.bytes.fetch_sub(length as u64, Ordering::Relaxed);
            size += length as u64;
            if size > RATIO_FROM && size / RATIO > archive as u64 {
                let details = "The archive is a decompression bomb";
                return Err(Failure::new(ExceededArchiveSize, details));
            }
            let begun = Instant::now();
            hasher.update(&piece[..length]);
            hash_time += begun.elapsed();
            file.write_all(&piece[..length]).map_err(Failure::broken)?;
        }
        let received = Received {
            size,
            digests: hasher.finish(),
            hash_time,
            first_byte_at,
            last_byte_at: SystemTime::now(),
        };
        Ok((file.into_temp_path(), received))
    }
}
