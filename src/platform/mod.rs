//! The host: everything that sends, reads, waits or asks for the time.

mod abort;
mod body;
mod digest;
mod failure;
mod fetch;
mod http;
mod json;
mod listener;
mod object;
mod reader;
mod runtime;
mod source;
mod timer;
mod xhr;

pub use abort::Abort;
pub use body::{Body, Tap};
pub use digest::{digest, update};
pub use failure::Failure;
pub use http::{Incoming, Outgoing, Wire, send};
pub use json::{parse, stringify, view};
pub use object::{get, has_methods, object};
pub use runtime::{global_named, has_origin};
pub use source::{Content, Source, bytes_of};
pub use timer::{now, parse_date, random, sleep, wall_clock};
