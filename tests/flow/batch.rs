//! Batches: MDDC API Gateway, *Batch*.

use metadefender_wasm::{AnalyzeOptions, ErrorCode, NewBatch, Page, Service, WaitOptions};
use serde_json::{Value, json};

use crate::fake_host::{Answer, FakeHost, file, ok, status, text};
use crate::support::{caller, code, connect, connect_to, error, not_found, submitted, unknown};

/// A page of a batch of `count` files, of which this one lists some by their progress.
fn page(is_closed: bool, count: i64, progress: &[i64]) -> Value {
    let files: Vec<Value> = progress
        .iter()
        .map(|percentage| json!({ "progress_percentage": percentage }))
        .collect();
    json!({
        "batch_id": "b1",
        "is_closed": is_closed,
        "process_info": { "result": if is_closed { "Allowed" } else { "Processing" } },
        "batch_files": { "batch_count": count, "files_in_batch": files },
    })
}

/// *Close Batch* "fails while files are being processed".
fn refused() -> Answer {
    status(400, json!({ "err": "Batch has files in progress" }))
}

#[test]
fn a_batch_is_made_filled_and_closed() {
    let host = FakeHost::answering([
        ok(json!({ "batch_id": "b1" })),
        submitted(),
        ok(page(true, 1, &[100])),
    ]);
    let client = connect(&host);
    let new = NewBatch {
        rule: Some("Datei prüfen".into()),
        name: Some("Montag".into()),
    };
    let batch = host.run(client.create_batch(new, caller())).unwrap();
    assert_eq!(batch.id(), "b1");
    host.run(batch.add(&file("abc"), AnalyzeOptions::default(), caller()))
        .unwrap();
    let closed = host
        .run(batch.close(WaitOptions::default(), caller()))
        .unwrap();
    assert_eq!(closed.json, page(true, 1, &[100]));
    assert_eq!(
        host.sent(),
        [
            "POST /file/batch",
            "POST /file",
            "POST /file/batch/b1/close"
        ]
    );
    let headers = |n: usize| host.requests()[n].headers.clone();
    assert!(headers(0).contains(&("rule".into(), "Datei%20pr%C3%BCfen".into())));
    assert!(headers(0).contains(&("user-data".into(), "Montag".into())));
    assert!(headers(1).contains(&("batch".into(), "b1".into())));
}

#[test]
fn closing_is_tried_again_while_files_are_being_processed() {
    let host = FakeHost::answering([
        refused(),
        ok(page(false, 1, &[40])),
        refused(),
        ok(page(false, 1, &[90])),
        ok(page(true, 1, &[100])),
    ]);
    let batch = connect(&host).batch("b1").unwrap();
    host.run(batch.close(WaitOptions::default(), caller()))
        .unwrap();
    assert_eq!(host.pauses(), [400.0, 640.0]);
}

#[test]
fn a_batch_that_is_closed_already_is_closed() {
    let host = FakeHost::answering([refused(), ok(page(true, 1, &[100]))]);
    let batch = connect(&host).batch("b1").unwrap();
    let closed = host
        .run(batch.close(WaitOptions::default(), caller()))
        .unwrap();
    assert_eq!(closed.json["is_closed"], json!(true));
}

#[test]
fn closing_ends_at_the_deadline_or_with_a_failure_that_cannot_pass() {
    let host = FakeHost::scripted(|request| match request.method {
        "POST" => refused(),
        _ => ok(page(false, 1, &[40])),
    });
    let batch = connect(&host).batch("b1").unwrap();
    let options = WaitOptions {
        timeout: 1_000.0,
        ..WaitOptions::default()
    };
    let failure = error(host.run(batch.close(options, caller())).map(drop));
    assert_eq!(
        (failure.code, failure.batch_id.as_deref()),
        (ErrorCode::Timeout, Some("b1"))
    );
    assert_eq!(host.pauses().iter().sum::<f64>(), 1_000.0);

    for (answer, expected) in [
        (not_found(), ErrorCode::NotFound),
        (unknown("b1"), ErrorCode::NotFound),
        (status(403, json!({})), ErrorCode::Forbidden),
    ] {
        let host = FakeHost::answering([answer]);
        let batch = connect(&host).batch("b1").unwrap();
        let failure = error(
            host.run(batch.close(WaitOptions::default(), caller()))
                .map(drop),
        );
        assert_eq!(
            (failure.code, failure.batch_id.as_deref()),
            (expected, Some("b1"))
        );
    }
}

#[test]
fn a_busy_server_is_left_alone_while_a_batch_is_closed_or_waited_for() {
    let busy = || status(503, json!({})).retry_after("30");
    for is_closing in [true, false] {
        let host = FakeHost::answering([busy(), ok(page(true, 1, &[100]))]);
        let batch = connect(&host).batch("b1").unwrap();
        let options = WaitOptions::default();
        match is_closing {
            true => host.run(batch.close(options, caller())).map(drop),
            false => host.run(batch.wait(options, caller())).map(drop),
        }
        .unwrap();
        assert_eq!(host.pauses(), [30_000.0]);
    }
}

#[test]
fn waiting_looks_at_every_page() {
    let host = FakeHost::answering([
        ok(page(false, 3, &[100, 40])),
        ok(page(false, 3, &[100, 100])),
        ok(page(false, 3, &[99])),
        ok(page(false, 3, &[100, 100])),
        ok(page(false, 3, &[100])),
    ]);
    let batch = connect(&host).batch("b1").unwrap();
    host.run(batch.wait(WaitOptions::default(), caller()))
        .unwrap();
    let (first, second) = ("GET /file/batch/b1", "GET /file/batch/b1?first=2");
    assert_eq!(host.sent(), [first, first, second, first, second]);
    assert_eq!(host.pauses(), [400.0, 640.0]);
}

#[test]
fn waiting_ends_when_every_file_is_finished_and_a_closed_batch_has_a_result() {
    let mut unjudged = page(true, 1, &[100]);
    unjudged["process_info"]["result"] = json!("Processing");
    let mut without_list = page(false, 0, &[]);
    without_list["batch_files"]
        .as_object_mut()
        .unwrap()
        .remove("files_in_batch");
    let process =
        json!({ "progress_percentage": 100, "process_info": { "progress_percentage": 60 } });
    let mut processing = page(false, 1, &[]);
    processing["batch_files"]["files_in_batch"] = json!([process]);
    for unfinished in [unjudged, processing, json!({ "batch_id": "b1" })] {
        let mut asked = 0;
        let host = FakeHost::scripted(move |_| {
            asked += 1;
            ok(if asked > 1 {
                page(true, 1, &[100])
            } else {
                unfinished.clone()
            })
        });
        let batch = connect(&host).batch("b1").unwrap();
        host.run(batch.wait(WaitOptions::default(), caller()))
            .unwrap();
        assert!(!host.pauses().is_empty());
    }
    let host = FakeHost::answering([ok(without_list)]);
    let batch = connect(&host).batch("b1").unwrap();
    assert!(
        host.run(batch.wait(WaitOptions::default(), caller()))
            .is_ok()
    );
}

#[test]
fn pages_without_files_are_not_all_of_them() {
    let host = FakeHost::scripted(|_| ok(page(false, 2, &[])));
    let batch = connect(&host).batch("b1").unwrap();
    let options = WaitOptions {
        timeout: 1_000.0,
        ..WaitOptions::default()
    };
    assert_eq!(
        code(host.run(batch.wait(options, caller())).map(drop)),
        ErrorCode::Timeout
    );
}

#[test]
fn waiting_ends_at_the_deadline() {
    let host = FakeHost::scripted(|_| ok(page(false, 1, &[40])));
    let batch = connect(&host).batch("b1").unwrap();
    let options = WaitOptions {
        timeout: 1_000.0,
        ..WaitOptions::default()
    };
    let failure = error(host.run(batch.wait(options, caller())).map(drop));
    assert_eq!(
        (failure.code, failure.batch_id.as_deref()),
        (ErrorCode::Timeout, Some("b1"))
    );
    assert_eq!(host.pauses().iter().sum::<f64>(), 1_000.0);
}

#[test]
fn the_status_of_a_batch_that_nobody_knows_is_not_found() {
    for answer in [not_found(), unknown("b1")] {
        let host = FakeHost::answering([answer]);
        let batch = connect(&host).batch("b1").unwrap();
        let status = host.run(batch.status(Page::default(), caller()));
        assert_eq!(code(status.map(drop)), ErrorCode::NotFound);
    }
}

#[test]
fn the_certificate_is_yaml_and_neither_html_nor_nothing() {
    let certificate = |answer| {
        let host = FakeHost::answering([answer]);
        let batch = connect(&host).batch("b1").unwrap();
        host.run(batch.certificate(Some(true), caller()))
    };
    assert_eq!(
        certificate(text(200, "batch_id: b1\n")).unwrap(),
        "batch_id: b1\n"
    );
    for wrong in ["<!doctype html>", " ", ""] {
        assert_eq!(
            code(certificate(text(200, wrong))),
            ErrorCode::Protocol,
            "{wrong:?}"
        );
    }
}

#[test]
fn cancelling_needs_no_particular_answer() {
    for answer in [text(200, ""), ok(json!({ "b1": "cancelled" }))] {
        let host = FakeHost::answering([answer]);
        let batch = connect(&host).batch("b1").unwrap();
        host.run(batch.cancel(caller())).unwrap();
        assert_eq!(host.sent(), ["POST /file/batch/b1/cancel"]);
    }
}

#[test]
fn where_there_are_no_batches_nothing_is_sent() {
    let host = FakeHost::answering([]);
    let client = connect_to(&host, Service::CloudV4);
    let created = host.run(client.create_batch(NewBatch::default(), caller()));
    assert_eq!(code(created.map(drop)), ErrorCode::Unsupported);
    assert_eq!(code(client.batch("b1").map(drop)), ErrorCode::Unsupported);
    for id in ["", ".", ".."] {
        assert_eq!(
            code(connect(&host).batch(id).map(drop)),
            ErrorCode::InvalidInput
        );
    }
}
