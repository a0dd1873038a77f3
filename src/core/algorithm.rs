//! The hash algorithms by which a file can be looked up.

use super::error::Error;

/// A hash algorithm of `GET /hash/{md5|sha1|sha256|sha512}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// MD5 (RFC 1321). Collisions are easy to make: a crafted file can have the hash of a clean file.
    Md5,
    /// SHA-1 (FIPS 180-4). Collisions can be made: a crafted file can have the hash of a clean file.
    Sha1,
    /// SHA-256 (FIPS 180-4), the default.
    Sha256,
    /// SHA-512 (FIPS 180-4).
    Sha512,
}

impl Algorithm {
    /// All of them, in the order of the reference.
    pub const ALL: [Self; 4] = [Self::Md5, Self::Sha1, Self::Sha256, Self::Sha512];

    /// The name in JavaScript.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// The algorithm with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
    }

    /// The number of hexadecimal digits of a hash.
    pub const fn hex_length(self) -> usize {
        match self {
            Self::Md5 => 32,
            Self::Sha1 => 40,
            Self::Sha256 => 64,
            Self::Sha512 => 128,
        }
    }

    /// The algorithm of `hash`, by its length.
    ///
    /// # Errors
    /// `invalid-input` if it is not 32, 40, 64 or 128 hexadecimal digits.
    pub fn of(hash: &str) -> Result<Self, Error> {
        let hexadecimal = hash.bytes().all(|digit| digit.is_ascii_hexdigit());
        Self::ALL
            .into_iter()
            .find(|algorithm| hexadecimal && algorithm.hex_length() == hash.len())
            .ok_or_else(|| {
                Error::invalid_input(
                    "a hash is 32 (MD5), 40 (SHA-1), 64 (SHA-256) or 128 (SHA-512) hexadecimal digits",
                )
            })
    }

    /// Whether two different files with the same hash can be created.
    pub const fn collides(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }
}
