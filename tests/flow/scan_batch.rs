//! `scanBatch`: many files at once.

use metadefender_wasm::flow::{BatchScan, Failure};
use metadefender_wasm::{BatchOptions, Digests, ErrorCode, ScanOptions, Service, Verdict};
use serde_json::json;

use crate::fake_host::{Answer, FakeHost, Source, file, ok, status};
use crate::support::{
    DATA_ID, SHA256, TestFailure, caller, code, connect, connect_to, finished, listening, not_found,
};

fn named(name: &'static str, bytes: &str) -> Source {
    Source {
        name: Some(name),
        ..file(bytes)
    }
}

/// A server that knows "abc", and blocks everything else.
fn server(change: impl Fn(&str) -> Option<Answer> + 'static) -> FakeHost {
    FakeHost::scripted(move |request| {
        let path = request.url.rsplit("md.test").next().unwrap_or_default();
        let line = format!("{} {path}", request.method);
        if let Some(answer) = change(&line) {
            return answer;
        }
        let mut blocked = finished("Blocked", 1);
        blocked.as_object_mut().unwrap().remove("file_info");
        match line.as_str() {
            "POST /file" => ok(json!({ "data_id": DATA_ID })),
            "POST /file/batch" => ok(json!({ "batch_id": "b1" })),
            "POST /file/batch/b1/close" => ok(json!({
                "batch_id": "b1", "is_closed": true, "process_info": { "result": "Blocked" },
            })),
            line if line.ends_with("/cancel") => ok(json!({})),
            line if line.contains(SHA256) => ok(finished("Allowed", 0)),
            line if line.contains("/hash/") => not_found(),
            _ => ok(blocked),
        }
    })
}

fn scan(
    host: &FakeHost,
    files: Vec<Source>,
    options: BatchOptions,
) -> Result<BatchScan<FakeHost>, TestFailure> {
    host.run(connect(host).scan_batch(files, options, caller()))
}

#[test]
fn files_that_are_known_need_no_batch() {
    let host = server(|_| None);
    let done = scan(
        &host,
        vec![file("abc"), file("abc")],
        BatchOptions::default(),
    )
    .unwrap();
    assert_eq!((done.verdict, done.batch_id), (Verdict::Allowed, None));
    assert!(done.status.is_none() && done.failure.is_none());
    assert_eq!(host.sent().len(), 2);
}

#[test]
fn the_others_go_into_one_batch_which_is_closed() {
    let host = server(|_| None);
    let files = vec![named("known", "abc"), named("one", "x"), named("two", "y")];
    let done = scan(&host, files, BatchOptions::default()).unwrap();
    assert_eq!(
        (done.verdict, done.batch_id.as_deref()),
        (Verdict::Blocked, Some("b1"))
    );
    let names: Vec<_> = done
        .files
        .iter()
        .map(|file| file.filename.as_str())
        .collect();
    assert_eq!(names, ["known", "one", "two"]);
    let verdicts: Vec<_> = done.files.iter().map(|file| file.verdict()).collect();
    assert_eq!(
        verdicts,
        [Verdict::Allowed, Verdict::Blocked, Verdict::Blocked]
    );
    let times = |wanted: &str| host.sent().iter().filter(|line| *line == wanted).count();
    assert_eq!(times("POST /file/batch"), 1);
    assert_eq!(times("POST /file"), 2);
    assert_eq!(
        host.sent().last().map(String::as_str),
        Some("POST /file/batch/b1/close")
    );
    let uploads = host
        .requests()
        .into_iter()
        .filter(|request| request.url.ends_with("/file"));
    for upload in uploads {
        assert!(upload.headers.contains(&("batch".into(), "b1".into())));
    }
}

#[test]
fn what_fails_for_one_file_is_said_of_it_and_the_others_go_on() {
    let host = server(|_| None);
    let done = scan(&host, vec![file(""), file("abc")], BatchOptions::default()).unwrap();
    assert_eq!(done.verdict, Verdict::Undetermined);
    let codes: Vec<_> = done
        .files
        .iter()
        .map(|file| file.scan.as_ref().err().and_then(Failure::code))
        .collect();
    assert_eq!(codes, [Some(ErrorCode::EmptyFile), None]);
}

#[test]
fn a_batch_that_cannot_be_made_is_tried_anew_by_the_next_file() {
    use std::cell::Cell;
    let made = Cell::new(0);
    let host = server(move |line| {
        (line == "POST /file/batch").then(|| {
            made.set(made.get() + 1);
            match made.get() {
                1 => status(500, json!({ "err": "disk full" })),
                _ => ok(json!({ "batch_id": "b1" })),
            }
        })
    });
    let done = scan(&host, vec![file("x"), file("y")], BatchOptions::default()).unwrap();
    let failed = done.files.iter().filter(|file| file.scan.is_err()).count();
    assert_eq!((failed, done.batch_id.as_deref()), (1, Some("b1")));
}

#[test]
fn a_batch_that_cannot_be_closed_is_a_failure_beside_the_files() {
    let host = server(|line| line.ends_with("/close").then(|| status(403, json!({}))));
    let done = scan(&host, vec![file("x")], BatchOptions::default()).unwrap();
    assert_eq!(
        done.failure.and_then(|failure| failure.code()),
        Some(ErrorCode::Forbidden)
    );
    assert_eq!(done.files.len(), 1);
}

#[test]
fn the_batchs_own_result_counts_too() {
    let host = server(|line| {
        if line.ends_with("/close") {
            return Some(ok(
                json!({ "batch_id": "b1", "process_info": { "result": "Processing" } }),
            ));
        }
        (line == format!("GET /file/{DATA_ID}")).then(|| {
            let mut allowed = finished("Allowed", 0);
            allowed.as_object_mut().unwrap().remove("file_info");
            ok(allowed)
        })
    });
    let done = scan(&host, vec![file("x")], BatchOptions::default()).unwrap();
    assert_eq!(done.files[0].verdict(), Verdict::Allowed);
    assert_eq!(done.verdict, Verdict::Undetermined);
}

#[test]
fn so_many_files_at_once() {
    let concurrency = |concurrency| BatchOptions {
        concurrency: Some(concurrency),
        ..BatchOptions::default()
    };
    for (wanted, expected) in [(1.0, 1), (2.0, 2), (9.0, 3)] {
        let host = server(|_| None);
        scan(&host, vec![file("abc"); 3], concurrency(wanted)).unwrap();
        let opened = host.log().iter().take_while(|line| *line == "open").count();
        assert_eq!(opened, expected);
    }
    for wrong in [0.0, 1.5, -1.0, f64::NAN] {
        let host = server(|_| None);
        let done = scan(&host, vec![file("abc")], concurrency(wrong));
        assert_eq!(code(done.map(drop)), ErrorCode::InvalidInput);
    }
}

#[test]
fn no_files_and_wrong_options_are_refused() {
    let host = server(|_| None);
    assert_eq!(
        code(scan(&host, vec![], BatchOptions::default()).map(drop)),
        ErrorCode::InvalidInput
    );
    let options = BatchOptions {
        scan: ScanOptions {
            lookup: None,
            upload: false,
            ..ScanOptions::default()
        },
        ..BatchOptions::default()
    };
    assert_eq!(
        code(scan(&host, vec![file("x")], options).map(drop)),
        ErrorCode::InvalidInput
    );
    assert!(host.log().is_empty());
}

#[test]
fn digests_of_one_file_do_not_stand_for_all() {
    let host = server(|_| None);
    let options = BatchOptions {
        scan: ScanOptions {
            digests: Digests {
                sha256: Some(SHA256.into()),
                ..Digests::default()
            },
            ..ScanOptions::default()
        },
        ..BatchOptions::default()
    };
    let done = scan(&host, vec![file("x")], options).unwrap();
    assert_eq!(done.verdict, Verdict::Blocked);
}

#[test]
fn where_there_are_no_batches_the_files_are_scanned_all_the_same() {
    let host = server(|_| None);
    let client = connect_to(&host, Service::CloudV4);
    let done = host.run(client.scan_batch(vec![file("x")], BatchOptions::default(), caller()));
    assert_eq!(done.unwrap().batch_id, None);
    assert!(!host.sent().iter().any(|line| line.contains("batch")));
}

#[test]
fn the_progress_is_the_mean_of_the_files() {
    let host = server(|_| None);
    let (caller, heard) = listening();
    let files = vec![file("abc"), file("x"), file("y")];
    host.run(connect(&host).scan_batch(files, BatchOptions::default(), caller))
        .map(drop)
        .unwrap();
    let heard = heard.borrow();
    assert!(
        heard
            .windows(2)
            .all(|pair| pair[0].percentage <= pair[1].percentage)
    );
    assert_eq!(heard.last().map(|event| event.percentage), Some(100.0));
}
