//! The calls that are one request and what its answer means.

use metadefender_wasm::{ByHash, ErrorCode, Page, Service};
use serde_json::json;

use crate::fake_host::{FakeHost, ok, status, text};
use crate::support::{
    DATA_ID, SHA256, caller, code, connect, connect_to, connect_with, error, finished, not_found,
    unfinished, unknown,
};

#[test]
fn a_report_as_far_as_it_is() {
    let host = FakeHost::answering([ok(unfinished(10))]);
    let page = Page {
        first: Some(50.0),
        size: Some(25.0),
    };
    let report = host
        .run(connect(&host).result(DATA_ID, page, false, caller()))
        .unwrap();
    assert_eq!(report.json, unfinished(10));
    assert_eq!(
        host.sent(),
        [format!("GET /file/{DATA_ID}?first=50&size=25")]
    );
    for miss in [not_found(), unknown(DATA_ID)] {
        let host = FakeHost::answering([miss]);
        let report = connect(&host)
            .result(DATA_ID, Page::default(), false, caller())
            .await_on(&host);
        assert_eq!(code(report.map(drop)), ErrorCode::NotFound);
    }
}

#[test]
fn a_hash_that_nobody_knows_has_no_report() {
    for miss in [not_found(), unknown(SHA256)] {
        let host = FakeHost::answering([miss]);
        let report = connect(&host)
            .result_by_hash(SHA256, ByHash::default(), caller())
            .await_on(&host);
        assert!(report.unwrap().is_none());
    }
    let host = FakeHost::answering([ok(finished("Allowed", 0))]);
    let client = connect_with(&host, |options| options.rule = Some("Standard".into()));
    let report = host.run(client.result_by_hash(SHA256, ByHash::default(), caller()));
    assert!(report.unwrap().is_some());
    assert!(
        host.requests()[0]
            .headers
            .contains(&("rule".into(), "Standard".into()))
    );
}

#[test]
fn an_answer_that_is_neither_a_report_nor_a_miss_is_a_protocol_error() {
    for answer in [
        json!({}),
        json!({ "another": "Not Found" }),
        json!({ SHA256: "Found" }),
        json!({ SHA256: "Not Found", "more": 1 }),
        json!([]),
        json!(null),
    ] {
        let host = FakeHost::answering([ok(answer.clone()), ok(answer.clone())]);
        let client = connect(&host);
        let report = host.run(client.result_by_hash(SHA256, ByHash::default(), caller()));
        assert_eq!(code(report.map(drop)), ErrorCode::Protocol, "{answer}");
        let report = host.run(client.result(DATA_ID, Page::default(), false, caller()));
        assert_eq!(code(report.map(drop)), ErrorCode::Protocol, "{answer}");
    }
}

#[test]
fn what_is_no_hash_or_id_is_refused_before_anything_is_sent() {
    let host = FakeHost::answering([]);
    let client = connect(&host);
    for hash in ["", "abc", "../login"] {
        let report = host.run(client.result_by_hash(hash, ByHash::default(), caller()));
        assert_eq!(code(report.map(drop)), ErrorCode::InvalidInput);
    }
    for id in ["", ".", ".."] {
        assert_eq!(
            code(host.run(client.cancel(id, caller()))),
            ErrorCode::InvalidInput
        );
        let report = host.run(client.result(id, Page::default(), false, caller()));
        assert_eq!(code(report.map(drop)), ErrorCode::InvalidInput);
    }
    assert!(host.log().is_empty());
}

#[test]
fn many_hashes_at_once_are_clouds() {
    let hashes = vec![SHA256.to_owned()];
    let list = json!([{ "hash": SHA256 }]);
    for (service, answer) in [
        (Service::CloudV2, list.clone()),
        (Service::CloudV4, json!({ "data": list })),
    ] {
        let host = FakeHost::answering([ok(answer)]);
        let client = connect_to(&host, service);
        let results = host.run(client.results_by_hash(&hashes, caller())).unwrap();
        assert_eq!(results, json!([{ "hash": SHA256 }]));
        let body = format!(r#"{{"hash":["{SHA256}"]}}"#);
        assert_eq!(host.requests()[0].body.as_deref(), Some(body.as_str()));
    }
    let host = FakeHost::answering([]);
    let results = connect(&host)
        .results_by_hash(&hashes, caller())
        .await_on(&host);
    assert_eq!(code(results), ErrorCode::Unsupported);
}

#[test]
fn a_session_is_the_key_until_it_ends() {
    let host = FakeHost::answering([
        ok(json!({ "session_id": "s3ssion", "more": 1 })),
        ok(json!([])),
        ok(json!({ "response": "Logout success" })),
        ok(json!([])),
    ]);
    let client = connect_with(&host, |options| options.api_key = Some("k3y".into()));
    let session = host.run(client.login("me", "pa\"ss", caller())).unwrap();
    assert_eq!(session.session_id, "s3ssion");
    assert_eq!(
        session.result,
        json!({ "session_id": "s3ssion", "more": 1 })
    );
    host.run(client.rules(caller())).unwrap();
    host.run(client.logout(caller())).unwrap();
    host.run(client.rules(caller())).unwrap();
    let requests = host.requests();
    assert_eq!(
        requests[0].body.as_deref(),
        Some(r#"{"user":"me","password":"pa\"ss"}"#)
    );
    let key = |n: usize| {
        let key = requests[n]
            .headers
            .iter()
            .find(|(name, _)| name == "apikey");
        key.map(|(_, value)| value.clone())
    };
    assert_eq!(
        (1..4).map(key).collect::<Vec<_>>(),
        [
            Some("s3ssion".into()),
            Some("s3ssion".into()),
            Some("k3y".into())
        ]
    );
}

#[test]
fn a_refused_log_in_is_unauthorized_and_leaves_the_key() {
    let host = FakeHost::answering([
        status(403, json!({ "err": "Invalid credentials" })),
        ok(json!([])),
    ]);
    let client = connect_with(&host, |options| options.api_key = Some("k3y".into()));
    assert_eq!(
        code(host.run(client.login("me", "pw", caller()))),
        ErrorCode::Unauthorized
    );
    host.run(client.rules(caller())).unwrap();
    assert!(
        host.requests()[1]
            .headers
            .contains(&("apikey".into(), "k3y".into()))
    );
    let nobody = host.run(client.login("", "pw", caller()));
    assert_eq!(code(nobody), ErrorCode::InvalidInput);
}

#[test]
fn cancelling_is_acknowledged_by_anything_but_html() {
    for answer in [text(200, ""), ok(json!({})), ok(json!(null))] {
        let host = FakeHost::answering([answer]);
        connect(&host)
            .cancel(DATA_ID, caller())
            .await_on(&host)
            .unwrap();
    }
    let host = FakeHost::answering([text(200, "<html>")]);
    let failure = error(connect(&host).cancel(DATA_ID, caller()).await_on(&host));
    assert_eq!(
        (failure.code, failure.data_id.as_deref()),
        (ErrorCode::Protocol, Some(DATA_ID))
    );
}

#[test]
fn limits_are_clouds_v4() {
    let host = FakeHost::answering([ok(json!({ "limit_prevention": 10 }))]);
    let limits = connect_to(&host, Service::CloudV4)
        .limits(caller())
        .await_on(&host);
    assert_eq!(limits.unwrap(), json!({ "limit_prevention": 10 }));
    let host = FakeHost::answering([]);
    assert_eq!(
        code(connect(&host).limits(caller()).await_on(&host)),
        ErrorCode::Unsupported
    );
}

/// So that a connection may be made and used in one line.
trait AwaitOn: Future + Sized {
    fn await_on(self, host: &FakeHost) -> Self::Output {
        host.run(self)
    }
}

impl<F: Future> AwaitOn for F {}
