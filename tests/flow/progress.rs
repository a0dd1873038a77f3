//! Progress that a user can be shown.

use std::rc::Rc;

use metadefender_wasm::flow::{Caller, Result};
use metadefender_wasm::{
    AnalyzeOptions, ErrorCode, Phase, Progress, ResumeOptions, ScanOptions, WaitOptions,
};
use serde_json::json;

use crate::fake::*;

type Run = fn(&FakeHost, Caller<FakeHost>) -> Result<(), FakeHost>;

fn scan_abc(host: &FakeHost, caller: Caller<FakeHost>) -> Result<(), FakeHost> {
    let options = ScanOptions::default();
    host.run(host.client().scan(&Source::abc(), options, caller))
        .map(|_| ())
}

fn scan_stream(host: &FakeHost, caller: Caller<FakeHost>) -> Result<(), FakeHost> {
    let stream = Source::stream_of_length(b"abc", 3.0);
    host.run(host.client().scan(&stream, ScanOptions::default(), caller))
        .map(|_| ())
}

fn analyze(host: &FakeHost, caller: Caller<FakeHost>) -> Result<(), FakeHost> {
    let options = AnalyzeOptions::default();
    host.run(host.client().analyze(&Source::abc(), &options, caller))
        .map(|_| ())
}

fn wait(host: &FakeHost, caller: Caller<FakeHost>) -> Result<(), FakeHost> {
    let options = WaitOptions::default();
    host.run(host.client().wait(DATA_ID, options, caller))
        .map(|_| ())
}

fn resume(host: &FakeHost, caller: Caller<FakeHost>) -> Result<(), FakeHost> {
    let options = ResumeOptions::default();
    host.run(host.client().resume(DATA_ID, options, caller))
        .map(|_| ())
}

const FLOWS: [Run; 5] = [scan_abc, scan_stream, analyze, wait, resume];

/// A service whose percentages go to and fro.
fn service() -> FakeHost {
    FakeHost::of_unknown_file([
        answer(queued()),
        answer(unfinished(40)),
        answer(unfinished(10)),
        answer(queued()),
        answer(unfinished(90)),
        answer(unfinished(40)),
        answer(allowed()),
    ])
}

fn heard(host: &FakeHost, run: Run) -> (Vec<Progress>, Result<(), FakeHost>) {
    let (caller, events) = host.listener();
    let end = run(host, caller);
    let settled = events.borrow().len();
    host.call_late();
    assert_eq!(
        events.borrow().len(),
        settled,
        "an event after the call was settled"
    );
    (events.borrow().clone(), end)
}

#[test]
fn it_never_goes_back_and_its_last_event_is_done_at_100() {
    for run in FLOWS {
        let (events, end) = heard(&service(), run);
        end.expect("a success");
        let percentages: Vec<_> = events.iter().map(|event| event.percentage).collect();
        assert!(percentages.is_sorted(), "{percentages:?}");
        let phases: Vec<_> = events.iter().map(|event| event.phase).collect();
        assert!(phases.is_sorted(), "{phases:?}");
        let (last, before) = events.split_last().expect("events");
        assert_eq!(last.phase, Phase::Done);
        assert_eq!(
            (last.loaded, last.total, last.percentage),
            (100.0, Some(100.0), 100.0)
        );
        assert_eq!(last.data_id.as_deref(), Some(DATA_ID));
        for event in before {
            assert!(event.phase != Phase::Done && event.percentage < 100.0);
        }
    }
}

#[test]
fn a_scan_goes_through_its_phases_and_names_the_analysis_once_there_is_one() {
    let (events, end) = heard(&service(), scan_abc);
    end.expect("a scan");
    let events: Vec<_> = events
        .into_iter()
        .map(|event| {
            (
                event.phase,
                event.loaded,
                event.total,
                event.data_id.is_some(),
            )
        })
        .collect();
    let whole = Some(100.0);
    assert_eq!(
        events,
        [
            (Phase::Hash, 0.0, Some(3.0), false),
            (Phase::Hash, 3.0, Some(3.0), false),
            (Phase::Lookup, 0.0, None, false),
            (Phase::Upload, 0.0, Some(3.0), false),
            (Phase::Upload, 3.0, Some(3.0), false),
            (Phase::Queue, 0.0, whole, true),
            (Phase::Scan, 40.0, whole, true),
            (Phase::Scan, 90.0, whole, true),
            (Phase::Done, 100.0, whole, true),
        ]
    );
}

#[test]
fn a_known_file_is_done_after_its_look_up() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(allowed())]);
    let (events, end) = heard(&host, scan_abc);
    end.expect("a scan");
    let events: Vec<_> = events
        .into_iter()
        .map(|event| (event.phase, event.data_id.is_some()))
        .collect();
    assert_eq!(
        events,
        [
            (Phase::Hash, false),
            (Phase::Hash, false),
            (Phase::Lookup, false),
            (Phase::Done, true)
        ]
    );
}

/// A repeated upload begins at its first byte again.
#[test]
fn an_upload_that_is_repeated_does_not_go_back() {
    let host = service();
    host.on("POST /file", [status(503), answer(submitted())]);
    let (events, end) = heard(&host, scan_abc);
    end.expect("a scan");
    let sent = events.iter().filter(|event| event.phase == Phase::Upload);
    let sent: Vec<_> = sent.map(|event| event.loaded).collect();
    assert_eq!(sent, [0.0, 3.0]);
}

/// A worker that hashes, or a socket, may tell of its progress late.
#[test]
fn a_phase_that_is_over_is_not_heard_of_again() {
    let host = service();
    // Not at once, as events of one phase are a tenth of a second apart.
    let late = host.clone();
    host.on(
        "GET /file/*",
        [
            answer(queued()),
            by(move |_| {
                late.call_late();
                answer(allowed())
            }),
        ],
    );
    let (events, end) = heard(&host, scan_abc);
    end.expect("a scan");
    let phases: Vec<_> = events.iter().map(|event| event.phase).collect();
    assert!(phases.is_sorted(), "{phases:?}");
}

#[test]
fn a_call_that_fails_is_never_done() {
    for run in FLOWS {
        for failure in [status(403), html(), Answer::broken()] {
            let host = FakeHost::of_unknown_file([failure.clone()]);
            host.on("POST /file", [failure]);
            let (events, end) = heard(&host, run);
            assert!(end.is_err());
            assert!(events.iter().all(|event| event.phase != Phase::Done));
        }
    }
    // Nor one whose report is of another file.
    let other = json!({ "sha256": "cd".repeat(32) });
    let host = FakeHost::of_unknown_file([answer(with(allowed(), "/file_info", other))]);
    let (events, end) = heard(&host, scan_abc);
    fails(end, ErrorCode::Integrity);
    assert!(events.iter().all(|event| event.phase != Phase::Done));
}

#[test]
fn a_call_that_is_aborted_is_not_heard_of_any_more() {
    for operation in 0..6 {
        let host = service();
        let (mut listener, events) = host.listener();
        listener.signal = Some(host.abort_at(operation, Moment::During));
        aborted(scan_abc(&host, listener));
        let settled = events.borrow().len();
        host.finish_background();
        host.call_late();
        assert_eq!(events.borrow().len(), settled);
        assert!(
            events
                .borrow()
                .iter()
                .all(|event| event.phase != Phase::Done)
        );
    }
}

#[test]
fn the_events_of_one_phase_are_a_tenth_of_a_second_apart() {
    let host = FakeHost::of_unknown_file([answer(unfinished(1)), answer(allowed())]);
    let mut reports: Vec<_> = (1..40)
        .map(|percentage| answer(unfinished(percentage)))
        .collect();
    reports.push(answer(allowed()));
    host.on::<40>(
        "GET /file/*",
        reports.try_into().unwrap_or_else(|_| panic!("40 reports")),
    );
    let (mut listener, _) = host.listener();
    let times = Rc::new(std::cell::RefCell::new(Vec::new()));
    let (clock, noted) = (host.clone(), Rc::clone(&times));
    listener.on_progress = Some(Rc::new(move |event| {
        if event.phase == Phase::Scan {
            noted.borrow_mut().push(clock.time());
        }
    }));
    let options = WaitOptions {
        poll: metadefender_wasm::Poll {
            initial_delay: 30.0,
            max_delay: 30.0,
            factor: 1.0,
        },
        ..WaitOptions::default()
    };
    host.run(host.client().wait(DATA_ID, options, listener))
        .expect("a report");
    let times = times.borrow();
    assert_eq!(times.len(), 10, "{times:?}");
    assert!(
        times.windows(2).all(|pair| pair[1] - pair[0] >= 100.0),
        "{times:?}"
    );
}

#[test]
fn fractions_of_a_percent_are_told_and_are_not_the_end() {
    let at = |percentage: f64| {
        let report = with(
            unfinished(0),
            "/scan_results/progress_percentage",
            json!(percentage),
        );
        answer(with(
            report,
            "/process_info/progress_percentage",
            json!(percentage),
        ))
    };
    let host = FakeHost::new();
    host.on("GET /file/*", [at(42.86), at(99.99), answer(allowed())]);
    let (events, end) = heard(&host, wait);
    end.expect("a report");
    let scanned = events.iter().filter(|event| event.phase == Phase::Scan);
    let loaded: Vec<f64> = scanned.map(|event| event.loaded).collect();
    assert_eq!(loaded, [42.86, 99.0]);
    assert_eq!(host.count("GET /file/"), 3);
}
