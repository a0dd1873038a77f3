//! The local gateway: the protocol of the MetaDefender Distributed Cluster API Gateway over embedded
//! engines, so that the demo and the tests are real on a machine with no OPSWAT licence.
//!
//! A request's way: [`server`] → [`routes`] → [`upload`] → [`queue`] → [`pipeline`] → [`store`], and
//! back out as a [`report`]. Written from the protocol's reference alone; shares nothing with the client.

pub mod analysis;
pub mod archive;
pub mod auth;
pub mod batch;
pub mod batch_report;
pub mod cdr;
pub mod certificate;
pub mod cloud;
pub mod config;
pub mod connection;
pub mod cors;
pub mod data;
pub mod digest;
pub mod dlp;
pub mod drain;
pub mod encoding;
pub mod engine;
pub mod error;
pub mod fault;
pub mod filetype;
pub mod hash_lists;
pub mod headers;
pub mod outcome;
pub mod outdated;
pub mod paging;
pub mod pipeline;
pub mod process;
pub mod processed;
pub mod queue;
pub mod report;
pub mod request_log;
pub mod result_code;
pub mod routes;
pub mod rules;
pub mod sample;
pub mod scan_record;
pub mod server;
pub mod store;
pub mod unpack;
pub mod upload;
pub mod yara;

pub use config::Config;
pub use server::Server;
