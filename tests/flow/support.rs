//! Reports as the server writes them, and what tests do with a connection.

use std::cell::RefCell;
use std::rc::Rc;

use metadefender_wasm::flow::{Caller, Failure, MetaDefender, OnProgress};
use metadefender_wasm::{ConnectOptions, Error, ErrorCode, Progress, Service};
use serde_json::{Value, json};

use crate::fake_host::{Answer, BASE, FakeHost, Signal, ok, status};

/// FIPS 180-4, "abc".
pub const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
/// FIPS 180-4, "abc".
pub const SHA1: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";
/// The analysis of every test.
pub const DATA_ID: &str = "61dffeaa728844adbf49eb090e4ece0e";

pub type Client = MetaDefender<FakeHost>;
pub type TestFailure = Failure<Value>;

/// A connection to MDDC.
pub fn connect(host: &FakeHost) -> Client {
    connect_to(host, Service::Cluster)
}

/// A connection to this service.
pub fn connect_to(host: &FakeHost, service: Service) -> Client {
    connect_with(host, |options| options.service = service)
}

/// A connection with other options.
pub fn connect_with(host: &FakeHost, change: impl FnOnce(&mut ConnectOptions)) -> Client {
    let mut options = ConnectOptions {
        base_url: BASE.into(),
        ..ConnectOptions::default()
    };
    change(&mut options);
    MetaDefender::with_host(host.clone(), options).expect("the options are right")
}

/// A caller who can abort.
pub fn caller() -> Caller<FakeHost> {
    Caller {
        signal: Some(Signal::default()),
        on_progress: None,
    }
}

/// A caller who can abort, and what he hears of the progress.
pub fn listening() -> (Caller<FakeHost>, Rc<RefCell<Vec<Progress>>>) {
    let heard: Rc<RefCell<Vec<Progress>>> = Rc::default();
    let ears = Rc::clone(&heard);
    let on_progress: OnProgress = Rc::new(move |event| ears.borrow_mut().push(event.clone()));
    let caller = Caller {
        on_progress: Some(on_progress),
        ..caller()
    };
    (caller, heard)
}

/// A finished report. MDDC API Gateway, *Fetch Analysis Result*.
pub fn finished(result: &str, code: i64) -> Value {
    json!({
        "data_id": DATA_ID,
        "file_info": { "sha256": SHA256 },
        "process_info": { "progress_percentage": 100, "result": result, "blocked_reason": "" },
        "scan_results": { "progress_percentage": 100, "scan_all_result_i": code },
    })
}

/// A report of an analysis that goes on: it reads "Clean" already.
pub fn unfinished(percentage: u8) -> Value {
    json!({
        "data_id": DATA_ID,
        "process_info": { "progress_percentage": percentage, "result": "Processing" },
        "scan_results": {
            "progress_percentage": 100, "scan_all_result_i": 0, "scan_all_result_a": "Clean"
        },
    })
}

/// What is said of an unknown id, with HTTP 200.
pub fn unknown(id: &str) -> Answer {
    ok(json!({ id.to_uppercase(): "Not Found" }))
}

/// What is said of an unknown id, with HTTP 404.
pub fn not_found() -> Answer {
    status(404, json!({ "err": "Not Found" }))
}

/// The answer to an upload.
pub fn submitted() -> Answer {
    ok(json!({ "data_id": DATA_ID }))
}

/// The error that a call failed with.
#[track_caller]
pub fn error<T>(result: Result<T, TestFailure>) -> Error {
    match result {
        Ok(_) => panic!("the call succeeded"),
        Err(Failure::Failed { error, .. }) => error,
        Err(aborted) => panic!("{aborted:?}"),
    }
}

/// The code that a call failed with.
#[track_caller]
pub fn code<T>(result: Result<T, TestFailure>) -> ErrorCode {
    error(result).code
}
