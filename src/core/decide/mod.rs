//! The rules that must fail closed, each in one place: when an analysis is finished, whether an earlier result may be
//! used, whether a report is about the given bytes, and its verdict.

pub mod assessment;
pub mod batch;
pub mod integrity;
pub mod lookup;
pub mod result_code;
pub mod state;
pub mod verdict;

mod witness;
