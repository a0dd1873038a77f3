//! Several hashes of one stream of bytes, in one pass.

use super::algorithm::Algorithm;
use super::digests::Digests;
use super::hash::{HashFunction, Md5, Sha1, Sha256, Sha512, Tail};

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
    tail: Tail,
}

impl Hasher {
    /// A hasher by these algorithms; SHA-256 where none is named. Naming one twice changes nothing.
    pub fn new(algorithms: &[Algorithm]) -> Self {
        let bits = algorithms
            .iter()
            .fold(0, |bits, algorithm| bits | algorithm.bit());
        Self::of_bits(match bits {
            0 => Algorithm::Sha256.bit(),
            bits => bits,
        })
    }

    /// A hasher by the algorithms whose [`Algorithm::bit`] is set.
    pub fn of_bits(bits: u32) -> Self {
        let asked = |algorithm: Algorithm| bits & algorithm.bit() != 0;
        Self {
            md5: asked(Algorithm::Md5).then_some(Md5::INITIAL),
            sha1: asked(Algorithm::Sha1).then_some(Sha1::INITIAL),
            sha256: asked(Algorithm::Sha256).then_some(Sha256::INITIAL),
            sha512: asked(Algorithm::Sha512).then_some(Sha512::INITIAL),
            tail: Tail::default(),
        }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.tail.take(bytes, |blocks| {
            for turn in blocks.chunks(TURN) {
                compress(&mut self.md5, turn);
                compress(&mut self.sha1, turn);
                compress(&mut self.sha256, turn);
                compress(&mut self.sha512, turn);
            }
        });
    }

    /// The hashes of what came so far. More bytes may follow.
    pub fn digests(&self) -> Digests {
        Digests {
            md5: self.md5.as_ref().map(|md5| self.tail.hash(md5)),
            sha1: self.sha1.as_ref().map(|sha1| self.tail.hash(sha1)),
            sha256: self.sha256.as_ref().map(|sha256| self.tail.hash(sha256)),
            sha512: self.sha512.as_ref().map(|sha512| self.tail.hash(sha512)),
        }
    }
}

fn compress<F: HashFunction>(function: &mut Option<F>, blocks: &[u8]) {
    if let Some(function) = function {
        function.compress(blocks);
    }
}
