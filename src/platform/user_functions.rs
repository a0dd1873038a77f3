//! Functions of the user's that a connection calls.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::WebFailure;
use super::promise::settled;
use super::stall_guard::{JsStallGuard, StallGuard};

#[wasm_bindgen(module = "/src/platform/js/user-headers.js")]
extern "C" {
    #[wasm_bindgen(js_name = userHeaders)]
    fn user_headers(give: &Function, guard: &JsStallGuard) -> Promise;
}

/// Functions of JavaScript that a connection calls.
#[derive(Clone, Debug, Default)]
pub struct UserFunctions {
    /// Used in place of the runtime's `fetch` and of XHR.
    pub fetch: Option<Function>,
    /// Returns more headers for each request, or a promise of them, in any form that the `Headers` constructor takes. Called
    /// before every attempt.
    pub headers: Option<Function>,
}

/// The headers that a function returns for one request.
pub async fn headers_by(
    give: &Function,
    guard: &StallGuard,
) -> Result<Vec<(String, String)>, WebFailure> {
    let entries = settled(user_headers(give, guard.as_js())).await?;
    let texts: Vec<_> = Array::from(&entries)
        .iter()
        .filter_map(|text| text.as_string())
        .collect();
    let pair = |pair: &[String]| (pair[0].clone(), pair[1].clone());
    Ok(texts.chunks_exact(2).map(pair).collect())
}
