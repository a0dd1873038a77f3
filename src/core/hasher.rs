//! Several hashes of one stream of bytes, in one pass.

use alloc::string::String;

use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha256, Sha512};

use super::algorithm::Algorithm;
use super::digests::Digests;

/// How many bytes each algorithm takes before the next one has its turn: small enough that they
/// are still in the nearest cache then.
const TURN: usize = 16 * 1024;

/// Hashes bytes as they come, by one or several algorithms. Flat in memory whatever the length.
#[derive(Clone, Default)]
pub struct Hasher {
    md5: Option<Md5>,
    sha1: Option<Sha1>,
    sha256: Option<Sha256>,
    sha512: Option<Sha512>,
}

impl Hasher {
    /// A hasher by these algorithms; SHA-256 where none is named. Naming one twice changes nothing.
    pub fn new(algorithms: &[Algorithm]) -> Self {
        let algorithms = match algorithms {
            [] => &[Algorithm::Sha256],
            algorithms => algorithms,
        };
        let asked = |algorithm| algorithms.contains(&algorithm);
        Self {
            md5: asked(Algorithm::Md5).then(Md5::new),
            sha1: asked(Algorithm::Sha1).then(Sha1::new),
            sha256: asked(Algorithm::Sha256).then(Sha256::new),
            sha512: asked(Algorithm::Sha512).then(Sha512::new),
        }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for turn in bytes.chunks(TURN) {
            update(&mut self.md5, turn);
            update(&mut self.sha1, turn);
            update(&mut self.sha256, turn);
            update(&mut self.sha512, turn);
        }
    }

    /// The hashes of what came so far. More bytes may follow.
    pub fn digests(&self) -> Digests {
        Digests {
            md5: finish(&self.md5),
            sha1: finish(&self.sha1),
            sha256: finish(&self.sha256),
            sha512: finish(&self.sha512),
        }
    }
}

fn update<D: Digest>(state: &mut Option<D>, bytes: &[u8]) {
    if let Some(state) = state {
        state.update(bytes);
    }
}

fn finish<D: Digest + Clone>(state: &Option<D>) -> Option<String> {
    state.as_ref().map(|state| hex(&state.clone().finalize()))
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            digits.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    digits
}
