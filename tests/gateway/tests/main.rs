//! The gateway, through its socket and as a program. One test program, as each takes its time to be linked.

mod access;
mod analysis;
mod archive;
mod archive_limits;
mod batch;
mod cancel;
mod clamav;
mod cloud;
mod cloud_v4;
mod common;
mod data;
mod encoding;
mod faults;
mod lookup;
mod policy;
mod program;
mod report;
mod submission;
