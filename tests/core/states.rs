use metadefender_wasm::core::decide::state::State;
use serde_json::json;

use crate::reports::{analysis, finished, finished_in_cloud, with};

fn state(report: serde_json::Value) -> Option<State> {
    State::of(&analysis(report), false).ok()
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
    assert_eq!(state(report), Some(State::Processing(95)));
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
        assert_eq!(state(slower), Some(State::Processing(99)), "{pointer}");
        let silent = with(finished("Allowed", 0), pointer, json!(null));
        assert_eq!(state(silent), Some(State::Processing(0)), "{pointer}");
    }
}

#[test]
fn one_of_the_two_alone_is_not_the_end() {
    let without_scan = with(finished("Allowed", 0), "/scan_results", json!(null));
    assert_eq!(state(without_scan), Some(State::Processing(99)));
}

#[test]
fn progress_of_another_type_is_an_error_and_not_the_end() {
    for wrong in [
        json!("100"),
        json!(101),
        json!(-1),
        json!(99.5),
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
