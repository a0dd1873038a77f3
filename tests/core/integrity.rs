use metadefender_wasm::core::decide::integrity::check;
use metadefender_wasm::core::digests::Digests;
use metadefender_wasm::core::error::ErrorCode;
use serde_json::{Value, json};

use crate::reports::{analysis, finished};

fn checked(file_info: Value) -> Option<ErrorCode> {
    let digests = Digests {
        md5: Some("900150983cd24fb0d6963f7d28e17f72".into()),
        sha256: Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".into()),
        ..Digests::default()
    };
    let mut report = finished("Allowed", 0);
    report["file_info"] = file_info;
    check(&analysis(report), &digests)
        .err()
        .map(|error| error.code)
}

#[test]
fn the_hashes_of_the_report_have_to_be_those_computed_here() {
    let upper = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    assert_eq!(checked(json!({ "sha256": upper })), None);
    assert_eq!(
        checked(json!({ "sha256": upper, "sha1": "not computed here" })),
        None
    );
    let other = upper.replace("BA", "AB");
    assert_eq!(
        checked(json!({ "sha256": other })),
        Some(ErrorCode::Integrity)
    );
    let one_of_two = json!({ "sha256": upper, "md5": "d41d8cd98f00b204e9800998ecf8427e" });
    assert_eq!(checked(one_of_two), Some(ErrorCode::Integrity));
    assert_eq!(checked(json!({ "sha256": 7 })), Some(ErrorCode::Integrity));
    assert_eq!(checked(json!("x")), Some(ErrorCode::Integrity));
}

#[test]
fn a_report_without_hashes_is_about_nobody_else() {
    for none in [
        json!({}),
        json!(null),
        json!({ "sha256": "" }),
        json!({ "sha256": null }),
    ] {
        assert_eq!(checked(none.clone()), None, "{none}");
    }
}
