//! Whatever a server answers, at every step of every flow: a typed error, or a result that allows nothing.

use metadefender_wasm::flow::{Failure, Scan, Via};
use metadefender_wasm::{
    AnalyzeOptions, BatchOptions, ByHash, ConnectOptions, ErrorCode, NewBatch, Page, ResumeOptions,
    Service, Verdict,
};
use serde_json::{Value, json};

use crate::fake::*;

const SERVICES: [Service; 3] = [Service::Cluster, Service::CloudV2, Service::CloudV4];

/// Successes that are no answer of the API's.
fn odd_answers() -> Vec<Answer> {
    let mut answers: Vec<_> = odd_values().into_iter().map(answer).collect();
    answers.push(html());
    answers.push(text(""));
    answers.push(text(" \r\n "));
    answers.push(text("{\"data_id\": \"61dff"));
    answers.push(text("NaN"));
    answers.push(text("\u{feff}{}"));
    answers.push(text(&"[".repeat(5_000)));
    answers.push(answer(json!({ "err": "an error that is a success" })));
    answers.push(answer(
        json!({ "data_id": "of another", "process_info": {}, "scan_results": {} }),
    ));
    answers.push(answer(with(allowed(), "/data_id", json!("of another"))));
    answers.push(answer(json!([allowed()])));
    answers.push(answer(json!({ "data": allowed() })));
    answers.push(answer(json!({ "Not Found": DATA_ID })));
    answers
}

/// Whether an odd value may stand in a place.
type IsFine = fn(&Value) -> bool;

/// An allowed report that is odd in one place, so that it must not be allowed.
fn odd_reports() -> Vec<Value> {
    let mut reports = Vec::new();
    let places: [(&str, IsFine); 8] = [
        ("/process_info", |_| false),
        ("/process_info/progress_percentage", |_| false),
        ("/process_info/result", |_| false),
        ("/process_info/blocked_reason", |value| {
            *value == json!("") || value.is_null()
        }),
        ("/scan_results", |_| false),
        ("/scan_results/progress_percentage", |_| false),
        // 7 is "Whitelisted".
        ("/scan_results/scan_all_result_i", |value| {
            *value == json!(7)
        }),
        ("/scan_results/scan_details", |value| {
            value.is_null() || value.is_object()
        }),
    ];
    for (pointer, is_fine) in places {
        let odd = odd_values().into_iter().filter(|value| !is_fine(value));
        reports.extend(odd.map(|value| with(allowed(), pointer, value)));
    }
    for reasons in [
        json!(true),
        json!(7),
        json!("text"),
        json!({}),
        json!(["Infected"]),
    ] {
        reports.push(with(allowed(), "/process_info/blocked_reasons", reasons));
    }
    for engine in [
        json!(true),
        json!("text"),
        json!([]),
        json!({ "scan_result_i": "1" }),
    ] {
        let details = json!({ "Engine": engine });
        reports.push(with(allowed(), "/scan_results/scan_details", details));
    }
    reports
}

fn client(host: &FakeHost, service: Service) -> Client {
    host.client_with(ConnectOptions {
        service,
        ..ConnectOptions::default()
    })
}

/// A typed error, or a verdict that is not to allow.
#[track_caller]
fn is_not_allowed(end: Result<Scan<Value>, Failure<Value>>, odd: &str) {
    match end {
        Ok(scan) => assert_ne!(scan.judgement.verdict, Verdict::Allowed, "{odd}"),
        Err(failure) => assert!(failure.code().is_some(), "{odd}"),
    }
}

fn said(answer: &Answer) -> String {
    match &answer.body {
        Body::Http { text, .. } => text.chars().take(10_000).collect(),
        _ => String::new(),
    }
}

#[test]
fn an_odd_report_is_never_allowed() {
    for service in SERVICES {
        for odd in odd_answers() {
            let host = FakeHost::of_unknown_file([odd.clone()]);
            let client = client(&host, service);
            let scan = host.run(client.scan(&Source::abc(), within(1_000.0), nobody()));
            is_not_allowed(scan, &said(&odd));
            let options = ResumeOptions {
                wait: waiting(1_000.0),
                ..ResumeOptions::default()
            };
            let resumed = host.run(client.resume(DATA_ID, options, nobody()));
            is_not_allowed(resumed, &said(&odd));
            let waited = host.run(client.wait(DATA_ID, waiting(1_000.0), nobody()));
            assert!(waited.is_err(), "{}", said(&odd));
        }
    }
}

#[test]
fn a_report_that_is_odd_in_one_place_is_never_allowed() {
    for report in odd_reports() {
        let odd = report.to_string();
        let host = FakeHost::of_unknown_file([answer(report.clone())]);
        is_not_allowed(scan(&host, within(1_000.0)), &odd);
        let options = ResumeOptions {
            wait: waiting(1_000.0),
            ..ResumeOptions::default()
        };
        let resumed = host.run(host.client().resume(DATA_ID, options, nobody()));
        is_not_allowed(resumed, &odd);

        // By look-up: neither allowed, nor taken for an error where the file can be analysed.
        host.on("GET /hash/*", [answer(report)]);
        is_not_allowed(scan(&host, not_uploaded()), &odd);
        host.on("GET /file/*", [answer(infected())]);
        is_not_allowed(scan(&host, within(1_000.0)), &odd);
    }
}

#[test]
fn an_odd_answer_to_a_look_up_is_an_error_or_a_miss() {
    for service in SERVICES {
        for odd in odd_answers() {
            let host = FakeHost::of_unknown_file([answer(infected())]);
            host.on("GET /hash/*", [odd.clone()]);
            let client = client(&host, service);
            let scan = host.run(client.scan(&Source::abc(), within(1_000.0), nobody()));
            match scan {
                Err(failure) => assert_eq!(failure.code(), Some(ErrorCode::Protocol)),
                Ok(scan) if scan.via == Via::Analysis => {}
                // A look-up is by hash: its report may have any data id.
                Ok(scan) => assert_eq!(scan.data_id, "of another"),
            }
            let found = host.run(client.result_by_hash(ABC, ByHash::default(), nobody()));
            if let Err(failure) = found {
                assert_eq!(failure.code(), Some(ErrorCode::Protocol));
            }
        }
    }
}

#[test]
fn an_odd_answer_to_an_upload_is_a_protocol_error_or_leads_to_a_report_of_that_id() {
    for service in SERVICES {
        for odd in odd_answers() {
            let host = FakeHost::of_unknown_file([answer(allowed())]);
            host.on("POST /file", [odd.clone()]);
            let client = client(&host, service);
            let file = Source::abc();
            let scan = host.run(client.scan(&file, within(1_000.0), nobody()));
            // Either there is no id, or the report is about another one.
            fails(scan, ErrorCode::Protocol);
            let submitted = host.run(client.analyze(&file, &AnalyzeOptions::default(), nobody()));
            if let Ok(submitted) = submitted {
                assert_eq!(submitted.data_id, "of another", "{}", said(&odd));
            }
        }
    }
}

/// The steps of a scan of many files, each answered oddly.
#[test]
fn an_odd_answer_at_any_step_of_a_batch_is_never_allowed() {
    let steps = [
        "POST /file/batch",
        "POST /file",
        "GET /file/*",
        "POST /file/batch/*/close",
    ];
    for step in steps {
        for odd in odd_answers() {
            let host = FakeHost::of_unknown_file([answer(allowed())]);
            host.on("POST /file/batch", [answer(json!({ "batch_id": "b" }))]);
            let closed = json!({ "is_closed": true, "process_info": { "result": "Allowed" } });
            host.on("POST /file/batch/*/close", [answer(closed)]);
            host.on(step, [odd.clone()]);
            // A whole report has the members of an allowed batch.
            if step.ends_with("close") && said(&odd).contains("\"Allowed\"") {
                continue;
            }
            let options = BatchOptions {
                scan: within(1_000.0),
                ..BatchOptions::default()
            };
            let files = vec![Source::abc(), Source::bytes(b"other")];
            let scan = host.run(host.client().scan_batch(files, options, nobody()));
            let scan = scan.expect("scans");
            assert_ne!(scan.verdict, Verdict::Allowed, "{step}: {}", said(&odd));
        }
    }
}

#[test]
fn an_odd_status_of_a_batch_is_never_its_end() {
    for odd in odd_answers() {
        let host = FakeHost::new();
        host.on("GET /file/batch/*", [odd.clone()]);
        host.on("POST /file/batch/*/close", [status(400)]);
        let batch = host.client().batch("b").expect("a batch");
        let closed = host.run(batch.close(waiting(1_000.0), nobody()));
        assert!(closed.is_err(), "{}", said(&odd));
        let waited = host.run(batch.wait(waiting(1_000.0), nobody()));
        assert!(waited.is_err(), "{}", said(&odd));
    }
    // A list whose files are odd.
    for odd in odd_values() {
        for file in [odd.clone(), json!({ "progress_percentage": odd })] {
            let host = FakeHost::new();
            let status = json!({ "batch_files": { "batch_count": 1, "files_in_batch": [file] } });
            host.on("GET /file/batch/*", [answer(status)]);
            let batch = host.client().batch("b").expect("a batch");
            let waited = host.run(batch.wait(waiting(1_000.0), nobody()));
            fails(waited, ErrorCode::Timeout);
        }
        if odd.is_null() {
            continue;
        }
        for info in [odd.clone(), json!({ "progress_percentage": odd })] {
            let host = FakeHost::new();
            let file = json!({ "progress_percentage": 100, "process_info": info });
            let status = json!({ "batch_files": { "batch_count": 1, "files_in_batch": [file] } });
            host.on("GET /file/batch/*", [answer(status)]);
            let batch = host.client().batch("b").expect("a batch");
            let waited = host.run(batch.wait(waiting(1_000.0), nobody()));
            fails(waited, ErrorCode::Timeout);
        }
    }
}

#[test]
fn an_odd_answer_to_any_other_call_is_a_result_or_a_typed_error() {
    for odd in odd_answers() {
        let host = FakeHost::new();
        for pattern in [
            "GET /file/*",
            "POST /login",
            "POST /logout",
            "POST /hash",
            "POST /file/batch",
            "POST /file/*/cancel",
            "GET /file/converted/*",
            "GET /file/batch/*",
            "POST /file/batch/*/cancel",
            "GET /file/batch/*/certificate",
            "GET /apikey/limits",
        ] {
            host.on(pattern, [odd.clone()]);
        }
        let said = said(&odd);
        let cluster = client(&host, Service::Cluster);
        let v4 = client(&host, Service::CloudV4);
        let batch = cluster.batch("b").expect("a batch");
        let page = Page::default();
        let is_list = said.starts_with('[') && said.ends_with(']');
        assert_eq!(host.run(cluster.rules(nobody())).is_ok(), is_list, "{said}");
        let hashes = [ABC.to_owned()];
        assert_eq!(
            host.run(v4.results_by_hash(&hashes, nobody())).is_ok(),
            is_list,
            "{said}"
        );
        assert!(
            host.run(cluster.login("me", "pw", nobody())).is_err(),
            "{said}"
        );
        let made = host.run(cluster.create_batch(NewBatch::default(), nobody()));
        fails(made, ErrorCode::Protocol);
        assert!(
            host.run(v4.download_sanitized(DATA_ID, nobody())).is_err(),
            "{said}"
        );
        for end in [
            host.run(cluster.logout(nobody())),
            host.run(cluster.cancel(DATA_ID, nobody())),
            host.run(batch.cancel(nobody())),
            host.run(v4.limits(nobody())).map(|_| ()),
            host.run(batch.certificate(None, nobody())).map(|_| ()),
            host.run(batch.status(page, nobody())).map(|_| ()),
            host.run(cluster.result(DATA_ID, page, false, nobody()))
                .map(|_| ()),
        ] {
            if let Err(failure) = end {
                assert_eq!(failure.code(), Some(ErrorCode::Protocol), "{said}");
            }
        }
    }
}

/// MDDC API Gateway, *Fetch Analysis Result*: `sanitization_details.details` is an array, an object or a
/// string, `severity` 0 or "0", `post_processing` may be `{}`.
#[test]
fn an_odd_value_where_nothing_is_decided_by_it_breaks_nothing() {
    for pointer in [
        "/process_info/post_processing",
        "/process_info/sanitization_details",
        "/process_info/profile",
        "/process_info/username",
        "/scan_results/scan_all_result_a",
        "/scan_results/total_avs",
        "/dlp_info",
        "/yara",
        "/vulnerability_info",
        "/extracted_files",
        "/file_info/display_name",
    ] {
        for odd in odd_values() {
            let report = with(allowed(), pointer, odd);
            let host = FakeHost::of_unknown_file([answer(report.clone())]);
            let scan = scan(&host, within(1_000.0)).expect("a scan");
            assert_eq!(scan.judgement.verdict, Verdict::Allowed, "{report}");
            assert_eq!(scan.result, report);
        }
    }
}

#[test]
fn an_odd_body_of_a_refusal_changes_nothing_of_its_code() {
    for odd in odd_answers() {
        let said = said(&odd);
        for (code, expected) in [(403, ErrorCode::Forbidden), (500, ErrorCode::Server)] {
            let host = FakeHost::new();
            host.on("GET /file/rules", [status(code).with_text(&said)]);
            let error = fails(host.run(host.client().rules(nobody())), expected);
            assert_eq!(error.status, Some(code));
        }
    }
    for odd in odd_values() {
        for body in [
            json!({ "err": odd }),
            json!({ "error": odd }),
            json!({ "error": { "code": odd, "messages": odd, "message": odd } }),
            json!({ "response": odd }),
        ] {
            let host = FakeHost::new();
            host.on("GET /file/rules", [status(403).with(body)]);
            fails(
                host.run(host.client().rules(nobody())),
                ErrorCode::Forbidden,
            );
        }
    }
}
