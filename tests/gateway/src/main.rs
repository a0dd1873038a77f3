//! The local gateway's program: `metadefender-gateway --help`.

use clap::Parser;
use metadefender_gateway::{Config, process};

fn main() -> std::process::ExitCode {
    process::run(Config::parse())
}
