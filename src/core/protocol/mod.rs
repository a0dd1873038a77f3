//! The protocol: what to send, and what an answer that is no success means.

pub mod base_url;
pub mod dialect;
pub mod endpoint;
pub mod header;
pub mod request;
pub mod response;
