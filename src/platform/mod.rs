//! The host: everything that sends, reads, waits or asks for the time.

mod abort;
mod body;
mod digest;
mod encode;
mod failure;
mod fetch;
mod http;
mod json;
mod listener;
mod object;
mod reader;
mod runtime;
mod send;
mod source;
mod timer;
mod xhr;

pub use abort::Abort;
pub use body::{Body, Tap};
pub use digest::{digest, update};
pub use encode::encode;
pub use failure::Failure;
pub use fetch::open;
pub use http::{Incoming, Outgoing, Wire};
pub use json::{parse, stringify};
pub use object::{get, global_named, has_methods, object};
pub use runtime::{has_origin, sends_streams};
pub use send::send;
pub use source::{Source, bytes_of, file_name};
pub use timer::{now, parse_date, random, sleep, wall_clock};
