//! The local gateway: the protocol of the MetaDefender Distributed Cluster API Gateway over embedded
//! engines, so that the demo and the tests are real on a machine with no OPSWAT licence.

pub mod analysis;
pub mod digest;
pub mod engine;
pub mod error;
pub mod filetype;
pub mod headers;
pub mod outcome;
pub mod paging;
pub mod pipeline;
pub mod queue;
pub mod report;
pub mod result_code;
pub mod rules;
pub mod sample;
pub mod store;
pub mod yara;
