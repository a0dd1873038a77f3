//! The flows, with scripted answers and a virtual clock.

mod aborts;
mod analyze;
mod batch;
mod calls;
mod download;
mod fake_host;
mod odd_answers;
mod pages;
mod polling;
mod progress;
mod retry;
mod scan;
mod scan_batch;
mod secrets;
mod support;
