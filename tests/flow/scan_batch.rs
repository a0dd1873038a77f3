//! `scan_batch`: many files at once, those that have to be analysed in one batch.

use metadefender_wasm::flow::{BatchScan, Result, Via};
use metadefender_wasm::{
    BatchOptions, ConnectOptions, Digests, ErrorCode, Phase, ScanOptions, Service, Verdict,
};
use serde_json::{Value, json};

use crate::fake::*;

/// Files "0", "1", …, with these names.
pub(crate) fn files(count: usize) -> Vec<Source> {
    let file = |index: usize| {
        let name = format!("{index}.txt");
        Source::named(&name, index.to_string().as_bytes())
    };
    (0..count).map(file).collect()
}

/// The report that is asked for, of the file with the content that its id names.
pub(crate) fn finished_analysis(request: &Request, report: Value) -> Value {
    let id = request.path().trim_start_matches("/file/");
    about(report, id, id.trim_start_matches("data-").as_bytes())
}

fn closed(result: &str) -> Value {
    json!({ "batch_id": "b", "is_closed": true, "process_info": { "result": result } })
}

/// A service that knows nothing, and whose analyses have the ids "data-<content>".
pub(crate) fn service() -> FakeHost {
    let host = FakeHost::new();
    host.on("GET /hash/*", [status(404)]);
    host.on("POST /file/batch", [answer(json!({ "batch_id": "b" }))]);
    host.on(
        "POST /file",
        [by(|request| {
            let content = String::from_utf8(request.bytes.clone().unwrap()).unwrap();
            answer(json!({ "data_id": format!("data-{content}") }))
        })],
    );
    host.on(
        "GET /file/*",
        [by(|request| answer(finished_analysis(request, allowed())))],
    );
    host.on("POST /file/batch/*/close", [answer(closed("Allowed"))]);
    host.on("POST /file/batch/*/cancel", [answer(json!({}))]);
    host
}

pub(crate) fn scan_batch(
    host: &FakeHost,
    sources: Vec<Source>,
    options: BatchOptions,
) -> Result<BatchScan<FakeHost>, FakeHost> {
    host.run(host.client().scan_batch(sources, options, nobody()))
}

pub(crate) fn at_once(concurrency: f64) -> BatchOptions {
    BatchOptions {
        concurrency: Some(concurrency),
        ..BatchOptions::default()
    }
}

fn verdicts(scan: &BatchScan<FakeHost>) -> Vec<(String, Verdict)> {
    let file = |file: &metadefender_wasm::flow::FileScan<FakeHost>| {
        (file.filename.clone(), file.verdict())
    };
    scan.files.iter().map(file).collect()
}

/// MDDC API Gateway: *Initiate Batch*, *Analyze File* with the header `batch`, *Close Batch*.
#[test]
fn files_are_scanned_in_one_batch_which_is_closed_then() {
    let host = service();
    let options = BatchOptions {
        name: Some("two files".into()),
        ..at_once(1.0)
    };
    let scan = scan_batch(&host, files(2), options).expect("scans");
    let lines: Vec<_> = host
        .lines()
        .into_iter()
        .map(|line| match line.starts_with("GET /hash/") {
            true => "GET /hash/".to_owned(),
            false => line,
        })
        .collect();
    assert_eq!(
        lines,
        [
            "GET /hash/",
            "POST /file/batch",
            "POST /file",
            "GET /file/data-0",
            "GET /hash/",
            "POST /file",
            "GET /file/data-1",
            "POST /file/batch/b/close",
        ]
    );
    let requests = host.requests();
    assert_eq!(requests[1].header("user-data"), Some("two%20files"));
    assert_eq!(requests[2].header("batch"), Some("b"));
    assert_eq!(requests[5].header("batch"), Some("b"));
    assert_eq!(scan.verdict, Verdict::Allowed);
    assert_eq!(scan.batch_id.as_deref(), Some("b"));
    assert_eq!(scan.status.expect("a status").json, closed("Allowed"));
    assert!(scan.failure.is_none());
    let scan = scan.files[1].scan.as_ref().expect("a scan");
    assert_eq!(scan.via, Via::Analysis);
    assert_eq!(scan.data_id, "data-1");
}

#[test]
fn the_rule_of_the_files_is_that_of_the_batch() {
    let host = service();
    let mut options = BatchOptions::default();
    options.scan.analyze.analyze.rule = Some("Lax".into());
    scan_batch(&host, files(1), options).expect("scans");
    for request in &host.requests()[..3] {
        assert_eq!(request.header("rule"), Some("Lax"), "{}", request.line());
    }
}

#[test]
fn the_files_come_in_the_order_given_however_long_each_takes() {
    let host = service();
    host.on(
        "GET /file/*",
        [by(|request| {
            let is = |id: &str| request.path().ends_with(id);
            let ms = if is("data-0") { 5_000.0 } else { 10.0 };
            let report = if is("data-2") { infected() } else { allowed() };
            answer(finished_analysis(request, report)).after(ms)
        })],
    );
    let scan = scan_batch(&host, files(4), at_once(2.0)).expect("scans");
    let expected = [
        ("0.txt".to_owned(), Verdict::Allowed),
        ("1.txt".to_owned(), Verdict::Allowed),
        ("2.txt".to_owned(), Verdict::Blocked),
        ("3.txt".to_owned(), Verdict::Allowed),
    ];
    assert_eq!(verdicts(&scan), expected);
    assert_eq!(scan.verdict, Verdict::Blocked);
    // The others did not wait for the first one.
    let of_last = host
        .requests()
        .into_iter()
        .find(|asked| asked.path() == "/file/data-3");
    assert!(of_last.expect("a question").at < 100.0);
    assert_eq!(host.time(), 5_000.0);
}

#[test]
fn what_fails_for_one_file_is_said_of_it_and_the_others_go_on() {
    for concurrency in [1.0, 4.0] {
        let host = service();
        let mut sources = files(4);
        sources[1] = Source::named("empty.txt", b"");
        sources[2] = Source::unreadable();
        let scan = scan_batch(&host, sources, at_once(concurrency)).expect("scans");
        let expected = [
            ("0.txt".to_owned(), Verdict::Allowed),
            ("empty.txt".to_owned(), Verdict::Undetermined),
            ("abc.txt".to_owned(), Verdict::Undetermined),
            ("3.txt".to_owned(), Verdict::Allowed),
        ];
        assert_eq!(verdicts(&scan), expected);
        assert_eq!(scan.verdict, Verdict::Undetermined);
        let code = |index: usize| {
            scan.files[index]
                .scan
                .as_ref()
                .err()
                .and_then(|why| why.code())
        };
        assert_eq!(code(1), Some(ErrorCode::EmptyFile));
        assert_eq!(code(2), Some(ErrorCode::InvalidInput));
        assert_eq!(host.count("POST /file/batch/b/close"), 1);
    }
}

#[test]
fn a_batch_that_cannot_be_made_at_first_is_an_error_of_one_file_and_made_for_the_next() {
    let host = service();
    let made = answer(json!({ "batch_id": "b" }));
    host.on("POST /file/batch", [status(503).after(50.0), made]);
    let scan = scan_batch(&host, files(3), at_once(3.0)).expect("scans");
    let busy = scan.files.iter().filter(|file| match &file.scan {
        Ok(_) => false,
        Err(failure) => failure.code() == Some(ErrorCode::Busy),
    });
    assert_eq!(busy.count(), 1);
    let allowed = scan
        .files
        .iter()
        .filter(|file| file.verdict() == Verdict::Allowed);
    assert_eq!(allowed.count(), 2);
    assert_eq!(host.count_exactly("POST /file/batch"), 2);
    assert_eq!(host.count_exactly("POST /file"), 2);
    assert_eq!(scan.verdict, Verdict::Undetermined);
}

#[test]
fn files_that_are_all_known_need_no_batch() {
    let host = service();
    let hits = [b"0", b"1", b"2"].map(|content| answer(about(allowed(), "known", content)));
    host.on("GET /hash/*", hits);
    let scan = scan_batch(&host, files(3), BatchOptions::default()).expect("scans");
    assert_eq!(scan.verdict, Verdict::Allowed);
    assert_eq!(scan.batch_id, None);
    assert!(scan.status.is_none() && scan.failure.is_none());
    assert_eq!(host.count("POST"), 0);
    assert_eq!(host.requests().len(), 3);
}

#[test]
fn files_that_are_not_to_be_uploaded_need_no_batch() {
    let host = service();
    let options = BatchOptions {
        scan: not_uploaded(),
        ..BatchOptions::default()
    };
    let scan = scan_batch(&host, files(2), options).expect("scans");
    assert_eq!(scan.verdict, Verdict::Undetermined);
    for file in &scan.files {
        let failure = file.scan.as_ref().expect_err("a failure");
        assert_eq!(failure.code(), Some(ErrorCode::NotFound));
    }
    assert_eq!(scan.batch_id, None);
    assert_eq!(host.count("POST"), 0);
}

#[test]
fn the_verdict_is_the_worst_of_the_files_and_of_the_batch() {
    for (result, verdict) in [
        (json!("Allowed"), Verdict::Allowed),
        (json!("Blocked"), Verdict::Blocked),
        (json!("Processing"), Verdict::Undetermined),
        (json!(""), Verdict::Undetermined),
        (json!(true), Verdict::Undetermined),
        (Value::Null, Verdict::Undetermined),
    ] {
        let host = service();
        let status = with(closed(""), "/process_info/result", result);
        host.on("POST /file/batch/*/close", [answer(status)]);
        let scan = scan_batch(&host, files(1), BatchOptions::default()).expect("scans");
        assert_eq!(scan.files[0].verdict(), Verdict::Allowed);
        assert_eq!(scan.verdict, verdict);
    }
}

#[test]
fn a_batch_that_cannot_be_closed_is_said_and_never_allowed() {
    for (failure, code) in [
        (status(403), ErrorCode::Forbidden),
        (status(503), ErrorCode::Busy),
        (html(), ErrorCode::Protocol),
    ] {
        let host = service();
        host.on("POST /file/batch/*/close", [failure]);
        let scan = scan_batch(&host, files(1), BatchOptions::default()).expect("scans");
        assert_eq!(scan.files[0].verdict(), Verdict::Allowed);
        assert_eq!(scan.verdict, Verdict::Undetermined);
        assert_eq!(scan.failure.expect("a failure").code(), Some(code));
        assert_eq!(scan.batch_id.as_deref(), Some("b"));
        assert!(scan.status.is_none());
        host.finish_background();
        assert_eq!(host.count("POST /file/batch/b/cancel"), 0);
    }
}

#[test]
fn a_batch_takes_its_time_to_close_however_long_its_files_took() {
    let host = service();
    host.on(
        "GET /file/*",
        [
            answer(about(unfinished(10), "data-0", b"0")),
            answer(about(allowed(), "data-0", b"0")),
        ],
    );
    let processing = status(400).with(json!({ "err": "files are being processed" }));
    host.on(
        "POST /file/batch/*/close",
        [processing, answer(closed("Allowed"))],
    );
    host.on("GET /file/batch/*", [answer(json!({ "is_closed": false }))]);
    let options = BatchOptions {
        scan: within(450.0),
        ..BatchOptions::default()
    };
    let scan = scan_batch(&host, files(1), options).expect("scans");
    assert_eq!(host.sleeps(), [400.0, 400.0]);
    assert_eq!(scan.verdict, Verdict::Allowed);
}

#[test]
fn hashes_of_one_file_do_not_stand_for_several() {
    let host = service();
    let digests = Digests {
        sha256: Some("0".repeat(64)),
        ..Digests::default()
    };
    let options = BatchOptions {
        scan: ScanOptions {
            digests,
            ..not_uploaded()
        },
        ..BatchOptions::default()
    };
    scan_batch(&host, vec![Source::abc()], options).expect("scans");
    assert_eq!(host.lines(), [format!("GET /hash/{ABC}")]);
}

/// Cloud has no batches.
#[test]
fn where_there_are_no_batches_the_files_are_scanned_without() {
    let host = service();
    let client = host.client_with(ConnectOptions {
        service: Service::CloudV4,
        ..ConnectOptions::default()
    });
    let scan = host.run(client.scan_batch(files(2), BatchOptions::default(), nobody()));
    let scan = scan.expect("scans");
    assert_eq!(scan.verdict, Verdict::Allowed);
    assert_eq!(scan.batch_id, None);
    assert_eq!(host.count("POST /file/batch"), 0);
    assert_eq!(host.count_exactly("POST /file"), 2);
}

#[test]
fn what_cannot_be_scanned_is_refused_and_nothing_is_done() {
    let host = FakeHost::new();
    fails(
        scan_batch(&host, vec![], BatchOptions::default()),
        ErrorCode::InvalidInput,
    );
    for concurrency in [0.0, -1.0, 1.5, f64::NAN] {
        fails(
            scan_batch(&host, files(1), at_once(concurrency)),
            ErrorCode::InvalidInput,
        );
    }
    let mut neither = not_looked_up();
    neither.upload = false;
    for scan in [neither, within(-1.0)] {
        let options = BatchOptions {
            scan,
            ..BatchOptions::default()
        };
        fails(
            scan_batch(&host, files(1), options),
            ErrorCode::InvalidInput,
        );
    }
    assert_eq!(host.story(), [""; 0]);
}

#[test]
fn a_file_has_the_name_that_all_are_given_or_its_own() {
    let host = service();
    let sources = vec![Source::abc(), Source::bytes(b"abc")];
    let scan = scan_batch(&host, sources.clone(), BatchOptions::default()).expect("scans");
    let names: Vec<_> = verdicts(&scan).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["abc.txt", ""]);
    let mut options = BatchOptions::default();
    options.scan.analyze.analyze.filename = Some("all.txt".into());
    let scan = scan_batch(&host, sources, options).expect("scans");
    let names: Vec<_> = verdicts(&scan).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["all.txt", "all.txt"]);
}

#[test]
fn the_progress_is_the_mean_of_the_files_and_never_goes_back() {
    let host = service();
    host.on("GET /hash/*", [status(404).after(200.0)]);
    host.on(
        "GET /file/*",
        [by(|request| {
            answer(finished_analysis(request, allowed())).after(150.0)
        })],
    );
    let (caller, events) = host.listener();
    let mut sources = files(3);
    sources.push(Source::bytes(b""));
    let client = host.client();
    host.run(client.scan_batch(sources, at_once(2.0), caller))
        .expect("scans");
    host.call_late();
    let events = events.borrow();
    let percentages: Vec<_> = events.iter().map(|event| event.percentage).collect();
    assert!(percentages.is_sorted(), "{percentages:?}");
    assert!(percentages.len() > 5, "{percentages:?}");
    let (last, before) = events.split_last().expect("events");
    assert_eq!((last.phase, last.percentage), (Phase::Done, 100.0));
    for event in before {
        assert_eq!(event.phase, Phase::Scan);
        // The empty file never gets on: three of four are the most.
        assert!(event.percentage <= 75.0, "{event:?}");
    }
    assert_eq!(before.last().map(|event| event.percentage), Some(75.0));
}
