//! MDDC API Gateway: every operation, where it is and what each documented status comes to.

use metadefender_wasm::core::error::{Error, ErrorCode};
use metadefender_wasm::core::protocol::dialect::{CloudV2, CloudV4, Cluster, Dialect};
use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::core::protocol::request::{Analyze, ByHash, NewBatch, Page, Request};
use metadefender_wasm::core::protocol::response::{Failure, failure};

const HASH: &str = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

type Call = fn(&dyn Dialect) -> Result<Request, Error>;

/// The operation as the reference writes it, how it is called, its path, and its failures.
const OPERATIONS: [(&str, Call, &str, &[u16]); 15] = [
    (
        "POST /login",
        |it| it.login("me", "pw"),
        "/login",
        &[403, 500],
    ),
    (
        "POST /logout",
        |it| it.logout(),
        "/logout",
        &[400, 403, 500],
    ),
    (
        "POST /file",
        |it| it.analyze(&Analyze::default()),
        "/file",
        &[403, 411, 422, 500, 503],
    ),
    (
        "GET /file/{data_id}",
        |it| it.result("id", Page::default(), false),
        "/file/id",
        &[405, 500],
    ),
    (
        "GET /hash/{hash}",
        |it| it.result_by_hash(HASH, &ByHash::default()),
        "/hash/275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f",
        &[404],
    ),
    ("GET /file/rules", |it| it.rules(), "/file/rules", &[500]),
    (
        "GET /file/converted/{data_id}",
        |it| it.download_sanitized("id"),
        "/file/converted/id",
        &[404, 405, 500],
    ),
    (
        "GET /file/download/{data_id}",
        |it| it.download("id"),
        "/file/download/id",
        &[404, 405, 500],
    ),
    (
        "POST /file/{data_id}/cancel",
        |it| it.cancel("id"),
        "/file/id/cancel",
        &[400, 403, 404, 405, 500],
    ),
    (
        "POST /file/batch",
        |it| it.create_batch(&NewBatch::default()),
        "/file/batch",
        &[400, 403, 500],
    ),
    (
        "POST /file/batch/{batchId}/close",
        |it| it.close_batch("id"),
        "/file/batch/id/close",
        &[400, 403, 404, 500],
    ),
    (
        "GET /file/batch/{batchId}",
        |it| it.batch_status("id", Page::default()),
        "/file/batch/id",
        &[400, 403, 404, 500],
    ),
    (
        "GET /file/batch/{batchId}/certificate",
        |it| it.certificate("id", None),
        "/file/batch/id/certificate",
        &[400, 403, 404, 500],
    ),
    (
        "POST /file/batch/{batchId}/cancel",
        |it| it.cancel_batch("id"),
        "/file/batch/id/cancel",
        &[400, 403, 404, 500],
    ),
    // Cloud's, which the cluster has not.
    (
        "POST /hash",
        |it| it.results_by_hash(&[HASH.into()]),
        "/hash",
        &[],
    ),
];

#[test]
fn every_operation_is_where_the_reference_has_it() {
    for (name, call, path, _) in &OPERATIONS[..14] {
        let request = call(&Cluster).unwrap();
        assert_eq!(request.endpoint.name(), *name);
        assert_eq!(
            format!("{} {}", request.method, request.path),
            name.split(' ').next().unwrap().to_owned() + " " + path
        );
    }
}

#[test]
fn every_documented_failure_has_its_code() {
    for (name, call, _, statuses) in &OPERATIONS[..14] {
        let endpoint = call(&Cluster).unwrap().endpoint;
        for &status in *statuses {
            let failed = Failure {
                status,
                ..Failure::default()
            };
            let expected = match (status, endpoint) {
                (400, _) => ErrorCode::InvalidInput,
                (403, Endpoint::Login) => ErrorCode::Unauthorized,
                (403 | 405, _) => ErrorCode::Forbidden,
                (404, _) => ErrorCode::NotFound,
                (411, _) => ErrorCode::LengthRequired,
                (422, _) => ErrorCode::EmptyFile,
                (503, _) => ErrorCode::Busy,
                _ => ErrorCode::Server,
            };
            assert_eq!(
                failure(endpoint, failed, &[]).code,
                expected,
                "{name} {status}"
            );
        }
    }
}

#[test]
fn cloud_has_what_it_has_and_says_of_the_rest_that_it_lacks_it() {
    let has = |dialect: &dyn Dialect| -> Vec<&str> {
        let calls = OPERATIONS
            .iter()
            .filter(|(_, call, ..)| match call(dialect) {
                Ok(_) => true,
                Err(error) => {
                    assert_eq!(error.code, ErrorCode::Unsupported);
                    false
                }
            });
        calls.map(|(name, ..)| *name).collect()
    };
    let both = ["POST /file", "GET /file/{data_id}", "GET /hash/{hash}"];
    let v2: Vec<_> = both.into_iter().chain(["POST /hash"]).collect();
    assert_eq!(has(&CloudV2), v2);
    let v4: Vec<_> = both
        .into_iter()
        .chain(["GET /file/converted/{data_id}", "POST /hash"])
        .collect();
    assert_eq!(has(&CloudV4), v4);
    assert!(CloudV4.limits().is_ok() && CloudV2.limits().is_err() && Cluster.limits().is_err());
}

#[test]
fn a_batch_says_its_name_and_rule_and_a_certificate_what_it_includes() {
    let header = |request: Request, name: &str| {
        let found = request.headers.into_iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value)
    };
    let batch = NewBatch {
        rule: Some("Prüfen".into()),
        name: Some("Bündel 1".into()),
    };
    let request = Cluster.create_batch(&batch).unwrap();
    assert_eq!(
        header(request.clone(), "rule").as_deref(),
        Some("Pr%C3%BCfen")
    );
    assert_eq!(
        header(request, "user-data").as_deref(),
        Some("B%C3%BCndel%201")
    );
    for (name, fits) in [
        ("a".repeat(1024), true),
        ("a".repeat(1025), false),
        ("ö".repeat(171), false),
    ] {
        let batch = NewBatch {
            rule: None,
            name: Some(name),
        };
        assert_eq!(Cluster.create_batch(&batch).is_ok(), fits);
    }
    let file = Analyze {
        batch: Some("b1".into()),
        ..Analyze::default()
    };
    assert_eq!(
        header(Cluster.analyze(&file).unwrap(), "batch").as_deref(),
        Some("b1")
    );
    let certificate = Cluster.certificate("b1", Some(true)).unwrap();
    let metadata = "%7B%22include_vul_info%22%3Atrue%7D";
    assert_eq!(header(certificate, "metadata").as_deref(), Some(metadata));
    assert_eq!(
        header(Cluster.certificate("b1", None).unwrap(), "metadata"),
        None
    );
}
