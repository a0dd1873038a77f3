//! Answers in the shape of each service and of several years, all that are in `tests/fixtures/answers`: its README says
//! by which document each was written. What is expected of them stands here, by those documents and by the rules of
//! the design, and not by what comes out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use metadefender_wasm::Service;
use metadefender_wasm::core::decide::assessment::assess;
use metadefender_wasm::core::decide::lookup::{Acceptance, is_usable};
use metadefender_wasm::core::decide::state::State;
use metadefender_wasm::core::model::{Analysis, FailureBody};
use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::core::protocol::response::{Failure, failure, is_not_found};
use serde_json::Value;

use crate::reports::{analysis, view};

/// How far: `queued`, a percentage, or `finished`. Whether an earlier analysis that ended so saves a new one: `hit`.
const REPORTS: &str = "
    answer                            | how far  | verdict      | reason                      | hit | threats
    core/2018-queued                  | 0        | undetermined | in-progress                 | -   |
    core/2018-in-progress             | 95       | undetermined | in-progress                 | -   |
    core/2018-allowed                 | finished | allowed      | no-threat-detected          | hit |
    core/2018-allowed-outdated        | finished | allowed      | no-threat-detected          | -   |
    core/2018-infected                | finished | blocked      | infected                    | hit | Engine1: Test.Fixture.One
    core/2018-archive-infected        | finished | blocked      | infected                    | hit |
    core/2018-sanitized               | finished | allowed      | no-threat-detected          | hit |
    core/2021-data-loss               | finished | blocked      | sensitive-data-found        | hit |
    core/2022-sanitized-copy-gone     | finished | allowed      | no-threat-detected          | hit |
    core/2022-sanitization-failed     | finished | blocked      | blocked-by-policy           | hit |
    core/2022-mismatch                | finished | blocked      | mismatch                    | hit |
    core/2022-encrypted-archive       | finished | blocked      | encrypted-archive           | hit |
    core/2026-unknown-code            | finished | undetermined | unknown-result              | -   |
    core/2026-rejected                | finished | undetermined | rejected                    | -   |

    mddc/2026-queued                  | queued   | undetermined | in-progress                 | -   |
    mddc/2026-in-progress             | 50       | undetermined | in-progress                 | -   |
    mddc/2026-allowed                 | finished | allowed      | no-threat-detected          | hit |
    mddc/2026-infected                | finished | blocked      | infected                    | hit | ClamAV: Test.Fixture.One, Engine2: suspicious, YARA: fixture_rule
    mddc/2026-sanitized               | finished | allowed      | no-threat-detected          | hit |
    mddc/2026-blocked-by-cdr          | finished | blocked      | blocked-verdict-by-deep-cdr | hit |
    mddc/2026-data-loss               | finished | blocked      | sensitive-data-found        | hit |
    mddc/2026-archive-too-deep        | finished | blocked      | exceeded-archive-depth      | hit |
    mddc/2026-scan-failed             | finished | blocked      | scan-failed                 | -   |
    mddc/2026-allowed-by-the-rule     | finished | allowed      | not-scanned                 | -   |
    mddc/2026-allowed-rule-changed    | finished | allowed      | no-threat-detected          | -   |

    cloud-v2/2013-clean               | finished | allowed      | no-threat-detected          | hit |
    cloud-v2/2016-queued              | queued   | undetermined | in-progress                 | -   |
    cloud-v2/2016-in-progress         | 66       | undetermined | in-progress                 | -   |
    cloud-v2/2016-sanitizing          | 0        | undetermined | in-progress                 | -   |
    cloud-v2/2016-sanitized           | finished | allowed      | no-threat-detected          | hit |
    cloud-v2/2016-encrypted           | finished | undetermined | encrypted-archive           | hit |
    cloud-v2/2016-infected            | finished | blocked      | infected                    | hit | Engine1: Test.Fixture.One
    cloud-v2/2016-unknown-code        | finished | undetermined | unknown-result              | -   |
    cloud-v2/2018-queued              | queued   | undetermined | in-progress                 | -   |
    cloud-v2/2018-allowed             | finished | allowed      | no-threat-detected          | hit |
    cloud-v2/2018-infected            | finished | blocked      | infected                    | hit | Engine1: Test.Fixture.One

    cloud-v4/2018-queued              | queued   | undetermined | in-progress                 | -   |
    cloud-v4/2018-in-progress         | 42.86    | undetermined | in-progress                 | -   |
    cloud-v4/2018-allowed             | finished | allowed      | no-threat-detected          | hit |
    cloud-v4/2018-infected            | finished | blocked      | infected                    | hit | Engine1: Test.Fixture.One
    cloud-v4/2018-archive-infected    | finished | blocked      | infected                    | hit |
    cloud-v4/2020-in-progress         | 70       | undetermined | in-progress                 | -   |
    cloud-v4/2020-allowed             | finished | allowed      | no-threat-detected          | hit |
    cloud-v4/2020-infected            | finished | blocked      | infected                    | hit | Engine1: Test.Fixture.One
    cloud-v4/2020-sanitizing          | 40       | undetermined | in-progress                 | -   |
    cloud-v4/2020-sanitized           | finished | allowed      | no-threat-detected          | hit |
    cloud-v4/2022-infected            | finished | blocked      | infected                    | hit | Engine1: Test.Fixture.One, Engine2: suspicious
    cloud-v4/2022-not-sanitizable     | finished | allowed      | no-threat-detected          | hit |
    cloud-v4/2022-sanitized           | finished | allowed      | no-threat-detected          | hit |
    cloud-v4/2022-data-loss           | finished | blocked      | sensitive-data-found        | hit |
    cloud-v4/2022-unknown-code        | finished | undetermined | unknown-result              | -   |
    cloud-v4/2022-empty-post-processing | finished | allowed    | no-threat-detected          | hit |
";

/// Of the reports of Cloud, whether each answers for a scan by which a clean copy is wanted.
const CLEAN_COPIES: &str = "
    answer                            | hit
    cloud-v2/2016-sanitizing          | -
    cloud-v2/2016-sanitized           | hit
    cloud-v2/2018-allowed             | -
    cloud-v4/2020-allowed             | -
    cloud-v4/2020-sanitizing          | -
    cloud-v4/2020-sanitized           | hit
    cloud-v4/2022-not-sanitizable     | -
    cloud-v4/2022-infected            | hit
    cloud-v4/2022-sanitized           | hit
";

/// Answers that say that the hash or the data id is unknown.
const NOT_FOUND: &str = "
    answer
    core/2018-not-found
    mddc/2026-not-found
    cloud-v2/2016-not-found
";

/// What a refused call is to the user: the code of the error, and the server's words in it.
const ERRORS: &str = "
    answer                            | call           | status | code          | words
    core/error-access-denied          | analyze        | 400    | invalid-input | Access denied
    core/error-access-denied          | analyze        | 403    | forbidden     | Access denied
    core/error-access-denied          | analysisResult | 405    | forbidden     | Access denied
    core/error-response               | analysisResult | 403    | forbidden     | Access denied
    core/error-invalid-credentials    | login          | 403    | unauthorized  | Invalid credentials
    core/error-invalid-credentials    | login          | 404    | unauthorized  | Invalid credentials
    core/error-empty                  | analyze        | 422    | empty-file    | Body input is empty
    core/error-size                   | analyze        | 400    | too-large     | exceeded the limit
    core/error-size                   | analyze        | 500    | too-large     | exceeded the limit
    core/error-busy                   | analyze        | 503    | busy          | Server is too busy
    cloud-v2/error-hashes             | resultsByHash  | 400    | invalid-input | maximum 1000 hashes
    cloud-v4/error-hash-not-found     | resultByHash   | 404    | not-found     | The hash was not found
    cloud-v4/error-data-id-not-found  | analysisResult | 404    | not-found     | The data_id was not found
    cloud-v4/error-invalid-key        | analyze        | 401    | unauthorized  | Invalid API key
    cloud-v4/error-forbidden          | analyze        | 403    | forbidden     | Insufficient Privileges
    cloud-v4/error-too-large          | analyze        | 400    | too-large     | maximum allowed is 200MB
    cloud-v4/error-empty              | analyze        | 400    | empty-file    | Request body is empty
    cloud-v4/error-limit              | analyze        | 429    | rate-limited  | retry after the limit is reset
    cloud-v4/error-throttled          | resultByHash   | 429    | rate-limited  | maximum 10 requests per minute
    cloud-v4/error-timeout            | analyze        | 408    | timeout       | 60 seconds limit
    cloud-v4/error-unavailable        | analyze        | 503    | busy          | not reachable
    cloud-v4/error-one-message        | resultByHash   | 400    | invalid-input | The hash value is not valid
";

/// The cells of each line but the first.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .skip(1)
        .map(|line| line.split('|').map(str::trim).collect())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/answers")
}

fn answer(name: &str) -> Value {
    let path = folder().join(name).with_extension("json");
    let text = std::fs::read_to_string(&path).expect(name);
    serde_json::from_str(&text).expect(name)
}

/// The report of that name, and the service whose it is.
fn report(name: &str) -> (Analysis, Service) {
    let service = match name.split('/').next() {
        Some("cloud-v2") => Service::CloudV2,
        Some("cloud-v4") => Service::CloudV4,
        _ => Service::Cluster,
    };
    (analysis(answer(name)), service)
}

#[test]
fn every_answer_is_expected_to_be_something() {
    let services = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = services.filter(|path| path.is_dir()).flat_map(|service| {
        let entries = std::fs::read_dir(service).unwrap();
        entries.map(|entry| entry.unwrap().path().with_extension(""))
    });
    let names = files.map(|path| path.strip_prefix(folder()).unwrap().display().to_string());
    let tables = [REPORTS, NOT_FOUND, ERRORS];
    let expected = tables
        .into_iter()
        .flat_map(rows)
        .map(|row| row[0].to_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), expected.collect());
}

#[test]
fn each_report_comes_to_what_its_document_says() {
    for row in rows(REPORTS) {
        let [name, how_far, verdict, reason, hit, threats] = row[..] else {
            panic!("{row:?}");
        };
        let (report, service) = report(name);
        let state = match State::of(&report, service, false).expect(name) {
            State::Queued => "queued".to_owned(),
            State::Processing(percentage) => percentage.to_string(),
            State::Finished => "finished".to_owned(),
        };
        assert_eq!(state, how_far, "{name}");
        let assessment = assess(&report, service);
        assert_eq!(assessment.verdict.as_str(), verdict, "{name}");
        assert_eq!(assessment.reason, reason, "{name}");
        let found = assessment.threats.iter();
        let found: Vec<_> = found
            .map(|it| format!("{}: {}", it.engine, it.threat))
            .collect();
        assert_eq!(found.join(", "), threats, "{name}");
        let usable = is_usable(&report, service, Acceptance::default());
        assert_eq!(usable, hit == "hit", "{name}");
    }
}

#[test]
fn a_hit_has_the_clean_copy_that_is_wanted() {
    let wanted = Acceptance {
        sanitized: true,
        ..Acceptance::default()
    };
    for row in rows(CLEAN_COPIES) {
        let (report, service) = report(row[0]);
        assert_eq!(
            is_usable(&report, service, wanted),
            row[1] == "hit",
            "{}",
            row[0]
        );
    }
}

#[test]
fn an_unknown_hash_is_no_report() {
    for row in rows(NOT_FOUND) {
        let Value::Object(answer) = answer(row[0]) else {
            panic!("{row:?}");
        };
        let (hash, said) = answer.iter().next().expect("one entry");
        let said = said.as_str().expect("a text");
        assert!(is_not_found((hash, said), &hash.to_lowercase()), "{row:?}");
        assert!(
            analysis(Value::Object(answer.clone())).is_empty(),
            "{row:?}"
        );
    }
}

#[test]
fn each_refusal_has_its_code_and_the_servers_words() {
    for row in rows(ERRORS) {
        let [name, call, status, code, words] = row[..] else {
            panic!("{row:?}");
        };
        let endpoint = match call {
            "analyze" => Endpoint::Analyze,
            "login" => Endpoint::Login,
            "analysisResult" => Endpoint::AnalysisResult,
            "resultByHash" => Endpoint::ResultByHash,
            "resultsByHash" => Endpoint::ResultsByHash,
            _ => panic!("{row:?}"),
        };
        let body: FailureBody = view(answer(name)).expect(name);
        let said = body.words().expect(name);
        let refused = Failure {
            status: status.parse().expect(name),
            code: body.code(),
            words: Some(&said),
            retry_after: None,
        };
        let error = failure(endpoint, refused, &[]);
        assert_eq!(error.code.as_str(), code, "{name} {status}");
        assert!(error.message.contains(words), "{}", error.message);
    }
}
