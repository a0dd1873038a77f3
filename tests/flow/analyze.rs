//! `analyze`: submitting a file; and `digest`: hashing one.

use metadefender_wasm::flow::digest;
use metadefender_wasm::{
    Algorithm, Analyze, AnalyzeOptions, ContentEncoding, DigestOptions, Engine, ErrorCode,
};
use serde_json::json;

use crate::fake_host::{FakeHost, Kind, Source, file, ok, stream};
use crate::support::{
    DATA_ID, SHA1, SHA256, caller, code, connect, connect_with, error, submitted,
};

fn options(analyze: Analyze) -> AnalyzeOptions {
    AnalyzeOptions {
        analyze,
        content_length: None,
    }
}

#[test]
fn what_is_said_of_a_file_travels_in_headers_percent_encoded() {
    let host = FakeHost::answering([ok(json!({ "data_id": DATA_ID, "extra": 1 }))]);
    let client = connect_with(&host, |options| options.rule = Some("Standard".into()));
    let analyze = Analyze {
        filename: Some("Prüfung 文件.pdf".into()),
        archive_passwords: vec!["fox & cow".into()],
        global_timeout: Some(90.0),
        ..Analyze::default()
    };
    let submitted = host
        .run(client.analyze(&file("abc"), &options(analyze), caller()))
        .unwrap();
    assert_eq!(submitted.data_id, DATA_ID);
    assert_eq!(submitted.result, json!({ "data_id": DATA_ID, "extra": 1 }));
    let headers = &host.requests()[0].headers;
    for (name, value) in [
        ("filename", "Pr%C3%BCfung%20%E6%96%87%E4%BB%B6.pdf"),
        ("rule", "Standard"),
        ("archivepwd", "fox%20%26%20cow"),
        ("global-timeout", "90"),
    ] {
        assert!(
            headers.contains(&(name.into(), value.into())),
            "{name}: {headers:?}"
        );
    }
}

#[test]
fn an_encoded_file_is_sent_as_it_is_encoded() {
    let host = FakeHost::answering([submitted()]);
    let analyze = Analyze {
        content_encoding: Some(ContentEncoding::Gzip),
        ..Analyze::default()
    };
    let source = stream("abc", None);
    host.run(connect(&host).analyze(&source, &options(analyze), caller()))
        .unwrap();
    assert_eq!(host.log(), ["open", "collect", "encode gzip", "POST /file"]);
    let headers = &host.requests()[0].headers;
    assert!(headers.contains(&("content-encoding".into(), "gzip".into())));
}

#[test]
fn the_caller_may_know_the_length_of_a_stream() {
    let host = FakeHost::answering([submitted()]);
    let options = AnalyzeOptions {
        content_length: Some(3.0),
        ..AnalyzeOptions::default()
    };
    let source = stream("abc", None);
    host.run(connect(&host).analyze(&source, &options, caller()))
        .unwrap();

    // One that is not so long fails, and is not tried again.
    let host = FakeHost::answering([]);
    let source = stream("abcd", None);
    let analyze = connect(&host)
        .analyze(&source, &options, caller())
        .await_on(&host);
    assert_eq!(code(analyze), ErrorCode::InvalidInput);
}

/// So that a connection may be made and used in one line.
trait AwaitOn: Future + Sized {
    fn await_on(self, host: &FakeHost) -> Self::Output {
        host.run(self)
    }
}

impl<F: Future> AwaitOn for F {}

#[test]
fn a_failure_names_the_batch() {
    let host = FakeHost::answering([]);
    let analyze = Analyze {
        batch: Some("b1".into()),
        ..Analyze::default()
    };
    let failure = error(host.run(connect(&host).analyze(&file(""), &options(analyze), caller())));
    assert_eq!(
        (failure.code, failure.batch_id.as_deref()),
        (ErrorCode::EmptyFile, Some("b1"))
    );
}

#[test]
fn a_file_is_hashed_by_the_algorithms_that_are_asked_for() {
    let host = FakeHost::answering([]);
    let hash = |algorithms: &[Algorithm], engine, source: &Source| {
        let options = DigestOptions {
            algorithms: algorithms.to_vec(),
            engine,
        };
        host.run(digest(&host, source, &options, caller()))
    };
    let found = hash(&[], None, &file("abc")).unwrap();
    assert_eq!((found.sha256.as_deref(), found.sha1), (Some(SHA256), None));
    let found = hash(&[Algorithm::Sha1], None, &stream("abc", None)).unwrap();
    assert_eq!((found.sha1.as_deref(), found.sha256), (Some(SHA1), None));
    // The hash of nothing is one.
    assert!(hash(&[], None, &file("")).is_ok());
    let unreadable = Source {
        kind: Kind::Unreadable,
        ..file("abc")
    };
    assert_eq!(code(hash(&[], None, &unreadable)), ErrorCode::InvalidInput);
    let native = hash(&[], Some(Engine::Native), &file("abc"));
    assert_eq!(code(native), ErrorCode::Unsupported);
}
