//! The file under analysis, mapped into memory, so that scanning a large file needs no memory.

use std::fs::File;
use std::io;

use memmap2::Mmap;
use serde_json::Value;
use tempfile::TempPath;

/// A spooled file; deleted when it is dropped.
pub struct Sample {
    _path: TempPath,
    bytes: Mmap,
    /// The `engines-metadata` that came with the file.
    pub engines_metadata: Option<Value>,
}

impl Sample {
    /// Maps the file.
    #[allow(unsafe_code)]
    pub fn open(path: TempPath, engines_metadata: Option<Value>) -> io::Result<Self> {
        let file = File::open(&path)?;
        // SAFETY: the map is only sound while nobody truncates the file. It is in the gateway's own private directory,
        // its upload is complete, and nothing opens it for writing again.
        let bytes = unsafe { Mmap::map(&file)? };
        Ok(Self {
            _path: path,
            bytes,
            engines_metadata,
        })
    }

    /// The file's content.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
