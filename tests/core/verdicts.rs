use metadefender_wasm::Service;
use metadefender_wasm::core::decide::result_code::{OTHER_NAMES, TABLE};
use metadefender_wasm::core::decide::verdict::{Judgement, Threat, Verdict, judge};
use serde_json::{Value, json};

use crate::reports::{analysis, finished, finished_in_cloud, with};

/// As a report of the service that has such reports: only Cloud leaves `process_info` out.
fn judged(report: Value) -> Judgement {
    let service = match report.get("process_info") {
        None => Service::CloudV2,
        Some(_) => Service::Cluster,
    };
    judge(&analysis(report), service)
}

fn verdict(report: Value) -> Verdict {
    judged(report).verdict
}

/// MDDC API Gateway, *Fetch Analysis Result*: the enumeration of `scan_all_result_i`; 45 to 66, 256 and 257 by
/// MetaDefender Core, "Scan result codes and explanations", June 2026.
const CODES: [i64; 62] = [
    0, 1, 2, 3, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    29, 30, 31, 32, 33, 34, 36, 38, 39, 40, 41, 42, 43, 45, 46, 47, 48, 51, 52, 53, 54, 55, 56, 57,
    58, 59, 60, 61, 62, 63, 64, 65, 66, 255, 256, 257, 1014,
];

/// Codes that are a threat, whatever else the report says.
const THREATS: [i64; 15] = [1, 2, 8, 26, 27, 28, 29, 30, 34, 36, 38, 42, 52, 53, 62];

/// Codes of a file that was not looked at as a whole: cancelled, rejected, not all there, under way.
const UNPROCESSED: [i64; 7] = [19, 47, 55, 57, 255, 256, 257];

/// Codes that mean clean by themselves. (Not 61, Allowed by Threat Intelligence: MetaDefender Core's reports have a
/// `process_info`.)
const CLEAN: [i64; 4] = [0, 7, 39, 41];

#[test]
fn the_table_has_every_code_of_the_reference_once_and_names_them_apart() {
    assert_eq!(TABLE.map(|row| i64::from(row.code)), CODES);
    for row in &TABLE {
        assert_eq!(
            TABLE
                .iter()
                .filter(|other| other.reason == row.reason)
                .count(),
            1
        );
    }
}

/// The enumeration of `scan_all_result_a`, from the same two documents.
const NAMES: &str = "No Threat Detected,\
    Infected,\
    Suspicious,\
    Failed,\
    Whitelisted,\
    Blacklisted,\
    Exceeded Archive Depth,\
    Not Scanned,\
    Encrypted Archive,\
    Exceeded Archive Size,\
    Exceeded Archive File Number,\
    Password Protected Document,\
    Exceeded Archive Timeout,\
    Mismatch,\
    Potentially Vulnerable File,\
    Cancelled,\
    Sensitive Data Found,\
    Yara Rule Matched,\
    Potentially Unwanted,\
    Unsupported File Type,\
    Extraction Failed,\
    Scan Failed,\
    Suspicious Verdict by Sandbox,\
    Likely Malicious Verdict by Sandbox,\
    Malicious Verdict by Sandbox,\
    Blocked Verdict by Sandbox,\
    Blocked Verdict by Deep CDR,\
    Global Timeout Exceeded,\
    Vulnerable Verdict by SBOM,\
    Non-vulnerable Verdict by SBOM,\
    Blocked Verdict by SBOM,\
    Blocked by Post Action,\
    Known Bad,\
    Known Good,\
    Unknown,\
    Allowed Verdict by COO,\
    Blocked Verdict by COO,\
    Unknown Verdict by COO,\
    License Risk Verdict by SBOM,\
    Blocked Verdict by File Type,\
    Multipart Upload Timed Out,\
    Sanitized,\
    Exceeded Limited Sandbox File Size,\
    Blocked Verdict by Archive Extraction,\
    Blocked Verdict by Archive Compression,\
    Sandbox Execution Limit Reached,\
    Rejected,\
    Empty Split Archive,\
    Split Archive Upload Timed Out,\
    Unsupported Split Archive Type,\
    Split Archive Not Supported,\
    Exceeded Archive Expansion Factor,\
    Allowed Verdict by Threat Intelligence,\
    Blocked Verdict by Threat Intelligence,\
    AI Content Detected,\
    AI Content Uncertain,\
    AI Content Not Detected,\
    RMS Protected Document,\
    In Progress,\
    Multipart Uploading,\
    Split Archive Uploading,\
    Skip Processing Fast Symlink";

#[test]
fn the_reasons_are_the_references_names_in_kebab_case() {
    let kebab_case = |name: &str| name.to_lowercase().replace(' ', "-");
    assert_eq!(
        TABLE.map(|row| row.reason.to_owned()),
        *NAMES.split(',').map(kebab_case).collect::<Vec<_>>()
    );
}

#[test]
fn what_only_cloud_knows_is_never_allowed() {
    for (code, name) in OTHER_NAMES {
        if TABLE.iter().all(|row| i64::from(row.code) != code) {
            assert_ne!(
                verdict(finished("Allowed", code)),
                Verdict::Allowed,
                "{name}"
            );
        }
    }
}

#[test]
fn allowed_is_a_finished_analysis_that_says_so_with_a_known_harmless_code() {
    for code in CODES {
        let allowed = verdict(finished("Allowed", code)) == Verdict::Allowed;
        assert_eq!(
            allowed,
            !THREATS.contains(&code) && !UNPROCESSED.contains(&code),
            "code {code}"
        );
    }
}

#[test]
fn a_threat_is_blocked_even_where_the_process_says_allowed() {
    for code in THREATS {
        assert_eq!(
            verdict(finished("Allowed", code)),
            Verdict::Blocked,
            "code {code}"
        );
        assert_eq!(
            verdict(finished_in_cloud(code)),
            Verdict::Blocked,
            "code {code}"
        );
    }
}

#[test]
fn blocked_is_blocked_whatever_the_code() {
    for code in CODES.into_iter().chain([4, 11, 999]) {
        assert_eq!(
            verdict(finished("Blocked", code)),
            Verdict::Blocked,
            "code {code}"
        );
    }
}

#[test]
fn without_process_info_only_codes_that_mean_clean_allow() {
    for code in CODES {
        let allowed = verdict(finished_in_cloud(code)) == Verdict::Allowed;
        assert_eq!(allowed, CLEAN.contains(&code), "code {code}");
    }
}

/// The reference has a `process_info` in every report of MDDC.
#[test]
fn a_report_of_the_cluster_without_process_info_is_never_allowed() {
    for code in CODES {
        for service in [Service::CloudV2, Service::CloudV4] {
            let verdict = judge(&analysis(finished_in_cloud(code)), service).verdict;
            let allowed = verdict == Verdict::Allowed;
            assert_eq!(allowed, CLEAN.contains(&code), "code {code}");
        }
        let verdict = judge(&analysis(finished_in_cloud(code)), Service::Cluster).verdict;
        assert_ne!(verdict, Verdict::Allowed, "code {code}");
    }
}

#[test]
fn unknown_codes_are_never_allowed() {
    for code in [
        4,
        5,
        6,
        11,
        35,
        37,
        44,
        50,
        254,
        258,
        1013,
        -1,
        i64::from(i32::MAX),
    ] {
        assert_eq!(
            verdict(finished("Allowed", code)),
            Verdict::Undetermined,
            "code {code}"
        );
        assert_eq!(
            verdict(finished_in_cloud(code)),
            Verdict::Undetermined,
            "code {code}"
        );
    }
}

#[test]
fn the_code_decides_and_not_the_label() {
    for label in ["Clean", "No threat detected", "No Threat Detected", ""] {
        let report = with(
            finished("Blocked", 1),
            "/scan_results/scan_all_result_a",
            json!(label),
        );
        assert_eq!(judged(report).reason, "infected");
        let report = with(
            finished_in_cloud(12),
            "/scan_results/scan_all_result_a",
            json!(label),
        );
        assert_eq!(verdict(report), Verdict::Undetermined);
    }
}

#[test]
fn what_is_missing_or_of_another_type_is_never_allowed() {
    let pointers = [
        "/process_info",
        "/process_info/progress_percentage",
        "/process_info/result",
        "/scan_results",
        "/scan_results/progress_percentage",
        "/scan_results/scan_all_result_i",
    ];
    let values = [
        json!(true),
        json!("Clean"),
        json!("0"),
        json!(0.5),
        json!([]),
        json!([0]),
    ];
    for pointer in pointers {
        for value in &values {
            let report = with(finished("Allowed", 0), pointer, value.clone());
            assert_ne!(verdict(report), Verdict::Allowed, "{pointer} = {value}");
        }
    }
    for pointer in &pointers[1..] {
        for value in [json!(null), json!({})] {
            let report = with(finished("Allowed", 0), pointer, value.clone());
            assert_ne!(verdict(report), Verdict::Allowed, "{pointer} = {value}");
        }
    }
    let empty = with(finished("Allowed", 0), "/process_info", json!({}));
    assert_ne!(verdict(empty), Verdict::Allowed);
}

#[test]
fn an_unfinished_analysis_is_never_allowed() {
    let unfinished = with(
        finished("Allowed", 0),
        "/process_info/progress_percentage",
        json!(99),
    );
    let judgement = judged(unfinished);
    assert_eq!(
        (judgement.verdict, judgement.reason),
        (Verdict::Undetermined, "in-progress")
    );
    let processing = judged(finished("Processing", 0));
    assert_eq!(processing.verdict, Verdict::Undetermined);
    assert_eq!(verdict(json!({ "data_id": "1" })), Verdict::Undetermined);
}

#[test]
fn contradictions_are_never_allowed() {
    let blocked = with(
        finished("Allowed", 0),
        "/process_info/blocked_reason",
        json!("Infected"),
    );
    assert_eq!(judged(blocked).reason, "contradictory-answer");
    let engine = json!({ "ClamAV": { "scan_result_i": 1, "threat_found": "Eicar" } });
    for report in [finished("Allowed", 0), finished_in_cloud(0)] {
        let report = with(report, "/scan_results/scan_details", engine.clone());
        assert_eq!(judged(report).verdict, Verdict::Undetermined);
    }
    for code in [3, 9, 10, 20, 22] {
        let report = with(
            finished("Allowed", code),
            "/scan_results/scan_details",
            engine.clone(),
        );
        assert_eq!(judged(report).verdict, Verdict::Undetermined, "code {code}");
    }
    for details in [
        json!({ "A": { "scan_result_i": "1" } }),
        json!({ "A": [1] }),
        json!(7),
    ] {
        let report = with(
            finished("Allowed", 0),
            "/scan_results/scan_details",
            details,
        );
        assert_eq!(judged(report).verdict, Verdict::Undetermined);
    }
    for reasons in [json!(["Infected"]), json!("Infected"), json!([1])] {
        let report = with(
            finished("Allowed", 0),
            "/process_info/blocked_reasons",
            reasons,
        );
        assert_eq!(judged(report).verdict, Verdict::Undetermined);
    }
    let empty = with(
        finished("Allowed", 0),
        "/process_info/blocked_reasons",
        json!([]),
    );
    assert_eq!(judged(empty).verdict, Verdict::Allowed);
    // What overrules engines does so only where `process_info` says that the file is allowed.
    for code in [7, 39, 41, 61] {
        let details = "/scan_results/scan_details";
        let overruled = with(finished("Allowed", code), details, engine.clone());
        assert_eq!(judged(overruled).verdict, Verdict::Allowed, "code {code}");
        let alone = with(finished_in_cloud(code), details, engine.clone());
        assert_eq!(judged(alone).verdict, Verdict::Undetermined, "code {code}");
    }
}

#[test]
fn the_reason_is_stable_and_the_detail_is_the_servers() {
    let report = with(
        finished("Blocked", 20),
        "/process_info/blocked_reason",
        json!("Card number"),
    );
    let judgement = judged(report);
    assert_eq!(judgement.reason, "sensitive-data-found");
    assert_eq!(judgement.detail.as_deref(), Some("Card number"));

    let label = "/scan_results/scan_all_result_a";
    let judgement = judged(with(
        finished("Blocked", 12),
        label,
        json!("Encrypted Archive"),
    ));
    assert_eq!(judgement.reason, "encrypted-archive");
    assert_eq!(judgement.detail.as_deref(), Some("Encrypted Archive"));

    assert_eq!(judged(finished("Blocked", 0)).reason, "blocked-by-policy");
}

#[test]
fn threats_are_what_engines_and_rules_found_and_not_their_error_messages() {
    let details = json!({
        "ClamAV": { "scan_result_i": 1, "threat_found": "Win.Test.EICAR_HDB-1" },
        "Nameless": { "scan_result_i": 2, "threat_found": "" },
        "Broken": { "scan_result_i": 3, "threat_found": "database not loaded" },
        "Fine": { "scan_result_i": 0, "threat_found": "" },
        "Odd": "no object",
    });
    let report = with(
        finished("Blocked", 1),
        "/scan_results/scan_details",
        details,
    );
    let report = with(
        report,
        "/yara",
        json!({ "verdict": 1, "hits": { "Marker": {} } }),
    );
    let threat = |engine: &str, threat: &str| Threat {
        engine: engine.into(),
        threat: threat.into(),
    };
    assert_eq!(
        judged(report).threats,
        [
            threat("ClamAV", "Win.Test.EICAR_HDB-1"),
            threat("Nameless", "suspicious"),
            threat("YARA", "Marker"),
        ],
    );
}

#[test]
fn a_surprising_type_where_nothing_is_decided_breaks_nothing() {
    let mut report = finished("Allowed", 0);
    report["process_info"]["post_processing"] = json!({});
    report["process_info"]["outdated_data"] = json!("none");
    report["dlp_info"] = json!({ "severity": "0", "hits": [] });
    report["yara"] = json!([]);
    report["file_info"] = json!(null);
    report["vulnerability_info"] = json!(7);
    assert_eq!(verdict(report), Verdict::Allowed);
}

#[test]
fn a_report_without_a_clear_result_has_the_reason_of_its_code_unless_that_means_clean() {
    for (code, reason) in [(0, "unknown-result"), (3, "failed"), (40, "unknown")] {
        let judgement = judged(finished("Processing", code));
        assert_eq!(judgement.verdict, Verdict::Undetermined, "code {code}");
        assert_eq!(judgement.reason, reason, "code {code}");
    }
}
