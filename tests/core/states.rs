use metadefender_wasm::Service;
use metadefender_wasm::core::decide::state::State;
use serde_json::json;

use crate::reports::{analysis, finished, finished_in_cloud, with};

fn state(report: serde_json::Value) -> Option<State> {
    State::of(&analysis(report), Service::Cluster, false).ok()
}

#[test]
fn a_queued_answer_has_neither_object() {
    // Cloud v2, "Example of in-progress file handling"
    let queued = json!({
        "data_id": "692fd1c79ada4e2694f88d11a7c9a21c",
        "status": "inqueue",
        "in_queue": 1,
        "last_updated": "2016-06-21T14:17:59Z"
    });
    assert_eq!(state(queued), Some(State::Queued));
}

#[test]
fn clean_appears_before_the_end() {
    let report = json!({
        "process_info": { "progress_percentage": 95, "result": "Processing" },
        "scan_results": {
            "progress_percentage": 100, "scan_all_result_i": 0, "scan_all_result_a": "Clean"
        },
    });
    assert_eq!(state(report), Some(State::Processing(95.0)));
}

#[test]
fn finished_is_100_in_both_where_both_are() {
    assert_eq!(state(finished("Allowed", 0)), Some(State::Finished));
    assert_eq!(state(finished_in_cloud(0)), Some(State::Finished));
    for pointer in [
        "/process_info/progress_percentage",
        "/scan_results/progress_percentage",
    ] {
        let slower = with(finished("Allowed", 0), pointer, json!(99));
        assert_eq!(state(slower), Some(State::Processing(99.0)), "{pointer}");
        let silent = with(finished("Allowed", 0), pointer, json!(null));
        assert_eq!(state(silent), Some(State::Processing(0.0)), "{pointer}");
    }
}

#[test]
fn one_of_the_two_alone_is_not_the_end() {
    let without_scan = with(finished("Allowed", 0), "/scan_results", json!(null));
    assert_eq!(state(without_scan), Some(State::Processing(99.0)));
}

#[test]
fn progress_of_another_type_is_an_error_and_not_the_end() {
    for wrong in [
        json!("100"),
        json!(101),
        json!(-1),
        json!(100.5),
        json!(-0.5),
        json!([100]),
        json!(true),
    ] {
        for pointer in [
            "/process_info/progress_percentage",
            "/scan_results/progress_percentage",
        ] {
            let report = with(finished("Allowed", 0), pointer, wrong.clone());
            assert_eq!(state(report), None, "{pointer} {wrong}");
        }
    }
    for pointer in ["/process_info", "/scan_results"] {
        let report = with(finished("Allowed", 0), pointer, json!("Allowed"));
        assert_eq!(state(report), None, "{pointer}");
    }
}

/// Reports of real servers carry 42.86 and 33.3, which no document forbids.
#[test]
fn progress_may_be_a_fraction_and_is_over_at_100_exactly() {
    for pointer in [
        "/process_info/progress_percentage",
        "/scan_results/progress_percentage",
    ] {
        for (stated, told) in [(42.86, 42.86), (33.3, 33.3), (0.1, 0.1), (99.99, 99.0)] {
            let report = with(finished("Allowed", 0), pointer, json!(stated));
            assert_eq!(state(report), Some(State::Processing(told)), "{pointer}");
        }
        let report = with(finished("Allowed", 0), pointer, json!(100.0));
        assert_eq!(state(report), Some(State::Finished), "{pointer}");
    }
}

/// MetaDefender Cloud v4, public documentation, 2.2, 3.1 and 6.1: `process_info` has a result and a profile, and no
/// progress.
#[test]
fn cloud_may_state_a_final_result_in_the_place_of_the_progress() {
    let silent = |result: &str| {
        let report = with(
            finished(result, 0),
            "/process_info/progress_percentage",
            json!(null),
        );
        with(report, "/process_info/profile", json!("multiscan"))
    };
    for service in [Service::CloudV2, Service::CloudV4] {
        let state = |report| State::of(&analysis(report), service, false).ok();
        for result in ["Allowed", "Blocked"] {
            assert_eq!(state(silent(result)), Some(State::Finished), "{result}");
            let scanning = with(
                silent(result),
                "/scan_results/progress_percentage",
                json!(70),
            );
            assert_eq!(state(scanning), Some(State::Processing(70.0)), "{result}");
            let malformed = with(
                silent(result),
                "/process_info/progress_percentage",
                json!("100"),
            );
            assert_eq!(state(malformed), None, "{result}");
            let stated = with(
                silent(result),
                "/process_info/progress_percentage",
                json!(50),
            );
            assert_eq!(state(stated), Some(State::Processing(50.0)), "{result}");
        }
        for result in ["Processing", "allowed", ""] {
            let scanned = |progress: f64| {
                let progress = json!(progress);
                state(with(
                    silent(result),
                    "/scan_results/progress_percentage",
                    progress,
                ))
            };
            assert_eq!(scanned(100.0), Some(State::Processing(99.0)), "{result}");
            assert_eq!(scanned(42.86), Some(State::Processing(42.86)), "{result}");
            let without_scan = with(silent(result), "/scan_results", json!(null));
            assert_eq!(
                state(without_scan),
                Some(State::Processing(0.0)),
                "{result}"
            );
        }
    }
    assert_eq!(state(silent("Allowed")), Some(State::Processing(0.0)));
}
