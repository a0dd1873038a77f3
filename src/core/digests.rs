//! The hashes of one file.

use serde::Serialize;

use super::algorithm::Algorithm;
use super::error::Error;

/// The requested hashes, in lower-case hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Digests {
    /// MD5, 32 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub md5: Option<String>,
    /// SHA-1, 40 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha1: Option<String>,
    /// SHA-256, 64 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// SHA-512, 128 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha512: Option<String>,
}

impl Digests {
    /// The hash by `algorithm`, if it was requested.
    pub fn get(&self, algorithm: Algorithm) -> Option<&str> {
        match algorithm {
            Algorithm::Md5 => self.md5.as_deref(),
            Algorithm::Sha1 => self.sha1.as_deref(),
            Algorithm::Sha256 => self.sha256.as_deref(),
            Algorithm::Sha512 => self.sha512.as_deref(),
        }
    }

    /// Whether there are no hashes.
    pub fn is_empty(&self) -> bool {
        Algorithm::ALL
            .into_iter()
            .all(|algorithm| self.get(algorithm).is_none())
    }

    /// The same, in lower case.
    ///
    /// # Errors
    /// `invalid-input` if one is not a hash of its algorithm.
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
                return Err(Error::invalid_input(format!(
                    "digests.{} has to be {} hexadecimal digits",
                    algorithm.as_str(),
                    algorithm.hex_length(),
                )));
            }
            hash.make_ascii_lowercase();
        }
        Ok(self)
    }
}
