//! MD5 (RFC 1321).

use alloc::string::String;

use super::{HashFunction, hex};

/// The state of MD5: A, B, C, D.
#[derive(Clone)]
pub struct Md5([u32; 4]);

impl HashFunction for Md5 {
    /// RFC 1321, 3.3.
    const INITIAL: Self = Self([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
    const BLOCK: usize = 64;

    fn length_field(bits: u64) -> [u8; 8] {
        bits.to_le_bytes()
    }

    fn compress(&mut self, blocks: &[u8]) {
        for block in blocks.as_chunks::<{ Self::BLOCK }>().0 {
            self.compress_block(block);
        }
    }

    fn hex(&self) -> String {
        hex(self.0.map(u32::to_le_bytes).as_flattened())
    }
}

impl Md5 {
    /// RFC 1321, 3.4.
    fn compress_block(&mut self, block: &[u8; 64]) {
        let words = block.as_chunks::<4>().0;
        let [mut a, mut b, mut c, mut d] = self.0;
        // As the RFC has it: [abcd k s i]. A loop is slower by a tenth.
        macro_rules! step {
            ($f:ident $a:ident $b:ident $c:ident $d:ident $k:literal $s:literal $i:expr) => {
                let x = u32::from_le_bytes(words[$k]);
                $a = $f($a.wrapping_add(x).wrapping_add(T[$i - 1]), $b, $c, $d)
                    .rotate_left($s)
                    .wrapping_add($b);
            };
        }
        step!(f a b c d 0 7 1);
        step!(f d a b c 1 12 2);
        step!(f c d a b 2 17 3);
        step!(f b c d a 3 22 4);
        step!(f a b c d 4 7 5);
        step!(f d a b c 5 12 6);
        step!(f c d a b 6 17 7);
        step!(f b c d a 7 22 8);
        step!(f a b c d 8 7 9);
        step!(f d a b c 9 12 10);
        step!(f c d a b 10 17 11);
        step!(f b c d a 11 22 12);
        step!(f a b c d 12 7 13);
        step!(f d a b c 13 12 14);
        step!(f c d a b 14 17 15);
        step!(f b c d a 15 22 16);
        step!(g a b c d 1 5 17);
        step!(g d a b c 6 9 18);
        step!(g c d a b 11 14 19);
        step!(g b c d a 0 20 20);
        step!(g a b c d 5 5 21);
        step!(g d a b c 10 9 22);
        step!(g c d a b 15 14 23);
        step!(g b c d a 4 20 24);
        step!(g a b c d 9 5 25);
        step!(g d a b c 14 9 26);
        step!(g c d a b 3 14 27);
        step!(g b c d a 8 20 28);
        step!(g a b c d 13 5 29);
        step!(g d a b c 2 9 30);
        step!(g c d a b 7 14 31);
        step!(g b c d a 12 20 32);
        step!(h a b c d 5 4 33);
        step!(h d a b c 8 11 34);
        step!(h c d a b 11 16 35);
        step!(h b c d a 14 23 36);
        step!(h a b c d 1 4 37);
        step!(h d a b c 4 11 38);
        step!(h c d a b 7 16 39);
        step!(h b c d a 10 23 40);
        step!(h a b c d 13 4 41);
        step!(h d a b c 0 11 42);
        step!(h c d a b 3 16 43);
        step!(h b c d a 6 23 44);
        step!(h a b c d 9 4 45);
        step!(h d a b c 12 11 46);
        step!(h c d a b 15 16 47);
        step!(h b c d a 2 23 48);
        step!(i a b c d 0 6 49);
        step!(i d a b c 7 10 50);
        step!(i c d a b 14 15 51);
        step!(i b c d a 5 21 52);
        step!(i a b c d 12 6 53);
        step!(i d a b c 3 10 54);
        step!(i c d a b 10 15 55);
        step!(i b c d a 1 21 56);
        step!(i a b c d 8 6 57);
        step!(i d a b c 15 10 58);
        step!(i c d a b 6 15 59);
        step!(i b c d a 13 21 60);
        step!(i a b c d 4 6 61);
        step!(i d a b c 11 10 62);
        step!(i c d a b 2 15 63);
        step!(i b c d a 9 21 64);
        self.0[0] = self.0[0].wrapping_add(a);
        self.0[1] = self.0[1].wrapping_add(b);
        self.0[2] = self.0[2].wrapping_add(c);
        self.0[3] = self.0[3].wrapping_add(d);
    }
}

// RFC 1321, 3.4: the auxiliary functions, added to the sum so that `b`, which comes last, is added last.

#[inline(always)]
fn f(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(d ^ (b & (c ^ d)))
}

#[inline(always)]
fn g(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(c & !d).wrapping_add(b & d)
}

#[inline(always)]
fn h(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(b ^ (c ^ d))
}

#[inline(always)]
fn i(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(c ^ (b | !d))
}

/// RFC 1321, 3.4: the first 32 bits of the fractions of |sin(n)|, n from 1 on.
const T: [u32; 64] = [
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
];
