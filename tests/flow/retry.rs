//! Calls are made again where that is safe and may help.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::Result;
use metadefender_wasm::{
    AnalyzeOptions, ConnectOptions, ErrorCode, NewBatch, Retry, ScanOptions, Verdict, WaitOptions,
};
use serde_json::{Value, json};

use crate::fake::*;

fn rules(host: &FakeHost) -> Result<Value, FakeHost> {
    host.run(host.client().rules(nobody()))
}

fn rules_with(host: &FakeHost, retry: Retry) -> Result<Value, FakeHost> {
    let client = host.client_with(ConnectOptions {
        retry,
        ..ConnectOptions::default()
    });
    host.run(client.rules(nobody()))
}

fn answering<const N: usize>(answers: [Answer; N]) -> FakeHost {
    let host = FakeHost::new();
    host.on("GET /file/rules", answers);
    host
}

/// What may be gone a moment later: no answer, 408, 429, 502, 503, 504.
fn transient() -> Vec<(Answer, ErrorCode)> {
    vec![
        (status(408), ErrorCode::Timeout),
        (status(429), ErrorCode::RateLimited),
        (status(502), ErrorCode::Server),
        (status(503), ErrorCode::Busy),
        (status(504), ErrorCode::Server),
        (Answer::broken(), ErrorCode::Network),
        (Answer::stalled(), ErrorCode::Timeout),
    ]
}

#[test]
fn an_idempotent_call_is_made_four_times_with_doubled_and_jittered_delays() {
    for (failure, code) in transient() {
        for (random, delays) in [
            (0.5, [125.0, 250.0, 500.0]),
            (0.0, [0.0, 0.0, 0.0]),
            (0.999, [249.75, 499.5, 999.0]),
        ] {
            let host = answering([failure.clone()]);
            host.set_random(random);
            let error = fails(rules(&host), code);
            assert_eq!(error.endpoint, Some(Endpoint::Rules));
            assert_eq!(host.lines(), ["GET /file/rules"; 4]);
            assert_eq!(host.sleeps(), delays);
        }
    }
}

#[test]
fn the_first_success_ends_it() {
    for (failure, _) in transient() {
        let host = answering([failure.clone(), failure, answer(json!([]))]);
        assert_eq!(rules(&host).expect("rules"), json!([]));
        assert_eq!(
            host.story(),
            [
                "GET /file/rules",
                "sleep 125",
                "GET /file/rules",
                "sleep 250",
                "GET /file/rules"
            ]
        );
    }
}

#[test]
fn what_is_final_is_not_tried_again() {
    for code in [400, 401, 403, 404, 405, 411, 413, 422, 500, 501, 505] {
        let host = answering([status(code).retry_after("1")]);
        assert!(rules(&host).is_err());
        assert_eq!(host.story(), ["GET /file/rules"], "{code}");
    }
    // Nor what the API does not give.
    let host = answering([html()]);
    fails(rules(&host), ErrorCode::Protocol);
    assert_eq!(host.story(), ["GET /file/rules"]);
}

#[test]
fn attempts_and_delays_are_those_of_the_options() {
    for attempts in [1, 2, 7] {
        let host = answering([status(503).with(json!({ "err": "Server is too busy" }))]);
        let retry = Retry {
            attempts,
            base_delay: 100.0,
            max_delay: 300.0,
        };
        let error = fails(rules_with(&host, retry), ErrorCode::Busy);
        assert_eq!(error.status, Some(503));
        assert!(error.message.contains("Server is too busy"));
        let delays = [50.0, 100.0, 150.0, 150.0, 150.0, 150.0];
        assert_eq!(host.sleeps(), delays[..attempts as usize - 1]);
        assert_eq!(host.count("GET"), attempts as usize);
    }
}

#[test]
fn options_that_cannot_be_are_refused() {
    let retry = Retry::default();
    for (retry, timeout) in [
        (
            Retry {
                attempts: 0,
                ..retry
            },
            1.0,
        ),
        (
            Retry {
                base_delay: -1.0,
                ..retry
            },
            1.0,
        ),
        (
            Retry {
                max_delay: f64::NAN,
                ..retry
            },
            1.0,
        ),
        (retry, -1.0),
    ] {
        let options = ConnectOptions {
            base_url: BASE_URL.into(),
            retry,
            timeout,
            ..ConnectOptions::default()
        };
        let client = metadefender_wasm::flow::MetaDefender::with_host(FakeHost::new(), options);
        fails(client.map(|_| ()), ErrorCode::InvalidInput);
    }
}

/// RFC 9110, 10.2.3; Cloud: `x-ratelimit-reset-in: 86400s`.
#[test]
fn what_the_server_asks_for_is_waited_for_where_it_is_longer() {
    for (value, delays) in [
        ("2", [2000.0, 2000.0, 2000.0]),
        ("15s", [15_000.0, 15_000.0, 15_000.0]),
        ("20", [20_000.0, 20_000.0, 20_000.0]),
        ("0", [125.0, 250.0, 500.0]),
        ("in a moment", [125.0, 250.0, 500.0]),
        ("", [125.0, 250.0, 500.0]),
        ("-5", [125.0, 250.0, 500.0]),
        ("1.5", [125.0, 250.0, 500.0]),
    ] {
        let host = answering([status(429).retry_after(value)]);
        fails(rules(&host), ErrorCode::RateLimited);
        assert_eq!(host.sleeps(), delays, "{value}");
    }
    // As a date; it comes nearer.
    let host = answering([status(503).retry_after("Wed, 21 Oct 2015 07:28:10 GMT")]);
    fails(rules(&host), ErrorCode::Busy);
    assert_eq!(host.sleeps(), [10_000.0, 250.0, 500.0]);
}

#[test]
fn a_server_that_wants_more_than_the_longest_delay_is_not_waited_for() {
    for (value, seconds) in [("86400", 86_400.0), ("86400s", 86_400.0), ("21", 21.0)] {
        let host = answering([status(429).retry_after(value)]);
        let error = fails(rules(&host), ErrorCode::RateLimited);
        assert_eq!(error.retry_after, Some(seconds));
        assert_eq!(host.story(), ["GET /file/rules"]);
    }
}

#[test]
fn an_upload_is_made_again_with_its_bytes() {
    for (failure, _) in transient() {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        host.on("POST /file", [failure, answer(submitted())]);
        let scan = scan(&host, not_looked_up()).expect("a scan");
        assert_eq!(scan.judgement.verdict, Verdict::Allowed);
        assert_eq!(
            host.story()[2..5],
            ["POST /file", "sleep 125", "POST /file"]
        );
        for upload in &host.requests()[..2] {
            assert_eq!(upload.bytes.as_deref(), Some(b"abc".as_slice()));
            assert_eq!(upload.header("filename"), Some("abc.txt"));
        }
    }
}

#[test]
fn a_stream_is_sent_only_once() {
    for (failure, code) in transient() {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        host.on("POST /file", [failure]);
        let stream = Source::stream_of_length(b"abc", 3.0);
        fails(scan_of(&host, &stream, ScanOptions::default()), code);
        assert_eq!(host.story(), ["open", "POST /file"]);
    }
}

#[test]
fn a_stream_that_was_collected_can_be_sent_again() {
    let host = FakeHost::new().without_streams();
    host.on("POST /file", [status(503), answer(submitted())]);
    let stream = Source::stream(b"abc");
    let client = host.client();
    host.run(client.analyze(&stream, &AnalyzeOptions::default(), nobody()))
        .expect("submitted");
    assert_eq!(host.count("POST /file"), 2);
}

/// A second log-in opens a second session, a second batch stays open for ever.
#[test]
fn a_log_in_a_log_out_and_a_new_batch_are_never_tried_again() {
    for (failure, code) in transient() {
        let host = FakeHost::new();
        host.on("POST /login", [failure.clone()]);
        host.on("POST /logout", [failure.clone()]);
        host.on("POST /file/batch", [failure]);
        let client = host.client();
        fails(host.run(client.login("me", "pw", nobody())), code);
        fails(host.run(client.logout(nobody())), code);
        fails(
            host.run(client.create_batch(NewBatch::default(), nobody())),
            code,
        );
        assert_eq!(
            host.story(),
            ["POST /login", "POST /logout", "POST /file/batch"]
        );
    }
}

#[test]
fn every_other_call_is_tried_again() {
    let host = FakeHost::new();
    let patterns = [
        "GET /file/*",
        "GET /hash/*",
        "POST /file/*/cancel",
        "GET /file/converted/*",
        "GET /file/download/*",
        "GET /file/batch/*",
        "POST /file/batch/*/close",
        "POST /file/batch/*/cancel",
        "GET /file/batch/*/certificate",
    ];
    for pattern in patterns {
        host.on(pattern, [status(503)]);
    }
    let client = host.client();
    let batch = client.batch("b").expect("a batch");
    let by_hash = metadefender_wasm::ByHash::default();
    let page = metadefender_wasm::Page::default();
    let busy = ErrorCode::Busy;
    fails(
        host.run(client.result(DATA_ID, page, false, nobody())),
        busy,
    );
    fails(
        host.run(client.result_by_hash(ABC, by_hash, nobody())),
        busy,
    );
    fails(host.run(client.cancel(DATA_ID, nobody())), busy);
    fails(host.run(client.download_sanitized(DATA_ID, nobody())), busy);
    fails(host.run(client.download(DATA_ID, nobody())), busy);
    fails(host.run(batch.status(page, nobody())), busy);
    let at_once = WaitOptions {
        timeout: 0.0,
        ..WaitOptions::default()
    };
    fails(host.run(batch.close(at_once, nobody())), busy);
    fails(host.run(batch.cancel(nobody())), busy);
    fails(host.run(batch.certificate(None, nobody())), busy);
    assert_eq!(host.requests().len(), 4 * patterns.len());
}

#[test]
fn the_key_of_the_first_attempt_is_that_of_all() {
    let host = FakeHost::new();
    let client = host.client_with(ConnectOptions {
        api_key: Some("k3y".into()),
        ..ConnectOptions::default()
    });
    host.on("GET /file/rules", [status(503), answer(json!([]))]);
    host.run(client.rules(nobody())).expect("rules");
    let headers: Vec<_> = host
        .requests()
        .into_iter()
        .map(|request| request.http)
        .collect();
    assert_eq!(headers[0], headers[1]);
}
