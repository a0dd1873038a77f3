//! Files of all kinds on their way through `scan` and `analyze`.

use metadefender_wasm::{Algorithm, ContentEncoding, Digests, ErrorCode, ScanOptions, Verdict};

use crate::fake::*;

fn encoded(encoding: ContentEncoding) -> ScanOptions {
    let mut options = ScanOptions::default();
    options.analyze.analyze.content_encoding = Some(encoding);
    options
}

fn of_known_digests(digests: Digests) -> ScanOptions {
    ScanOptions {
        digests,
        ..ScanOptions::default()
    }
}

fn sha256(hash: &str) -> Digests {
    Digests {
        sha256: Some(hash.into()),
        ..Digests::default()
    }
}

/// *Analyze File*, 422: "Body input is empty".
#[test]
fn an_empty_file_is_refused_before_anything_is_sent() {
    let empty = [
        Source::bytes(b""),
        Source::named("empty.txt", b""),
        Source::stream_of_length(b"", 0.0),
    ];
    for source in empty {
        let host = FakeHost::new();
        fails(
            scan_of(&host, &source, ScanOptions::default()),
            ErrorCode::EmptyFile,
        );
        assert_eq!(host.story(), ["open"]);
    }
}

#[test]
fn an_empty_stream_that_is_only_looked_up_is_an_empty_file() {
    let host = FakeHost::new();
    fails(
        scan_of(&host, &Source::stream(b""), not_uploaded()),
        ErrorCode::EmptyFile,
    );
    assert_eq!(host.story(), ["open", "hash sha256"]);
    fails(
        scan_of(&host, &Source::bytes(b""), not_uploaded()),
        ErrorCode::EmptyFile,
    );
    assert_eq!(host.lines(), [""; 0]);
}

#[test]
fn a_stream_whose_length_nobody_knows_is_held_and_looked_up() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(allowed())]);
    let scan = scan_of(&host, &Source::stream(b"abc"), ScanOptions::default()).expect("a scan");
    assert_eq!(
        host.story(),
        [
            "open",
            "collect",
            "hash sha256",
            &format!("GET /hash/{ABC}")
        ]
    );
    assert_eq!(scan.digests.sha256.as_deref(), Some(ABC));
}

#[test]
fn a_stream_is_hashed_on_its_way_and_not_looked_up() {
    for (source, content_length) in [
        (Source::stream_of_length(b"abc", 3.0), None),
        (Source::stream(b"abc"), Some(3.0)),
    ] {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        let mut options = ScanOptions {
            hash: Algorithm::Md5,
            ..ScanOptions::default()
        };
        options.analyze.content_length = content_length;
        let scan = scan_of(&host, &source, options).expect("a scan");
        assert_eq!(
            host.story(),
            ["open", "POST /file", &format!("GET /file/{DATA_ID}")]
        );
        let upload = host.request(0);
        assert_eq!(upload.bytes.as_deref(), Some(b"abc".as_slice()));
        assert_eq!(upload.algorithms, [Algorithm::Md5, Algorithm::Sha256]);
        assert_eq!(scan.digests.sha256.as_deref(), Some(ABC));
        assert_eq!(scan.digests.md5.as_deref(), Some(MD5_OF_ABC));
    }
}

#[test]
fn the_hashes_of_a_stream_are_compared_with_the_report_too() {
    let other = serde_json::json!({ "sha256": "cd".repeat(32) });
    let host = FakeHost::of_unknown_file([answer(with(allowed(), "/file_info", other))]);
    let source = Source::stream_of_length(b"abc", 3.0);
    fails(
        scan_of(&host, &source, ScanOptions::default()),
        ErrorCode::Integrity,
    );
}

#[test]
fn where_streams_cannot_be_sent_they_are_collected_and_looked_up() {
    let host = FakeHost::of_unknown_file([answer(allowed())]).without_streams();
    scan_of(&host, &Source::stream(b"abc"), ScanOptions::default()).expect("a scan");
    assert_eq!(
        host.story(),
        [
            "open",
            "collect",
            "hash sha256",
            &format!("GET /hash/{ABC}"),
            "POST /file",
            &format!("GET /file/{DATA_ID}"),
        ]
    );
}

#[test]
fn a_stream_that_is_only_looked_up_is_never_collected() {
    let host = FakeHost::new().without_streams();
    host.on("GET /hash/*", [answer(allowed())]);
    let scan = scan_of(&host, &Source::stream(b"abc"), not_uploaded()).expect("a scan");
    assert_eq!(
        host.story(),
        ["open", "hash sha256", &format!("GET /hash/{ABC}")]
    );
    assert_eq!(scan.digests.sha256.as_deref(), Some(ABC));
}

/// *Analyze File*, header `content-encoding`.
#[test]
fn bytes_can_be_encoded_and_are_hashed_and_named_as_they_are() {
    for (encoding, name) in [
        (ContentEncoding::Gzip, "gzip"),
        (ContentEncoding::Base64, "base64"),
    ] {
        for source in [Source::abc(), Source::stream(b"abc")] {
            let is_named = metadefender_wasm::flow::Host::file_name(&FakeHost::new(), &source);
            let host = FakeHost::of_unknown_file([answer(allowed())]);
            let scan = scan_of(&host, &source, encoded(encoding)).expect("a scan");
            assert_eq!(scan.digests.sha256.as_deref(), Some(ABC));
            let upload = host.request(1);
            assert_eq!(upload.bytes, Some(format!("{name}abc").into_bytes()));
            assert_eq!(upload.header("content-encoding"), Some(name));
            assert_eq!(upload.header("filename"), is_named.as_deref());
            assert_eq!(upload.algorithms, []);
            assert_eq!(host.count_exactly("POST /file"), 1);
        }
    }
}

#[test]
fn where_nothing_can_be_encoded_nothing_is_sent() {
    let host = FakeHost::of_unknown_file([answer(allowed())]).without_compression();
    let mut options = encoded(ContentEncoding::Gzip);
    options.lookup = None;
    fails(scan(&host, options), ErrorCode::Unsupported);
    assert_eq!(host.lines(), [""; 0]);
}

#[test]
fn what_is_no_file_or_cannot_be_read_is_invalid_input() {
    let host = FakeHost::new();
    fails(
        scan_of(&host, &Source::none(), ScanOptions::default()),
        ErrorCode::InvalidInput,
    );
    let error = fails(
        scan_of(&host, &Source::unreadable(), ScanOptions::default()),
        ErrorCode::InvalidInput,
    );
    assert_eq!(error.message, "the file could not be read");
    assert_eq!(host.lines(), [""; 0]);
}

#[test]
fn a_file_whose_bytes_were_transferred_away_meanwhile_is_not_sent() {
    let source = Source::abc();
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    let taken = source.clone();
    host.on(
        "GET /hash/*",
        [by(move |_| {
            taken.transfer();
            status(404)
        })],
    );
    let error = fails(
        scan_of(&host, &source, ScanOptions::default()),
        ErrorCode::InvalidInput,
    );
    assert!(error.message.contains("transferred away"), "{error}");
    assert_eq!(host.lines(), [format!("GET /hash/{ABC}")]);
}

#[test]
fn a_stream_of_another_length_than_it_says_is_invalid_input_and_not_sent_again() {
    for length in [2.0, 4.0] {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        let source = Source::stream_of_length(b"abc", length);
        let error = fails(
            scan_of(&host, &source, ScanOptions::default()),
            ErrorCode::InvalidInput,
        );
        // What is wrong with the file is not wrong with the operation.
        assert_eq!(error.message, "the file has another length than was said");
        assert_eq!(host.lines(), ["POST /file"]);
    }
}

/// *Analyze File*, header `filename`.
#[test]
fn a_file_has_the_name_that_it_is_given_or_its_own_or_none() {
    for (source, given, expected) in [
        (Source::abc(), None, Some("abc.txt")),
        (Source::abc(), Some("other name"), Some("other%20name")),
        (Source::bytes(b"abc"), None, None),
        (Source::bytes(b"abc"), Some(""), None),
        (Source::named("", b"abc"), None, None),
    ] {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        let mut options = not_looked_up();
        options.analyze.analyze.filename = given.map(Into::into);
        scan_of(&host, &source, options).expect("a scan");
        assert_eq!(host.request(0).header("filename"), expected);
    }
}

#[test]
fn a_file_whose_hashes_are_known_is_not_read_for_them() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    let options = of_known_digests(sha256(&ABC.to_uppercase()));
    let scan = scan(&host, options).expect("a scan");
    assert_eq!(
        host.story(),
        [
            "open",
            &format!("GET /hash/{ABC}"),
            "POST /file",
            &format!("GET /file/{DATA_ID}")
        ]
    );
    assert_eq!(scan.digests, sha256(ABC));
}

#[test]
fn a_stream_whose_hashes_are_known_is_looked_up_before_it_is_read() {
    for (answer_by_hash, story) in [
        (
            answer(allowed()),
            vec!["open".into(), format!("GET /hash/{ABC}")],
        ),
        (
            status(404),
            vec![
                "open".into(),
                format!("GET /hash/{ABC}"),
                "POST /file".into(),
                format!("GET /file/{DATA_ID}"),
            ],
        ),
    ] {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        host.on("GET /hash/*", [answer_by_hash]);
        let source = Source::stream_of_length(b"abc", 3.0);
        let scan = scan_of(&host, &source, of_known_digests(sha256(ABC))).expect("a scan");
        assert_eq!(host.story(), story);
        assert_eq!(scan.digests, sha256(ABC));
        assert_eq!(scan.judgement.verdict, Verdict::Allowed);
    }
}

#[test]
fn hashes_that_do_not_answer_for_the_file_are_refused_and_nothing_is_done() {
    let host = FakeHost::new();
    let md5 = || Some(MD5_OF_ABC.to_owned());
    let refused = [
        (sha256("abc"), Algorithm::Sha256),
        (sha256(&ABC.replace('b', "g")), Algorithm::Sha256),
        (
            Digests {
                md5: md5(),
                ..Digests::default()
            },
            Algorithm::Sha256,
        ),
        (
            Digests {
                md5: md5(),
                ..Digests::default()
            },
            Algorithm::Md5,
        ),
        (
            Digests {
                md5: md5(),
                ..sha256(ABC)
            },
            Algorithm::Sha1,
        ),
    ];
    for (digests, hash) in refused {
        let options = ScanOptions {
            hash,
            ..of_known_digests(digests)
        };
        let error = fails(scan(&host, options), ErrorCode::InvalidInput);
        assert!(error.message.starts_with("digests"), "{error}");
    }
    assert_eq!(host.story(), [""; 0]);
}
