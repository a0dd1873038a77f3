use metadefender_wasm::Service;
use metadefender_wasm::core::decide::lookup::{Acceptance, is_usable};
use serde_json::{Value, json};

use crate::reports::{analysis, finished, finished_in_cloud, with};

const STRICT: Acceptance = Acceptance {
    outdated: false,
    by_colliding_hash: false,
    sanitized: false,
    with_passwords: false,
};

fn usable(report: Value, acceptance: Acceptance) -> bool {
    let service = match report.get("process_info") {
        None => Service::CloudV2,
        Some(_) => Service::Cluster,
    };
    is_usable(&analysis(report), service, acceptance)
}

#[test]
fn a_finished_result_answers_for_the_same_bytes() {
    for code in [
        0, 1, 2, 7, 8, 20, 21, 12, 9, 13, 14, 23, 51, 60, 66, 46, 61, 62,
    ] {
        assert!(usable(finished("Blocked", code), STRICT), "code {code}");
        assert!(usable(finished_in_cloud(code), STRICT), "code {code}");
    }
}

#[test]
fn a_hit_is_stale_when_what_judged_it_has_changed() {
    let flags = [
        "enginedefinitions",
        "engineconfigurations",
        "configuration",
        // As OPSWAT's OpenAPI description of MetaDefender Core spells it; and what nobody knows is stale.
        "enginedefinition",
        "Sanitization",
        "",
    ];
    for flag in flags
        .map(Value::from)
        .into_iter()
        .chain([json!(1), json!(null)])
    {
        let flags = json!(["sanitization", flag]);
        let stale = with(finished("Allowed", 0), "/process_info/outdated_data", flags);
        assert!(!usable(stale.clone(), STRICT), "{flag}");
        assert!(
            usable(
                stale,
                Acceptance {
                    outdated: true,
                    ..STRICT
                }
            ),
            "{flag}"
        );
    }
    let without_its_copy = with(
        finished("Allowed", 0),
        "/process_info/outdated_data",
        json!(["sanitization"]),
    );
    assert!(usable(without_its_copy, STRICT));
    let unreadable = with(
        finished("Allowed", 0),
        "/process_info/outdated_data",
        json!("yes"),
    );
    assert!(!usable(unreadable, STRICT));
}

#[test]
fn a_hit_that_came_to_no_result_is_none() {
    let unfinished = with(
        finished("Allowed", 0),
        "/scan_results/progress_percentage",
        json!(95),
    );
    assert!(!usable(unfinished, STRICT));
    for code in [
        3, 10, 16, 19, 24, 25, 31, 47, 54, 55, 56, 57, 58, 59, 255, 256, 257,
    ] {
        assert!(!usable(finished("Blocked", code), STRICT), "code {code}");
    }
    for code in [4, 999] {
        assert!(usable(finished("Blocked", code), STRICT), "code {code}");
        assert!(!usable(finished("Allowed", code), STRICT), "code {code}");
        assert!(!usable(finished_in_cloud(code), STRICT), "code {code}");
    }
    let nameless = with(finished("Allowed", 0), "/data_id", json!(null));
    assert!(!usable(nameless, STRICT));
}

#[test]
fn with_passwords_at_hand_an_unopened_archive_is_analysed_again() {
    let with_passwords = Acceptance {
        with_passwords: true,
        ..STRICT
    };
    for code in [12, 15] {
        assert!(usable(finished("Blocked", code), STRICT), "code {code}");
        assert!(
            !usable(finished("Blocked", code), with_passwords),
            "code {code}"
        );
    }
    assert!(usable(finished("Blocked", 1), with_passwords));
}

/// Two files can have one MD5 or SHA-1: only a report with a SHA-256 can be told to be about this one.
#[test]
fn a_hit_by_a_colliding_hash_has_to_carry_one_that_does_not_collide() {
    let by_colliding_hash = Acceptance {
        by_colliding_hash: true,
        ..STRICT
    };
    let with_info = |info: Value| with(finished("Allowed", 0), "/file_info", info);
    let safe =
        json!({ "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" });
    assert!(usable(with_info(safe), by_colliding_hash));
    for unsafe_info in [
        json!(null),
        json!({}),
        json!({ "sha256": "" }),
        json!({ "sha256": null }),
        json!({ "sha256": 7 }),
        json!({ "md5": "900150983cd24fb0d6963f7d28e17f72" }),
        json!("x"),
    ] {
        let report = with_info(unsafe_info.clone());
        assert!(!usable(report.clone(), by_colliding_hash), "{unsafe_info}");
        // By a hash that does not collide it is looked up as it is.
        assert!(usable(report, STRICT), "{unsafe_info}");
    }
}

#[test]
fn where_a_clean_copy_is_asked_for_the_earlier_analysis_has_to_have_made_one() {
    let sanitized = Acceptance {
        sanitized: true,
        ..STRICT
    };
    let with_copy = |result: &str, copy: Value| with(finished(result, 0), "/sanitized", copy);
    let made = json!({ "result": "Allowed", "progress_percentage": 100 });
    assert!(usable(with_copy("Allowed", made.clone()), sanitized));
    assert!(usable(with_copy("Blocked", made), sanitized));
    let failed = json!({ "result": "Error", "progress_percentage": 100 });
    assert!(!usable(with_copy("Allowed", failed.clone()), sanitized));
    assert!(usable(with_copy("Allowed", failed.clone()), STRICT));
    // An upload would be blocked again, and have no copy either.
    assert!(usable(with_copy("Blocked", failed), sanitized));
    for none in [
        json!(null),
        json!({}),
        json!({ "result": "Allowed", "progress_percentage": 99 }),
    ] {
        assert!(
            !usable(with_copy("Allowed", none.clone()), sanitized),
            "{none}"
        );
    }
}

#[test]
fn a_hit_without_a_result_that_anybody_knows_is_one_only_where_it_is_blocked() {
    let without_code = with(
        finished("Blocked", 0),
        "/scan_results/scan_all_result_i",
        json!(null),
    );
    assert!(!usable(without_code, STRICT));
    let malformed = with(
        finished("Blocked", 0),
        "/scan_results/scan_all_result_i",
        json!("0"),
    );
    assert!(!usable(malformed, STRICT));
}
