//! SHA-1 (FIPS 180-4).

use alloc::string::String;

use super::{HashFunction, hex};

/// The state of SHA-1.
#[derive(Clone)]
pub struct Sha1([u32; 5]);

impl HashFunction for Sha1 {
    /// FIPS 180-4, 5.3.1.
    const INITIAL: Self = Self([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
    const BLOCK: usize = 64;

    fn compress(&mut self, blocks: &[u8]) {
        for block in blocks.as_chunks::<{ Self::BLOCK }>().0 {
            self.compress_block(block);
        }
    }

    fn hex(&self) -> String {
        hex(self.0.map(u32::to_be_bytes).as_flattened())
    }
}

type State = [u32; 5];

/// Four words of the message schedule.
type Words = [u32; 4];

impl Sha1 {
    /// FIPS 180-4, 6.1.2, with the sixteen words of the schedule that are needed yet, as in 6.1.3.
    fn compress_block(&mut self, block: &[u8; 64]) {
        let bytes = block.as_chunks().0;
        let mut w = [
            words(&bytes[0]),
            words(&bytes[1]),
            words(&bytes[2]),
            words(&bytes[3]),
        ];
        let mut state = self.0;
        // Written out, so that the words are in locals: in memory, they cost a sixth of the speed.
        macro_rules! twenty_rounds {
            ($f:ident, $k:literal, [$($i:literal),*]) => {$(
                state = four_rounds(state, w[$i], $k, $f);
                w[$i] = next(w[$i], w[($i + 1) % 4], w[($i + 2) % 4], w[($i + 3) % 4]);
            )*};
        }
        twenty_rounds!(ch, 0x5a827999, [0, 1, 2, 3, 0]);
        twenty_rounds!(parity, 0x6ed9eba1, [1, 2, 3, 0, 1]);
        twenty_rounds!(maj, 0x8f1bbcdc, [2, 3, 0, 1, 2]);
        twenty_rounds!(parity, 0xca62c1d6, [3, 0, 1, 2, 3]);
        self.0[0] = self.0[0].wrapping_add(state[0]);
        self.0[1] = self.0[1].wrapping_add(state[1]);
        self.0[2] = self.0[2].wrapping_add(state[2]);
        self.0[3] = self.0[3].wrapping_add(state[3]);
        self.0[4] = self.0[4].wrapping_add(state[4]);
    }
}

#[inline(always)]
fn words(bytes: &[u8; 16]) -> Words {
    let bytes = bytes.as_chunks().0;
    [
        u32::from_be_bytes(bytes[0]),
        u32::from_be_bytes(bytes[1]),
        u32::from_be_bytes(bytes[2]),
        u32::from_be_bytes(bytes[3]),
    ]
}

#[inline(always)]
fn four_rounds(state: State, w: Words, k: u32, f: impl Fn(u32, u32, u32) -> u32) -> State {
    let state = round(state, w[0].wrapping_add(k), &f);
    let state = round(state, w[1].wrapping_add(k), &f);
    let state = round(state, w[2].wrapping_add(k), &f);
    round(state, w[3].wrapping_add(k), &f)
}

#[inline(always)]
fn round([a, b, c, d, e]: State, wk: u32, f: impl Fn(u32, u32, u32) -> u32) -> State {
    let t = e
        .wrapping_add(wk)
        .wrapping_add(f(b, c, d))
        .wrapping_add(a.rotate_left(5));
    [t, a, b.rotate_left(30), c, d]
}

/// The four words after these sixteen. The last of them needs the first.
#[inline(always)]
fn next(w0: Words, w4: Words, w8: Words, w12: Words) -> Words {
    let first = (w0[0] ^ w0[2] ^ w8[0] ^ w12[1]).rotate_left(1);
    [
        first,
        (w0[1] ^ w0[3] ^ w8[1] ^ w12[2]).rotate_left(1),
        (w0[2] ^ w4[0] ^ w8[2] ^ w12[3]).rotate_left(1),
        (w0[3] ^ w4[1] ^ w8[3] ^ first).rotate_left(1),
    ]
}

/// FIPS 180-4, 4.1.1.
#[inline(always)]
fn ch(x: u32, y: u32, z: u32) -> u32 {
    z ^ (x & (y ^ z))
}

#[inline(always)]
fn parity(x: u32, y: u32, z: u32) -> u32 {
    x ^ y ^ z
}

/// A sum, as no bit is set in both.
#[inline(always)]
fn maj(x: u32, y: u32, z: u32) -> u32 {
    (x & y).wrapping_add(z & (x ^ y))
}
