//! `scan`: hash, look up, upload, wait, judge.

use metadefender_wasm::flow::{Scan, Via};
use metadefender_wasm::{
    Algorithm, Analyze, AnalyzeOptions, Digests, ErrorCode, Lookup, ScanOptions, Service, Verdict,
};
use serde_json::{Value, json};

use crate::fake_host::{FakeHost, Kind, Source, file, ok, status, stream, text};
use crate::support::{
    Client, DATA_ID, SHA1, SHA256, TestFailure, caller, code, connect, connect_to, error, finished,
    not_found, submitted, unfinished, unknown,
};

fn scan_with(
    client: Client,
    host: &FakeHost,
    source: Source,
    options: ScanOptions,
) -> Result<Scan<Value>, TestFailure> {
    host.run(client.scan(&source, options, caller()))
}

fn upload_only() -> ScanOptions {
    ScanOptions {
        lookup: None,
        ..ScanOptions::default()
    }
}

#[test]
fn a_file_that_nobody_knows_is_hashed_looked_up_uploaded_followed_and_judged() {
    let answers = [
        not_found(),
        submitted(),
        ok(unfinished(95)),
        ok(finished("Allowed", 0)),
    ];
    let host = FakeHost::answering(answers);
    let scan = scan_with(connect(&host), &host, file("abc"), ScanOptions::default());
    let scan = scan.unwrap();
    assert_eq!(scan.judgement.verdict, Verdict::Allowed);
    assert_eq!((scan.via, scan.data_id.as_str()), (Via::Analysis, DATA_ID));
    assert_eq!(scan.digests.sha256.as_deref(), Some(SHA256));
    assert_eq!(scan.result, finished("Allowed", 0));
    let expected = [
        "open".into(),
        "hash".into(),
        format!("GET /hash/{SHA256}"),
        "POST /file".into(),
        format!("GET /file/{DATA_ID}"),
        "sleep 400".into(),
        format!("GET /file/{DATA_ID}"),
    ];
    assert_eq!(host.log(), expected);
    // *Analyze File*: the raw bytes, the name percent-encoded, no multipart.
    let headers = &host.requests()[1].headers;
    assert!(headers.contains(&("content-type".into(), "application/octet-stream".into())));
    assert!(headers.contains(&("filename".into(), "a.txt".into())));
}

#[test]
fn a_known_file_is_not_uploaded() {
    let host = FakeHost::answering([ok(finished("Blocked", 1))]);
    let scan = scan_with(connect(&host), &host, file("abc"), ScanOptions::default());
    let scan = scan.unwrap();
    assert_eq!(
        (scan.judgement.verdict, scan.via),
        (Verdict::Blocked, Via::Lookup)
    );
    assert_eq!(host.sent(), [format!("GET /hash/{SHA256}")]);
}

#[test]
fn both_shapes_of_a_miss_lead_to_an_upload() {
    for miss in [not_found(), unknown(SHA256), text(404, "<html>")] {
        let host = FakeHost::answering([miss, submitted(), ok(finished("Allowed", 0))]);
        let scan = scan_with(connect(&host), &host, file("abc"), ScanOptions::default());
        assert_eq!(scan.unwrap().via, Via::Analysis);
    }
}

#[test]
fn a_stale_hit_is_a_miss_unless_it_is_accepted() {
    for flag in ["enginedefinitions", "engineconfigurations", "configuration"] {
        let mut stale = finished("Allowed", 0);
        stale["process_info"]["outdated_data"] = json!([flag]);
        let host =
            FakeHost::answering([ok(stale.clone()), submitted(), ok(finished("Allowed", 0))]);
        let scan = scan_with(connect(&host), &host, file("abc"), ScanOptions::default());
        assert_eq!(scan.unwrap().via, Via::Analysis, "{flag}");

        let host = FakeHost::answering([ok(stale)]);
        let options = ScanOptions {
            lookup: Some(Lookup {
                accept_outdated: true,
                time_range: None,
            }),
            ..ScanOptions::default()
        };
        let scan = scan_with(connect(&host), &host, file("abc"), options);
        assert_eq!(scan.unwrap().via, Via::Lookup, "{flag}");
    }
}

#[test]
fn an_unfinished_hit_is_a_miss() {
    let host = FakeHost::answering([ok(unfinished(99)), submitted(), ok(finished("Allowed", 0))]);
    let scan = scan_with(connect(&host), &host, file("abc"), ScanOptions::default());
    assert_eq!(scan.unwrap().via, Via::Analysis);
}

#[test]
fn beside_a_hash_that_collides_goes_one_that_does_not() {
    let options = || ScanOptions {
        hash: Algorithm::Sha1,
        ..ScanOptions::default()
    };
    // Without a SHA-256 in it, a hit could be another file's.
    let mut bare = finished("Allowed", 0);
    bare["file_info"] = json!({ "sha1": SHA1 });
    let host = FakeHost::answering([ok(bare), submitted(), ok(finished("Allowed", 0))]);
    let scan = host
        .run(connect(&host).scan(&file("abc"), options(), caller()))
        .unwrap();
    assert_eq!(scan.via, Via::Analysis);
    assert_eq!(host.sent()[0], format!("GET /hash/{SHA1}"));
    assert!(scan.digests.sha1.is_some() && scan.digests.sha256.is_some());

    let mut other = finished("Allowed", 0);
    other["file_info"] = json!({ "sha1": SHA1, "sha256": "0".repeat(64) });
    let host = FakeHost::answering([ok(other)]);
    let scan = scan_with(connect(&host), &host, file("abc"), options());
    assert_eq!(code(scan), ErrorCode::Integrity);
}

#[test]
fn hashes_of_another_file_are_never_a_verdict() {
    let mut other = finished("Allowed", 0);
    other["file_info"]["sha256"] = json!("0".repeat(64));
    let host = FakeHost::answering([submitted(), ok(other)]);
    let scan = scan_with(connect(&host), &host, file("abc"), upload_only());
    let error = error(scan);
    assert_eq!(
        (error.code, error.data_id.as_deref()),
        (ErrorCode::Integrity, Some(DATA_ID))
    );

    // Cloud: the answer to the upload carries one already.
    let received = json!({ "data_id": DATA_ID, "sha256": "0".repeat(64) });
    let host = FakeHost::answering([ok(received)]);
    let scan = scan_with(
        connect_to(&host, Service::CloudV4),
        &host,
        file("abc"),
        upload_only(),
    );
    assert_eq!(code(scan), ErrorCode::Integrity);
    assert_eq!(host.sent(), ["POST /file"]);
}

#[test]
fn a_report_of_the_cluster_without_process_info_is_never_allowed() {
    let mut bare = finished("Allowed", 0);
    bare.as_object_mut().unwrap().remove("process_info");
    for (service, verdict) in [
        (Service::Cluster, Verdict::Undetermined),
        (Service::CloudV2, Verdict::Allowed),
        (Service::CloudV4, Verdict::Allowed),
    ] {
        let host = FakeHost::answering([submitted(), ok(bare.clone())]);
        let scan = scan_with(
            connect_to(&host, service),
            &host,
            file("abc"),
            upload_only(),
        );
        assert_eq!(scan.unwrap().judgement.verdict, verdict, "{service:?}");
    }
}

#[test]
fn a_clean_copy_that_was_asked_for_has_to_be_there() {
    let options = ScanOptions {
        analyze: AnalyzeOptions {
            analyze: Analyze {
                rule: Some("multiscan,sanitize".into()),
                ..Analyze::default()
            },
            ..AnalyzeOptions::default()
        },
        ..upload_only()
    };
    let mut done = finished("Allowed", 0);
    done["sanitized"] = json!({ "progress_percentage": 100, "result": "Allowed" });
    let host = FakeHost::answering([submitted(), ok(finished("Allowed", 0)), ok(done)]);
    let scan = scan_with(
        connect_to(&host, Service::CloudV4),
        &host,
        file("abc"),
        options,
    );
    assert_eq!(scan.unwrap().judgement.verdict, Verdict::Allowed);
    assert_eq!(host.sent().len(), 3);
}

#[test]
fn without_upload_an_unknown_file_is_not_found() {
    let options = ScanOptions {
        upload: false,
        ..ScanOptions::default()
    };
    let host = FakeHost::answering([not_found()]);
    let scan = scan_with(connect(&host), &host, file("abc"), options.clone());
    assert_eq!(code(scan), ErrorCode::NotFound);

    // A stream is read for its hash then, of whatever length.
    let host = FakeHost::answering([ok(finished("Allowed", 0))]);
    let scan = scan_with(connect(&host), &host, stream("abc", None), options.clone());
    assert_eq!(scan.unwrap().via, Via::Lookup);
    let scan = scan_with(connect(&host), &host, stream("", None), options);
    assert_eq!(code(scan), ErrorCode::EmptyFile);
}

#[test]
fn with_neither_look_up_nor_upload_nothing_is_read() {
    let host = FakeHost::answering([]);
    let options = ScanOptions {
        upload: false,
        ..upload_only()
    };
    let scan = scan_with(connect(&host), &host, file("abc"), options);
    assert_eq!(code(scan), ErrorCode::InvalidInput);
    assert!(host.log().is_empty());
}

#[test]
fn a_stream_is_sent_at_once_and_hashed_on_its_way() {
    let host = FakeHost::answering([submitted(), ok(finished("Allowed", 0))]);
    let scan = scan_with(
        connect(&host),
        &host,
        stream("abc", Some(3.0)),
        ScanOptions::default(),
    );
    let scan = scan.unwrap();
    assert_eq!(scan.digests.sha256.as_deref(), Some(SHA256));
    assert_eq!(
        host.sent(),
        ["POST /file".into(), format!("GET /file/{DATA_ID}")]
    );

    // Where no stream can be sent it becomes a file, and that can be looked up.
    let host = FakeHost::answering([ok(finished("Allowed", 0))]).without_streams();
    let scan = scan_with(
        connect(&host),
        &host,
        stream("abc", None),
        ScanOptions::default(),
    );
    assert_eq!(scan.unwrap().via, Via::Lookup);
    assert_eq!(host.log()[..3], ["open", "collect", "hash"]);
}

#[test]
fn a_file_without_bytes_or_a_stream_without_a_length_is_refused_before_anything_is_sent() {
    for (source, expected) in [
        (file(""), ErrorCode::EmptyFile),
        (stream("", Some(0.0)), ErrorCode::EmptyFile),
        (stream("abc", None), ErrorCode::LengthRequired),
        (
            Source {
                kind: Kind::Nothing,
                ..file("")
            },
            ErrorCode::InvalidInput,
        ),
        (
            Source {
                kind: Kind::Unreadable,
                ..file("abc")
            },
            ErrorCode::InvalidInput,
        ),
    ] {
        let host = FakeHost::answering([]);
        let scan = scan_with(
            connect(&host),
            &host,
            source.clone(),
            ScanOptions::default(),
        );
        assert_eq!(code(scan), expected, "{source:?}");
        assert!(host.sent().is_empty());
    }
}

#[test]
fn bytes_that_were_transferred_away_are_not_sent() {
    let host = FakeHost::answering([not_found()]);
    let source = Source {
        kind: Kind::Transferred,
        ..file("abc")
    };
    let scan = scan_with(
        connect(&host),
        &host,
        source.clone(),
        ScanOptions::default(),
    );
    assert_eq!(code(scan), ErrorCode::InvalidInput);
    assert_eq!(host.sent(), [format!("GET /hash/{SHA256}")]);
}

#[test]
fn with_known_digests_the_file_is_not_read() {
    let options = ScanOptions {
        digests: Digests {
            sha256: Some(SHA256.to_uppercase()),
            ..Digests::default()
        },
        ..ScanOptions::default()
    };
    let host = FakeHost::answering([ok(finished("Allowed", 0))]);
    let scan = scan_with(connect(&host), &host, stream("abc", Some(3.0)), options);
    let scan = scan.unwrap();
    assert_eq!(scan.digests.sha256.as_deref(), Some(SHA256));
    assert_eq!(host.log(), ["open".into(), format!("GET /hash/{SHA256}")]);
}

#[test]
fn digests_that_cannot_be_are_refused() {
    for digests in [
        Digests {
            sha256: Some("abc".into()),
            ..Digests::default()
        },
        // The one that is looked up, but not the one that cannot collide.
        Digests {
            sha1: Some(SHA1.into()),
            ..Digests::default()
        },
    ] {
        let host = FakeHost::answering([]);
        let options = ScanOptions {
            digests,
            hash: Algorithm::Sha1,
            ..ScanOptions::default()
        };
        let scan = scan_with(connect(&host), &host, file("abc"), options);
        assert_eq!(code(scan), ErrorCode::InvalidInput);
        assert!(host.log().is_empty());
    }
}

#[test]
fn what_the_service_lacks_is_refused_before_anything_is_read() {
    let host = FakeHost::answering([]);
    let options = ScanOptions {
        analyze: AnalyzeOptions {
            analyze: Analyze {
                metadata: Some("{}".into()),
                ..Analyze::default()
            },
            ..AnalyzeOptions::default()
        },
        ..ScanOptions::default()
    };
    let scan = scan_with(
        connect_to(&host, Service::CloudV4),
        &host,
        file("abc"),
        options,
    );
    assert_eq!(code(scan), ErrorCode::Unsupported);
    assert!(host.log().is_empty());
}

#[test]
fn a_refused_look_up_or_upload_ends_the_scan_with_the_servers_words() {
    let denied = || status(403, json!({ "response": "Access denied" }));
    let host = FakeHost::answering([denied()]);
    let scan = scan_with(connect(&host), &host, file("abc"), ScanOptions::default());
    let failure = error(scan);
    assert_eq!(
        (failure.code, failure.status),
        (ErrorCode::Forbidden, Some(403))
    );
    assert!(
        failure.message.contains("Access denied"),
        "{}",
        failure.message
    );

    let host = FakeHost::answering([not_found(), status(413, json!({}))]);
    let scan = scan_with(connect(&host), &host, file("abc"), ScanOptions::default());
    assert_eq!(code(scan), ErrorCode::TooLarge);
}
