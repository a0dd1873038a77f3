//! What else in a report speaks against a clean code.

use metadefender_wasm::Service;
use metadefender_wasm::core::decide::verdict::{Judgement, Verdict, judge};
use serde_json::{Value, json};

use crate::reports::{analysis, finished, finished_in_cloud, with};

fn judged(report: Value) -> Judgement {
    judge(&analysis(report), Service::CloudV4)
}

fn verdict(report: Value) -> Verdict {
    judged(report).verdict
}

/// Names of results that are not clean: MDDC API Gateway, `scan_all_result_a`; MetaDefender Cloud, "Description of Scan
/// Result Codes"; MetaDefender Core 3 and 4; Core 5, "Scan result codes and explanations".
const NAMES_AGAINST: [&str; 22] = [
    "Infected",
    "infected",
    "Infected/Known",
    "Suspicious",
    "Failed To Scan",
    "Cleaned / Deleted",
    "Quarantined",
    "Skipped Infected",
    "Blacklisted",
    "Blocklisted",
    "Exceeded Archive Depth",
    "Not Scanned / No scan results",
    "Aborted",
    "Encrypted",
    "Encrypted Archive",
    "Password Protected Document",
    "Filetype Mismatch",
    "Potentially Vulnerable File",
    "Canceled",
    "Sensitive Data Found",
    "Yara Rule Matched",
    "Malicious Verdict by Sandbox",
];

#[test]
fn a_name_that_speaks_against_a_clean_code_makes_a_contradiction() {
    let named =
        |report: Value, name: &str| with(report, "/scan_results/scan_all_result_a", json!(name));
    for name in NAMES_AGAINST {
        for report in [
            finished("Allowed", 0),
            finished_in_cloud(0),
            finished_in_cloud(7),
        ] {
            let judgement = judged(named(report.clone(), name));
            assert_eq!(judgement.verdict, Verdict::Undetermined, "{name}");
            assert_eq!(judgement.reason, "contradictory-answer", "{name}");
        }
        let verdicts = json!(["No Threat Detected", name]);
        let report = with(finished("Allowed", 0), "/process_info/verdicts", verdicts);
        assert_eq!(verdict(report), Verdict::Undetermined, "{name}");
    }
    // In Cloud's own words, a list overrules the engines.
    for (name, expected) in [
        ("Skipped Clean", Verdict::Allowed),
        ("No Threats Found", Verdict::Undetermined),
    ] {
        let engines = json!({ "Engine": { "scan_result_i": 1 } });
        let report = with(finished_in_cloud(7), "/scan_results/scan_details", engines);
        assert_eq!(verdict(named(report, name)), expected, "{name}");
    }
    // A name that nobody knows is no witness, nor is the one of a clean copy.
    for name in [
        "Clean",
        "No Threats Found",
        "No Threat Detected",
        "Sanitized",
        "Mostly harmless",
        "",
    ] {
        for report in [finished("Allowed", 0), finished_in_cloud(0)] {
            assert_eq!(verdict(named(report, name)), Verdict::Allowed, "{name}");
        }
    }
}

#[test]
fn an_infected_file_of_an_archive_or_a_count_of_engines_makes_a_contradiction() {
    for (pointer, value) in [
        ("/scan_results/total_detected_avs", json!(1)),
        (
            "/extracted_files",
            json!({ "files_in_archive": [{ "detected_by": 0 }, { "detected_by": 2 }] }),
        ),
        (
            "/extracted_files",
            json!({ "files_in_archive": [{ "scan_all_result_i": 1 }] }),
        ),
    ] {
        for report in [finished("Allowed", 0), finished_in_cloud(0)] {
            let judgement = judged(with(report, pointer, value.clone()));
            assert_eq!(judgement.reason, "contradictory-answer", "{pointer}");
        }
        // An allow list overrules engines.
        let listed = with(finished("Allowed", 7), pointer, value);
        assert_eq!(verdict(listed), Verdict::Allowed, "{pointer}");
    }
    for value in [json!("2"), json!([]), json!(1.5)] {
        let pointer = "/scan_results/total_detected_avs";
        let report = with(finished("Allowed", 0), pointer, value.clone());
        assert_eq!(verdict(report), Verdict::Undetermined, "{value}");
        let files = json!({ "files_in_archive": [{ "scan_all_result_i": value }] });
        let report = with(finished("Allowed", 0), "/extracted_files", files);
        assert_eq!(verdict(report), Verdict::Undetermined, "{value}");
    }
    for value in [json!(0), Value::Null] {
        let report = with(
            finished("Allowed", 0),
            "/scan_results/total_detected_avs",
            value.clone(),
        );
        assert_eq!(verdict(report), Verdict::Allowed);
        let report = with(finished("Allowed", 0), "/extracted_files", value);
        assert_eq!(verdict(report), Verdict::Allowed);
    }
}
