//! The host: everything that sends, reads, waits or asks for the time. What does so is JavaScript, in
//! host/; this is how Rust calls it.

mod abort;
mod exchange;
mod failure;
mod json;
mod object;
mod promise;
mod runtime;
mod source;
mod time;

pub use abort::Abort;
pub use exchange::{Body, Incoming, Outgoing, Tap, Wire, send};
pub use failure::Failure;
#[cfg(feature = "bindings")]
pub use object::{elements, headers, is_signal, iteration, notify};
pub use object::{get, object, stringify};
pub use promise::{promise, settled};
pub use runtime::{has_origin, sends_streams};
#[cfg(feature = "bindings")]
pub use source::bytes_of;
pub use source::{Reading, Source, file_name, open, update};
pub use time::{now, parse_date, random, sleep, wall_clock};
