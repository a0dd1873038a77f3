use metadefender_wasm::core::decide::integrity::{check, check_submission};
use metadefender_wasm::core::digests::Digests;
use metadefender_wasm::core::error::{Error, ErrorCode};
use serde_json::{Value, json};

use crate::reports::{analysis, finished, view};

const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";
const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn digests() -> Digests {
    Digests {
        md5: Some(MD5.into()),
        sha256: Some(SHA256.into()),
        ..Digests::default()
    }
}

/// Whether there was a hash to compare, unless one is of another file.
fn compared(file_info: Value, digests: &Digests) -> Result<bool, Error> {
    let mut report = finished("Allowed", 0);
    report["file_info"] = file_info;
    check(&analysis(report), digests)
}

fn checked(file_info: Value) -> Option<ErrorCode> {
    compared(file_info, &digests())
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

#[test]
fn a_report_is_verified_by_one_hash_or_several_and_by_none_it_is_not() {
    for enough in [
        json!({ "sha256": SHA256 }),
        json!({ "md5": MD5 }),
        json!({ "md5": MD5, "sha256": SHA256 }),
        json!({ "md5": MD5, "sha1": "not computed here" }),
    ] {
        assert_eq!(compared(enough.clone(), &digests()), Ok(true), "{enough}");
    }
    for none in [
        json!({}),
        json!(null),
        json!({ "sha256": "" }),
        json!({ "sha1": "not computed here" }),
    ] {
        assert_eq!(compared(none.clone(), &digests()), Ok(false), "{none}");
    }
    let nothing_computed = compared(json!({ "sha256": SHA256 }), &Digests::default());
    assert_eq!(nothing_computed, Ok(false));
}

#[test]
fn the_answer_to_an_upload_may_carry_a_hash_which_has_to_be_that_of_the_file() {
    let checked = |sha256: Value| {
        let answer = view(json!({ "data_id": "1234", "sha256": sha256 })).expect("an object");
        let checked = check_submission(&answer, &digests());
        checked.err().map(|error| error.code)
    };
    for right in [
        json!(SHA256),
        json!(SHA256.to_uppercase()),
        json!(null),
        json!(""),
    ] {
        assert_eq!(checked(right.clone()), None, "{right}");
    }
    for wrong in [json!(SHA256.replace('b', "c")), json!(7), json!([SHA256])] {
        assert_eq!(
            checked(wrong.clone()),
            Some(ErrorCode::Integrity),
            "{wrong}"
        );
    }
}
