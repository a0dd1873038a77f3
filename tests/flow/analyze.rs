//! `analyze`: a file is submitted, and the analysis then goes on.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::{Result, Submitted};
use metadefender_wasm::{
    Analyze, AnalyzeOptions, ConnectOptions, ContentEncoding, Digests, ErrorCode, Phase, Service,
};
use serde_json::{Value, json};

use crate::fake::*;

fn analyze(host: &FakeHost, source: &Source) -> Result<Submitted<Value>, FakeHost> {
    host.run(
        host.client()
            .analyze(source, &AnalyzeOptions::default(), nobody()),
    )
}

fn accepting() -> FakeHost {
    let host = FakeHost::new();
    host.on(
        "POST /file",
        [answer(json!({ "data_id": DATA_ID, "status": "inqueue" }))],
    );
    host
}

/// MDDC API Gateway, *Analyze File (Asynchronous mode)*.
#[test]
fn a_file_is_opened_and_sent_and_not_read_before() {
    let host = accepting();
    let submitted = analyze(&host, &Source::abc()).expect("submitted");
    assert_eq!(host.story(), ["open", "POST /file"]);
    assert_eq!(submitted.data_id, DATA_ID);
    assert_eq!(
        submitted.result,
        json!({ "data_id": DATA_ID, "status": "inqueue" })
    );
    assert_eq!(submitted.digests, Digests::default());
    assert_eq!(host.request(0).bytes.as_deref(), Some(b"abc".as_slice()));
}

#[test]
fn a_stream_is_sent_and_not_hashed() {
    let host = accepting();
    let stream = Source::stream_of_length(b"abc", 3.0);
    analyze(&host, &stream).expect("submitted");
    assert_eq!(host.story(), ["open", "POST /file"]);
    assert_eq!(host.request(0).algorithms, []);
}

#[test]
fn what_has_no_bytes_or_no_length_is_refused_before_anything_is_sent() {
    let host = accepting();
    fails(analyze(&host, &Source::bytes(b"")), ErrorCode::EmptyFile);
    fails(
        analyze(&host, &Source::stream_of_length(b"", 0.0)),
        ErrorCode::EmptyFile,
    );
    fails(analyze(&host, &Source::none()), ErrorCode::InvalidInput);
    assert_eq!(host.lines(), [""; 0]);
}

/// *Analyze File*, 411: the length has to be known beforehand.
#[test]
fn a_stream_whose_length_nobody_knows_is_held_up_to_the_limit() {
    let limited = |buffer_limit| AnalyzeOptions {
        buffer_limit,
        ..AnalyzeOptions::default()
    };
    for options in [AnalyzeOptions::default(), limited(3.0)] {
        let host = accepting();
        let client = host.client();
        let submitted = host.run(client.analyze(&Source::stream(b"abc"), &options, nobody()));
        submitted.expect("submitted");
        assert_eq!(host.story(), ["open", "collect", "POST /file"]);
        assert_eq!(host.request(0).bytes.as_deref(), Some(b"abc".as_slice()));
    }
    for (limit, code) in [
        (2.0, ErrorCode::LengthRequired),
        (0.0, ErrorCode::LengthRequired),
        (-1.0, ErrorCode::InvalidInput),
        (f64::NAN, ErrorCode::InvalidInput),
    ] {
        let host = accepting();
        let client = host.client();
        let refused = host.run(client.analyze(&Source::stream(b"abc"), &limited(limit), nobody()));
        fails(refused, code);
        assert_eq!(host.lines(), [""; 0]);
    }
}

#[test]
fn a_stream_of_unknown_length_has_the_one_that_the_caller_knows() {
    let host = accepting();
    let options = AnalyzeOptions {
        content_length: Some(3.0),
        ..AnalyzeOptions::default()
    };
    let stream = Source::stream(b"abc");
    host.run(host.client().analyze(&stream, &options, nobody()))
        .expect("submitted");
    assert_eq!(host.lines(), ["POST /file"]);
}

#[test]
fn an_encoded_stream_is_collected_first() {
    let host = accepting();
    let options = AnalyzeOptions {
        analyze: Analyze {
            content_encoding: Some(ContentEncoding::Base64),
            ..Analyze::default()
        },
        ..AnalyzeOptions::default()
    };
    let stream = Source::stream(b"abc");
    host.run(host.client().analyze(&stream, &options, nobody()))
        .expect("submitted");
    assert_eq!(host.story(), ["open", "collect", "encode", "POST /file"]);
}

#[test]
fn an_empty_password_is_refused_before_the_file_is_opened() {
    let host = accepting();
    let options = AnalyzeOptions {
        analyze: Analyze {
            archive_passwords: vec![String::new()],
            ..Analyze::default()
        },
        ..AnalyzeOptions::default()
    };
    let source = Source::abc();
    let submitted = host.run(host.client().analyze(&source, &options, nobody()));
    fails(submitted, ErrorCode::InvalidInput);
    assert_eq!(host.story(), [""; 0]);
}

/// MetaDefender Cloud: `POST /file`.
#[test]
fn an_upload_says_what_each_version_of_cloud_wants_to_hear() {
    for (service, rule) in [
        (Service::CloudV2, None),
        (Service::CloudV4, Some("multiscan,unarchive")),
    ] {
        let host = accepting();
        let client = host.client_with(ConnectOptions {
            service,
            api_key: Some("k3y".into()),
            ..ConnectOptions::default()
        });
        let options = AnalyzeOptions {
            analyze: Analyze {
                archive_passwords: vec!["kühe".into()],
                sample_sharing: Some(false),
                rule: rule.map(Into::into),
                private_processing: rule.map(|_| true),
                ..Analyze::default()
            },
            ..AnalyzeOptions::default()
        };
        let source = Source::abc();
        host.run(client.analyze(&source, &options, nobody()))
            .expect("submitted");
        let upload = host.request(0);
        assert_eq!(upload.header("apikey"), Some("k3y"));
        assert_eq!(upload.header("filename"), Some("abc.txt"));
        assert_eq!(upload.header("archivepwd"), Some("k%C3%BChe"));
        assert_eq!(upload.header("samplesharing"), Some("0"));
        assert_eq!(upload.header("rule"), rule);
        assert_eq!(upload.header("privateprocessing"), rule.map(|_| "1"));
    }
}

/// *Analyze File*, Responses. Errors come in shapes: `{"err"}`, `{"error": {"code", "messages"}}`,
/// `{"error": "…"}`, `{"response"}`, HTML, nothing.
#[test]
fn each_refusal_has_its_code_its_status_and_the_words_of_the_server() {
    use ErrorCode::*;
    let table = [
        (
            400,
            InvalidInput,
            json!({ "err": "Bad header" }),
            "Bad header",
        ),
        (
            400,
            InvalidInput,
            json!({ "error": "Bad header" }),
            "Bad header",
        ),
        (
            400,
            TooLarge,
            json!({ "err": "File size exceeds the limit" }),
            "exceeds",
        ),
        (
            401,
            Unauthorized,
            json!({ "error": { "code": 401_001, "messages": ["No", "key"] } }),
            "No; key",
        ),
        (
            403,
            Forbidden,
            json!({ "response": "Access denied" }),
            "Access denied",
        ),
        (404, NotFound, json!("a text"), "404"),
        (405, Forbidden, json!({ "err": "No rights" }), "No rights"),
        (408, Timeout, json!({}), "408"),
        (
            411,
            LengthRequired,
            json!({ "err": "Content-Length is missing" }),
            "Content-Length",
        ),
        (413, TooLarge, json!([]), "413"),
        (
            422,
            EmptyFile,
            json!({ "err": "Body input is empty." }),
            "Body input is empty",
        ),
        (
            429,
            RateLimited,
            json!({ "err": ["slow", "down"] }),
            "slow; down",
        ),
        (
            500,
            Server,
            json!({ "error": { "code": 1, "messages": "Unexpected event" } }),
            "Unexpected event",
        ),
        (
            500,
            Server,
            json!({ "error": { "message": "Unexpected event" } }),
            "Unexpected event",
        ),
        (
            500,
            TooLarge,
            json!({ "err": "File is too large" }),
            "too large",
        ),
        (
            502,
            Server,
            json!({ "err": 7, "error": [], "response": {} }),
            "502",
        ),
        (
            503,
            Busy,
            json!({ "err": "Server is too busy" }),
            "too busy",
        ),
        (507, Server, json!(null), "507"),
        (302, Protocol, json!({}), "302"),
        (418, Protocol, json!({}), "418"),
        // Cloud v4 tells apart what the status does not.
        (
            400,
            TooLarge,
            json!({ "error": { "code": 400_144, "messages": ["in words"] } }),
            "in words",
        ),
        (
            400,
            EmptyFile,
            json!({ "error": { "code": 400_145, "messages": ["in words"] } }),
            "in words",
        ),
    ];
    for (code, expected, body, words) in table {
        let host = FakeHost::new();
        host.on("POST /file", [status(code).with(body)]);
        let error = fails(analyze(&host, &Source::abc()), expected);
        assert_eq!(error.status, Some(code));
        assert_eq!(error.endpoint, Some(Endpoint::Analyze));
        assert!(error.message.contains("POST /file"), "{error}");
        assert!(error.message.contains(words), "{error}");
    }
    for (code, expected) in [(413, ErrorCode::TooLarge), (502, ErrorCode::Server)] {
        let host = FakeHost::new();
        host.on("POST /file", [status(code).with_text("<html>nginx</html>")]);
        let error = fails(analyze(&host, &Source::abc()), expected);
        assert!(!error.message.contains("nginx"), "{error}");
    }
}

#[test]
fn a_success_without_a_data_id_is_a_protocol_error() {
    let answers = [
        answer(json!({})),
        answer(json!({ "data_id": "" })),
        answer(json!({ "data_id": 7 })),
        answer(json!([DATA_ID])),
        html(),
        text(""),
        text("{\"data_id\": \"61df"),
    ];
    for odd in answers {
        let host = FakeHost::new();
        host.on("POST /file", [odd]);
        let error = fails(analyze(&host, &Source::abc()), ErrorCode::Protocol);
        assert_eq!(error.endpoint, Some(Endpoint::Analyze));
        assert_eq!(error.status, Some(200));
        assert_eq!(host.lines(), ["POST /file"]);
    }
}

#[test]
fn what_the_web_page_of_a_proxy_is_is_said() {
    let host = FakeHost::new();
    host.on("POST /file", [html()]);
    let error = fails(analyze(&host, &Source::abc()), ErrorCode::Protocol);
    assert!(error.message.contains("HTML"), "{error}");
    host.on("POST /file", [text(" ")]);
    let error = fails(analyze(&host, &Source::abc()), ErrorCode::Protocol);
    assert!(error.message.contains("empty"), "{error}");
}

#[test]
fn the_cause_that_the_host_threw_reaches_the_user() {
    let host = FakeHost::new();
    host.on("POST /file", [Answer::broken()]);
    let client = host.client_with(ConnectOptions {
        retry: metadefender_wasm::Retry {
            attempts: 1,
            ..metadefender_wasm::Retry::default()
        },
        ..ConnectOptions::default()
    });
    let source = Source::abc();
    let failed = host.run(client.analyze(&source, &AnalyzeOptions::default(), nobody()));
    match failed {
        Err(metadefender_wasm::flow::Failure::Failed { error, cause }) => {
            assert_eq!(error.code, ErrorCode::Network);
            assert_eq!(error.message, "POST /file: no answer arrived");
            assert_eq!(error.endpoint, Some(Endpoint::Analyze));
            assert_eq!(cause, Some(json!("thrown by the host")));
        }
        _ => panic!("no failure of the host"),
    }
}

#[test]
fn the_upload_is_the_whole_of_the_progress() {
    let host = accepting();
    let (caller, events) = host.listener();
    let source = Source::abc();
    host.run(
        host.client()
            .analyze(&source, &AnalyzeOptions::default(), caller),
    )
    .expect("submitted");
    let events: Vec<_> = events
        .borrow()
        .iter()
        .map(|event| {
            (
                event.phase,
                event.loaded,
                event.percentage,
                event.data_id.clone(),
            )
        })
        .collect();
    assert_eq!(
        events,
        [
            (Phase::Upload, 0.0, 0.0, None),
            (Phase::Upload, 3.0, 99.9, None),
            (Phase::Done, 100.0, 100.0, Some(DATA_ID.into())),
        ]
    );
}
