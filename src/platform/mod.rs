//! The real implementation of `Host`: [`WebHost`] sends, reads, hashes and waits with the means of the current runtime.
//! `js/` contains what has to be JavaScript: XHR, streams, node:http, the disk, workers, Web Crypto, and all access to
//! values that may throw.

mod clock;
mod cookies;
mod disk;
mod failure;
mod fetch;
mod hashing;
mod object;
mod promise;
mod runtime;
mod snippets;
mod source;
mod stall_guard;
mod upload;
mod user_functions;
mod web_crypto;
mod web_host;
mod workers;

#[cfg(feature = "bindings")]
pub use hashing::update;
#[cfg(feature = "bindings")]
pub use object::{
    elements, get, header_entries, is_signal, iteration, json_copy, notify, snapshot, strings,
};
pub use runtime::address_of;
#[cfg(feature = "bindings")]
pub use source::bytes_of;
pub use user_functions::UserFunctions;
#[cfg(feature = "bindings")]
pub use web_crypto::digest_small;
pub use web_host::WebHost;
#[cfg(feature = "bindings")]
pub use workers::provide_workers;
