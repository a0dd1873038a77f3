//! Views of the server's responses: the few fields that a decision needs.
//!
//! The response itself reaches the user unchanged. Every field that decides is a [`Field`]: one of an unexpected type is
//! [`Field::Malformed`], and does not affect the others.

mod analysis;
mod batch;
mod failure;
mod field;
mod submission;

pub use analysis::{Analysis, EngineResult, FileInfo, ProcessInfo, Sanitized, ScanResults, Yara};
pub use batch::{BatchFile, BatchFiles, BatchProcessInfo, BatchStatus, FileProcessInfo};
pub use failure::FailureBody;
pub(in crate::core) use field::{ARRAY_METHOD, not_an_object, view};
pub use field::{Anything, Entries, Field, Number, Whole};
pub use submission::{CleanCopy, NewBatch, Session, Submission};
