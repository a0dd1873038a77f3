//! What the client reads of the server's answers: only what a decision needs.
//!
//! The answer itself reaches the user whole, as it came. Reading one of these views of it never
//! fails: a field of a surprising type is [`Field::Malformed`], and what decides has to say
//! what it makes of that.

mod analysis;
mod batch;
mod failure;
mod field;
mod json;
mod session;

pub use analysis::{Analysis, EngineResult, FileInfo, ProcessInfo, Sanitized, ScanResults, Yara};
pub use batch::BatchStatus;
pub use failure::FailureBody;
pub use field::{Entries, Field, List, Shape, Texts};
pub use json::{Json, Kind};
pub use session::{BatchCreated, SanitizedFile, Session, Submission};
