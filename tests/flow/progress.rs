//! What the user hears of the progress.

use metadefender_wasm::{AnalyzeOptions, Phase, Progress, ScanOptions, WaitOptions};
use serde_json::json;

use crate::fake_host::{FakeHost, file, ok, status};
use crate::support::{DATA_ID, connect, finished, listening, not_found, submitted, unfinished};

#[track_caller]
fn assert_forward(heard: &[Progress]) {
    let pairs = || heard.windows(2);
    assert!(
        pairs().all(|pair| pair[0].percentage <= pair[1].percentage),
        "{heard:?}"
    );
    assert!(
        pairs().all(|pair| pair[0].phase <= pair[1].phase),
        "{heard:?}"
    );
}

#[test]
fn a_scan_goes_through_its_phases_and_never_back() {
    let host = FakeHost::answering([
        not_found(),
        submitted(),
        ok(unfinished(80)),
        // The server's own progress runs back.
        ok(unfinished(20)),
        ok(finished("Allowed", 0)),
    ]);
    let (caller, heard) = listening();
    host.run(connect(&host).scan(&file("abc"), ScanOptions::default(), caller))
        .unwrap();
    let heard = heard.borrow();
    assert_forward(&heard);
    let mut phases: Vec<Phase> = heard.iter().map(|event| event.phase).collect();
    phases.dedup();
    let all = [
        Phase::Hash,
        Phase::Lookup,
        Phase::Upload,
        Phase::Queue,
        Phase::Scan,
        Phase::Done,
    ];
    assert_eq!(phases, all);
    let last = heard.last().unwrap();
    assert_eq!(
        (last.percentage, last.data_id.as_deref()),
        (100.0, Some(DATA_ID))
    );
    for event in heard.iter() {
        let is_known = event.phase >= Phase::Queue;
        assert_eq!(event.data_id.is_some(), is_known, "{event:?}");
        assert!(event.phase == Phase::Done || event.percentage < 100.0);
    }
}

#[test]
fn a_hit_is_done_at_once() {
    let host = FakeHost::answering([ok(finished("Allowed", 0))]);
    let (caller, heard) = listening();
    host.run(connect(&host).scan(&file("abc"), ScanOptions::default(), caller))
        .unwrap();
    let heard = heard.borrow();
    assert_forward(&heard);
    assert_eq!(heard.last().map(|event| event.phase), Some(Phase::Done));
    assert!(!heard.iter().any(|event| event.phase == Phase::Upload));
}

#[test]
fn a_call_that_fails_is_never_done() {
    let host = FakeHost::answering([ok(unfinished(50)), not_found()]);
    let (caller, heard) = listening();
    assert!(
        host.run(connect(&host).wait(DATA_ID, WaitOptions::default(), caller))
            .is_err()
    );
    assert!(
        !heard
            .borrow()
            .iter()
            .any(|event| event.phase == Phase::Done)
    );
}

#[test]
fn nothing_is_heard_after_the_end_though_the_runtime_still_tells() {
    let host = FakeHost::answering([status(403, json!({}))]);
    let (caller, heard) = listening();
    let options = AnalyzeOptions::default();
    assert!(
        host.run(connect(&host).analyze(&file("abc"), &options, caller))
            .is_err()
    );
    let before = heard.borrow().len();
    assert!(before > 0);
    host.tell_late();
    assert_eq!(heard.borrow().len(), before);
}
