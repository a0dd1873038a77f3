//! The files that an analysis made.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::Result;
use metadefender_wasm::{ConnectOptions, ErrorCode, Service};
use serde_json::{Value, json};

use crate::fake::*;

/// The service by https.
const SECURE: &str = "https://service.test";

const STORAGE: &str = "https://storage.test/copy";

fn cloud(host: &FakeHost, service: Service, base_url: &str) -> Client {
    host.client_with(ConnectOptions {
        service,
        base_url: base_url.into(),
        api_key: Some("k3y".into()),
        headers: vec![("x-proxy".into(), "yes".into())],
        ..ConnectOptions::default()
    })
}

/// A service of Cloud whose clean copy is at this address.
fn with_copy_at(address: Value) -> FakeHost {
    let host = FakeHost::new();
    for base_url in ["", SECURE] {
        let path = format!("GET {base_url}/file/converted/*");
        host.on(&path, [answer(json!({ "sanitizedFilePath": address }))]);
        let sanitized = json!({ "file_path": address, "result": "Allowed" });
        let report = with(allowed(), "/sanitized", sanitized);
        host.on(&format!("GET {base_url}/file/*"), [answer(report)]);
    }
    host
}

fn sanitized(host: &FakeHost, client: &Client) -> Result<String, FakeHost> {
    host.run(client.download_sanitized(DATA_ID, nobody()))
}

/// MDDC API Gateway: *Download Sanitized Files*, *Download either sanitized files or DLP processed files*.
#[test]
fn the_body_of_a_download_is_left_to_the_user() {
    let host = FakeHost::new();
    host.on("GET /file/converted/*", [text("clean copy")]);
    host.on("GET /file/download/*", [text("redacted copy")]);
    let client = host.client();
    assert_eq!(sanitized(&host, &client).expect("a copy"), "clean copy");
    let copy = host
        .run(client.download(DATA_ID, nobody()))
        .expect("a copy");
    assert_eq!(copy, "redacted copy");
    assert_eq!(
        host.lines(),
        [
            format!("GET /file/converted/{DATA_ID}"),
            format!("GET /file/download/{DATA_ID}")
        ]
    );
    assert!(host.requests().iter().all(|request| request.is_download));
}

#[test]
fn a_file_without_a_copy_is_not_found_and_named() {
    let host = FakeHost::new();
    host.on("GET /file/converted/*", [status(404)]);
    host.on("GET /file/download/*", [status(404)]);
    let client = host.client();
    for (failed, endpoint) in [
        (sanitized(&host, &client), Endpoint::DownloadSanitized),
        (
            host.run(client.download(DATA_ID, nobody())),
            Endpoint::Download,
        ),
    ] {
        let error = fails(failed, ErrorCode::NotFound);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert_eq!(error.endpoint, Some(endpoint));
        assert_eq!(error.status, Some(404));
    }
}

#[test]
fn a_download_is_tried_again() {
    let host = FakeHost::new();
    host.on(
        "GET /file/download/*",
        [status(503), Answer::broken(), text("copy")],
    );
    let client = host.client();
    host.run(client.download(DATA_ID, nobody()))
        .expect("a copy");
    assert_eq!(host.sleeps(), [125.0, 250.0]);
    assert_eq!(host.count("GET /file/download/"), 3);
}

/// Cloud v2, *Retrieving scan reports using data ID*: `sanitized.file_path`; Cloud v4:
/// `sanitizedFilePath`.
#[test]
fn the_address_of_a_clean_copy_gets_neither_key_nor_headers() {
    for (service, path) in [
        (Service::CloudV2, format!("/file/{DATA_ID}")),
        (Service::CloudV4, format!("/file/converted/{DATA_ID}")),
    ] {
        let host = with_copy_at(json!(STORAGE));
        host.on(&format!("GET {STORAGE}"), [text("clean copy")]);
        let client = cloud(&host, service, BASE_URL);
        assert_eq!(sanitized(&host, &client).expect("a copy"), "clean copy");
        assert_eq!(
            host.lines(),
            [format!("GET {path}"), format!("GET {STORAGE}")]
        );
        let (asked, fetched) = (host.request(0), host.request(1));
        assert_eq!(asked.header("apikey"), Some("k3y"));
        assert!(!asked.is_download && !asked.http.is_foreign);
        assert_eq!(fetched.http.headers, []);
        assert!(fetched.is_download && fetched.http.is_foreign);
    }
}

#[test]
fn an_address_that_is_none_of_the_web_or_less_secure_than_the_service_is_not_fetched() {
    let odd = [
        "javascript:alert(1)",
        "data:,x",
        "/relative",
        "//storage.test/copy",
        "http://insecure.test",
        "ftp://storage.test",
        "file:///etc/passwd",
        " https://storage.test",
    ];
    for service in [Service::CloudV2, Service::CloudV4] {
        for address in odd {
            let host = with_copy_at(json!(address));
            let client = cloud(&host, service, SECURE);
            let error = fails(sanitized(&host, &client), ErrorCode::Protocol);
            assert_eq!(error.endpoint, Some(Endpoint::DownloadSanitized));
            assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
            assert_eq!(host.requests().len(), 1, "{address}");
        }
        // A service that is not secure itself may name such an address.
        let host = with_copy_at(json!("http://storage.test/copy"));
        host.on("GET http://storage.test/copy", [text("clean copy")]);
        sanitized(&host, &cloud(&host, service, BASE_URL)).expect("a copy");
    }
}

#[test]
fn no_address_is_no_clean_copy() {
    for service in [Service::CloudV2, Service::CloudV4] {
        for address in [
            Value::Null,
            json!(""),
            json!(42),
            json!([STORAGE]),
            json!({}),
        ] {
            let host = with_copy_at(address);
            let client = cloud(&host, service, BASE_URL);
            let error = fails(sanitized(&host, &client), ErrorCode::NotFound);
            assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
            assert_eq!(host.requests().len(), 1);
        }
    }
}

#[test]
fn what_is_no_answer_is_no_address() {
    for (service, code) in [
        (Service::CloudV2, ErrorCode::Protocol),
        (Service::CloudV4, ErrorCode::Protocol),
    ] {
        for odd in [
            html(),
            text(""),
            answer(json!([])),
            answer(json!("https://x")),
        ] {
            let host = FakeHost::new();
            host.on("GET /file/converted/*", [odd.clone()]);
            host.on("GET /file/*", [odd]);
            let client = cloud(&host, service, BASE_URL);
            let error = fails(sanitized(&host, &client), code);
            assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        }
    }
}

/// The address may hold a signature that counts only once.
#[test]
fn a_clean_copy_that_cannot_be_fetched_is_not_tried_again() {
    for (failure, code) in [
        (status(503), ErrorCode::Busy),
        (status(404), ErrorCode::NotFound),
        (
            status(403).with_text("<Error>expired</Error>"),
            ErrorCode::Forbidden,
        ),
        (Answer::broken(), ErrorCode::Network),
    ] {
        let host = with_copy_at(json!(STORAGE));
        host.on(&format!("GET {STORAGE}"), [failure]);
        let client = cloud(&host, Service::CloudV4, BASE_URL);
        let error = fails(sanitized(&host, &client), code);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert_eq!(error.endpoint, Some(Endpoint::DownloadSanitized));
        assert_eq!(host.requests().len(), 2);
    }
}

#[test]
fn an_id_that_cannot_be_is_refused() {
    let host = FakeHost::new();
    let client = host.client();
    for id in ["", ".."] {
        fails(
            host.run(client.download(id, nobody())),
            ErrorCode::InvalidInput,
        );
        fails(
            host.run(client.download_sanitized(id, nobody())),
            ErrorCode::InvalidInput,
        );
    }
    assert_eq!(host.story(), [""; 0]);
}
