//! `scan_batch`: how many files are under way at once.

use metadefender_wasm::{BatchOptions, Verdict};
use serde_json::json;

use crate::fake::*;
use crate::scan_batch::{files, scan_batch, service};

/// The service, with uploads that take five seconds.
fn slow_service() -> FakeHost {
    let host = service();
    host.on(
        "POST /file",
        [by(|request| {
            let content = String::from_utf8(request.bytes.clone().unwrap()).unwrap();
            answer(json!({ "data_id": format!("data-{content}") })).after(5_000.0)
        })],
    );
    host
}

fn is_lookup(line: &str) -> bool {
    line.starts_with("GET /hash/")
}

fn is_upload(line: &str) -> bool {
    line == "POST /file"
}

/// The number of requests of a kind that are under way at once, at most.
fn most_at_once(host: &FakeHost, is_of_kind: impl Fn(&str) -> bool, ms: f64) -> usize {
    let requests = host.requests().into_iter();
    let times: Vec<_> = requests
        .filter(|asked| is_of_kind(&asked.line()))
        .map(|asked| asked.at)
        .collect();
    let beside = |at: &f64| {
        times
            .iter()
            .filter(|other| (at..&(at + ms)).contains(other))
            .count()
    };
    times.iter().map(beside).max().unwrap_or_default()
}

#[test]
fn no_more_files_are_scanned_at_once_than_asked_for() {
    for (concurrency, files_at_once) in [(Some(1.0), 1), (Some(3.0), 3), (Some(99.0), 6)] {
        let host = service();
        // Each look-up takes a second, so that it shows how many are under way.
        host.on("GET /hash/*", [status(404).after(1_000.0)]);
        let options = BatchOptions {
            concurrency,
            ..BatchOptions::default()
        };
        scan_batch(&host, files(6), options).expect("scans");
        let lookups = host.requests().into_iter();
        let first = lookups.filter(|asked| asked.path().starts_with("/hash/") && asked.at == 0.0);
        assert_eq!(first.count(), files_at_once);
        assert_eq!(host.count("GET /hash/"), 6);
        assert_eq!(host.count_exactly("POST /file/batch"), 1);
    }
}

#[test]
fn look_ups_go_ahead_of_four_analyses_where_nothing_is_said() {
    let host = slow_service();
    host.on("GET /hash/*", [status(404).after(1_000.0)]);
    let scan = scan_batch(&host, files(30), BatchOptions::default()).expect("scans");
    assert_eq!(scan.verdict, Verdict::Allowed);
    assert_eq!(most_at_once(&host, is_lookup, 1_000.0), 12);
    assert_eq!(most_at_once(&host, is_upload, 5_000.0), 4);
}

#[test]
fn what_is_not_looked_up_is_read_when_its_turn_comes() {
    let host = slow_service();
    let mut options = BatchOptions::default();
    options.scan.lookup = None;
    let scan = scan_batch(&host, files(12), options).expect("scans");
    assert_eq!(scan.verdict, Verdict::Allowed);
    assert_eq!(most_at_once(&host, is_upload, 5_000.0), 4);
    let story = host.story();
    let before_a_report = story
        .iter()
        .take_while(|line| !line.starts_with("GET /file/"));
    let read = before_a_report.filter(|line| line.starts_with("hash"));
    assert_eq!(read.count(), 4);
}
