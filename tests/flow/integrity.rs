//! The hashes that the server reports have to be those of the file.

use metadefender_wasm::{
    Algorithm, ConnectOptions, Digests, ErrorCode, ResumeOptions, ScanOptions, Service, Verdict,
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
        json!({ "sha256": ABC, "sha512": "not computed here" }),
    ] {
        let scan = resumed(allowed_of(hashes)).expect("a scan");
        assert_eq!(scan.judgement.verdict, Verdict::Allowed);
        assert_eq!(scan.digests.md5.as_deref(), Some(MD5_OF_ABC));
        assert_eq!(scan.digests.sha256.as_deref(), Some(ABC));
    }
}

/// MDDC API Gateway and Cloud v2, `file_info`: every report has hashes of the file. One that has none which was computed
/// here may be about any file: an upload's answer may name another analysis.
#[test]
fn a_report_without_a_hash_to_compare_is_never_allowed() {
    for hashes in [
        json!({ "sha512": "not computed here" }),
        json!({ "sha256": "" }),
        json!({}),
        Value::Null,
    ] {
        let scan = resumed(allowed_of(hashes.clone())).expect("a scan");
        assert_eq!(scan.judgement.verdict, Verdict::Undetermined, "{hashes}");
        assert_eq!(scan.judgement.reason, "unverified-answer");
        let blocked = with(infected(), "/file_info", hashes);
        let scan = resumed(blocked).expect("a scan");
        assert_eq!(scan.judgement.verdict, Verdict::Blocked);
    }
    let host = FakeHost::of_unknown_file([answer(allowed_of(json!({})))]);
    let unverified = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(unverified.judgement.verdict, Verdict::Undetermined);
}

/// Nothing is known of the file, so that there is nothing to compare.
#[test]
fn who_resumes_without_digests_is_told_what_the_report_says() {
    let host = FakeHost::new();
    host.on("GET /file/*", [answer(allowed_of(json!({})))]);
    let client = host.client();
    let scan = host.run(client.resume(DATA_ID, ResumeOptions::default(), nobody()));
    let scan = scan.expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Allowed);
}

/// The answer to the upload names the analysis of another file. Cloud's reports carry no SHA-512.
#[test]
fn a_file_that_is_looked_up_by_sha_512_is_told_from_another_by_its_sha_256() {
    let other = json!({ "sha256": "cd".repeat(32), "sha1": "ef".repeat(20) });
    for service in [Service::Cluster, Service::CloudV2, Service::CloudV4] {
        let host = FakeHost::of_unknown_file([answer(allowed_of(other.clone()))]);
        let client = host.client_with(ConnectOptions {
            service,
            ..ConnectOptions::default()
        });
        let options = ScanOptions {
            hash: Algorithm::Sha512,
            ..ScanOptions::default()
        };
        let scan = host.run(client.scan(&Source::abc(), options, nobody()));
        fails(scan, ErrorCode::Integrity);
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
