//! The host: everything that sends, reads, waits or asks for the time. What does so is JavaScript, in
//! host/; this is how Rust calls it.

mod abort;
mod exchange;
mod failure;
mod json;
mod object;
mod runtime;
mod source;
mod time;

pub use abort::Abort;
pub use exchange::{Body, Incoming, Outgoing, Tap, Wire, send};
pub use failure::{Failure, settled};
pub use object::{elements, get, headers, is_signal, iteration, notify, object, stringify};
pub use runtime::{has_origin, sends_streams};
pub use source::{Reading, Source, bytes_of, file_name, open, update};
pub use time::{now, parse_date, random, sleep, wall_clock};
