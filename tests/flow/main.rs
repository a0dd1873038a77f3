//! The flows, by a host with scripted answers and a virtual clock.

mod fake;

mod abort;
mod abort_batch;
mod analyze;
mod arrived;
mod batch;
mod batch_close;
mod batch_concurrency;
mod cookies;
mod deadline;
mod digest;
mod download;
mod files;
mod headers;
mod integrity;
mod lookup;
mod odd_answers;
mod pages;
mod progress;
mod resume;
mod retry;
mod scan;
mod scan_batch;
mod secrets;
mod session;
mod wait;
