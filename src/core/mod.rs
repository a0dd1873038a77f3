//! What the client knows and decides, without a host: pure functions and plain data, no `async`.
//!
//! Time, randomness and bytes come in as arguments, so that `cargo test` proves every rule on any
//! machine.

pub mod algorithm;
pub mod decide;
pub mod digests;
pub mod error;
pub mod hasher;
pub mod model;
pub mod options;
pub mod poll;
pub mod progress;
pub mod protocol;
pub mod retry;
