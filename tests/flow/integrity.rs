//! The hashes that the server reports have to be those of the file.

use metadefender_wasm::{
    ConnectOptions, Digests, ErrorCode, ResumeOptions, ScanOptions, Service, Verdict,
};
use serde_json::{Value, json};

use crate::fake::*;

/// An allowed file with these hashes.
fn allowed_of(hashes: Value) -> Value {
    with(allowed(), "/file_info", hashes)
}

fn resumed(
    report: Value,
) -> metadefender_wasm::flow::Result<metadefender_wasm::flow::Scan<Value>, FakeHost> {
    let host = FakeHost::new();
    host.on("GET /file/*", [answer(report)]);
    let options = ResumeOptions {
        digests: Digests {
            md5: Some(MD5_OF_ABC.to_uppercase()),
            sha1: Some(SHA1_OF_ABC.into()),
            sha256: Some(ABC.to_uppercase()),
            sha512: None,
        },
        ..ResumeOptions::default()
    };
    host.run(host.client().resume(DATA_ID, options, nobody()))
}

/// MDDC API Gateway, *Fetch Analysis Result*: `file_info.md5`, `sha1`, `sha256`.
#[test]
fn hashes_in_the_report_are_compared_whatever_their_case() {
    for hashes in [
        json!({ "sha256": ABC }),
        json!({ "sha256": ABC.to_uppercase(), "sha1": "" }),
        json!({ "md5": MD5_OF_ABC, "sha1": SHA1_OF_ABC }),
        json!({ "sha512": "not computed here" }),
        json!({}),
        Value::Null,
    ] {
        let scan = resumed(allowed_of(hashes)).expect("a scan");
        assert_eq!(scan.judgement.verdict, Verdict::Allowed);
        assert_eq!(scan.digests.md5.as_deref(), Some(MD5_OF_ABC));
        assert_eq!(scan.digests.sha256.as_deref(), Some(ABC));
    }
}

#[test]
fn one_hash_that_differs_or_is_malformed_is_an_integrity_error_and_never_a_verdict() {
    for hashes in [
        json!({ "sha256": ABC, "sha1": "a".repeat(40) }),
        json!({ "md5": 1 }),
        json!({ "md5": [MD5_OF_ABC] }),
        json!({ "sha256": "abc" }),
        json!({ "sha256": format!("{ABC} ") }),
        json!("a text"),
        json!([]),
        json!(true),
    ] {
        let error = fails(resumed(allowed_of(hashes)), ErrorCode::Integrity);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
    }
}

#[test]
fn a_scan_whose_report_is_of_another_file_is_no_verdict_by_analysis_and_by_look_up() {
    let other = answer(allowed_of(json!({ "sha256": "cd".repeat(32) })));
    let host = FakeHost::of_unknown_file([other.clone()]);
    fails(scan(&host, ScanOptions::default()), ErrorCode::Integrity);
    host.on("GET /hash/*", [other]);
    fails(scan(&host, ScanOptions::default()), ErrorCode::Integrity);
    assert_eq!(host.count("POST /file"), 1);
}

/// Cloud v4: the answer to the upload has the `sha256` of what was received.
#[test]
fn an_upload_that_arrived_as_another_file_is_not_followed() {
    for sha256 in [json!("CD".repeat(32)), json!(7), json!([ABC]), json!({})] {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        host.on(
            "POST /file",
            [answer(json!({ "data_id": DATA_ID, "sha256": sha256 }))],
        );
        let client = host.client_with(ConnectOptions {
            service: Service::CloudV4,
            ..ConnectOptions::default()
        });
        let scan = host.run(client.scan(&Source::abc(), ScanOptions::default(), nobody()));
        let error = fails(scan, ErrorCode::Integrity);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert_eq!(host.count("GET /file"), 0);
    }
    for sha256 in [json!(ABC.to_uppercase()), json!(""), Value::Null] {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        host.on(
            "POST /file",
            [answer(json!({ "data_id": DATA_ID, "sha256": sha256 }))],
        );
        scan(&host, ScanOptions::default()).expect("a scan");
    }
}

#[test]
fn the_answer_to_the_upload_of_a_stream_is_compared_with_its_hash_on_the_way() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    host.on(
        "POST /file",
        [answer(
            json!({ "data_id": DATA_ID, "sha256": "cd".repeat(32) }),
        )],
    );
    let stream = Source::stream_of_length(b"abc", 3.0);
    fails(
        scan_of(&host, &stream, ScanOptions::default()),
        ErrorCode::Integrity,
    );
}

#[test]
fn known_digests_of_another_file_are_found_out_where_it_is_analysed() {
    let host = FakeHost::of_unknown_file([answer(allowed_of(json!({ "sha256": ABC })))]);
    let options = ScanOptions {
        digests: Digests {
            sha256: Some("cd".repeat(32)),
            ..Digests::default()
        },
        ..ScanOptions::default()
    };
    let error = fails(scan(&host, options), ErrorCode::Integrity);
    assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
}
