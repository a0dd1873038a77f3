//! What a worker of a page calls: it has no glue, and so all arguments and answers are numbers. One file at a time
//! is hashed in an instance of the module.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::algorithm::Algorithm;
use crate::core::hasher::Hasher;
use crate::platform::CROSSED;

thread_local! {
    static HASHER: RefCell<Option<Hasher>> = const { RefCell::new(None) };
}

/// Begins to hash, by the algorithms whose [`Algorithm::bit`] is set. Answers where the bytes are to be put, 16 KiB at
/// most.
#[wasm_bindgen]
pub fn hash_begin(bits: u32) -> u32 {
    HASHER.set(Some(Hasher::of_bits(bits)));
    CROSSED.with_borrow(|crossed| crossed.as_ptr() as u32)
}

/// Takes so many bytes from there.
#[wasm_bindgen]
pub fn hash_update(length: usize) {
    HASHER.with_borrow_mut(|hasher| {
        CROSSED.with_borrow(|crossed| {
            if let (Some(hasher), Some(bytes)) = (hasher, crossed.get(..length)) {
                hasher.update(bytes);
            }
        });
    });
}

/// Puts the hashes there, one after the other, in hexadecimal digits.
#[wasm_bindgen]
pub fn hash_end() {
    let Some(hasher) = HASHER.take() else { return };
    let digests = hasher.digests();
    CROSSED.with_borrow_mut(|crossed| {
        let mut places = crossed.iter_mut();
        for algorithm in Algorithm::ALL {
            let hash = digests.get(algorithm).unwrap_or_default();
            hash.bytes()
                .zip(&mut places)
                .for_each(|(digit, place)| *place = digit);
        }
    });
}
