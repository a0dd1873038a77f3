//! metadefender-wasm
