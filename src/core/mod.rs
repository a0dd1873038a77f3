//! The knowledge and the decisions of the client, without a host: pure functions and plain data, no `async`.
//!
//! Time, randomness and bytes are arguments, so that `cargo test` can test every rule on any machine.

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
