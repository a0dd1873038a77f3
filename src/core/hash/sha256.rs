//! SHA-256 (FIPS 180-4).

use alloc::string::String;

use super::lanes::U32x4;
use super::{HashFunction, hex};

/// The state of SHA-256.
#[derive(Clone)]
pub struct Sha256(State);

type State = [u32; 8];

/// Sixteen words of the message schedule, from the next one on.
type Schedule = [U32x4; 4];

impl HashFunction for Sha256 {
    /// FIPS 180-4, 5.3.3.
    const INITIAL: Self = Self([
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
        0x5be0cd19,
    ]);
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

impl Sha256 {
    /// FIPS 180-4, 6.2.2.
    fn compress_block(&mut self, block: &[u8; 64]) {
        let bytes = block.as_chunks().0;
        let mut w = [
            U32x4::from_be_bytes(&bytes[0]),
            U32x4::from_be_bytes(&bytes[1]),
            U32x4::from_be_bytes(&bytes[2]),
            U32x4::from_be_bytes(&bytes[3]),
        ];
        let mut state = self.0;
        // The condition is at the end, as `opt-level = "z"` does not move it there.
        let mut i = 0;
        loop {
            state = four_rounds(state, &mut w, K[i]);
            i += 1;
            if i == K.len() {
                break;
            }
        }
        self.0[0] = self.0[0].wrapping_add(state[0]);
        self.0[1] = self.0[1].wrapping_add(state[1]);
        self.0[2] = self.0[2].wrapping_add(state[2]);
        self.0[3] = self.0[3].wrapping_add(state[3]);
        self.0[4] = self.0[4].wrapping_add(state[4]);
        self.0[5] = self.0[5].wrapping_add(state[5]);
        self.0[6] = self.0[6].wrapping_add(state[6]);
        self.0[7] = self.0[7].wrapping_add(state[7]);
    }
}

#[inline(always)]
fn four_rounds(state: State, w: &mut Schedule, k: U32x4) -> State {
    let wk = (w[0] + k).to_array();
    *w = [w[1], w[2], w[3], next(w)];
    let state = round(round(state, wk[0]), wk[1]);
    round(round(state, wk[2]), wk[3])
}

#[inline(always)]
fn round([a, b, c, d, e, f, g, h]: State, wk: u32) -> State {
    let big_sigma0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
    let big_sigma1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
    let ch = g ^ (e & (f ^ g));
    let maj = ((a ^ b) & (b ^ c)) ^ b;
    let t1 = h.wrapping_add(wk).wrapping_add(ch).wrapping_add(big_sigma1);
    let t2 = big_sigma0.wrapping_add(maj);
    [t1.wrapping_add(t2), a, b, c, d.wrapping_add(t1), e, f, g]
}

/// The four words after these sixteen. The last two of them need the first two.
#[inline(always)]
fn next(w: &Schedule) -> U32x4 {
    let zero = U32x4::ZERO;
    let sum = w[0] + sigma0(w[0].shuffle::<1, 2, 3, 4>(w[1])) + w[2].shuffle::<1, 2, 3, 4>(w[3]);
    let first = sigma1_of_twins(w[3].shuffle::<2, 2, 3, 3>(zero));
    let sum = sum + first.shuffle::<0, 2, 4, 4>(zero);
    let last = sigma1_of_twins(sum.shuffle::<0, 0, 1, 1>(zero));
    sum + last.shuffle::<4, 4, 0, 2>(zero)
}

#[inline(always)]
fn sigma0(x: U32x4) -> U32x4 {
    x.rotate_right(7) ^ x.rotate_right(18) ^ (x >> 3)
}

/// σ1 of words that are there twice, side by side, in the first place of each two: there, a shift of
/// both as one is a rotation.
#[inline(always)]
fn sigma1_of_twins(x: U32x4) -> U32x4 {
    let rotated = x.shift_pairs_right(17);
    rotated ^ rotated.shift_pairs_right(2) ^ (x >> 10)
}

/// FIPS 180-4, 4.2.2.
static K: [U32x4; 16] = [
    U32x4::new([0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5]),
    U32x4::new([0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5]),
    U32x4::new([0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3]),
    U32x4::new([0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174]),
    U32x4::new([0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc]),
    U32x4::new([0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da]),
    U32x4::new([0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7]),
    U32x4::new([0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967]),
    U32x4::new([0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13]),
    U32x4::new([0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85]),
    U32x4::new([0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3]),
    U32x4::new([0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070]),
    U32x4::new([0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5]),
    U32x4::new([0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3]),
    U32x4::new([0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208]),
    U32x4::new([0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2]),
];
