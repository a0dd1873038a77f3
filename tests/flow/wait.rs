//! `wait`: the report is asked for until it is finished. And `result`, which asks once; `cancel`.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::{Report, Result};
use metadefender_wasm::{ErrorCode, Page, Poll, WaitOptions};
use serde_json::{Value, json};

use crate::fake::*;

fn wait(host: &FakeHost, options: WaitOptions) -> Result<Report<Value>, FakeHost> {
    host.run(host.client().wait(DATA_ID, options, nobody()))
}

fn result(host: &FakeHost) -> Result<Report<Value>, FakeHost> {
    host.run(
        host.client()
            .result(DATA_ID, Page::default(), false, nobody()),
    )
}

fn following<const N: usize>(reports: [Answer; N]) -> FakeHost {
    let host = FakeHost::new();
    host.on("GET /file/*", reports);
    host
}

#[test]
fn the_report_of_a_finished_analysis_is_handed_on_as_it_is() {
    let host = following([answer(infected())]);
    let report = wait(&host, WaitOptions::default()).expect("a report");
    assert_eq!(report.json, infected());
    assert_eq!(host.story(), [format!("GET /file/{DATA_ID}")]);
}

/// MDDC API Gateway, *File Analysis Process*: "It is enough to just check every few hundred milliseconds."
#[test]
fn questions_are_asked_after_growing_pauses_up_to_the_longest() {
    let unfinished = || answer(unfinished(50));
    let reports = [(); 9].map(|()| unfinished());
    for (random, expected) in [
        (
            0.5,
            [
                400.0, 640.0, 1024.0, 1638.4, 2621.44, 4194.304, 6710.886, 7500.0,
            ],
        ),
        (
            0.0,
            [
                360.0, 576.0, 921.6, 1474.56, 2359.296, 3774.874, 6039.798, 6750.0,
            ],
        ),
        (
            1.0,
            [
                440.0, 704.0, 1126.4, 1802.24, 2883.584, 4613.734, 7381.975, 8250.0,
            ],
        ),
    ] {
        let host = following(reports.clone());
        host.set_random(random);
        fails(wait(&host, waiting(30_000.0)), ErrorCode::Timeout);
        assert_eq!(host.sleeps()[..8], expected);
        assert_eq!(host.time(), 30_000.0);
    }
}

#[test]
fn the_pauses_are_those_of_the_options() {
    let host = following([answer(unfinished(50))]);
    let options = WaitOptions {
        poll: Poll {
            initial_delay: 100.0,
            max_delay: 300.0,
            factor: 2.0,
        },
        timeout: 1_000.0,
    };
    fails(wait(&host, options), ErrorCode::Timeout);
    assert_eq!(host.sleeps(), [100.0, 200.0, 300.0, 300.0, 100.0]);
    assert_eq!(host.count("GET"), 6);
}

#[test]
fn the_last_question_is_asked_at_the_deadline_and_its_answer_counts() {
    let host = following([answer(queued()), answer(queued()), answer(allowed())]);
    let report = wait(&host, waiting(500.0)).expect("a report");
    assert_eq!(report.json, allowed());
    assert_eq!(host.sleeps(), [400.0, 100.0]);
    assert_eq!(host.request(2).at, 500.0);
}

#[test]
fn the_deadline_counts_from_the_first_question_and_how_long_answers_take() {
    let host = following([answer(unfinished(1)).after(450.0)]);
    fails(wait(&host, waiting(500.0)), ErrorCode::Timeout);
    assert_eq!(host.sleeps(), [50.0]);
    assert_eq!(host.count("GET"), 2);
}

#[test]
fn a_timeout_says_which_analysis_it_was_and_that_it_can_be_taken_up_again() {
    let host = following([answer(unfinished(95))]);
    let error = fails(wait(&host, waiting(1_500.7)), ErrorCode::Timeout);
    assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
    assert_eq!(error.endpoint, Some(Endpoint::AnalysisResult));
    assert_eq!(error.status, None);
    assert!(error.message.contains("resume()"), "{error}");
    assert!(error.message.contains("1500 ms"), "{error}");
    assert_eq!(host.count("POST"), 0);
}

/// *Fetch Analysis Result*: 404, or 200 with `{"<data_id>": "Not Found"}`.
#[test]
fn a_data_id_that_nobody_knows_is_not_found_in_both_shapes() {
    for (miss, status) in [
        (answer(json!({ DATA_ID: "Not Found" })), 200),
        (answer(json!({ DATA_ID.to_uppercase(): "not found" })), 200),
        (status(404), 404),
        (status(404).with(json!({ DATA_ID: "Not Found" })), 404),
        (status(404).with_text("<html>"), 404),
    ] {
        let host = following([miss]);
        for failed in [wait(&host, WaitOptions::default()), result(&host)] {
            let error = fails(failed, ErrorCode::NotFound);
            assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
            assert_eq!(error.status, Some(status));
            assert_eq!(error.endpoint, Some(Endpoint::AnalysisResult));
        }
        assert_eq!(host.count("GET"), 2);
    }
}

#[test]
fn an_analysis_that_is_lost_meanwhile_is_not_found() {
    let host = following([answer(unfinished(50)), status(404)]);
    fails(wait(&host, WaitOptions::default()), ErrorCode::NotFound);
    assert_eq!(host.count("GET"), 2);
}

#[test]
fn the_report_of_another_analysis_is_a_protocol_error() {
    let host = following([answer(with(allowed(), "/data_id", json!("another")))]);
    for failed in [wait(&host, WaitOptions::default()), result(&host)] {
        let error = fails(failed, ErrorCode::Protocol);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert!(error.message.contains("another analysis"), "{error}");
    }
    let host = following([answer(with(
        allowed(),
        "/data_id",
        json!(DATA_ID.to_uppercase()),
    ))]);
    wait(&host, WaitOptions::default()).expect("a report");
}

#[test]
fn a_report_that_is_malformed_in_its_progress_is_a_protocol_error_about_the_analysis() {
    for pointer in ["/process_info", "/scan_results"] {
        for value in [json!("100"), json!(7), json!([]), json!(true)] {
            let host = following([answer(with(allowed(), pointer, value))]);
            let error = fails(wait(&host, WaitOptions::default()), ErrorCode::Protocol);
            assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        }
        for value in [
            json!(101),
            json!(-1),
            json!(100.5),
            json!("100"),
            json!([100]),
        ] {
            let pointer = format!("{pointer}/progress_percentage");
            let host = following([answer(with(allowed(), &pointer, value))]);
            fails(wait(&host, WaitOptions::default()), ErrorCode::Protocol);
        }
    }
}

#[test]
fn a_server_that_wants_a_moment_in_mid_scan_has_not_lost_the_analysis() {
    let busy = || status(503).retry_after("30");
    let host = following([answer(unfinished(10)), busy(), busy(), answer(allowed())]);
    wait(&host, WaitOptions::default()).expect("a report");
    // 30 s are more than a retry waits for; the questions go on where they were.
    assert_eq!(host.sleeps(), [400.0, 30_000.0, 30_000.0]);
}

#[test]
fn a_server_that_wants_more_than_the_time_left_is_not_waited_for() {
    let host = following([answer(unfinished(10)), status(503).retry_after("30")]);
    let error = fails(wait(&host, waiting(30_000.0)), ErrorCode::Busy);
    assert_eq!(error.retry_after, Some(30.0));
    assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
    assert_eq!(host.sleeps(), [400.0]);

    let exact = following([status(503).retry_after("30"), answer(allowed())]);
    wait(&exact, waiting(30_000.0)).expect("a report");
}

#[test]
fn a_failure_that_is_final_ends_the_waiting() {
    for (failure, code) in [
        (status(401).retry_after("1"), ErrorCode::Unauthorized),
        (status(403).retry_after("1"), ErrorCode::Forbidden),
        (status(500).retry_after("1"), ErrorCode::Server),
        (html(), ErrorCode::Protocol),
    ] {
        let host = following([answer(unfinished(10)), failure]);
        let error = fails(wait(&host, WaitOptions::default()), code);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert_eq!(host.count("GET"), 2);
    }
}

/// What may pass, and how it is told where it does not.
fn outages() -> [(Answer, ErrorCode); 6] {
    [
        (status(408), ErrorCode::Timeout),
        (status(429), ErrorCode::RateLimited),
        (status(502), ErrorCode::Server),
        (status(503), ErrorCode::Busy),
        (Answer::broken(), ErrorCode::Network),
        (Answer::stalled(), ErrorCode::Timeout),
    ]
}

#[test]
fn an_outage_is_waited_out_as_the_analysis_goes_on() {
    for (outage, _) in outages() {
        // Each question is tried four times, so that three of them fail.
        let mut answers = [(); 14].map(|()| outage.clone());
        answers[0] = answer(unfinished(10));
        answers[13] = answer(allowed());
        let host = following(answers);
        host.set_random(0.5);
        let report = wait(&host, WaitOptions::default()).expect("a report");
        assert_eq!(report.json, allowed());
        let sleeps = host.sleeps();
        let pauses = [sleeps[0], sleeps[4], sleeps[8], sleeps[12]];
        assert_eq!(pauses, [400.0, 640.0, 1024.0, 1638.4]);
    }
}

#[test]
fn an_outage_beyond_the_deadline_is_told_as_what_it_is() {
    for (outage, code) in outages() {
        let host = following([answer(unfinished(10)), outage]);
        let error = fails(wait(&host, waiting(20_000.0)), code);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert!(host.time() >= 20_000.0, "{}", host.time());
    }
}

#[test]
fn what_cannot_be_waited_for_is_refused_and_nothing_is_sent() {
    let host = FakeHost::new();
    let client = host.client();
    for id in ["", ".", ".."] {
        let waited = host.run(client.wait(id, WaitOptions::default(), nobody()));
        fails(waited, ErrorCode::InvalidInput);
        fails(
            host.run(client.cancel(id, nobody())),
            ErrorCode::InvalidInput,
        );
    }
    let poll = Poll::default();
    for poll in [
        Poll {
            factor: 0.5,
            ..poll
        },
        Poll {
            factor: f64::NAN,
            ..poll
        },
        Poll {
            factor: f64::INFINITY,
            ..poll
        },
        Poll {
            initial_delay: -1.0,
            ..poll
        },
        Poll {
            max_delay: f64::NAN,
            ..poll
        },
    ] {
        let options = WaitOptions { poll, timeout: 1.0 };
        fails(wait(&host, options), ErrorCode::InvalidInput);
    }
    fails(wait(&host, waiting(-1.0)), ErrorCode::InvalidInput);
    fails(wait(&host, waiting(f64::NAN)), ErrorCode::InvalidInput);
    assert_eq!(host.story(), [""; 0]);
}

#[test]
fn an_id_cannot_reach_another_operation() {
    let host = FakeHost::new();
    host.on("GET /file/*", [status(404)]);
    let client = host.client();
    let id = "batch/1?x=y#z";
    fails(
        host.run(client.wait(id, WaitOptions::default(), nobody())),
        ErrorCode::NotFound,
    );
    assert_eq!(host.lines(), ["GET /file/batch%2F1%3Fx%3Dy%23z"]);
}

/// *Fetch Analysis Result*, Query String.
#[test]
fn result_answers_a_report_as_far_as_it_is_by_pages() {
    let host = following([answer(unfinished(40))]);
    let page = Page {
        first: Some(3.0),
        size: Some(2.0),
    };
    let report = host.run(host.client().result(DATA_ID, page, false, nobody()));
    assert_eq!(report.expect("a report").json, unfinished(40));
    assert_eq!(
        host.lines(),
        [format!("GET /file/{DATA_ID}?first=3&size=2")]
    );
}

/// *Cancel File Analysis*.
#[test]
fn cancel_is_acknowledged_by_nothing_or_by_any_json_but_by_no_web_page() {
    for acknowledged in [
        text(""),
        text(" \n"),
        answer(json!({})),
        answer(Value::Null),
    ] {
        let host = FakeHost::new();
        host.on("POST /file/*/cancel", [acknowledged]);
        host.run(host.client().cancel(DATA_ID, nobody()))
            .expect("cancelled");
        assert_eq!(host.lines(), [format!("POST /file/{DATA_ID}/cancel")]);
    }
    for (odd, code) in [
        (html(), ErrorCode::Protocol),
        (status(404), ErrorCode::NotFound),
    ] {
        let host = FakeHost::new();
        host.on("POST /file/*/cancel", [odd]);
        let error = fails(host.run(host.client().cancel(DATA_ID, nobody())), code);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert_eq!(error.endpoint, Some(Endpoint::CancelAnalysis));
    }
}
