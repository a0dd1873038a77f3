//! When a call is made again: exact schedules.

use metadefender_wasm::flow::Failure;
use metadefender_wasm::{AnalyzeOptions, ErrorCode, NewBatch, Retry};
use serde_json::json;

use crate::fake_host::{FakeHost, Signal, file, no_answer, ok, status, stream};
use crate::support::{caller, code, connect, connect_with, error, submitted};

#[test]
fn what_may_pass_is_tried_again_with_a_random_delay_under_a_bound_that_doubles() {
    for failure in [
        no_answer(ErrorCode::Network),
        no_answer(ErrorCode::Timeout),
        status(408, json!({})),
        status(429, json!({})),
        status(502, json!({})),
        status(503, json!({})),
        status(504, json!({})),
    ] {
        let host = FakeHost::scripted(move |_| failure.clone());
        host.set_random(1.0);
        assert!(host.run(connect(&host).rules(caller())).is_err());
        // Full jitter: random times 250 ms, 500 ms, 1 s.
        assert_eq!(host.pauses(), [250.0, 500.0, 1000.0]);
        assert_eq!(host.sent().len(), 4);
    }
}

#[test]
fn it_ends_with_the_first_success() {
    let host = FakeHost::answering([status(503, json!({})), ok(json!([{ "name": "a" }]))]);
    host.set_random(0.0);
    let rules = host.run(connect(&host).rules(caller())).unwrap();
    assert_eq!(rules, json!([{ "name": "a" }]));
    assert_eq!(host.pauses(), [0.0]);
}

#[test]
fn what_cannot_pass_is_not_tried_again() {
    for refusal in [400, 401, 403, 404, 405, 411, 413, 422, 500, 501] {
        let host = FakeHost::answering([status(refusal, json!({}))]);
        assert!(host.run(connect(&host).rules(caller())).is_err());
        assert!(host.pauses().is_empty(), "{refusal}");
    }
}

#[test]
fn the_options_say_how_often_and_how_soon() {
    let retry = Retry {
        attempts: 6,
        base_delay: 100.0,
        max_delay: 300.0,
    };
    let host = FakeHost::scripted(|_| no_answer(ErrorCode::Network));
    host.set_random(1.0);
    let client = connect_with(&host, |options| options.retry = retry);
    assert!(host.run(client.rules(caller())).is_err());
    assert_eq!(host.pauses(), [100.0, 200.0, 300.0, 300.0, 300.0]);

    let host = FakeHost::scripted(|_| no_answer(ErrorCode::Network));
    let once = Retry {
        attempts: 1,
        ..retry
    };
    let client = connect_with(&host, |options| options.retry = once);
    assert!(host.run(client.rules(caller())).is_err());
    assert!(host.pauses().is_empty());
}

#[test]
fn the_server_says_when_to_come_back() {
    // RFC 9110, 10.2.3: seconds.
    let host = FakeHost::answering([status(503, json!({})).retry_after("7"), ok(json!([]))]);
    host.run(connect(&host).rules(caller())).unwrap();
    assert_eq!(host.pauses(), [7000.0]);

    // Longer than retry.maxDelay is not waited for; the failure says how long. Cloud: "86400s".
    let host = FakeHost::answering([status(429, json!({})).retry_after("86400s")]);
    let failure = error(host.run(connect(&host).rules(caller())));
    assert_eq!(failure.code, ErrorCode::RateLimited);
    assert_eq!(failure.retry_after, Some(86_400.0));
    assert!(host.pauses().is_empty());
}

#[test]
fn a_file_is_sent_again_and_a_stream_never() {
    let host = FakeHost::answering([no_answer(ErrorCode::Network), submitted()]);
    let client = connect(&host);
    let options = AnalyzeOptions::default();
    host.run(client.analyze(&file("abc"), &options, caller()))
        .unwrap();
    assert_eq!(host.sent(), ["POST /file", "POST /file"]);

    let host = FakeHost::answering([status(503, json!({}))]);
    let client = connect(&host);
    let source = stream("abc", Some(3.0));
    let analyze = client.analyze(&source, &options, caller());
    assert_eq!(code(host.run(analyze)), ErrorCode::Busy);
}

#[test]
fn what_would_be_done_twice_is_not_tried_again() {
    let host = FakeHost::answering([status(503, json!({}))]);
    assert_eq!(
        code(host.run(connect(&host).login("me", "pw", caller()))),
        ErrorCode::Busy
    );
    let host = FakeHost::answering([no_answer(ErrorCode::Network)]);
    assert_eq!(
        code(host.run(connect(&host).logout(caller()))),
        ErrorCode::Network
    );
    let host = FakeHost::answering([status(502, json!({}))]);
    let created = host.run(connect(&host).create_batch(NewBatch::default(), caller()));
    assert_eq!(code(created.map(drop)), ErrorCode::Server);
}

#[test]
fn an_abort_ends_the_attempts() {
    let caller = caller();
    let signal: Signal = caller.signal.clone().unwrap();
    let host = FakeHost::scripted(move |_| {
        signal.replace(Some(json!("enough")));
        no_answer(ErrorCode::Network)
    });
    let result = host.run(connect(&host).rules(caller));
    assert!(matches!(result, Err(Failure::Aborted(reason)) if reason == json!("enough")));
    assert_eq!(host.sent().len(), 1);
}

#[test]
fn a_failure_names_the_operation_and_keeps_what_the_runtime_threw() {
    let host = FakeHost::scripted(|_| no_answer(ErrorCode::Network));
    let result = host.run(connect(&host).rules(caller()));
    let Err(Failure::Failed { error, cause }) = result else {
        panic!("it has to fail");
    };
    assert!(
        error.message.starts_with("GET /file/rules: "),
        "{}",
        error.message
    );
    assert_eq!(cause, Some(json!("the runtime's own error")));
}
