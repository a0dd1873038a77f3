//! Which runtime this is, and what it can do.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::object::{get, string};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;
}

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

/// The global object.
pub fn global() -> JsValue {
    GLOBAL.with(JsValue::clone)
}

/// A global by its name.
pub fn global_named(name: &str) -> JsValue {
    get(&global(), name)
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

/// Whether a path such as `/scan` is an address here.
pub fn has_origin() -> bool {
    string(&global_named("location"), "origin").is_some_and(|origin| origin != "null")
}
