//! The end of a message: what has not filled a block yet, and its padding.

use alloc::string::String;

use super::{HashFunction, LONGEST_BLOCK};

/// What came of a message since its last whole block.
#[derive(Clone)]
pub struct Tail {
    bytes: [u8; LONGEST_BLOCK],
    /// How many bytes the whole message has so far.
    length: u64,
}

impl Default for Tail {
    fn default() -> Self {
        Self {
            bytes: [0; LONGEST_BLOCK],
            length: 0,
        }
    }
}

impl Tail {
    /// Takes the next bytes of the message, and gives `compress` the whole blocks that there are now.
    pub fn take(&mut self, mut bytes: &[u8], mut compress: impl FnMut(&[u8])) {
        let held = self.held();
        self.length += bytes.len() as u64;
        if held > 0 {
            let free = &mut self.bytes[held..];
            let (first, rest) = bytes.split_at(bytes.len().min(free.len()));
            free[..first.len()].copy_from_slice(first);
            if first.len() < free.len() {
                return;
            }
            compress(&self.bytes);
            bytes = rest;
        }
        let (blocks, rest) = bytes.as_chunks::<LONGEST_BLOCK>();
        compress(blocks.as_flattened());
        self.bytes[..rest.len()].copy_from_slice(rest);
    }

    /// The hash of the message, by a function that has taken all blocks before.
    pub fn hash<F: HashFunction>(&self, function: &F) -> String {
        let (blocks, end) = self.padded(F::BLOCK, F::length_field(self.length << 3));
        let mut function = function.clone();
        function.compress(&blocks[..end]);
        function.hex()
    }

    /// The last blocks, and where they end: RFC 1321, 3.1 and 3.2, and FIPS 180-4, 5.1.
    ///
    /// After the message come a bit, zeros, and the length, which has an eighth of a block. The first half of
    /// that is zero in SHA-512, as nothing is 2^61 bytes long.
    fn padded(&self, block: usize, length: [u8; 8]) -> ([u8; 2 * LONGEST_BLOCK], usize) {
        let held = self.held();
        let mut blocks = [0; 2 * LONGEST_BLOCK];
        blocks[..held].copy_from_slice(&self.bytes[..held]);
        blocks[held] = 0x80;
        let end = (held + 1 + block / 8).next_multiple_of(block);
        blocks[end - 8..end].copy_from_slice(&length);
        (blocks, end)
    }

    fn held(&self) -> usize {
        (self.length % LONGEST_BLOCK as u64) as usize
    }
}
