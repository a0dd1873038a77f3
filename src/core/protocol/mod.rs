//! The protocol: the requests, and the meaning of failed responses.

pub mod base_url;
pub mod dialect;
pub mod endpoint;
pub mod header;
pub mod request;
pub mod response;
