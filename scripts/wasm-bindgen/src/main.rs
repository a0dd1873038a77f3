//! `wasm-bindgen-tool IN.wasm OUT_DIR NAME`: writes the JavaScript glue of a module for the web,
//! by the very version of wasm-bindgen that the crate was compiled with (Cargo.lock).

use anyhow::{Context, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out_dir, name] = arguments.as_slice() else {
        bail!("usage: wasm-bindgen-tool IN.wasm OUT_DIR NAME");
    };
    Bindgen::new()
        .input_path(input)
        .out_name(name)
        .web(true)?
        .typescript(true)
        // The entries say where the .wasm is; a bundler shall find no second mention of it.
        .omit_default_module_path(true)
        .generate(out_dir)
        .with_context(|| format!("wasm-bindgen could not process {input}"))
}
