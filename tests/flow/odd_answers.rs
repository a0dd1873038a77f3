//! Whatever the server answers, at every step of every flow: an error with a code, or a verdict that is not
//! `allowed`; never a panic, and never a call that does not end.

use metadefender_wasm::flow::Failure;
use metadefender_wasm::{
    AnalyzeOptions, BatchOptions, ByHash, NewBatch, Page, ResumeOptions, ScanOptions, Service,
    Verdict, WaitOptions,
};
use serde_json::{Value, json};

use crate::fake_host::{Answer, FakeHost, file, ok, text};
use crate::support::{
    Client, DATA_ID, SHA256, TestFailure, caller, connect_to, finished, not_found, submitted,
};

/// Values in the place of others.
fn odd_values() -> Vec<Value> {
    vec![
        json!(true),
        json!(999),
        json!(-1),
        json!(0.5),
        json!(1e308),
        json!(""),
        json!("Allowed"),
        json!("100"),
        json!([]),
        json!([[]]),
        json!([null]),
        json!([100, "Allowed"]),
        json!([0]),
        json!({ "a": 1 }),
    ]
}

/// Answers that are none of the API's.
fn odd_answers() -> Vec<Answer> {
    let whole = odd_values().into_iter().map(ok);
    let texts = ["", " ", "<!doctype html>", "{", "\u{0}", "Not Found"].map(|body| text(200, body));
    let keys = [json!({ "<id>": "Not Found" }), json!({ "__proto__": {} })].map(ok);
    whole
        .chain(texts)
        .chain(keys)
        .chain([ok(json!({})), ok(json!(null))])
        .collect()
}

/// Every report that differs from an allowed one in one member.
fn odd_reports() -> Vec<Value> {
    let pointers = [
        "/process_info",
        "/process_info/progress_percentage",
        "/process_info/result",
        "/scan_results",
        "/scan_results/progress_percentage",
        "/scan_results/scan_all_result_i",
        "/file_info",
        "/file_info/sha256",
    ];
    let mut reports = Vec::new();
    for pointer in pointers {
        for value in odd_values() {
            let mut report = finished("Allowed", 0);
            let place = report.pointer_mut(pointer).expect("it is there");
            // A report without a hash has none to compare.
            let says_nothing =
                pointer.starts_with("/file_info") && (value == json!("") || value.is_object());
            if *place != value && !says_nothing {
                *place = value;
                reports.push(report);
            }
        }
    }
    reports
}

const SHORT: WaitOptions = WaitOptions {
    poll: metadefender_wasm::Poll {
        initial_delay: 1.0,
        max_delay: 1.0,
        factor: 1.0,
    },
    timeout: 3.0,
};

/// What a call came to, as far as it is a verdict.
type Ended = Result<Option<Verdict>, TestFailure>;

async fn scan(client: &Client) -> Ended {
    let options = ScanOptions {
        wait: SHORT,
        ..ScanOptions::default()
    };
    let scan = client.scan(&file("abc"), options, caller()).await?;
    Ok(Some(scan.judgement.verdict))
}

async fn scan_batch(client: &Client) -> Ended {
    let options = BatchOptions {
        scan: ScanOptions {
            wait: SHORT,
            ..ScanOptions::default()
        },
        ..BatchOptions::default()
    };
    let done = client
        .scan_batch(vec![file("abc")], options, caller())
        .await?;
    Ok(Some(done.verdict))
}

async fn resume(client: &Client) -> Ended {
    let options = ResumeOptions {
        wait: SHORT,
        ..ResumeOptions::default()
    };
    let scan = client.resume(DATA_ID, options, caller()).await?;
    Ok(Some(scan.judgement.verdict))
}

async fn other_calls(client: &Client) -> Vec<Ended> {
    let quiet = |result: Result<(), TestFailure>| result.map(|()| None);
    let mut ended = vec![
        quiet(client.wait(DATA_ID, SHORT, caller()).await.map(drop)),
        quiet(
            client
                .result(DATA_ID, Page::default(), false, caller())
                .await
                .map(drop),
        ),
        quiet(
            client
                .result_by_hash(SHA256, ByHash::default(), caller())
                .await
                .map(drop),
        ),
        quiet(
            client
                .results_by_hash(&[SHA256.into()], caller())
                .await
                .map(drop),
        ),
        quiet(client.rules(caller()).await.map(drop)),
        quiet(client.limits(caller()).await.map(drop)),
        quiet(client.cancel(DATA_ID, caller()).await),
        quiet(client.login("me", "pw", caller()).await.map(drop)),
        quiet(client.logout(caller()).await),
        quiet(
            client
                .analyze(&file("abc"), &AnalyzeOptions::default(), caller())
                .await
                .map(drop),
        ),
        quiet(
            client
                .create_batch(NewBatch::default(), caller())
                .await
                .map(drop),
        ),
        quiet(client.download_sanitized(DATA_ID, caller()).await.map(drop)),
        quiet(client.download(DATA_ID, caller()).await.map(drop)),
    ];
    if let Ok(batch) = client.batch("b1") {
        ended.push(quiet(
            batch.status(Page::default(), caller()).await.map(drop),
        ));
        ended.push(quiet(batch.close(SHORT, caller()).await.map(drop)));
        ended.push(quiet(batch.wait(SHORT, caller()).await.map(drop)));
        ended.push(quiet(batch.certificate(None, caller()).await.map(drop)));
        ended.push(quiet(batch.cancel(caller()).await));
    }
    if let Ok(mut pages) = client.extracted_files(DATA_ID, None, caller()) {
        ended.push(quiet(pages.next().await.map(drop)));
    }
    ended
}

#[track_caller]
fn assert_not_allowed(ended: &Ended, answer: &Answer) {
    match ended {
        Ok(Some(Verdict::Allowed)) => panic!("allowed by {answer:?}"),
        Err(Failure::Aborted(_)) => panic!("nobody aborted"),
        _ => {}
    }
}

const SERVICES: [Service; 3] = [Service::Cluster, Service::CloudV2, Service::CloudV4];

#[test]
fn any_answer_to_any_call_is_a_value_or_an_error() {
    for service in SERVICES {
        for answer in odd_answers() {
            let every = answer.clone();
            let host = FakeHost::scripted(move |_| every.clone());
            let client = connect_to(&host, service);
            assert_not_allowed(&host.run(scan(&client)), &answer);
            assert_not_allowed(&host.run(scan_batch(&client)), &answer);
            assert_not_allowed(&host.run(resume(&client)), &answer);
            host.run(other_calls(&client));
        }
    }
}

/// A server whose answer at one of its steps is odd.
fn odd_at(step: &'static str, answer: Answer) -> FakeHost {
    FakeHost::scripted(move |request| {
        let path = request.url.rsplit("md.test").next().unwrap_or_default();
        let line = format!("{} {path}", request.method);
        if line.starts_with(step) && !(step == "POST /file" && line != step) {
            return answer.clone();
        }
        match line.as_str() {
            "POST /file" => submitted(),
            "POST /file/batch" => ok(json!({ "batch_id": "b1" })),
            "POST /file/batch/b1/close" => ok(json!({
                "batch_id": "b1", "is_closed": true, "process_info": { "result": "Allowed" },
            })),
            line if line.contains("/hash/") => not_found(),
            _ => ok(finished("Allowed", 0)),
        }
    })
}

#[test]
fn an_odd_answer_at_one_step_of_a_scan_is_never_allowed() {
    // The look-up is a step whose answer may be odd and the file still be analysed: a miss.
    for step in ["GET /file/61d", "POST /file"] {
        for answer in odd_answers() {
            for service in SERVICES {
                let host = odd_at(step, answer.clone());
                let client = connect_to(&host, service);
                assert_not_allowed(&host.run(scan(&client)), &answer);
                assert_not_allowed(&host.run(scan_batch(&client)), &answer);
            }
        }
    }
    for step in ["POST /file/batch", "POST /file/batch/b1/close"] {
        for answer in odd_answers() {
            let host = odd_at(step, answer.clone());
            let client = connect_to(&host, Service::Cluster);
            assert_not_allowed(&host.run(scan_batch(&client)), &answer);
        }
    }
}

#[test]
fn a_report_with_one_odd_member_is_never_allowed() {
    for report in odd_reports() {
        // Both a hit and the result of the analysis are odd.
        let answer = ok(report.clone());
        let odd = answer.clone();
        let host = FakeHost::scripted(move |request| match request.method {
            "POST" => submitted(),
            _ => odd.clone(),
        });
        let client = connect_to(&host, Service::Cluster);
        assert_not_allowed(&host.run(scan(&client)), &answer);
        // A resumed scan has no hashes to compare.
        if report["file_info"] == finished("Allowed", 0)["file_info"] {
            assert_not_allowed(&host.run(resume(&client)), &answer);
        }
    }
}

#[test]
fn what_decides_nothing_may_be_anything() {
    for pointer in [
        "post_processing",
        "dlp_info",
        "yara",
        "vulnerability_info",
        "extracted_files",
    ] {
        for value in odd_values() {
            let mut report = finished("Allowed", 0);
            report[pointer] = value;
            report["process_info"]["post_processing"] = json!({});
            let host = FakeHost::answering([submitted(), ok(report)]);
            let options = ScanOptions {
                lookup: None,
                ..ScanOptions::default()
            };
            let client = connect_to(&host, Service::Cluster);
            let done = host
                .run(client.scan(&file("abc"), options, caller()))
                .unwrap();
            assert_eq!(done.judgement.verdict, Verdict::Allowed);
        }
    }
}
