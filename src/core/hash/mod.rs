//! The hash functions: MD5 as in RFC 1321, the SHA family as in FIPS 180-4.
//!
//! All are built alike (Merkle and Damgård): a padded message is cut into blocks, and each block
//! changes a state in rounds. The SHA functions spread a block out to a message schedule before. Of
//! that, SHA-256 and SHA-512 compute several words at once, in the [`lanes`] of a vector, between the
//! rounds: these are one long chain, which leaves much of a processor idle. In SHA-1 a word of it is
//! too little work for that.

mod lanes;
mod md5;
mod sha1;
mod sha256;
mod sha512;
mod tail;

pub use md5::Md5;
pub use sha1::Sha1;
pub use sha256::Sha256;
pub use sha512::Sha512;
pub use tail::Tail;

use alloc::string::String;

/// The length of the longest block: of one of SHA-512, or of two of the others.
const LONGEST_BLOCK: usize = 128;

/// A hash function, by its state.
pub trait HashFunction: Clone {
    /// The state before the first block.
    const INITIAL: Self;

    /// How many bytes a block has.
    const BLOCK: usize;

    /// The bytes that a message ends in after padding, which say its length in bits.
    fn length_field(bits: u64) -> [u8; 8] {
        bits.to_be_bytes()
    }

    /// Takes whole blocks.
    fn compress(&mut self, blocks: &[u8]);

    /// The state in hexadecimal digits, which is the hash once the padding was compressed.
    fn hex(&self) -> String;
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
