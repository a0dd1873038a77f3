//! Following an analysis: when it is asked for, and when that ends.

use metadefender_wasm::Digests;
use metadefender_wasm::{ErrorCode, Poll, ResumeOptions, ScanOptions, Verdict, WaitOptions};
use serde_json::json;

use crate::fake_host::{FakeHost, file, no_answer, ok, status};
use crate::support::{
    DATA_ID, SHA256, caller, code, connect, error, finished, not_found, submitted, unfinished,
    unknown,
};

fn for_ms(timeout: f64) -> WaitOptions {
    WaitOptions {
        timeout,
        ..WaitOptions::default()
    }
}

#[test]
fn the_delays_grow_by_a_factor_up_to_a_maximum() {
    let host = FakeHost::scripted(|_| ok(unfinished(10)));
    // With 0.5 no delay is longer or shorter than planned.
    let client = connect(&host);
    let wait = client.wait(DATA_ID, for_ms(60_000.0), caller());
    assert_eq!(code(host.run(wait).map(drop)), ErrorCode::Timeout);
    let pauses: Vec<f64> = host.pauses().iter().map(|ms| ms.round()).collect();
    assert_eq!(
        pauses[..8],
        [400.0, 640.0, 1024.0, 1638.0, 2621.0, 4194.0, 6711.0, 7500.0]
    );
    // The last question is asked at the deadline.
    assert_eq!(host.pauses().iter().sum::<f64>().round(), 60_000.0);
    assert_eq!(host.sent().len(), host.pauses().len() + 1);
}

#[test]
fn each_delay_is_a_tenth_longer_or_shorter_at_random() {
    for (random, expected) in [(0.0, 360.0), (1.0, 440.0)] {
        let host = FakeHost::answering([ok(unfinished(10)), ok(finished("Allowed", 0))]);
        host.set_random(random);
        host.run(connect(&host).wait(DATA_ID, WaitOptions::default(), caller()))
            .unwrap();
        assert_eq!(host.pauses()[0].round(), expected);
    }
}

#[test]
fn the_options_say_when_to_ask() {
    let poll = Poll {
        initial_delay: 10.0,
        max_delay: 25.0,
        factor: 2.0,
    };
    let host = FakeHost::scripted(|_| ok(unfinished(10)));
    let options = WaitOptions {
        poll,
        timeout: 100.0,
    };
    let client = connect(&host);
    let wait = client.wait(DATA_ID, options, caller());
    assert_eq!(code(host.run(wait).map(drop)), ErrorCode::Timeout);
    assert_eq!(host.pauses(), [10.0, 20.0, 25.0, 25.0, 20.0]);
}

#[test]
fn options_that_cannot_be_are_refused_before_anything_is_asked() {
    let host = FakeHost::answering([]);
    let poll = |poll| WaitOptions {
        poll,
        ..WaitOptions::default()
    };
    for options in [
        for_ms(-1.0),
        for_ms(f64::NAN),
        poll(Poll {
            initial_delay: -1.0,
            ..Poll::default()
        }),
        poll(Poll {
            max_delay: f64::NAN,
            ..Poll::default()
        }),
        poll(Poll {
            factor: 0.5,
            ..Poll::default()
        }),
        poll(Poll {
            factor: f64::INFINITY,
            ..Poll::default()
        }),
    ] {
        let client = connect(&host);
        let wait = client.wait(DATA_ID, options, caller());
        assert_eq!(code(host.run(wait).map(drop)), ErrorCode::InvalidInput);
    }
    assert!(host.log().is_empty());
}

#[test]
fn without_time_it_asks_once() {
    let host = FakeHost::answering([ok(unfinished(10))]);
    let failure = error(
        host.run(connect(&host).wait(DATA_ID, for_ms(0.0), caller()))
            .map(drop),
    );
    assert_eq!(
        (failure.code, failure.data_id.as_deref()),
        (ErrorCode::Timeout, Some(DATA_ID))
    );
    assert!(failure.message.contains("resume()"), "{}", failure.message);
}

#[test]
fn a_scan_has_the_time_for_its_analysis_and_not_for_what_comes_before() {
    let host = FakeHost::scripted(|request| match request.method {
        "POST" => submitted(),
        _ if request.url.contains("/hash/") => not_found(),
        _ => ok(unfinished(10)),
    });
    let options = ScanOptions {
        wait: for_ms(1_000.0),
        ..ScanOptions::default()
    };
    let failure = error(host.run(connect(&host).scan(&file("abc"), options, caller())));
    assert_eq!(
        (failure.code, failure.data_id.as_deref()),
        (ErrorCode::Timeout, Some(DATA_ID))
    );
    assert_eq!(host.pauses().iter().sum::<f64>(), 1_000.0);
    // It may be taken up again: nothing is cancelled.
    assert!(!host.sent().iter().any(|line| line.ends_with("/cancel")));
}

#[test]
fn a_server_that_is_too_busy_is_left_alone_for_as_long_as_it_wants() {
    let busy = || status(503, json!({})).retry_after("30");
    let host = FakeHost::answering([busy(), ok(finished("Allowed", 0))]);
    host.run(connect(&host).wait(DATA_ID, WaitOptions::default(), caller()))
        .unwrap();
    assert_eq!(host.pauses(), [30_000.0]);

    // Not beyond the deadline.
    let host = FakeHost::answering([busy()]);
    let client = connect(&host);
    let wait = client.wait(DATA_ID, for_ms(29_000.0), caller());
    assert_eq!(code(host.run(wait).map(drop)), ErrorCode::Busy);
}

#[test]
fn a_failure_that_cannot_pass_ends_it() {
    for (answer, expected) in [
        (status(403, json!({})), ErrorCode::Forbidden),
        (not_found(), ErrorCode::NotFound),
        (unknown(DATA_ID), ErrorCode::NotFound),
        (no_answer(ErrorCode::Protocol), ErrorCode::Protocol),
    ] {
        let host = FakeHost::answering([answer]);
        let client = connect(&host);
        let wait = client.wait(DATA_ID, WaitOptions::default(), caller());
        let failure = error(host.run(wait).map(drop));
        assert_eq!(
            (failure.code, failure.data_id.as_deref()),
            (expected, Some(DATA_ID))
        );
    }
}

#[test]
fn clean_in_mid_scan_is_not_the_end() {
    // Cloud v2, while it waits, has neither object.
    let queued = ok(json!({ "data_id": DATA_ID, "in_queue": 1 }));
    let host = FakeHost::answering([queued, ok(unfinished(95)), ok(finished("Blocked", 1))]);
    let client = connect(&host);
    let wait = client.wait(DATA_ID, WaitOptions::default(), caller());
    assert_eq!(host.run(wait).unwrap().json, finished("Blocked", 1));
}

#[test]
fn a_report_of_another_analysis_is_none() {
    let mut other = finished("Allowed", 0);
    other["data_id"] = json!("0".repeat(32));
    let host = FakeHost::answering([ok(other)]);
    let client = connect(&host);
    let wait = client.wait(DATA_ID, WaitOptions::default(), caller());
    assert_eq!(code(host.run(wait).map(drop)), ErrorCode::Protocol);

    // In which case it is written does not matter.
    let mut same = finished("Allowed", 0);
    same["data_id"] = json!(DATA_ID.to_uppercase());
    let host = FakeHost::answering([ok(same)]);
    assert!(
        host.run(connect(&host).wait(DATA_ID, WaitOptions::default(), caller()))
            .is_ok()
    );
}

#[test]
fn resume_judges_and_compares_the_hashes_that_the_caller_knows() {
    let resume = |sha256: Option<String>| {
        let host = FakeHost::answering([ok(unfinished(50)), ok(finished("Allowed", 0))]);
        let digests = Digests {
            sha256,
            ..Digests::default()
        };
        let options = ResumeOptions {
            digests,
            ..ResumeOptions::default()
        };
        host.run(connect(&host).resume(DATA_ID, options, caller()))
    };
    for known in [None, Some(SHA256.to_uppercase())] {
        assert_eq!(resume(known).unwrap().judgement.verdict, Verdict::Allowed);
    }
    assert_eq!(code(resume(Some("0".repeat(64)))), ErrorCode::Integrity);
    assert_eq!(code(resume(Some("abc".into()))), ErrorCode::InvalidInput);
}
