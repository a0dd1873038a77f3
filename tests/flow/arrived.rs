//! An upload that may have arrived, although its answer did not: the file is not sent twice.

use metadefender_wasm::flow::Via;
use metadefender_wasm::{
    Algorithm, AnalyzeOptions, BatchOptions, ConnectOptions, Digests, ErrorCode, ScanOptions,
    Service, Verdict,
};
use serde_json::json;

use crate::fake::*;

const ASKED: &str = "GET /hash/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// No answer arrives, or a server between says that there was none: the file may be under analysis.
fn losses() -> [Answer; 5] {
    [
        Answer::broken(),
        Answer::stalled(),
        status(502),
        status(503),
        status(504),
    ]
}

/// A host whose uploads end like this, and whose look-ups answer these, one after the other.
fn host<const N: usize>(upload: Answer, lookups: [Answer; N]) -> FakeHost {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    host.on("POST /file", [upload, answer(submitted())]);
    host.on("GET /hash/*", lookups);
    host
}

#[test]
fn where_an_upload_may_have_arrived_its_result_is_looked_up_before_it_is_sent_again() {
    for loss in losses() {
        let host = host(loss, [status(404), answer(allowed())]);
        let scan = scan(&host, ScanOptions::default()).expect("a scan");
        assert_eq!(scan.judgement.verdict, Verdict::Allowed);
        assert_eq!(scan.via, Via::Lookup);
        assert_eq!(scan.data_id, DATA_ID);
        assert_eq!(
            host.lines(),
            [ASKED, "POST /file", ASKED],
            "the file was sent again"
        );
        assert_eq!(host.request(0).header("include-inprogress"), None);
        assert_eq!(host.request(2).header("include-inprogress"), Some("true"));
    }
}

#[test]
fn an_analysis_that_goes_on_is_followed_to_its_end() {
    for begun in [unfinished(40), queued()] {
        let host = host(Answer::broken(), [status(404), answer(begun)]);
        host.on("GET /file/*", [answer(unfinished(60)), answer(allowed())]);
        let scan = scan(&host, ScanOptions::default()).expect("a scan");
        assert_eq!(scan.judgement.verdict, Verdict::Allowed);
        assert_eq!(scan.via, Via::Analysis);
        assert_eq!(host.count("POST /file"), 1);
    }
}

#[test]
fn an_abort_does_not_call_off_an_analysis_that_may_be_another_users() {
    let host = host(Answer::broken(), [status(404), answer(unfinished(40))]);
    let signal = host.signal();
    let aborting = signal.clone();
    host.on(
        "GET /file/*",
        [by(move |_| {
            aborting.abort();
            answer(unfinished(50))
        })],
    );
    let client = host.client();
    let ended = host.run(client.scan(&Source::abc(), ScanOptions::default(), caller(&signal)));
    aborted(ended);
    host.finish_background();
    assert_eq!(host.count("POST /file/"), 0);
}

#[test]
fn what_nobody_knows_is_sent_again() {
    let unusable = [
        status(404),
        answer(json!({ ABC: "Not Found" })),
        status(403),
        status(500),
        html(),
        Answer::broken(),
        Answer::stalled(),
        // Stale.
        answer(with(
            allowed(),
            "/process_info/outdated_data",
            json!(["enginedefinitions"]),
        )),
        // Came to no result.
        answer(finished("Blocked", 10)),
        answer(json!({ "scan_results": { "progress_percentage": 10 } })),
    ];
    for found in unusable {
        let host = host(Answer::broken(), [status(404), found]);
        let scan = scan(&host, ScanOptions::default()).expect("a scan");
        assert_eq!(scan.via, Via::Analysis);
        assert_eq!(host.count("POST /file"), 2);
        assert_eq!(host.count("GET /hash/"), 2, "a look-up is not repeated");
    }
}

/// It may be another user's, who has given none.
#[test]
fn with_passwords_at_hand_an_analysis_that_goes_on_is_not_waited_for() {
    let host = host(Answer::broken(), [status(404), answer(unfinished(40))]);
    let mut options = ScanOptions::default();
    options.analyze.analyze.archive_passwords = vec!["fox".into()];
    scan(&host, options).expect("a scan");
    assert_eq!(host.count("POST /file"), 2);
}

#[test]
fn an_analysis_that_is_called_off_while_it_is_followed_is_never_allowed() {
    for (lost, code) in [
        (status(404), ErrorCode::NotFound),
        (status(403), ErrorCode::Forbidden),
    ] {
        let host = host(Answer::broken(), [status(404), answer(unfinished(40))]);
        host.on("GET /file/*", [lost]);
        let error = fails(scan(&host, ScanOptions::default()), code);
        assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
    }
    let host = host(Answer::broken(), [status(404), answer(unfinished(40))]);
    host.on("GET /file/*", [answer(finished("Blocked", 10))]);
    let scan = scan(&host, ScanOptions::default()).expect("a scan");
    assert_ne!(scan.judgement.verdict, Verdict::Allowed);
}

#[test]
fn a_server_that_says_that_it_took_nothing_is_not_asked() {
    for refusal in [status(408), status(429)] {
        let host = host(refusal, [status(404)]);
        scan(&host, ScanOptions::default()).expect("a scan");
        assert_eq!(host.lines()[..3], [ASKED, "POST /file", "POST /file"]);
    }
}

/// A report by the hash may be older than the upload.
#[test]
fn without_look_up_an_earlier_result_counts_for_nothing() {
    let host = host(Answer::broken(), [answer(allowed())]);
    let scan = scan(&host, not_looked_up()).expect("a scan");
    assert_eq!(scan.via, Via::Analysis);
    assert_eq!(host.count("GET /hash/"), 0);
    assert_eq!(host.count("POST /file"), 2);
}

#[test]
fn a_file_whose_last_byte_is_out_is_not_sent_again_because_the_answer_is_late() {
    let host = host(Answer::unanswered(), [status(404)]);
    let error = fails(scan(&host, ScanOptions::default()), ErrorCode::Timeout);
    assert!(error.message.starts_with("POST /file: "), "{error}");
    assert_eq!(host.lines(), [ASKED, "POST /file", ASKED]);
    assert!(host.sleeps().is_empty());

    let host = host_of_silence();
    fails(scan(&host, not_looked_up()), ErrorCode::Timeout);
    assert_eq!(host.lines(), ["POST /file"]);

    let host = host_of_silence();
    let options = AnalyzeOptions::default();
    let client = host.client();
    fails(
        host.run(client.analyze(&Source::abc(), &options, nobody())),
        ErrorCode::Timeout,
    );
    assert_eq!(host.lines(), ["POST /file"]);
}

fn host_of_silence() -> FakeHost {
    host(Answer::unanswered(), [status(404)])
}

#[test]
fn a_late_answer_is_made_up_for_by_the_hash() {
    for found in [allowed(), unfinished(80)] {
        let host = host(Answer::unanswered(), [status(404), answer(found)]);
        let scan = scan(&host, ScanOptions::default()).expect("a scan");
        assert_eq!(scan.judgement.verdict, Verdict::Allowed);
        assert_eq!(host.count("POST /file"), 1);
    }
    // A stream of which the hash is known as well: it could not be sent again.
    let host = host(Answer::unanswered(), [status(404), answer(allowed())]);
    let options = ScanOptions {
        digests: Digests {
            sha256: Some(ABC.into()),
            ..Digests::default()
        },
        ..ScanOptions::default()
    };
    let stream = Source::stream_of_length(b"abc", 3.0);
    scan_of(&host, &stream, options).expect("a scan");
    assert_eq!(host.count("POST /file"), 1);
}

#[test]
fn each_file_of_a_batch_is_sent_once() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    host.on("POST /file/batch", [answer(json!({ "batch_id": "b" }))]);
    host.on(
        "POST /file/batch/*/close",
        [answer(json!({ "batch_id": "b" }))],
    );
    host.on("POST /file", [Answer::unanswered()]);
    let client = host.client();
    let files = vec![Source::abc()];
    let scanned = host
        .run(client.scan_batch(files, BatchOptions::default(), nobody()))
        .expect("a batch");
    assert_eq!(scanned.verdict, Verdict::Undetermined);
    assert_eq!(
        host.lines()
            .iter()
            .filter(|line| *line == "POST /file")
            .count(),
        1
    );
}

/// Cloud has no `include-inprogress`, and a report that says itself which rule it is by.
#[test]
fn cloud_is_asked_in_its_own_words() {
    for service in [Service::CloudV2, Service::CloudV4] {
        let host = host(
            Answer::broken(),
            [status(404), answer(finished_in_cloud(0))],
        );
        let client = host.client_with(ConnectOptions {
            service,
            ..ConnectOptions::default()
        });
        let scan = host
            .run(client.scan(&Source::abc(), ScanOptions::default(), nobody()))
            .expect("a scan");
        assert_eq!(scan.via, Via::Lookup);
        assert_eq!(host.count("POST"), 1);
        assert_eq!(host.request(2).header("include-inprogress"), None);
    }
}

/// MD5 collides: the report that is found has to carry a hash that does not.
#[test]
fn what_is_found_by_a_colliding_hash_answers_only_if_it_has_a_safe_one() {
    let anonymous = with(allowed(), "/file_info", json!({ "md5": MD5_OF_ABC }));
    let host = host(Answer::broken(), [status(404), answer(anonymous)]);
    let options = ScanOptions {
        hash: Algorithm::Md5,
        ..ScanOptions::default()
    };
    let scan = scan(&host, options).expect("a scan");
    assert_eq!(scan.via, Via::Analysis);
    assert_eq!(host.count("POST /file"), 2);
}
