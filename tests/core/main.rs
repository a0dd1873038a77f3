//! The protocol, as the reference describes it, on the host.

mod addresses;
mod answers;
mod assessments;
mod cloud;
mod corpora;
mod failures;
/// What the fuzz targets do with an input.
#[path = "../fuzz/src/lib.rs"]
mod fuzz;
mod hashes;
mod integrity;
mod lookups;
mod operations;
mod progress;
mod reports;
mod requests;
mod states;
mod times;
mod truth_table;
mod verdicts;
mod witnesses;
