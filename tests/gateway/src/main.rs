//! The local gateway.
fn main() {}
