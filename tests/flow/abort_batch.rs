//! An abort before, during and after every operation of what is done with batches.

use std::cell::Cell;
use std::rc::Rc;

use metadefender_wasm::{BatchOptions, ConnectOptions, ScanOptions, Service, WaitOptions};
use serde_json::json;

use crate::abort::{at_every_moment, has_succeeded, nothing};
use crate::fake::*;

const CANCEL_BATCH: &str = "POST /file/batch/b/cancel";

fn batch_that_closes_late() -> FakeHost {
    let host = FakeHost::new();
    let processing = || status(400).with(json!({ "err": "files are being processed" }));
    host.on(
        "POST /file/batch/*/close",
        [
            status(503),
            processing(),
            status(503).retry_after("60"),
            processing(),
            answer(json!({ "is_closed": true, "process_info": { "result": "Allowed" } })),
        ],
    );
    host.on("GET /file/batch/*", [answer(json!({ "is_closed": false }))]);
    host.on("POST /file/batch/*/cancel", [answer(json!({}))]);
    host
}

#[test]
fn closing_a_batch_cancels_nothing() {
    let close = |host: &FakeHost, caller| {
        let batch = host.client().batch("b").expect("a batch");
        host.run(batch.close(WaitOptions::default(), caller))
    };
    at_every_moment(batch_that_closes_late, close, nothing);
}

#[test]
fn waiting_for_a_batch_cancels_nothing() {
    let unfinished_batch = || {
        let host = FakeHost::new();
        let files = |progress: i64| {
            json!({ "batch_files": {
                "batch_count": 2,
                "files_in_batch": [{ "progress_percentage": progress }],
            } })
        };
        host.on("GET /file/batch/*", [answer(files(50)), answer(files(100))]);
        host.on("GET /file/batch/b?first=1", [answer(files(100))]);
        host
    };
    let wait = |host: &FakeHost, caller| {
        let batch = host.client().batch("b").expect("a batch");
        host.run(batch.wait(WaitOptions::default(), caller))
    };
    at_every_moment(unfinished_batch, wait, nothing);
}

fn service() -> FakeHost {
    let host = batch_that_closes_late();
    host.on("GET /hash/*", [status(404)]);
    host.on("POST /file/batch", [answer(json!({ "batch_id": "b" }))]);
    host.on("POST /file", [answer(submitted())]);
    host.on("GET /file/*", [answer(unfinished(50)), answer(allowed())]);
    host
}

fn options_of_batch(concurrency: f64, cancel_on_abort: bool) -> BatchOptions {
    BatchOptions {
        scan: ScanOptions {
            cancel_on_abort,
            ..ScanOptions::default()
        },
        concurrency: Some(concurrency),
        ..BatchOptions::default()
    }
}

fn two_files() -> Vec<Source> {
    vec![Source::abc(), Source::named("other", b"other")]
}

/// *Cancel Batch*: it cancels the analyses, too, so that those are not cancelled one by one.
#[test]
fn a_scan_of_many_files_cancels_the_batch_once_it_is_made() {
    for cancel_on_abort in [true, false] {
        let scan = |host: &FakeHost, caller| {
            let options = options_of_batch(1.0, cancel_on_abort);
            host.run(host.client().scan_batch(two_files(), options, caller))
        };
        at_every_moment(service, scan, |before, moment| {
            match cancel_on_abort && has_succeeded(before, moment, "POST /file/batch") {
                true => vec![CANCEL_BATCH],
                false => vec![],
            }
        });
    }
}

#[test]
fn a_scan_of_several_files_at_once_cancels_the_batch_once_it_is_made() {
    for moment in EVERY_MOMENT {
        let mut operation = 0;
        loop {
            let host = service();
            let is_made = Rc::new(Cell::new(false));
            let made = Rc::clone(&is_made);
            host.on(
                "POST /file/batch",
                [by(move |_| {
                    made.set(true);
                    answer(json!({ "batch_id": "b" }))
                })],
            );
            let signal = host.abort_at(operation, moment);
            let mut files = two_files();
            files.push(Source::bytes(b"third"));
            let options = options_of_batch(3.0, true);
            let end = host.run(host.client().scan_batch(files, options, caller(&signal)));
            host.finish_background();
            let Some((_, since)) = host.before_and_since_abort() else {
                assert!(end.is_ok());
                break;
            };
            operation += 1;
            if end.is_ok() {
                // The abort came after the last operation.
                assert_eq!(since, [""; 0]);
                continue;
            }
            aborted(end);
            let cancelled = if is_made.get() {
                vec![CANCEL_BATCH]
            } else {
                vec![]
            };
            assert_eq!(
                since,
                cancelled,
                "{moment:?} {operation}: {:?}",
                host.story()
            );
        }
        assert!(operation > 25, "{operation}");
    }
}

/// Cloud has no batches, and cannot cancel an analysis.
#[test]
fn without_a_batch_nothing_is_cancelled() {
    let host = service();
    let client = host.client_with(ConnectOptions {
        service: Service::CloudV4,
        ..ConnectOptions::default()
    });
    let signal = host.abort_at(4, Moment::During);
    let options = options_of_batch(1.0, true);
    aborted(host.run(client.scan_batch(two_files(), options, caller(&signal))));
    host.finish_background();
    assert_eq!(host.before_and_since_abort().expect("an abort").1, [""; 0]);
}
