//! `scan`: hash, look up, upload, wait, judge.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::Via;
use metadefender_wasm::{
    Algorithm, Analyze, AnalyzeOptions, ConnectOptions, ErrorCode, ScanOptions, Service, Verdict,
};
use serde_json::{Value, json};

use crate::fake::*;

fn analyzed_as(analyze: Analyze) -> ScanOptions {
    ScanOptions {
        analyze: AnalyzeOptions {
            analyze,
            ..AnalyzeOptions::default()
        },
        ..not_looked_up()
    }
}

/// The verdict on an unknown file whose analysis ends with this report.
fn verdict(report: Value, service: Service) -> Verdict {
    let host = FakeHost::of_unknown_file([answer(report)]);
    let client = host.client_with(ConnectOptions {
        service,
        ..ConnectOptions::default()
    });
    let scan = host.run(client.scan(&Source::abc(), not_looked_up(), nobody()));
    scan.expect("a scan").judgement.verdict
}

/// MDDC API Gateway: *Fetch Analysis Result By Hash*, *Analyze File*, *Fetch Analysis Result*.
#[test]
fn an_unknown_file_is_hashed_looked_up_uploaded_followed_and_judged() {
    let reports = [answer(queued()), answer(unfinished(10)), answer(allowed())];
    let host = FakeHost::of_unknown_file(reports);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(
        host.story(),
        [
            "open",
            "hash sha256",
            &format!("GET /hash/{ABC}"),
            "POST /file",
            &format!("GET /file/{DATA_ID}"),
            "sleep 400",
            &format!("GET /file/{DATA_ID}"),
            "sleep 640",
            &format!("GET /file/{DATA_ID}"),
        ]
    );
    assert_eq!(scan.judgement.verdict, Verdict::Allowed);
    assert_eq!(scan.judgement.reason, "no-threat-detected");
    assert_eq!(scan.judgement.detail.as_deref(), Some("Clean"));
    assert_eq!(scan.via, Via::Analysis);
    assert_eq!(scan.data_id, DATA_ID);
    assert_eq!(json!(scan.digests), json!({ "sha256": ABC }));
    assert_eq!(scan.result, allowed());
}

/// *Analyze File*: "the body contains the file's bytes", "filename: URL encoded UTF-8 string".
#[test]
fn the_bytes_are_sent_as_they_are() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    scan(&host, ScanOptions::default()).expect("a scan");
    let upload = host.request(1);
    assert_eq!(upload.line(), "POST /file");
    assert_eq!(upload.bytes.as_deref(), Some(b"abc".as_slice()));
    assert_eq!(upload.http.body, None);
    // They were hashed before.
    assert_eq!(upload.algorithms, []);
    let headers = [
        ("content-type", "application/octet-stream"),
        ("filename", "abc.txt"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(upload.http.headers, headers);
    for other in [host.request(0), host.request(2)] {
        assert_eq!(other.http.headers, []);
        assert_eq!(other.http.body, None);
        assert!(!other.http.is_foreign && !other.is_download);
    }
}

#[test]
fn an_infected_file_is_blocked_and_its_threats_are_named() {
    let engine = json!({ "Engine": { "scan_result_i": 1, "threat_found": "EICAR" } });
    let report = with(infected(), "/scan_results/scan_details", engine);
    let host = FakeHost::of_unknown_file([answer(report)]);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Blocked);
    assert_eq!(scan.judgement.reason, "infected");
    assert_eq!(
        json!(scan.judgement.threats),
        json!([{ "engine": "Engine", "threat": "EICAR" }])
    );
}

#[test]
fn a_known_file_is_not_uploaded() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(allowed())]);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(
        host.story(),
        ["open", "hash sha256", &format!("GET /hash/{ABC}")]
    );
    assert_eq!(scan.judgement.verdict, Verdict::Allowed);
    assert_eq!(scan.via, Via::Lookup);
    assert_eq!(scan.data_id, DATA_ID);
    assert_eq!(scan.digests.sha256.as_deref(), Some(ABC));
    assert_eq!(scan.result, allowed());
}

#[test]
fn without_look_up_the_file_is_hashed_and_uploaded() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    scan(&host, not_looked_up()).expect("a scan");
    assert_eq!(
        host.story(),
        [
            "open",
            "hash sha256",
            "POST /file",
            &format!("GET /file/{DATA_ID}")
        ]
    );
}

#[test]
fn without_upload_a_miss_is_not_found_and_a_hit_is_a_scan() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    let error = fails(scan(&host, not_uploaded()), ErrorCode::NotFound);
    assert_eq!(error.endpoint, Some(Endpoint::ResultByHash));
    assert!(
        error.message.contains("nobody has analysed this file yet"),
        "{error}"
    );
    assert_eq!(host.lines(), [format!("GET /hash/{ABC}")]);

    host.on("GET /hash/*", [answer(infected())]);
    let scan = scan(&host, not_uploaded()).expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Blocked);
}

#[test]
fn with_neither_look_up_nor_upload_nothing_is_done() {
    let host = FakeHost::new();
    let options = ScanOptions {
        upload: false,
        ..not_looked_up()
    };
    fails(scan(&host, options), ErrorCode::InvalidInput);
    assert_eq!(host.story(), [""; 0]);
}

/// *Analyze File*, Headers: each a "URL encoded UTF-8 string"; "archivepwd1, archivepwd2" where there are
/// several.
#[test]
fn what_is_said_of_the_file_travels_in_headers_percent_encoded() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    let options = analyzed_as(Analyze {
        filename: Some("ö \"\u{1F600}.pdf".into()),
        rule: Some("Prüfen".into()),
        archive_passwords: vec!["fox".into(), "kühe".into()],
        metadata: Some(r#"{"a":"ä"}"#.into()),
        engines_metadata: Some("plain".into()),
        global_timeout: Some(60.0),
        ..Analyze::default()
    });
    scan(&host, options).expect("a scan");
    let upload = host.request(0);
    for (name, value) in [
        ("filename", "%C3%B6%20%22%F0%9F%98%80.pdf"),
        ("rule", "Pr%C3%BCfen"),
        ("archivepwd1", "fox"),
        ("archivepwd2", "k%C3%BChe"),
        ("metadata", "%7B%22a%22%3A%22%C3%A4%22%7D"),
        ("engines-metadata", "plain"),
        ("global-timeout", "60"),
    ] {
        assert_eq!(upload.header(name), Some(value), "{name}");
    }
    for (_, value) in &upload.http.headers {
        assert!(value.is_ascii());
    }
}

#[test]
fn the_key_the_user_agent_the_rule_and_more_headers_go_with_every_call() {
    let host = FakeHost::of_unknown_file([answer(unfinished(1)), answer(allowed())]);
    let client = host.client_with(ConnectOptions {
        api_key: Some("s3cret".into()),
        user_agent: Some("upload-form".into()),
        rule: Some("Strict".into()),
        headers: vec![
            ("x-proxy".into(), "yes".into()),
            ("APIKEY".into(), "not this one".into()),
            ("Rule".into(), "nor this one".into()),
        ],
        ..ConnectOptions::default()
    });
    host.run(client.scan(&Source::abc(), ScanOptions::default(), nobody()))
        .expect("a scan");
    let requests = host.requests();
    assert_eq!(requests.len(), 4);
    for request in &requests {
        assert_eq!(request.header("apikey"), Some("s3cret"));
        assert_eq!(request.header("user_agent"), Some("upload-form"));
        assert_eq!(request.header("x-proxy"), Some("yes"));
        let keys = request.http.headers.iter();
        assert_eq!(
            keys.filter(|(name, _)| name.eq_ignore_ascii_case("apikey"))
                .count(),
            1
        );
        assert!(!request.http.url.contains("s3cret"));
    }
    assert_eq!(requests[0].header("rule"), Some("Strict"));
    assert_eq!(requests[1].header("rule"), Some("Strict"));
}

#[test]
fn the_rule_of_a_call_comes_before_that_of_the_connection() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    let client = host.client_with(ConnectOptions {
        rule: Some("Strict".into()),
        ..ConnectOptions::default()
    });
    let mut options = ScanOptions::default();
    options.analyze.analyze.rule = Some("Lax".into());
    host.run(client.scan(&Source::abc(), options, nobody()))
        .expect("a scan");
    assert_eq!(host.request(0).header("rule"), Some("Lax"));
    assert_eq!(host.request(1).header("rule"), Some("Lax"));
}

/// *Fetch Analysis Result*: "result can be acquired only after progress reaches 100".
#[test]
fn clean_in_mid_scan_is_not_the_end() {
    let part = |pointer: &str| answer(with(allowed(), pointer, json!(99)));
    let host = FakeHost::of_unknown_file([
        answer(queued()),
        answer(unfinished(95)),
        part("/process_info/progress_percentage"),
        part("/scan_results/progress_percentage"),
        answer(
            json!({ "data_id": DATA_ID, "process_info": { "progress_percentage": 100, "result": "Allowed" } }),
        ),
        answer(infected()),
    ]);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Blocked);
    assert_eq!(host.count("GET /file/"), 6);
}

#[test]
fn what_the_server_said_reaches_the_user_whole() {
    let report = with(
        with(
            allowed(),
            "/something_new",
            json!({ "nobody": ["documented", 1.5, null] }),
        ),
        "/vulnerability_info",
        json!({}),
    );
    let host = FakeHost::of_unknown_file([answer(report.clone())]);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(scan.result, report);
}

/// *Fetch Analysis Result*, "Processing result and its index". Rule 4: the verdict fails closed.
#[test]
fn only_what_is_known_to_be_harmless_is_allowed() {
    for code in [1, 2, 8, 26, 27, 28, 29, 30, 34, 36, 38, 42] {
        let report = finished("Allowed", code);
        assert_eq!(
            verdict(report, Service::Cluster),
            Verdict::Blocked,
            "{code}"
        );
    }
    for code in [
        json!(5),
        json!(11),
        json!(19),
        json!(255),
        json!(999),
        json!(-1),
        json!("0"),
    ] {
        let report = with(allowed(), "/scan_results/scan_all_result_i", code);
        assert_eq!(verdict(report, Service::Cluster), Verdict::Undetermined);
    }
    for result in ["Processing", "allowed", "ALLOWED", ""] {
        let report = finished(result, 0);
        assert_eq!(
            verdict(report, Service::Cluster),
            Verdict::Undetermined,
            "{result}"
        );
    }
    assert_eq!(
        verdict(finished("Blocked", 0), Service::Cluster),
        Verdict::Blocked
    );
    let contradictory = with(allowed(), "/process_info/blocked_reason", json!("Infected"));
    assert_eq!(
        verdict(contradictory, Service::Cluster),
        Verdict::Undetermined
    );
    let engine = json!({ "Engine": { "scan_result_i": 1, "threat_found": "EICAR" } });
    let detected = with(allowed(), "/scan_results/scan_details", engine);
    assert_eq!(verdict(detected, Service::Cluster), Verdict::Undetermined);
}

/// MetaDefender Cloud v2, *Retrieving scan reports using data ID*: it has no `process_info`. MDDC API
/// Gateway, *Fetch Analysis Result*: that has one always.
#[test]
fn a_report_without_process_info_is_allowed_by_cloud_only() {
    for code in [0, 7, 39, 41] {
        let report = finished_in_cloud(code);
        assert_eq!(
            verdict(report.clone(), Service::Cluster),
            Verdict::Undetermined
        );
        for cloud in [Service::CloudV2, Service::CloudV4] {
            assert_eq!(verdict(report.clone(), cloud), Verdict::Allowed);
        }
    }
    for (code, expected) in [
        (1, Verdict::Blocked),
        (17, Verdict::Blocked),
        (12, Verdict::Undetermined),
    ] {
        for service in [Service::Cluster, Service::CloudV2, Service::CloudV4] {
            assert_eq!(
                verdict(finished_in_cloud(code), service),
                expected,
                "{code}"
            );
        }
    }
}

/// The same of a look-up, which no analysis follows.
#[test]
fn a_hit_without_process_info_is_never_allowed_on_a_cluster() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(finished_in_cloud(0))]);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Undetermined);
}

#[test]
fn every_algorithm_can_be_looked_up_by_with_the_hash_that_reports_carry_beside() {
    for (hash, hashed) in [
        (Algorithm::Md5, "hash md5 sha256"),
        (Algorithm::Sha1, "hash sha1 sha256"),
        (Algorithm::Sha256, "hash sha256"),
        (Algorithm::Sha512, "hash sha512 sha256"),
    ] {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        let options = ScanOptions {
            hash,
            ..ScanOptions::default()
        };
        let scan = scan(&host, options).expect("a scan");
        assert_eq!(host.story()[1], hashed);
        let digest = scan.digests.get(hash).expect("a digest");
        assert_eq!(host.lines()[0], format!("GET /hash/{digest}"));
    }
}

/// Cloud v4: `sanitized.progress_percentage`, of a rule that asks for a clean copy.
#[test]
fn an_analysis_is_not_finished_before_the_clean_copy_that_was_asked_for() {
    let copy = |copy: Value| answer(with(allowed(), "/sanitized", copy));
    let reports = [
        answer(queued()),
        answer(allowed()),
        copy(json!({ "progress_percentage": 40, "result": "Processing" })),
        copy(json!({ "progress_percentage": 100, "file_path": "https://x" })),
    ];
    for (rule, questions) in [("multiscan, sanitize", 4), ("multiscan", 2)] {
        let host = FakeHost::of_unknown_file(reports.clone());
        let client = host.client_with(ConnectOptions {
            service: Service::CloudV4,
            ..ConnectOptions::default()
        });
        let options = analyzed_as(Analyze {
            rule: Some(rule.into()),
            ..Analyze::default()
        });
        host.run(client.scan(&Source::abc(), options, nobody()))
            .expect("a scan");
        assert_eq!(host.count("GET /file/"), questions, "{rule}");
    }
}

/// MetaDefender Cloud v4, public documentation, 2.2: a `process_info` with a result, and no progress.
#[test]
fn an_analysis_of_cloud_is_finished_by_its_result_where_it_states_no_progress() {
    let silent = |result: &str| {
        let report = finished(result, 0);
        answer(with(
            report,
            "/process_info/progress_percentage",
            Value::Null,
        ))
    };
    let reports = [silent("Processing"), silent("Allowed")];
    for service in [Service::CloudV2, Service::CloudV4] {
        let host = FakeHost::of_unknown_file(reports.clone());
        let client = host.client_with(ConnectOptions {
            service,
            ..ConnectOptions::default()
        });
        let scan = host.run(client.scan(&Source::abc(), ScanOptions::default(), nobody()));
        assert_eq!(scan.expect("a scan").judgement.verdict, Verdict::Allowed);
        assert_eq!(host.count("GET /file/"), 2);
    }
}

/// A question may reach a node that has not heard of the analysis yet: 404, or 200 with "Not Found".
#[test]
fn a_service_may_not_know_at_once_what_it_has_accepted() {
    for unknown in [status(404), answer(json!({ DATA_ID: "Not Found" }))] {
        let reports = [
            unknown.clone(),
            unknown.clone(),
            answer(queued()),
            answer(allowed()),
        ];
        let host = FakeHost::of_unknown_file(reports);
        scan(&host, not_looked_up()).expect("a scan");
        assert_eq!(host.count("GET /file/"), 4);

        // Once it was known, it is lost.
        let host = FakeHost::of_unknown_file([answer(queued()), unknown.clone()]);
        let error = fails(scan(&host, not_looked_up()), ErrorCode::NotFound);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
        assert_eq!(host.count("GET /file/"), 2);

        // Five seconds are enough: asked at 0, 0.4, 1.04, 2.06, 3.7 and 6.3 s.
        let host = FakeHost::of_unknown_file([unknown.clone()]);
        host.set_random(0.5);
        fails(scan(&host, not_looked_up()), ErrorCode::NotFound);
        assert_eq!(host.count("GET /file/"), 6);

        // Less, where the deadline is sooner.
        let host = FakeHost::of_unknown_file([unknown]);
        fails(scan(&host, within(1_000.0)), ErrorCode::NotFound);
        assert!(host.time() <= 1_000.0);
    }
}
