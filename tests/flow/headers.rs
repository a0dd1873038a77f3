//! Headers that a function of the caller's gives for each request.

use metadefender_wasm::{ConnectOptions, ErrorCode, ScanOptions, Verdict};
use serde_json::json;

use crate::fake::*;

const FIRST: &[(&str, &str)] = &[("authorization", "Bearer first-t0ken"), ("x-site", "one")];
const SECOND: &[(&str, &str)] = &[("authorization", "Bearer second-t0ken")];

#[test]
fn they_are_asked_for_before_each_request() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    host.gives_headers([Some(FIRST), Some(SECOND)]);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Allowed);
    let [lookup, upload, result] = [0, 1, 2].map(|index| host.request(index));
    assert_eq!(lookup.header("authorization"), Some("Bearer first-t0ken"));
    assert_eq!(lookup.header("x-site"), Some("one"));
    assert_eq!(upload.header("authorization"), Some("Bearer second-t0ken"));
    assert_eq!(upload.header("x-site"), None);
    assert_eq!(result.header("authorization"), Some("Bearer second-t0ken"));
}

#[test]
fn each_attempt_has_its_own() {
    for (pattern, code) in [("GET /file/rules", 503), ("GET /file/rules", 429)] {
        let host = FakeHost::new();
        host.gives_headers([Some(FIRST), Some(SECOND)]);
        host.on(pattern, [status(code), answer(json!([]))]);
        host.run(host.client().rules(nobody())).expect("rules");
        assert_eq!(
            [0, 1].map(|index| host
                .request(index)
                .header("authorization")
                .map(str::to_owned)),
            [
                Some("Bearer first-t0ken".to_owned()),
                Some("Bearer second-t0ken".to_owned())
            ]
        );
    }
}

#[test]
fn none_takes_the_place_of_the_clients_own() {
    let host = FakeHost::new();
    host.gives_headers([Some(&[("apikey", "theirs"), ("Cookie", "a=b")])]);
    host.on("GET /file/rules", [answer(json!([]))]);
    let client = host.client_with(ConnectOptions {
        api_key: Some("the-key".into()),
        ..ConnectOptions::default()
    });
    host.run(client.rules(nobody())).expect("rules");
    assert_eq!(host.request(0).header("apikey"), Some("the-key"));
    assert_eq!(host.request(0).header("cookie"), Some("a=b"));
}

#[test]
fn where_the_function_fails_nothing_is_sent() {
    let host = FakeHost::new();
    host.gives_headers([None]);
    let error = fails(scan(&host, ScanOptions::default()), ErrorCode::InvalidInput);
    assert_eq!(error.data_id, None);
    assert!(host.requests().is_empty());
    assert!(host.sleeps().is_empty(), "it is not tried again");
}

#[test]
fn where_it_fails_in_mid_analysis_the_error_says_which_one_goes_on() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    host.gives_headers([Some(FIRST), Some(FIRST), None]);
    let error = fails(scan(&host, ScanOptions::default()), ErrorCode::InvalidInput);
    assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
}

/// A token of an earlier request, be it without its scheme, is as secret as the one of this.
#[test]
fn no_message_repeats_one_of_now_or_of_earlier() {
    let host = FakeHost::new();
    host.gives_headers([Some(FIRST), Some(SECOND)]);
    let echo = "first-t0ken, Bearer first-t0ken, second-t0ken; for site one";
    host.on(
        "GET /file/rules",
        [
            answer(json!([])),
            status(403).with(json!({ "err": echo })),
            Answer::thrown(json!(echo)),
        ],
    );
    let client = host.client();
    host.run(client.rules(nobody())).expect("rules");
    for code in [ErrorCode::Forbidden, ErrorCode::Network] {
        let Err(failure) = host.run(client.rules(nobody())) else {
            panic!("no failure")
        };
        assert_eq!(failure.code(), Some(code));
        let everything = format!("{failure:?}");
        assert!(!everything.contains("t0ken"), "{everything}");
        // What does not look like a secret is the server's own words.
        assert!(everything.contains("for site one"), "{everything}");
    }
}

/// A new token for each request must not have the others forgotten.
#[test]
fn passwords_are_remembered_beside_any_number_of_tokens() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    let client = host.client();
    let mut options = ScanOptions::default();
    options.analyze.analyze.archive_passwords = vec!["hunter2".into()];
    host.run(client.scan(&Source::abc(), options, nobody()))
        .expect("a scan");
    host.on("GET /file/rules", [answer(json!([]))]);
    for number in 0..150 {
        let token = format!("Bearer another-t0ken-{number}");
        host.gives_headers([Some(&[("authorization", token.as_str())])]);
        host.run(client.rules(nobody())).expect("rules");
    }
    host.on(
        "GET /file/rules",
        [status(403).with(json!({ "err": "hunter2 another-t0ken-149" }))],
    );
    let error = fails(host.run(client.rules(nobody())), ErrorCode::Forbidden);
    assert!(!error.message.contains("hunter2"), "{error}");
    assert!(!error.message.contains("t0ken"), "{error}");
}
