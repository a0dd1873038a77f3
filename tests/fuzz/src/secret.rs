//! A key and a password that no input has by chance.

pub const SECRET: &str = "k-5d41402abc4b2a76b9719d911017c592";
