//! The hashes of one file.

use alloc::string::String;

use super::algorithm::Algorithm;
use super::error::Error;
use super::text::{concat, decimal};

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

    /// Whether there is any.
    pub fn is_some(&self) -> bool {
        Algorithm::ALL
            .into_iter()
            .any(|algorithm| self.get(algorithm).is_some())
    }

    /// The same, in lower case.
    ///
    /// # Errors
    /// `invalid-input`, where one is no hash by its algorithm.
    pub fn checked(mut self) -> Result<Self, Error> {
        let hashes = [
            &mut self.md5,
            &mut self.sha1,
            &mut self.sha256,
            &mut self.sha512,
        ];
        for (algorithm, hash) in Algorithm::ALL.into_iter().zip(hashes) {
            let Some(hash) = hash else { continue };
            if Algorithm::of(hash) != Ok(algorithm) {
                let message = &[
                    "digests.",
                    algorithm.as_str(),
                    " has to be ",
                    &decimal(algorithm.hex_length() as u64),
                    " hexadecimal digits",
                ];
                return Err(Error::invalid_input(concat(message)));
            }
            hash.make_ascii_lowercase();
        }
        Ok(self)
    }
}
