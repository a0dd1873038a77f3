//! Computes several hashes of one stream of bytes in one pass, by RustCrypto.

use digest::{Digest, Output};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::algorithm::Algorithm;
use super::digests::Digests;

/// How many bytes each algorithm takes before the next one takes them: few enough to stay in the nearest cache.
const TURN: usize = 16 * 1024;

/// Hashes bytes as they arrive, by one or several algorithms, in constant memory.
#[derive(Clone, Default)]
pub struct Hasher {
    md5: Option<Md5>,
    sha1: Option<Sha1>,
    sha256: Option<Sha256>,
    sha512: Option<Sha512>,
}

impl Hasher {
    /// A hasher by these algorithms, or by SHA-256 if the list is empty. Duplicates are ignored.
    pub fn new(algorithms: &[Algorithm]) -> Self {
        let algorithms = match algorithms {
            [] => &[Algorithm::Sha256],
            algorithms => algorithms,
        };
        let wanted = |algorithm| algorithms.contains(&algorithm);
        Self {
            md5: wanted(Algorithm::Md5).then(Md5::new),
            sha1: wanted(Algorithm::Sha1).then(Sha1::new),
            sha256: wanted(Algorithm::Sha256).then(Sha256::new),
            sha512: wanted(Algorithm::Sha512).then(Sha512::new),
        }
    }

    /// Hashes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for turn in bytes.chunks(TURN) {
            update(&mut self.md5, turn);
            update(&mut self.sha1, turn);
            update(&mut self.sha256, turn);
            update(&mut self.sha512, turn);
        }
    }

    /// The hashes of the bytes so far. More bytes may follow.
    pub fn digests(&self) -> Digests {
        Digests {
            md5: hexadecimal(&self.md5),
            sha1: hexadecimal(&self.sha1),
            sha256: hexadecimal(&self.sha256),
            sha512: hexadecimal(&self.sha512),
        }
    }
}

fn update(hasher: &mut Option<impl Digest>, bytes: &[u8]) {
    if let Some(hasher) = hasher {
        hasher.update(bytes);
    }
}

fn hexadecimal<D: Digest + Clone>(hasher: &Option<D>) -> Option<String> {
    let hash: Output<D> = hasher.clone()?.finalize();
    Some(base16ct::lower::encode_string(&hash))
}
