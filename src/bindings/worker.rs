//! What a worker of a page calls: it has no glue, and so all arguments and answers are numbers. One file is
//! hashed in an instance of the module.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::algorithm::Algorithm;
use crate::core::hasher::Hasher;

/// What crosses at once, and more than all hashes together.
const INPUT: usize = 64 << 10;

#[derive(Default)]
struct Job {
    algorithms: Vec<Algorithm>,
    hasher: Hasher,
    input: Vec<u8>,
}

thread_local! {
    static JOB: RefCell<Option<Job>> = const { RefCell::new(None) };
}

/// Begins to hash, by the algorithms whose bits are set, in the order of [`Algorithm::ALL`]. Answers where the bytes
/// are to be put.
#[wasm_bindgen]
pub fn hash_begin(bits: u32) -> u32 {
    let asked = |(index, _): &(usize, Algorithm)| bits >> index & 1 == 1;
    let algorithms = Algorithm::ALL.into_iter().enumerate().filter(asked);
    let algorithms: Vec<Algorithm> = algorithms.map(|(_, algorithm)| algorithm).collect();
    let job = Job {
        hasher: Hasher::new(&algorithms),
        algorithms,
        input: vec![0; INPUT],
    };
    let place = job.input.as_ptr() as u32;
    JOB.set(Some(job));
    place
}

/// Takes so many bytes from there.
#[wasm_bindgen]
pub fn hash_update(length: u32) {
    JOB.with_borrow_mut(|job| {
        let Some(job) = job else { return };
        job.hasher
            .update(job.input.get(..length as usize).unwrap_or_default());
    });
}

/// Puts the hashes there, one after the other, in hexadecimal digits. Answers how many these are.
#[wasm_bindgen]
pub fn hash_end() -> u32 {
    JOB.with_borrow_mut(|job| {
        let Some(job) = job else { return 0 };
        let digests = job.hasher.digests();
        let hashes = job
            .algorithms
            .iter()
            .filter_map(|algorithm| digests.get(*algorithm));
        job.input.clear();
        hashes.for_each(|hash| job.input.extend_from_slice(hash.as_bytes()));
        job.input.len() as u32
    })
}
