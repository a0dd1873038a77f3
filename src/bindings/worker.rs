//! What a worker of a page calls: it has no glue, and so all arguments and answers are numbers. One file at a time
//! is hashed in an instance of the module.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::algorithm::Algorithm;
use crate::core::hasher::Hasher;

/// How many bytes cross at once: more than all hashes together have.
const CROSSING: usize = 64 << 10;

struct Job {
    hasher: Option<Hasher>,
    bytes: [u8; CROSSING],
}

thread_local! {
    static JOB: RefCell<Job> = const {
        RefCell::new(Job { hasher: None, bytes: [0; CROSSING] })
    };
}

/// Begins to hash, by the algorithms whose [`Algorithm::bit`] is set. Answers where the bytes are to be put.
#[wasm_bindgen]
pub fn hash_begin(bits: u32) -> u32 {
    JOB.with_borrow_mut(|job| {
        job.hasher = Some(Hasher::of_bits(bits));
        job.bytes.as_ptr() as u32
    })
}

/// Takes so many bytes from there.
#[wasm_bindgen]
pub fn hash_update(length: usize) {
    JOB.with_borrow_mut(|Job { hasher, bytes }| {
        if let (Some(hasher), Some(bytes)) = (hasher, bytes.get(..length)) {
            hasher.update(bytes);
        }
    });
}

/// Puts the hashes there, one after the other, in hexadecimal digits.
#[wasm_bindgen]
pub fn hash_end() {
    JOB.with_borrow_mut(|Job { hasher, bytes }| {
        let Some(hasher) = hasher else { return };
        let (digests, mut places) = (hasher.digests(), bytes.iter_mut());
        for algorithm in Algorithm::ALL {
            let hash = digests.get(algorithm).unwrap_or_default();
            hash.bytes()
                .zip(&mut places)
                .for_each(|(digit, place)| *place = digit);
        }
    });
}
