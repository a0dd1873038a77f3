//! The deadline of what is waited for, at every stage.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::Result;
use metadefender_wasm::{BatchOptions, Error, ErrorCode, ResumeOptions, ScanOptions, Verdict};
use serde_json::{Value, json};

use crate::fake::*;

const TIMEOUT: f64 = 1_000.0;

/// A flow that waits for at most [`TIMEOUT`] ms, on a service where nothing ever ends.
type Run = fn(&FakeHost) -> Result<(), FakeHost>;

fn wait(host: &FakeHost) -> Result<(), FakeHost> {
    host.run(host.client().wait(DATA_ID, waiting(TIMEOUT), nobody()))
        .map(|_| ())
}

fn resume(host: &FakeHost) -> Result<(), FakeHost> {
    let options = ResumeOptions {
        wait: waiting(TIMEOUT),
        ..ResumeOptions::default()
    };
    host.run(host.client().resume(DATA_ID, options, nobody()))
        .map(|_| ())
}

fn scan_abc(host: &FakeHost) -> Result<(), FakeHost> {
    scan(host, within(TIMEOUT)).map(|_| ())
}

fn wait_for_batch(host: &FakeHost) -> Result<(), FakeHost> {
    let batch = host.client().batch("b").expect("a batch");
    host.run(batch.wait(waiting(TIMEOUT), nobody())).map(|_| ())
}

fn close_batch(host: &FakeHost) -> Result<(), FakeHost> {
    let batch = host.client().batch("b").expect("a batch");
    host.run(batch.close(waiting(TIMEOUT), nobody()))
        .map(|_| ())
}

const ANALYSES: [Run; 3] = [wait, resume, scan_abc];
const BATCHES: [Run; 2] = [wait_for_batch, close_batch];

fn endless(report: Answer) -> FakeHost {
    let host = FakeHost::of_unknown_file([report]);
    host.on("POST /file/batch", [answer(json!({ "batch_id": "b" }))]);
    host.on("GET /file/batch/*", [answer(unfinished_batch())]);
    host.on("POST /file/batch/*/close", [status(400)]);
    host
}

fn unfinished_batch() -> Value {
    json!({
        "is_closed": false,
        "batch_files": { "batch_count": 1, "files_in_batch": [{ "progress_percentage": 50 }] },
    })
}

fn times_out(run: Run, host: &FakeHost) -> Error {
    let error = fails(run(host), ErrorCode::Timeout);
    assert_eq!(host.sleeps().iter().sum::<f64>(), TIMEOUT);
    host.finish_background();
    assert_eq!(
        host.count("POST /file/61dffeaa728844adbf49eb090e4ece0e/cancel"),
        0
    );
    error
}

#[test]
fn an_analysis_that_is_queued_or_goes_on_for_too_long_is_a_timeout_and_goes_on() {
    for run in ANALYSES {
        for report in [queued(), unfinished(0), unfinished(99)] {
            let error = times_out(run, &endless(answer(report)));
            assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
            assert_eq!(error.endpoint, Some(Endpoint::AnalysisResult));
        }
    }
}

#[test]
fn a_batch_that_takes_too_long_is_a_timeout() {
    for run in BATCHES {
        let error = times_out(run, &endless(answer(queued())));
        assert_eq!(error.batch_id.as_deref(), Some("b"));
        assert_eq!(error.status, None);
    }
}

#[test]
fn what_is_finished_at_the_deadline_is_in_time() {
    for run in ANALYSES {
        let host =
            FakeHost::of_unknown_file([answer(queued()), answer(queued()), answer(allowed())]);
        run(&host).expect("in time");
        assert_eq!(host.sleeps(), [400.0, 600.0]);
    }
}

#[test]
fn without_any_time_there_is_one_question() {
    let host = endless(answer(unfinished(50)));
    fails(scan(&host, within(0.0)), ErrorCode::Timeout);
    assert_eq!(host.count("GET /file/"), 1);
    assert_eq!(host.sleeps(), [0.0; 0]);
    host.on("GET /file/*", [answer(allowed())]);
    scan(&host, within(0.0)).expect("in time");
}

#[test]
fn the_time_of_a_scan_runs_from_the_first_question_and_not_while_the_file_is_sent() {
    let host = endless(answer(unfinished(50)));
    host.on("GET /hash/*", [status(404).after(5_000.0)]);
    host.on("POST /file", [answer(submitted()).after(60_000.0)]);
    fails(scan_abc(&host), ErrorCode::Timeout);
    assert_eq!(host.time(), 66_000.0);
    assert_eq!(host.sleeps(), [400.0, 600.0]);
}

#[test]
fn slow_answers_count_and_one_that_comes_after_the_deadline_still_counts_if_it_is_the_end() {
    for run in ANALYSES {
        let host = endless(answer(unfinished(50)).after(700.0));
        fails(run(&host), ErrorCode::Timeout);
        assert_eq!(host.sleeps(), [300.0]);
        let host = endless(answer(allowed()).after(5_000.0));
        run(&host).expect("an answer");
    }
}

#[test]
fn a_busy_server_is_waited_for_until_the_deadline_only() {
    for run in ANALYSES {
        let host = endless(status(503).retry_after("1"));
        // Three retries of a second each, beyond which there is no time.
        let error = fails(run(&host), ErrorCode::Busy);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert_eq!(host.sleeps(), [1_000.0, 1_000.0, 1_000.0]);
    }
}

/// Each file has its own time, and closing the batch its own again.
#[test]
fn of_many_files_one_that_takes_too_long_is_a_timeout_of_that_file() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [status(404)]);
    host.on("POST /file/batch", [answer(json!({ "batch_id": "b" }))]);
    host.on(
        "POST /file",
        [
            answer(json!({ "data_id": "slow" })),
            answer(json!({ "data_id": "fast" })),
        ],
    );
    host.on(
        "GET /file/slow",
        [answer(with(unfinished(50), "/data_id", json!("slow")))],
    );
    host.on(
        "GET /file/fast",
        [answer(about(allowed(), "fast", b"other"))],
    );
    let closed = json!({ "is_closed": true, "process_info": { "result": "Allowed" } });
    host.on("POST /file/batch/*/close", [status(400), answer(closed)]);
    host.on("GET /file/batch/*", [answer(unfinished_batch())]);
    let options = BatchOptions {
        scan: within(TIMEOUT),
        ..BatchOptions::default()
    };
    let files = vec![Source::abc(), Source::bytes(b"other")];
    let scan = host.run(host.client().scan_batch(files, options, nobody()));
    let scan = scan.expect("scans");
    let error = scan.files[0].scan.as_ref().expect_err("a timeout");
    assert_eq!(error.code(), Some(ErrorCode::Timeout));
    assert_eq!(scan.files[1].verdict(), Verdict::Allowed);
    assert_eq!(scan.verdict, Verdict::Undetermined);
    assert!(scan.status.is_some());
    assert_eq!(host.sleeps(), [400.0, 600.0, 400.0]);
}

#[test]
fn a_batch_of_many_files_that_cannot_be_closed_in_time_is_said_and_never_allowed() {
    let host = endless(answer(allowed()));
    let options = BatchOptions {
        scan: ScanOptions {
            lookup: None,
            ..within(TIMEOUT)
        },
        ..BatchOptions::default()
    };
    let files = vec![Source::abc()];
    let scan = host.run(host.client().scan_batch(files, options, nobody()));
    let scan = scan.expect("scans");
    assert_eq!(scan.files[0].verdict(), Verdict::Allowed);
    assert_eq!(scan.verdict, Verdict::Undetermined);
    let failure = scan.failure.expect("a failure");
    assert_eq!(failure.code(), Some(ErrorCode::Timeout));
    assert_eq!(host.sleeps(), [400.0, 600.0]);
}
