//! The JavaScript side of the client: arguments in, values or exceptions out, and no logic. What the
//! user sees of it are the classes in entry/, and the types in types/, written by hand.

mod connection;
mod errors;
mod hasher;
mod options;
mod pages;
mod progress;
mod promise;
mod values;
mod worker;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
