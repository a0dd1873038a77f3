//! SHA-512 (FIPS 180-4).

use alloc::string::String;
use core::hint::black_box;

use super::lanes::U64x2;
use super::{HashFunction, hex};

/// The state of SHA-512.
#[derive(Clone)]
pub struct Sha512(State);

type State = [u64; 8];

/// Sixteen words of the message schedule, from the next one on.
type Schedule = [U64x2; 8];

impl HashFunction for Sha512 {
    /// FIPS 180-4, 5.3.5.
    const INITIAL: Self = Self([
        0x6a09e667f3bcc908,
        0xbb67ae8584caa73b,
        0x3c6ef372fe94f82b,
        0xa54ff53a5f1d36f1,
        0x510e527fade682d1,
        0x9b05688c2b3e6c1f,
        0x1f83d9abfb41bd6b,
        0x5be0cd19137e2179,
    ]);
    const BLOCK: usize = 128;

    fn compress(&mut self, blocks: &[u8]) {
        for block in blocks.as_chunks::<{ Self::BLOCK }>().0 {
            self.compress_block(block);
        }
    }

    fn hex(&self) -> String {
        hex(self.0.map(u64::to_be_bytes).as_flattened())
    }
}

impl Sha512 {
    /// FIPS 180-4, 6.4.2.
    fn compress_block(&mut self, block: &[u8; 128]) {
        let bytes = block.as_chunks().0;
        let mut w = [
            U64x2::from_be_bytes(&bytes[0]),
            U64x2::from_be_bytes(&bytes[1]),
            U64x2::from_be_bytes(&bytes[2]),
            U64x2::from_be_bytes(&bytes[3]),
            U64x2::from_be_bytes(&bytes[4]),
            U64x2::from_be_bytes(&bytes[5]),
            U64x2::from_be_bytes(&bytes[6]),
            U64x2::from_be_bytes(&bytes[7]),
        ];
        let mut state = self.0;
        // Of an address that the compiler does not know, it makes one pointer that moves.
        let constants = black_box(&K).as_chunks::<2>().0;
        // The condition is at the end, as `opt-level = "z"` does not move it there.
        let mut i = 0;
        loop {
            state = two_rounds(state, &mut w, constants[i][0]);
            state = two_rounds(state, &mut w, constants[i][1]);
            i += 1;
            if i == constants.len() {
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
fn two_rounds(state: State, w: &mut Schedule, k: U64x2) -> State {
    let wk = (w[0] + k).to_array();
    *w = [w[1], w[2], w[3], w[4], w[5], w[6], w[7], next(w)];
    round(round(state, wk[0]), wk[1])
}

#[inline(always)]
fn round([a, b, c, d, e, f, g, h]: State, wk: u64) -> State {
    let big_sigma0 = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
    let big_sigma1 = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
    let ch = g ^ (e & (f ^ g));
    let maj = ((a ^ b) & (b ^ c)) ^ b;
    let t1 = h.wrapping_add(wk).wrapping_add(ch).wrapping_add(big_sigma1);
    let t2 = big_sigma0.wrapping_add(maj);
    [t1.wrapping_add(t2), a, b, c, d.wrapping_add(t1), e, f, g]
}

/// The two words after these sixteen.
#[inline(always)]
fn next(w: &Schedule) -> U64x2 {
    w[0] + sigma0(w[0].shuffle::<1, 2>(w[1])) + w[4].shuffle::<1, 2>(w[5]) + sigma1(w[7])
}

#[inline(always)]
fn sigma0(x: U64x2) -> U64x2 {
    x.rotate_right(1) ^ x.rotate_right(8) ^ (x >> 7)
}

#[inline(always)]
fn sigma1(x: U64x2) -> U64x2 {
    x.rotate_right(19) ^ x.rotate_right(61) ^ (x >> 6)
}

/// FIPS 180-4, 4.2.3.
static K: [U64x2; 40] = [
    U64x2::new([0x428a2f98d728ae22, 0x7137449123ef65cd]),
    U64x2::new([0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc]),
    U64x2::new([0x3956c25bf348b538, 0x59f111f1b605d019]),
    U64x2::new([0x923f82a4af194f9b, 0xab1c5ed5da6d8118]),
    U64x2::new([0xd807aa98a3030242, 0x12835b0145706fbe]),
    U64x2::new([0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2]),
    U64x2::new([0x72be5d74f27b896f, 0x80deb1fe3b1696b1]),
    U64x2::new([0x9bdc06a725c71235, 0xc19bf174cf692694]),
    U64x2::new([0xe49b69c19ef14ad2, 0xefbe4786384f25e3]),
    U64x2::new([0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65]),
    U64x2::new([0x2de92c6f592b0275, 0x4a7484aa6ea6e483]),
    U64x2::new([0x5cb0a9dcbd41fbd4, 0x76f988da831153b5]),
    U64x2::new([0x983e5152ee66dfab, 0xa831c66d2db43210]),
    U64x2::new([0xb00327c898fb213f, 0xbf597fc7beef0ee4]),
    U64x2::new([0xc6e00bf33da88fc2, 0xd5a79147930aa725]),
    U64x2::new([0x06ca6351e003826f, 0x142929670a0e6e70]),
    U64x2::new([0x27b70a8546d22ffc, 0x2e1b21385c26c926]),
    U64x2::new([0x4d2c6dfc5ac42aed, 0x53380d139d95b3df]),
    U64x2::new([0x650a73548baf63de, 0x766a0abb3c77b2a8]),
    U64x2::new([0x81c2c92e47edaee6, 0x92722c851482353b]),
    U64x2::new([0xa2bfe8a14cf10364, 0xa81a664bbc423001]),
    U64x2::new([0xc24b8b70d0f89791, 0xc76c51a30654be30]),
    U64x2::new([0xd192e819d6ef5218, 0xd69906245565a910]),
    U64x2::new([0xf40e35855771202a, 0x106aa07032bbd1b8]),
    U64x2::new([0x19a4c116b8d2d0c8, 0x1e376c085141ab53]),
    U64x2::new([0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8]),
    U64x2::new([0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb]),
    U64x2::new([0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3]),
    U64x2::new([0x748f82ee5defb2fc, 0x78a5636f43172f60]),
    U64x2::new([0x84c87814a1f0ab72, 0x8cc702081a6439ec]),
    U64x2::new([0x90befffa23631e28, 0xa4506cebde82bde9]),
    U64x2::new([0xbef9a3f7b2c67915, 0xc67178f2e372532b]),
    U64x2::new([0xca273eceea26619c, 0xd186b8c721c0c207]),
    U64x2::new([0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178]),
    U64x2::new([0x06f067aa72176fba, 0x0a637dc5a2c898a6]),
    U64x2::new([0x113f9804bef90dae, 0x1b710b35131c471b]),
    U64x2::new([0x28db77f523047d84, 0x32caab7b40c72493]),
    U64x2::new([0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c]),
    U64x2::new([0x4cc5d4becb3e42b6, 0x597f299cfc657e2a]),
    U64x2::new([0x5fcb6fab3ad6faec, 0x6c44198c4a475817]),
];
