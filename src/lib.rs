//! The client of OPSWAT MetaDefender for the web, for Workers and for servers.
//!
//! It hashes a file where the file is, asks whether the hash is already known, otherwise uploads
//! the bytes, follows the analysis to its end, and answers with one verdict that fails closed.
//!
//! [`core`] is the protocol and knows no host. The rest exists on `wasm32` only, where
//! `MetaDefender` is the way in.

extern crate alloc;

pub mod core;

#[cfg(target_arch = "wasm32")]
mod platform;

#[cfg(target_arch = "wasm32")]
mod client;

#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
mod bindings;

#[cfg(target_arch = "wasm32")]
pub use client::*;
