use metadefender_wasm::Service;
use metadefender_wasm::core::decide::assessment::assess;
use metadefender_wasm::core::decide::verdict::Verdict;
use serde_json::{Value, json};

use crate::reports::{analysis, finished, with};

/// Finished, outdated, and the verdict.
fn assessed(report: Value) -> (bool, bool, Verdict) {
    let assessment = assess(&analysis(report), Service::Cluster);
    (assessment.finished, assessment.outdated, assessment.verdict)
}

#[test]
fn an_assessment_says_whether_a_report_is_final_and_still_holds() {
    let (allowed, unknown) = (Verdict::Allowed, Verdict::Undetermined);
    assert_eq!(assessed(finished("Allowed", 0)), (true, false, allowed));
    let going_on = with(
        finished("Allowed", 0),
        "/scan_results/progress_percentage",
        json!(99),
    );
    assert_eq!(assessed(going_on), (false, false, unknown));
    let malformed = with(finished("Allowed", 0), "/scan_results", json!("done"));
    assert_eq!(assessed(malformed), (false, false, unknown));
    let stale = json!(["enginedefinitions"]);
    let outdated = with(finished("Allowed", 0), "/process_info/outdated_data", stale);
    assert_eq!(assessed(outdated), (true, true, allowed));
}
