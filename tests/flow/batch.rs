//! Files in a group: a batch is made, filled, waited for, closed, certified.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::{Batch, BatchReport, Result};
use metadefender_wasm::{
    AnalyzeOptions, ConnectOptions, ErrorCode, NewBatch, Page, Phase, WaitOptions,
};
use serde_json::{Value, json};

use crate::fake::*;

fn batch(host: &FakeHost) -> Batch<FakeHost> {
    host.client().batch("b").expect("a batch")
}

fn wait(host: &FakeHost, options: WaitOptions) -> Result<BatchReport<Value>, FakeHost> {
    host.run(batch(host).wait(options, nobody()))
}
const STATUS: &str = "GET /file/batch/b";

/// MDDC API Gateway, *Initiate Batch*: headers `rule` and `user-data`, "max 1024 bytes".
#[test]
fn a_batch_is_made_with_a_name_and_a_rule() {
    let host = FakeHost::new();
    host.on("POST /file/batch", [answer(json!({ "batch_id": "b" }))]);
    let client = host.client_with(ConnectOptions {
        rule: Some("Strict".into()),
        ..ConnectOptions::default()
    });
    let new = NewBatch {
        rule: None,
        name: Some("Bündel № 1".into()),
    };
    let batch = host
        .run(client.create_batch(new, nobody()))
        .expect("a batch");
    assert_eq!(batch.id(), "b");
    let made = host.request(0);
    assert_eq!(made.line(), "POST /file/batch");
    assert_eq!(made.header("rule"), Some("Strict"));
    assert_eq!(
        made.header("user-data"),
        Some("B%C3%BCndel%20%E2%84%96%201")
    );

    let too_long = NewBatch {
        rule: None,
        name: Some("ö".repeat(171)),
    };
    fails(
        host.run(client.create_batch(too_long, nobody())),
        ErrorCode::InvalidInput,
    );
    let long = NewBatch {
        rule: Some("Lax".into()),
        name: Some("ö".repeat(170)),
    };
    host.run(client.create_batch(long, nobody()))
        .expect("a batch");
    assert_eq!(host.request(1).header("rule"), Some("Lax"));
    assert_eq!(host.requests().len(), 2);
}

#[test]
fn a_batch_whose_id_cannot_be_is_none() {
    for id in ["", ".", ".."] {
        let host = FakeHost::new();
        fails(host.client().batch(id), ErrorCode::InvalidInput);
        host.on("POST /file/batch", [answer(json!({ "batch_id": id }))]);
        let client = host.client();
        let made = host.run(client.create_batch(NewBatch::default(), nobody()));
        assert!(made.is_err(), "{id}");
    }
}

/// *Analyze File*, header `batch`.
#[test]
fn a_file_is_added_and_its_failure_names_the_batch() {
    let host = FakeHost::new();
    host.on("POST /file", [answer(submitted()), status(400)]);
    let batch = batch(&host);
    let source = Source::abc();
    let added = host.run(batch.add(&source, AnalyzeOptions::default(), nobody()));
    assert_eq!(added.expect("submitted").data_id, DATA_ID);
    assert_eq!(host.request(0).header("batch"), Some("b"));

    let refused = host.run(batch.add(&source, AnalyzeOptions::default(), nobody()));
    let error = fails(refused, ErrorCode::InvalidInput);
    assert_eq!(error.batch_id.as_deref(), Some("b"));
    let empty = Source::bytes(b"");
    let refused = host.run(batch.add(&empty, AnalyzeOptions::default(), nobody()));
    assert_eq!(
        fails(refused, ErrorCode::EmptyFile).batch_id.as_deref(),
        Some("b")
    );
}

#[test]
fn the_status_is_asked_for_by_pages() {
    let host = FakeHost::new();
    host.on("GET /file/batch/*", [answer(files(&[50], 1))]);
    let page = Page {
        first: Some(50.0),
        size: Some(10.0),
    };
    let status = host
        .run(batch(&host).status(page, nobody()))
        .expect("a status");
    assert_eq!(status.json, files(&[50], 1));
    assert_eq!(host.lines(), ["GET /file/batch/b?first=50&size=10"]);
}

/// *Close Batch*, *Cancel Batch*, *Status of Batch Analysis*, *Download Signed Batch Result*: 404.
#[test]
fn a_batch_that_nobody_knows_is_not_found_and_named() {
    for miss in [status(404), answer(json!({ "B": "Not Found" }))] {
        let is_404 = matches!(miss.body, Body::Http { status: 404, .. });
        let host = FakeHost::new();
        host.on("GET /file/batch/*", [miss.clone()]);
        host.on("POST /file/batch/*/close", [miss.clone()]);
        host.on("POST /file/batch/*/cancel", [miss.clone()]);
        host.on("GET /file/batch/*/certificate", [miss]);
        let batch = batch(&host);
        let code = ErrorCode::NotFound;
        let mut errors = vec![
            fails(host.run(batch.status(Page::default(), nobody())), code),
            fails(host.run(batch.close(waiting(50.0), nobody())), code),
            fails(host.run(batch.wait(waiting(50.0), nobody())), code),
        ];
        if is_404 {
            errors.push(fails(host.run(batch.cancel(nobody())), code));
            errors.push(fails(host.run(batch.certificate(None, nobody())), code));
        }
        for error in errors {
            assert_eq!(error.batch_id.as_deref(), Some("b"), "{error}");
        }
    }
}

/// *Status of Batch Analysis*: `batch_files.files_in_batch[].progress_percentage`.
fn files(progress: &[i64], count: i64) -> Value {
    let file = |progress: &i64| {
        json!({
            "progress_percentage": progress,
            "process_info": { "progress_percentage": progress },
        })
    };
    let files: Vec<_> = progress.iter().map(file).collect();
    json!({ "is_closed": false, "batch_files": { "batch_count": count, "files_in_batch": files } })
}

#[test]
fn a_batch_is_waited_for_until_every_file_is_analysed() {
    let host = FakeHost::new();
    let unscanned = with(
        files(&[100, 100], 2),
        "/batch_files/files_in_batch/1/progress_percentage",
        json!(99),
    );
    host.on(
        "GET /file/batch/*",
        [
            answer(files(&[0, 0], 2)),
            answer(files(&[100, 50], 2)),
            answer(unscanned),
            answer(files(&[100, 100], 2)),
        ],
    );
    let (caller, events) = host.listener();
    let batch = batch(&host);
    let status = host.run(batch.wait(WaitOptions::default(), caller));
    assert_eq!(status.expect("a status").json, files(&[100, 100], 2));
    assert_eq!(host.lines(), [STATUS; 4]);
    assert_eq!(host.sleeps(), [400.0, 640.0, 1024.0]);
    let heard: Vec<_> = events
        .borrow()
        .iter()
        .map(|event| (event.phase, event.loaded))
        .collect();
    assert_eq!(
        heard,
        [
            (Phase::Scan, 0.0),
            (Phase::Scan, 75.0),
            (Phase::Scan, 99.0),
            (Phase::Done, 100.0)
        ]
    );
}

#[test]
fn every_page_has_to_be_finished_and_the_first_is_the_answer() {
    let host = FakeHost::new();
    host.on("GET /file/batch/*", [answer(files(&[100, 100], 5))]);
    host.on(
        "GET /file/batch/b?first=2",
        [answer(files(&[100, 50], 5)), answer(files(&[100, 100], 5))],
    );
    host.on("GET /file/batch/b?first=4", [answer(files(&[100], 5))]);
    let status = wait(&host, WaitOptions::default()).expect("a status");
    assert_eq!(status.json, files(&[100, 100], 5));
    let second = "GET /file/batch/b?first=2";
    assert_eq!(
        host.story(),
        [
            STATUS,
            second,
            "sleep 400",
            STATUS,
            second,
            "GET /file/batch/b?first=4"
        ]
    );
}

#[test]
fn a_batch_whose_pages_end_too_soon_is_not_finished() {
    let host = FakeHost::new();
    host.on("GET /file/batch/*", [answer(files(&[100, 100], 5))]);
    host.on("GET /file/batch/b?first=2", [answer(files(&[], 5))]);
    let error = fails(wait(&host, waiting(100.0)), ErrorCode::Timeout);
    assert_eq!(error.batch_id.as_deref(), Some("b"));
    assert_eq!(error.endpoint, Some(Endpoint::BatchStatus));
}

#[test]
fn a_batch_that_is_closed_has_to_have_come_to_a_result() {
    let finished = with(files(&[100], 1), "/is_closed", json!(true));
    let judged = with(
        finished.clone(),
        "/process_info",
        json!({ "result": "Blocked" }),
    );
    let host = FakeHost::new();
    host.on(
        "GET /file/batch/*",
        [answer(finished), answer(judged.clone())],
    );
    let status = wait(&host, WaitOptions::default()).expect("a status");
    assert_eq!(status.json, judged);
}

#[test]
fn a_status_that_lists_nothing_is_the_end_of_an_empty_batch_only() {
    let host = FakeHost::new();
    for empty in [json!({ "batch_count": 0 }), json!({ "files_in_batch": [] })] {
        host.on(
            "GET /file/batch/*",
            [answer(json!({ "batch_files": empty }))],
        );
        wait(&host, waiting(0.0)).expect("a status");
    }
    for odd in [
        Value::Null,
        json!({}),
        json!({ "files_in_batch": "x" }),
        json!([]),
    ] {
        host.on("GET /file/batch/*", [answer(json!({ "batch_files": odd }))]);
        fails(wait(&host, waiting(100.0)), ErrorCode::Timeout);
    }
}

#[test]
fn a_busy_server_that_says_for_how_long_is_waited_for_in_mid_batch() {
    let host = FakeHost::new();
    host.on(
        "GET /file/batch/*",
        [status(503).retry_after("30"), answer(files(&[100], 1))],
    );
    wait(&host, WaitOptions::default()).expect("a status");
    assert_eq!(host.story(), [STATUS, "sleep 30000", STATUS]);
    host.on("GET /file/batch/*", [status(503).retry_after("30")]);
    let error = fails(wait(&host, waiting(29_999.0)), ErrorCode::Busy);
    assert_eq!(error.batch_id.as_deref(), Some("b"));
}

/// *Download Signed Batch Result*: a YAML; header `metadata`.
#[test]
fn a_certificate_is_any_text_but_a_web_page() {
    let host = FakeHost::new();
    host.on(
        "GET /file/batch/*/certificate",
        [text("---\nbatch_id: b\n")],
    );
    let batch = batch(&host);
    for (vulnerabilities, metadata) in [
        (None, None),
        (Some(true), Some("%7B%22include_vul_info%22%3Atrue%7D")),
        (Some(false), Some("%7B%22include_vul_info%22%3Afalse%7D")),
    ] {
        let certificate = host.run(batch.certificate(vulnerabilities, nobody()));
        assert_eq!(certificate.expect("a certificate"), "---\nbatch_id: b\n");
        let asked = host.requests().pop().expect("a request");
        assert_eq!(asked.line(), "GET /file/batch/b/certificate");
        assert_eq!(asked.header("metadata"), metadata);
    }
    for odd in [html(), text(" \n"), text(" <html>")] {
        host.on("GET /file/batch/*/certificate", [odd]);
        fails(
            host.run(batch.certificate(None, nobody())),
            ErrorCode::Protocol,
        );
    }
}

/// *Cancel Batch*.
#[test]
fn a_batch_is_cancelled_once_it_is_acknowledged() {
    let host = FakeHost::new();
    host.on(
        "POST /file/batch/*/cancel",
        [answer(json!({})), text(""), html()],
    );
    let batch = batch(&host);
    host.run(batch.cancel(nobody())).expect("cancelled");
    host.run(batch.cancel(nobody())).expect("cancelled");
    let error = fails(host.run(batch.cancel(nobody())), ErrorCode::Protocol);
    assert_eq!(error.batch_id.as_deref(), Some("b"));
    assert_eq!(host.lines(), ["POST /file/batch/b/cancel"; 3]);
}
