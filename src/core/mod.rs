//! The protocol, sans-IO: what to send, what an answer means, when to try again.
//!
//! Nothing in here knows a host. Time, randomness and bytes come in as arguments, and every rule can
//! be tested with `cargo test` on any machine.

pub mod algorithm;
pub mod base_url;
pub mod dialect;
pub mod digests;
pub mod endpoint;
pub mod error;
mod hash;
pub mod hasher;
pub mod header;
pub mod integrity;
pub mod lookup;
pub mod model;
pub mod poll;
pub mod processing_result;
pub mod progress;
pub mod request;
pub mod response;
pub mod retry;
pub mod state;
pub(crate) mod text;
pub mod verdict;
