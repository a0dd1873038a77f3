//! Which runtime this is, and what it can do.

use super::object::{get, global_named, string};

/// A family of runtimes that move bytes in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// A page or a worker of a browser, and whatever is not known.
    Browser,
    /// Node.
    Node,
    /// Deno.
    Deno,
    /// Bun.
    Bun,
    /// Cloudflare Workers.
    Workerd,
}

/// This runtime. Workers come first: with Node's compatibility on, they look like Node too.
pub fn runtime() -> Runtime {
    let defined = |name| !global_named(name).is_undefined();
    if string(&global_named("navigator"), "userAgent").as_deref() == Some("Cloudflare-Workers") {
        Runtime::Workerd
    } else if defined("Deno") {
        Runtime::Deno
    } else if defined("Bun") {
        Runtime::Bun
    } else if string(&get(&global_named("process"), "versions"), "node").is_some()
        && !defined("document")
    {
        Runtime::Node
    } else {
        Runtime::Browser
    }
}

/// Whether a stream can be sent with its length. Browsers and Deno cannot.
pub fn sends_streams() -> bool {
    !matches!(runtime(), Runtime::Browser | Runtime::Deno)
}

/// Whether a path such as `/scan` is an address here.
pub fn has_origin() -> bool {
    string(&global_named("location"), "origin").is_some_and(|origin| origin != "null")
}
