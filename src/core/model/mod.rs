//! What the client reads of the server's answers: only what a decision needs.
//!
//! The answer itself reaches the user whole, as it came. Reading a field of it never fails: one of a
//! surprising type is [`Field::Malformed`], and what decides has to say what it makes of that.

mod analysis;
mod batch;
mod failure;
mod field;
mod json;

pub use analysis::Analysis;
pub use batch::BatchStatus;
pub use failure::FailureBody;
pub use field::Field;
pub use json::{Json, Kind};
