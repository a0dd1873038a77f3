//! The examples of "Retrieving scan reports using data ID", MetaDefender Cloud v2. All are verbatim but
//! `finished`, which is no JSON in the document: commas between members were added, footnotes and
//! ellipses taken out.

use metadefender_wasm::Service;
use metadefender_wasm::core::decide::integrity::check;
use metadefender_wasm::core::decide::lookup::{Acceptance, is_usable};
use metadefender_wasm::core::decide::state::State;
use metadefender_wasm::core::decide::verdict::{Verdict, judge};
use metadefender_wasm::core::digests::Digests;
use metadefender_wasm::core::error::ErrorCode;
use metadefender_wasm::core::model::{Analysis, Field};
use serde_json::{Value, json};

use crate::reports::analysis;

const IN_QUEUE: &str = include_str!("fixtures/cloud-v2-in-queue.json");
const FINISHED: &str = include_str!("fixtures/cloud-v2-finished.json");
const SANITIZED: &str = include_str!("fixtures/cloud-v2-sanitized.json");
const NOT_FOUND: &str = include_str!("fixtures/cloud-v2-not-found.json");

fn example(text: &str) -> Analysis {
    analysis(serde_json::from_str(text).expect("an example is JSON"))
}

#[test]
fn in_progress_file_handling() {
    let report = example(IN_QUEUE);
    assert_eq!(
        State::of(&report, Service::CloudV2, false),
        Ok(State::Queued)
    );
    assert_eq!(
        judge(&report, Service::CloudV2).verdict,
        Verdict::Undetermined
    );
}

#[test]
fn successful_scan_request() {
    let report = example(FINISHED);
    assert_eq!(
        State::of(&report, Service::CloudV2, false),
        Ok(State::Finished)
    );
    assert!(is_usable(&report, Service::CloudV2, Acceptance::default()));
    let judgement = judge(&report, Service::CloudV2);
    assert_eq!(judgement.verdict, Verdict::Allowed);
    assert_eq!(judgement.reason, "no-threat-detected");
    assert_eq!(judgement.detail.as_deref(), Some("Clean"));
    assert_eq!(judgement.threats, []);
    let sha256 = "8dcbb493207b1446f4413bc7b369552ef8caaa8dbead8512a5a1296ccef0f71a";
    let of = |sha256: &str| Digests {
        sha256: Some(sha256.into()),
        ..Digests::default()
    };
    assert_eq!(check(&report, &of(sha256)), Ok(true));
    let other = check(&report, &of(&sha256.replace('8', "9"))).unwrap_err();
    assert_eq!(other.code, ErrorCode::Integrity);
}

#[test]
fn successful_scan_request_with_sanitization() {
    let report = example(SANITIZED);
    // "Antiy" failed, and yet all of them came to "Clean".
    assert_eq!(judge(&report, Service::CloudV2).verdict, Verdict::Allowed);
    assert_eq!(
        State::of(&report, Service::CloudV2, true),
        Ok(State::Finished)
    );
    let copy = report.sanitized_file_path().expect("there is a clean copy");
    assert!(copy.starts_with("https://"));
}

#[test]
fn a_result_that_is_not_found_is_no_report() {
    assert!(example(NOT_FOUND).is_empty());
    assert_eq!(
        judge(&example(NOT_FOUND), Service::CloudV2).verdict,
        Verdict::Undetermined
    );
}

#[test]
fn a_clean_copy_that_was_asked_for_has_to_be_there() {
    let with = |copy: Value| {
        let mut report: Value = serde_json::from_str(FINISHED).unwrap();
        report["sanitized"] = copy;
        State::of(&analysis(report), Service::CloudV2, true)
    };
    assert_eq!(with(json!(null)), Ok(State::Processing(0.0)));
    assert_eq!(with(json!({})), Ok(State::Processing(0.0)));
    assert_eq!(
        with(json!({ "progress_percentage": 40 })),
        Ok(State::Processing(40.0))
    );
    assert_eq!(
        with(json!({ "progress_percentage": 100 })),
        Ok(State::Finished)
    );
    for wrong in [
        json!("yes"),
        json!([]),
        json!({ "progress_percentage": "100" }),
    ] {
        assert!(with(wrong).is_err());
    }
}

#[test]
fn a_hit_without_the_clean_copy_that_is_wanted_is_none() {
    let wanted = Acceptance {
        sanitized: true,
        ..Acceptance::default()
    };
    assert!(is_usable(&example(SANITIZED), Service::CloudV2, wanted));
    assert!(!is_usable(&example(FINISHED), Service::CloudV2, wanted));
}

#[test]
fn fields_that_are_null_are_as_if_they_were_not_there() {
    let report = example(FINISHED);
    let results = report.scan_results.value().unwrap();
    let engines = results.scan_details.value().unwrap();
    assert_eq!(engines.0.len(), 4);
    for (_, engine) in &engines.0 {
        assert_eq!(engine.value().unwrap().threat_found, Field::Absent);
    }
}
