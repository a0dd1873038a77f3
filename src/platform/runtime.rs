//! Which runtime this is, and what it can do.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/js/runtime.js")]
extern "C" {
    #[wasm_bindgen(js_name = runtime)]
    fn runtime_name() -> String;

    /// The address that a `baseUrl` stands for; `None` if no request can be sent to it.
    #[wasm_bindgen(js_name = addressOf)]
    pub fn address_of(url: &str) -> Option<String>;

    /// Whether the runtime's fetch can send a stream with a stated length.
    #[wasm_bindgen(js_name = fetchSendsStreams)]
    pub fn fetch_sends_streams() -> bool;
}

/// The kind of runtime: how it reads and sends bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// Cloudflare's.
    Workerd,
    /// Pages and their workers.
    Browser,
    /// Node, Deno, Bun.
    Server,
}

impl Runtime {
    /// The runtime that the module runs in.
    pub fn current() -> Self {
        match runtime_name().as_str() {
            "workerd" => Self::Workerd,
            "browser" => Self::Browser,
            _ => Self::Server,
        }
    }
}
