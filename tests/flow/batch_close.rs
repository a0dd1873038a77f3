//! Closing a batch, which fails while files of it are being processed.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::{BatchReport, Result};
use metadefender_wasm::{ErrorCode, WaitOptions};
use serde_json::{Value, json};

use crate::fake::*;

fn close(host: &FakeHost, options: WaitOptions) -> Result<BatchReport<Value>, FakeHost> {
    let batch = host.client().batch("b").expect("a batch");
    host.run(batch.close(options, nobody()))
}

fn closed() -> Value {
    json!({ "batch_id": "b", "is_closed": true, "process_info": { "result": "Allowed" } })
}

fn open() -> Value {
    json!({ "batch_id": "b", "is_closed": false })
}

/// *Close Batch*, 400.
fn processing() -> Answer {
    status(400).with(json!({ "err": "files are being processed" }))
}

const CLOSE: &str = "POST /file/batch/b/close";
const STATUS: &str = "GET /file/batch/b";

#[test]
fn a_batch_is_closed_at_once_where_it_can_be() {
    let host = FakeHost::new();
    host.on("POST /file/batch/*/close", [answer(closed())]);
    let status = close(&host, WaitOptions::default()).expect("closed");
    assert_eq!(status.json, closed());
    assert_eq!(host.story(), [CLOSE]);
}

/// *Close Batch*: it fails while files are being processed.
#[test]
fn closing_is_tried_again_while_files_are_being_processed() {
    let host = FakeHost::new();
    host.on(
        "POST /file/batch/*/close",
        [processing(), processing(), answer(closed())],
    );
    host.on("GET /file/batch/*", [answer(open())]);
    close(&host, WaitOptions::default()).expect("closed");
    assert_eq!(
        host.story(),
        [
            CLOSE,
            STATUS,
            "sleep 400",
            CLOSE,
            STATUS,
            "sleep 640",
            CLOSE
        ]
    );
}

#[test]
fn closing_what_is_closed_already_is_no_failure() {
    let host = FakeHost::new();
    host.on("POST /file/batch/*/close", [processing()]);
    host.on("GET /file/batch/*", [answer(open()), answer(closed())]);
    let status = close(&host, WaitOptions::default()).expect("closed");
    assert_eq!(status.json, closed());
    assert_eq!(host.story(), [CLOSE, STATUS, "sleep 400", CLOSE, STATUS]);
}

#[test]
fn a_status_that_does_not_say_closed_as_a_boolean_is_not_closed() {
    for odd in odd_values() {
        if odd == json!(true) {
            continue;
        }
        let host = FakeHost::new();
        host.on("POST /file/batch/*/close", [processing()]);
        host.on(
            "GET /file/batch/*",
            [answer(with(open(), "/is_closed", odd))],
        );
        fails(close(&host, waiting(100.0)), ErrorCode::Timeout);
    }
}

#[test]
fn a_batch_that_cannot_be_closed_in_time_is_a_timeout_that_names_it() {
    let host = FakeHost::new();
    host.on("POST /file/batch/*/close", [processing()]);
    host.on("GET /file/batch/*", [answer(open())]);
    let error = fails(close(&host, waiting(1_000.0)), ErrorCode::Timeout);
    assert_eq!(error.batch_id.as_deref(), Some("b"));
    assert_eq!(error.endpoint, Some(Endpoint::CloseBatch));
    // The last attempt is made at the deadline.
    assert_eq!(host.sleeps(), [400.0, 600.0]);
    assert_eq!(host.count_exactly(CLOSE), 3);
}

#[test]
fn a_busy_server_that_says_for_how_long_is_waited_for_before_closing() {
    let host = FakeHost::new();
    host.on(
        "POST /file/batch/*/close",
        [
            status(503).retry_after("60"),
            processing(),
            answer(closed()),
        ],
    );
    host.on("GET /file/batch/*", [answer(open())]);
    close(&host, waiting(61_000.0)).expect("closed");
    assert_eq!(
        host.story(),
        [CLOSE, "sleep 60000", CLOSE, STATUS, "sleep 400", CLOSE]
    );

    host.on("POST /file/batch/*/close", [status(503).retry_after("62")]);
    let error = fails(close(&host, waiting(61_000.0)), ErrorCode::Busy);
    assert_eq!(error.batch_id.as_deref(), Some("b"));
    assert_eq!(error.retry_after, Some(62.0));
}

#[test]
fn a_refusal_that_is_final_ends_the_closing() {
    for (code, expected) in [
        (401, ErrorCode::Unauthorized),
        (403, ErrorCode::Forbidden),
        (500, ErrorCode::Server),
    ] {
        let host = FakeHost::new();
        host.on("POST /file/batch/*/close", [status(code)]);
        let error = fails(close(&host, WaitOptions::default()), expected);
        assert_eq!(error.batch_id.as_deref(), Some("b"));
        assert_eq!(host.story(), [CLOSE]);
    }
    // As does the failure of the question whether it is closed already.
    let host = FakeHost::new();
    host.on("POST /file/batch/*/close", [processing()]);
    host.on("GET /file/batch/*", [status(403)]);
    fails(close(&host, WaitOptions::default()), ErrorCode::Forbidden);
    assert_eq!(host.story(), [CLOSE, STATUS]);
}
