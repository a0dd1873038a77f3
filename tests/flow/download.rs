//! The files that an analysis made.

use metadefender_wasm::{ErrorCode, Service};
use serde_json::json;

use crate::fake_host::{FakeHost, no_answer, ok, text};
use crate::support::{
    DATA_ID, caller, code, connect, connect_to, connect_with, error, finished, not_found,
};

const COPY: &str = "https://storage.test/copy";

#[test]
fn of_mddc_the_answer_is_the_copy() {
    let host = FakeHost::answering([text(200, "clean"), text(200, "redacted")]);
    let client = connect(&host);
    let copy = host
        .run(client.download_sanitized(DATA_ID, caller()))
        .unwrap();
    assert_eq!(copy, "clean");
    assert_eq!(
        host.run(client.download(DATA_ID, caller())).unwrap(),
        "redacted"
    );
    let paths = ["converted", "download"].map(|kind| format!("GET /file/{kind}/{DATA_ID}"));
    assert_eq!(host.sent(), paths);
}

#[test]
fn of_cloud_it_is_at_an_address_which_gets_neither_key_nor_headers() {
    let mut report = finished("Allowed", 0);
    report["sanitized"] = json!({ "file_path": COPY });
    for (service, located) in [
        (Service::CloudV2, ok(report)),
        (Service::CloudV4, ok(json!({ "sanitizedFilePath": COPY }))),
    ] {
        let host = FakeHost::answering([located, text(200, "clean")]);
        let client = connect_with(&host, |options| {
            options.service = service;
            options.api_key = Some("k3y".into());
            options.headers = vec![("x-proxy".into(), "yes".into())];
        });
        assert_eq!(
            host.run(client.download_sanitized(DATA_ID, caller()))
                .unwrap(),
            "clean"
        );
        let requests = host.requests();
        assert!(
            requests[0]
                .headers
                .contains(&("apikey".into(), "k3y".into()))
        );
        assert!(!requests[0].is_foreign);
        assert_eq!(requests[1].url, COPY);
        assert!(requests[1].is_foreign && requests[1].headers.is_empty());
    }
}

#[test]
fn an_address_that_is_none_or_not_secure_is_not_asked() {
    for (address, expected) in [
        (json!("javascript:alert(1)"), ErrorCode::Protocol),
        (json!("data:,x"), ErrorCode::Protocol),
        (json!("/relative"), ErrorCode::Protocol),
        (json!("http://insecure.test"), ErrorCode::Protocol),
        (json!(""), ErrorCode::NotFound),
        (json!(null), ErrorCode::NotFound),
        (json!(7), ErrorCode::NotFound),
    ] {
        let host = FakeHost::answering([ok(json!({ "sanitizedFilePath": address }))]);
        let client = connect_with(&host, |options| {
            options.base_url = "https://api.test/v4".into();
            options.service = Service::CloudV4;
        });
        let failure = error(host.run(client.download_sanitized(DATA_ID, caller())));
        assert_eq!(
            (failure.code, failure.data_id.as_deref()),
            (expected, Some(DATA_ID))
        );
        assert_eq!(host.requests().len(), 1);
    }
}

#[test]
fn where_there_is_none_it_is_not_found() {
    let host = FakeHost::answering([not_found()]);
    let copy = host.run(connect(&host).download_sanitized(DATA_ID, caller()));
    assert_eq!(code(copy), ErrorCode::NotFound);
    // An address is asked once: it is not the service's.
    let host = FakeHost::answering([
        ok(json!({ "sanitizedFilePath": COPY })),
        no_answer(ErrorCode::Network),
    ]);
    let client = connect_to(&host, Service::CloudV4);
    let copy = host.run(client.download_sanitized(DATA_ID, caller()));
    assert_eq!(code(copy), ErrorCode::Network);
    assert_eq!(host.requests().len(), 2);
}
