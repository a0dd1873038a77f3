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
