//! Lanes as arrays, for what has no simd128.

use core::array::from_fn;
use core::ops::{Add, BitXor, Shr};

macro_rules! lanes {
    ($name:ident, $word:ident, $count:literal) => {
        /// Words side by side.
        #[derive(Clone, Copy)]
        pub struct $name([$word; $count]);

        impl $name {
            pub const fn new(words: [$word; $count]) -> Self {
                Self(words)
            }

            pub fn to_array(self) -> [$word; $count] {
                self.0
            }

            pub fn rotate_right(self, bits: u32) -> Self {
                Self(self.0.map(|word| word.rotate_right(bits)))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(from_fn(|i| self.0[i].wrapping_add(other.0[i])))
            }
        }

        impl BitXor for $name {
            type Output = Self;
            fn bitxor(self, other: Self) -> Self {
                Self(from_fn(|i| self.0[i] ^ other.0[i]))
            }
        }

        impl Shr<u32> for $name {
            type Output = Self;
            fn shr(self, bits: u32) -> Self {
                Self(self.0.map(|word| word >> bits))
            }
        }
    };
}

lanes!(U32x4, u32, 4);
lanes!(U64x2, u64, 2);

impl U32x4 {
    pub const ZERO: Self = Self([0; 4]);

    pub fn from_be_bytes(bytes: &[u8; 16]) -> Self {
        let words = bytes.as_chunks().0;
        Self(from_fn(|i| u32::from_be_bytes(words[i])))
    }

    /// Of these eight words, lane by lane the one of this index.
    pub fn shuffle<const A: usize, const B: usize, const C: usize, const D: usize>(
        self,
        other: Self,
    ) -> Self {
        let words = [self.0, other.0];
        Self([A, B, C, D].map(|i| words.as_flattened()[i]))
    }

    /// Shifts each two words as one of 64 bits, of which the first is the lower half.
    pub fn shift_pairs_right(self, bits: u32) -> Self {
        let [a, b, c, d] = self.0;
        let shift = |low, high| {
            let both = (u64::from(high) << 32 | u64::from(low)) >> bits;
            [both as u32, (both >> 32) as u32]
        };
        let [[a, b], [c, d]] = [shift(a, b), shift(c, d)];
        Self([a, b, c, d])
    }
}

impl U64x2 {
    pub fn from_be_bytes(bytes: &[u8; 16]) -> Self {
        let words = bytes.as_chunks().0;
        Self(from_fn(|i| u64::from_be_bytes(words[i])))
    }

    /// Of these four words, lane by lane the one of this index.
    pub fn shuffle<const A: usize, const B: usize>(self, other: Self) -> Self {
        let words = [self.0, other.0];
        Self([A, B].map(|i| words.as_flattened()[i]))
    }
}
