//! Which runtime this is, and what it can do.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/js/runtime.js")]
extern "C" {
    #[wasm_bindgen(js_name = runtime)]
    fn runtime_name() -> String;

    /// The address that a `baseUrl` is here; none where no request can be sent to it.
    #[wasm_bindgen(js_name = addressOf)]
    pub fn address_of(url: &str) -> Option<String>;

    /// Whether the runtime's fetch sends a stream with its length stated.
    #[wasm_bindgen(js_name = fetchSendsStreams)]
    pub fn fetch_sends_streams() -> bool;
}

/// The family of runtimes that moves bytes as this one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// Cloudflare's.
    Workerd,
    /// Pages, and their workers.
    Browser,
    /// Node, Deno, Bun.
    Server,
}

impl Runtime {
    /// The one that the module runs in.
    pub fn current() -> Self {
        match runtime_name().as_str() {
            "workerd" => Self::Workerd,
            "browser" => Self::Browser,
            _ => Self::Server,
        }
    }
}
