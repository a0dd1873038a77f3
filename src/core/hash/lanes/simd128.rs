//! Lanes in the vectors of simd128.

use core::arch::wasm32::*;
use core::ops::{Add, BitXor, Shr};

/// Four words of 32 bits.
#[derive(Clone, Copy)]
pub struct U32x4(v128);

/// Two words of 64 bits.
#[derive(Clone, Copy)]
pub struct U64x2(v128);

impl U32x4 {
    pub const ZERO: Self = Self::new([0; 4]);

    pub const fn new([a, b, c, d]: [u32; 4]) -> Self {
        Self(u32x4(a, b, c, d))
    }

    #[inline(always)]
    pub fn from_be_bytes(bytes: &[u8; 16]) -> Self {
        let le = load(bytes);
        Self(i8x16_shuffle::<
            3,
            2,
            1,
            0,
            7,
            6,
            5,
            4,
            11,
            10,
            9,
            8,
            15,
            14,
            13,
            12,
        >(le, le))
    }

    #[inline(always)]
    pub fn to_array(self) -> [u32; 4] {
        [
            u32x4_extract_lane::<0>(self.0),
            u32x4_extract_lane::<1>(self.0),
            u32x4_extract_lane::<2>(self.0),
            u32x4_extract_lane::<3>(self.0),
        ]
    }

    /// Of these eight words, lane by lane the one of this index.
    #[inline(always)]
    pub fn shuffle<const A: usize, const B: usize, const C: usize, const D: usize>(
        self,
        other: Self,
    ) -> Self {
        Self(u32x4_shuffle::<A, B, C, D>(self.0, other.0))
    }

    #[inline(always)]
    pub fn rotate_right(self, bits: u32) -> Self {
        Self(v128_or(
            u32x4_shr(self.0, bits),
            u32x4_shl(self.0, 32 - bits),
        ))
    }

    /// Shifts each two words as one of 64 bits, of which the first is the lower half.
    #[inline(always)]
    pub fn shift_pairs_right(self, bits: u32) -> Self {
        Self(u64x2_shr(self.0, bits))
    }
}

impl Add for U32x4 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(u32x4_add(self.0, other.0))
    }
}

impl BitXor for U32x4 {
    type Output = Self;
    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self(v128_xor(self.0, other.0))
    }
}

impl Shr<u32> for U32x4 {
    type Output = Self;
    #[inline(always)]
    fn shr(self, bits: u32) -> Self {
        Self(u32x4_shr(self.0, bits))
    }
}

impl U64x2 {
    pub const fn new([a, b]: [u64; 2]) -> Self {
        Self(u64x2(a, b))
    }

    #[inline(always)]
    pub fn from_be_bytes(bytes: &[u8; 16]) -> Self {
        let le = load(bytes);
        Self(i8x16_shuffle::<
            7,
            6,
            5,
            4,
            3,
            2,
            1,
            0,
            15,
            14,
            13,
            12,
            11,
            10,
            9,
            8,
        >(le, le))
    }

    #[inline(always)]
    pub fn to_array(self) -> [u64; 2] {
        [
            u64x2_extract_lane::<0>(self.0),
            u64x2_extract_lane::<1>(self.0),
        ]
    }

    /// Of these four words, lane by lane the one of this index.
    #[inline(always)]
    pub fn shuffle<const A: usize, const B: usize>(self, other: Self) -> Self {
        Self(u64x2_shuffle::<A, B>(self.0, other.0))
    }

    #[inline(always)]
    pub fn rotate_right(self, bits: u32) -> Self {
        Self(v128_or(
            u64x2_shr(self.0, bits),
            u64x2_shl(self.0, 64 - bits),
        ))
    }
}

impl Add for U64x2 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(u64x2_add(self.0, other.0))
    }
}

impl BitXor for U64x2 {
    type Output = Self;
    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self(v128_xor(self.0, other.0))
    }
}

impl Shr<u32> for U64x2 {
    type Output = Self;
    #[inline(always)]
    fn shr(self, bits: u32) -> Self {
        Self(u64x2_shr(self.0, bits))
    }
}

#[inline(always)]
fn load(bytes: &[u8; 16]) -> v128 {
    let bytes = u128::from_le_bytes(*bytes);
    u64x2(bytes as u64, (bytes >> 64) as u64)
}
