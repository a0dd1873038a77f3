//! Look-ups: by hash, within a scan and alone; rules, limits.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::Via;
use metadefender_wasm::{
    Algorithm, Analyze, ByHash, ConnectOptions, Digests, ErrorCode, Lookup, LookupOptions, Page,
    ScanOptions, Service, Verdict,
};
use serde_json::{Value, json};

use crate::fake::*;

fn accepting_outdated() -> ScanOptions {
    ScanOptions {
        lookup: Some(Lookup {
            accept_outdated: true,
            ..Lookup::default()
        }),
        ..ScanOptions::default()
    }
}

/// How a scan comes to its result where the look-up answers this.
fn via(hit: Value, options: ScanOptions) -> Via {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    host.on("GET /hash/*", [answer(hit)]);
    scan(&host, options).expect("a scan").via
}

fn outdated(flags: Value) -> Value {
    with(allowed(), "/process_info/outdated_data", flags)
}

/// MDDC API Gateway, *Fetch Analysis Result By Hash*: 200 with `{"<hash>": "Not Found"}`, or 404.
#[test]
fn a_miss_is_none_in_whichever_shape_it_comes() {
    let misses = [
        answer(json!({ ABC: "Not Found" })),
        answer(json!({ ABC.to_uppercase(): "Not Found" })),
        status(404),
        status(404).with(json!({ ABC: "Not Found" })),
        status(404).with_text("<html>"),
        status(404).with(json!({ "err": "not found" })),
    ];
    for miss in misses {
        let host = FakeHost::new();
        host.on("GET /hash/*", [miss.clone()]);
        let client = host.client();
        let found = host.run(client.result_by_hash(ABC, ByHash::default(), nobody()));
        assert!(found.expect("an answer").is_none());
        assert_eq!(host.lines(), [format!("GET /hash/{ABC}")]);

        // A scan goes on with the upload.
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        host.on("GET /hash/*", [miss]);
        let scan = scan(&host, ScanOptions::default()).expect("a scan");
        assert_eq!(scan.via, Via::Analysis);
    }
}

#[test]
fn what_only_looks_like_a_miss_is_a_protocol_error() {
    for odd in [
        json!({ DATA_ID: "Not Found" }),
        json!({ ABC: "Found" }),
        json!({ ABC: "Not Found", "more": 1 }),
        json!({ ABC: { "Not": "Found" } }),
        json!({}),
    ] {
        let host = FakeHost::new();
        host.on("GET /hash/*", [answer(odd)]);
        let error = fails(scan(&host, ScanOptions::default()), ErrorCode::Protocol);
        assert_eq!(error.endpoint, Some(Endpoint::ResultByHash));
        assert_eq!(host.count("POST"), 0);
    }
}

/// *Fetch Analysis Result*: `process_info.outdated_data`.
#[test]
fn a_stale_hit_is_a_miss_unless_it_is_accepted() {
    // The last is how OPSWAT's OpenAPI description of MetaDefender Core spells it.
    for flag in [
        "enginedefinitions",
        "engineconfigurations",
        "configuration",
        "enginedefinition",
    ] {
        let stale = outdated(json!([flag]));
        assert_eq!(
            via(stale.clone(), ScanOptions::default()),
            Via::Analysis,
            "{flag}"
        );
        assert_eq!(via(stale, accepting_outdated()), Via::Lookup, "{flag}");
    }
    let several = outdated(json!(["sanitization", "configuration"]));
    assert_eq!(via(several, ScanOptions::default()), Via::Analysis);
    for fresh in [json!([]), json!(["sanitization"]), Value::Null] {
        assert_eq!(via(outdated(fresh), ScanOptions::default()), Via::Lookup);
    }
    for malformed in [json!("enginedefinitions"), json!(true), json!({})] {
        assert_eq!(
            via(outdated(malformed), ScanOptions::default()),
            Via::Analysis
        );
    }
}

#[test]
fn a_hit_that_came_to_no_result_is_a_miss() {
    let unusable = [
        unfinished(95),
        queued(),
        with(allowed(), "/data_id", Value::Null),
        with(allowed(), "/scan_results/scan_all_result_i", json!(999)),
        with(allowed(), "/scan_results/scan_all_result_i", json!("0")),
        with(allowed(), "/scan_results/progress_percentage", json!("100")),
        finished("Blocked", 3),
        finished("Blocked", 10),
        finished("Blocked", 16),
        finished("Blocked", 19),
        finished("Blocked", 255),
    ];
    for hit in unusable {
        assert_eq!(
            via(hit.clone(), accepting_outdated()),
            Via::Analysis,
            "{hit}"
        );
    }
    // 999 is none that any document has: blocked it is, whatever it means.
    for code in [0, 1, 9, 13, 14, 17, 20, 23, 40, 60, 999] {
        assert_eq!(
            via(finished("Blocked", code), ScanOptions::default()),
            Via::Lookup,
            "{code}"
        );
    }
}

#[test]
fn a_hit_for_want_of_a_password_is_a_miss_where_there_is_one_now() {
    for code in [12, 15] {
        let hit = finished("Blocked", code);
        assert_eq!(via(hit.clone(), ScanOptions::default()), Via::Lookup);
        let mut options = ScanOptions::default();
        options.analyze.analyze.archive_passwords = vec!["fox".into()];
        assert_eq!(via(hit, options), Via::Analysis);
    }
}

/// MD5 and SHA-1 collide: a crafted file can wear a clean file's hash.
#[test]
fn a_hit_by_a_hash_that_collides_needs_the_sha256_of_this_very_file() {
    for hash in [Algorithm::Md5, Algorithm::Sha1] {
        let options = || ScanOptions {
            hash,
            ..ScanOptions::default()
        };
        let info = |sha256: Value| with(allowed(), "/file_info", json!({ "sha256": sha256 }));
        assert_eq!(via(info(json!(ABC)), options()), Via::Lookup);
        for absent in [
            with(allowed(), "/file_info", Value::Null),
            with(allowed(), "/file_info", json!({})),
            info(Value::Null),
            info(json!("")),
            info(json!(7)),
        ] {
            assert_eq!(via(absent, options()), Via::Analysis);
        }
        let host = FakeHost::new();
        host.on("GET /hash/*", [answer(info(json!("cd".repeat(32))))]);
        let error = fails(scan(&host, options()), ErrorCode::Integrity);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
    }
}

#[test]
fn known_hashes_that_collide_are_looked_up_with_the_sha256_beside() {
    let host = FakeHost::new();
    let hit = with(
        allowed(),
        "/file_info",
        json!({ "sha256": "cd".repeat(32) }),
    );
    host.on("GET /hash/*", [answer(hit)]);
    let options = ScanOptions {
        hash: Algorithm::Md5,
        digests: Digests {
            md5: Some(MD5_OF_ABC.into()),
            sha256: Some(ABC.into()),
            ..Digests::default()
        },
        ..ScanOptions::default()
    };
    fails(scan(&host, options), ErrorCode::Integrity);
    assert_eq!(host.lines(), [format!("GET /hash/{MD5_OF_ABC}")]);
}

/// *Fetch Analysis Result By Hash*, Headers and Query String.
#[test]
fn a_look_up_can_be_narrowed() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(allowed())]);
    let options = ScanOptions {
        lookup: Some(Lookup {
            time_range: Some(24.0),
            accept_outdated: false,
        }),
        ..ScanOptions::default()
    };
    scan(&host, options).expect("a scan");
    assert_eq!(host.request(0).header("timerange"), Some("24"));
    assert_eq!(host.request(0).http.headers.len(), 1);

    let by_hash = ByHash {
        rule: Some("Prüfen".into()),
        self_only: true,
        time_range: Some(2.0),
        include_in_progress: true,
        page: Page {
            first: Some(10.0),
            size: Some(5.0),
        },
    };
    let client = host.client();
    let found = host.run(client.result_by_hash(ABC, by_hash, nobody()));
    assert_eq!(found.expect("an answer").expect("a report").json, allowed());
    let asked = host.request(1);
    assert_eq!(asked.line(), format!("GET /hash/{ABC}?first=10&size=5"));
    for (name, value) in [
        ("rule", "Pr%C3%BCfen"),
        ("selfonly", "true"),
        ("timerange", "2"),
        ("include-inprogress", "true"),
    ] {
        assert_eq!(asked.header(name), Some(value));
    }
}

#[test]
fn a_look_up_is_by_the_rule_of_the_connection() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(allowed())]);
    let client = host.client_with(ConnectOptions {
        rule: Some("Strict".into()),
        ..ConnectOptions::default()
    });
    let found = host.run(client.result_by_hash(ABC, ByHash::default(), nobody()));
    assert!(found.expect("an answer").is_some());
    assert_eq!(host.request(0).header("rule"), Some("Strict"));
}

/// An answer about a hash tells of any analysis of that file, finished or not.
#[test]
fn the_report_by_hash_is_whole_even_if_it_is_unfinished() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(unfinished(50))]);
    let client = host.client();
    let found = host.run(client.result_by_hash(ABC, ByHash::default(), nobody()));
    assert_eq!(
        found.expect("an answer").expect("a report").json,
        unfinished(50)
    );
}

#[test]
fn what_is_no_hash_is_refused_and_nothing_is_sent() {
    let host = FakeHost::new();
    let client = host.client();
    for hash in ["", "abc", &ABC[1..], &ABC.replace('b', "g"), "../rules"] {
        let found = host.run(client.result_by_hash(hash, ByHash::default(), nobody()));
        fails(found, ErrorCode::InvalidInput);
    }
    assert_eq!(host.lines(), [""; 0]);
}

#[test]
fn a_look_up_that_is_refused_is_no_miss() {
    for (code, expected) in [
        (401, ErrorCode::Unauthorized),
        (403, ErrorCode::Forbidden),
        (500, ErrorCode::Server),
    ] {
        let host = FakeHost::new();
        host.on("GET /hash/*", [status(code)]);
        let error = fails(scan(&host, ScanOptions::default()), expected);
        assert_eq!(error.endpoint, Some(Endpoint::ResultByHash));
        assert_eq!(host.count("POST"), 0);
    }
}

/// Cloud v4: a rule is a list of what is to be done.
#[test]
fn a_rule_that_asks_for_more_than_an_earlier_result_says_is_no_look_up() {
    for (rule, profile, expected) in [
        ("multiscan,dlp", "multiscan", Via::Analysis),
        ("multiscan,dlp", "multiscan,dlp", Via::Lookup),
        ("multiscan", "multiscan,dlp", Via::Lookup),
        // Reports name the same workflows in other words.
        ("multiscan,sanitize", "multiscan_sanitize", Via::Lookup),
        ("sanitize, multiscan", "multiscan_cdr", Via::Lookup),
        ("sanitize", "cdr", Via::Lookup),
        ("cdr", "sanitize", Via::Lookup),
        ("multiscan,sanitize", "multiscan", Via::Analysis),
        (
            "multiscan,sanitize",
            "multiscan_sanitize_unarchive",
            Via::Analysis,
        ),
        ("sanitize", "multiscansanitize", Via::Analysis),
        ("dlp", "", Via::Analysis),
    ] {
        let copy = || json!({ "progress_percentage": 100, "result": "Allowed" });
        let analysed = with(allowed(), "/sanitized", copy());
        let host = FakeHost::of_unknown_file([answer(analysed.clone())]);
        let hit = with(analysed, "/process_info/profile", json!(profile));
        host.on("GET /hash/*", [answer(hit)]);
        let client = host.client_with(ConnectOptions {
            service: Service::CloudV4,
            rule: Some(rule.into()),
            ..ConnectOptions::default()
        });
        let scan = host.run(client.scan(&Source::abc(), ScanOptions::default(), nobody()));
        assert_eq!(scan.expect("a scan").via, expected, "{rule} {profile}");
    }
}

/// MetaDefender Cloud v4, public documentation, 3.1: a `process_info` with a result, and no progress.
#[test]
fn a_hit_of_cloud_that_states_a_result_and_no_progress_is_one() {
    let silent = |result: &str| {
        let report = finished(result, 0);
        with(report, "/process_info/progress_percentage", Value::Null)
    };
    for (service, result, expected) in [
        (Service::CloudV4, "Allowed", Via::Lookup),
        (Service::CloudV2, "Blocked", Via::Lookup),
        (Service::CloudV4, "Processing", Via::Analysis),
        (Service::Cluster, "Allowed", Via::Analysis),
    ] {
        let host = FakeHost::of_unknown_file([answer(allowed())]);
        host.on("GET /hash/*", [answer(silent(result))]);
        let client = cloud(&host, service);
        let scan = host.run(client.scan(&Source::abc(), ScanOptions::default(), nobody()));
        assert_eq!(scan.expect("a scan").via, expected, "{service:?} {result}");
    }
}

fn cloud(host: &FakeHost, service: Service) -> Client {
    host.client_with(ConnectOptions {
        service,
        ..ConnectOptions::default()
    })
}

/// Cloud: version 2 answers an array, version 4 wraps it in `data`.
#[test]
fn several_hashes_are_looked_up_in_one_call() {
    for (service, body) in [
        (Service::CloudV2, json!([allowed(), null])),
        (Service::CloudV4, json!({ "data": [allowed(), null] })),
    ] {
        let host = FakeHost::new();
        host.on("POST /hash", [answer(body)]);
        let client = cloud(&host, service);
        let hashes = [ABC.to_owned(), MD5_OF_ABC.to_owned()];
        let results = host.run(client.results_by_hash(&hashes, nobody()));
        assert_eq!(results.expect("results"), json!([allowed(), null]));
        let asked = host.request(0);
        let body: Value = serde_json::from_str(&asked.http.body.clone().unwrap()).unwrap();
        assert_eq!(body, json!({ "hash": [ABC, MD5_OF_ABC] }));
        assert_eq!(asked.header("content-type"), Some("application/json"));
    }
}

#[test]
fn rules_and_limits_are_handed_on_as_they_are() {
    let host = FakeHost::new();
    let rules = json!([{ "name": "Strict", "max_file_size": 1 }]);
    host.on("GET /file/rules", [answer(rules.clone())]);
    host.on(
        "GET /apikey/limits",
        [answer(json!({ "prevention_api": 4000 }))],
    );
    assert_eq!(
        host.run(host.client().rules(nobody())).expect("rules"),
        rules
    );
    let client = cloud(&host, Service::CloudV4);
    let limits = host.run(client.limits(nobody())).expect("limits");
    assert_eq!(limits, json!({ "prevention_api": 4000 }));
    assert_eq!(host.lines(), ["GET /file/rules", "GET /apikey/limits"]);
}

#[test]
fn what_a_service_lacks_is_refused_before_anything_is_read_or_sent() {
    for service in [Service::CloudV2, Service::CloudV4] {
        let host = FakeHost::new();
        let client = cloud(&host, service);
        fails(host.run(client.rules(nobody())), ErrorCode::Unsupported);
        fails(
            host.run(client.cancel(DATA_ID, nobody())),
            ErrorCode::Unsupported,
        );
        fails(host.run(client.logout(nobody())), ErrorCode::Unsupported);
        fails(client.batch("b"), ErrorCode::Unsupported);
        for analyze in [
            Analyze {
                metadata: Some("x".into()),
                ..Analyze::default()
            },
            Analyze {
                global_timeout: Some(1.0),
                ..Analyze::default()
            },
            Analyze {
                archive_passwords: vec!["a".into(), "b".into()],
                ..Analyze::default()
            },
        ] {
            let mut options = ScanOptions::default();
            options.analyze.analyze = analyze;
            let scan = host.run(client.scan(&Source::abc(), options, nobody()));
            fails(scan, ErrorCode::Unsupported);
        }
        assert_eq!(host.story(), [""; 0]);
    }
    let host = FakeHost::new();
    let client = host.client();
    fails(host.run(client.limits(nobody())), ErrorCode::Unsupported);
    fails(
        host.run(client.results_by_hash(&[ABC.into()], nobody())),
        ErrorCode::Unsupported,
    );
    assert_eq!(host.story(), [""; 0]);
}

#[test]
fn a_hit_is_judged_like_any_report() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(infected())]);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Blocked);
    assert_eq!(scan.via, Via::Lookup);
}

fn digests() -> Digests {
    Digests {
        sha256: Some(ABC.into()),
        ..Digests::default()
    }
}

#[test]
fn a_known_file_is_judged_by_its_hashes_alone() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(finished("Blocked", 1))]);
    let found = host.run(
        host.client()
            .lookup(digests(), LookupOptions::default(), nobody()),
    );
    let scan = found.expect("an answer").expect("a scan");
    assert_eq!(scan.via, Via::Lookup);
    assert_eq!(scan.judgement.verdict, Verdict::Blocked);
    assert_eq!(host.lines(), [format!("GET /hash/{ABC}")]);
}

#[test]
fn by_its_hashes_a_file_is_unknown_where_a_scan_would_upload_it() {
    for hit in [
        json!({ ABC: "Not Found" }),
        unfinished(95),
        outdated(json!(["enginedefinitions"])),
        with(allowed(), "/scan_results/scan_all_result_i", json!(10)),
    ] {
        let host = FakeHost::new();
        host.on("GET /hash/*", [answer(hit)]);
        let client = host.client();
        let found = host.run(client.lookup(digests(), LookupOptions::default(), nobody()));
        assert!(found.expect("an answer").is_none());
        assert_eq!(host.lines(), [format!("GET /hash/{ABC}")]);
    }
}

#[test]
fn what_is_looked_up_is_that_of_the_options() {
    let host = FakeHost::new();
    host.on("GET /hash/*", [answer(outdated(json!(["configuration"])))]);
    let options = LookupOptions {
        rule: Some("Strict".into()),
        lookup: Lookup {
            time_range: Some(24.0),
            accept_outdated: true,
        },
        ..LookupOptions::default()
    };
    let found = host.run(host.client().lookup(digests(), options, nobody()));
    assert!(found.expect("an answer").is_some());
    assert_eq!(host.request(0).header("rule"), Some("Strict"));
    assert_eq!(host.request(0).header("timerange"), Some("24"));
}

/// The answer to a look-up is compared with all that is known of the file.
#[test]
fn a_report_about_another_file_is_no_answer_to_a_lookup() {
    let host = FakeHost::new();
    let other = with(allowed(), "/file_info/sha256", json!("0".repeat(64)));
    host.on("GET /hash/*", [answer(other)]);
    let found = host.run(
        host.client()
            .lookup(digests(), LookupOptions::default(), nobody()),
    );
    fails(found, ErrorCode::Integrity);
}

#[test]
fn without_its_sha256_no_file_is_looked_up() {
    let weak = Digests {
        md5: Some("900150983cd24fb0d6963f7d28e17f72".into()),
        ..Digests::default()
    };
    let malformed = Digests {
        sha256: Some("abc".into()),
        ..Digests::default()
    };
    for digests in [Digests::default(), weak, malformed] {
        let host = FakeHost::new();
        let found = host.run(
            host.client()
                .lookup(digests, LookupOptions::default(), nobody()),
        );
        fails(found, ErrorCode::InvalidInput);
        assert_eq!(host.count(""), 0);
    }
}
