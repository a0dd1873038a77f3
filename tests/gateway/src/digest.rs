//! The four digests of a file, in one pass.

use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// A file's digests as the protocol writes them: upper-case hexadecimal.
#[derive(Clone, Debug, PartialEq)]
pub struct Digests {
    /// MD5.
    pub md5: String,
    /// SHA-1.
    pub sha1: String,
    /// SHA-256.
    pub sha256: String,
    /// SHA-512.
    pub sha512: String,
}

impl Digests {
    /// All of them, for an index.
    pub fn all(&self) -> [&str; 4] {
        [&self.md5, &self.sha1, &self.sha256, &self.sha512]
    }
}

/// Computes all four for one stream of bytes.
#[derive(Default)]
pub struct Hasher {
    md5: Md5,
    sha1: Sha1,
    sha256: Sha256,
    sha512: Sha512,
}

impl Hasher {
    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        self.sha1.update(bytes);
        self.sha256.update(bytes);
        self.sha512.update(bytes);
    }

    /// The digests of all bytes.
    pub fn finish(self) -> Digests {
        Digests {
            md5: hex(&self.md5.finalize()),
            sha1: hex(&self.sha1.finalize()),
            sha256: hex(&self.sha256.finalize()),
            sha512: hex(&self.sha512.finalize()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A hash in the form of the index, if it is one of the four.
pub fn normalised(hash: &str) -> Option<String> {
    let known =
        matches!(hash.len(), 32 | 40 | 64 | 128) && hash.bytes().all(|b| b.is_ascii_hexdigit());
    known.then(|| hash.to_ascii_uppercase())
}
