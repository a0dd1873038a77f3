//! The hashes of one file.

use alloc::string::String;

use super::algorithm::Algorithm;

/// The hashes that were asked for, in lower-case hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests {
    /// MD5, 32 digits.
    pub md5: Option<String>,
    /// SHA-1, 40 digits.
    pub sha1: Option<String>,
    /// SHA-256, 64 digits.
    pub sha256: Option<String>,
    /// SHA-512, 128 digits.
    pub sha512: Option<String>,
}

impl Digests {
    /// The hash by `algorithm`, if it was asked for.
    pub fn get(&self, algorithm: Algorithm) -> Option<&str> {
        match algorithm {
            Algorithm::Md5 => self.md5.as_deref(),
            Algorithm::Sha1 => self.sha1.as_deref(),
            Algorithm::Sha256 => self.sha256.as_deref(),
            Algorithm::Sha512 => self.sha512.as_deref(),
        }
    }
}
