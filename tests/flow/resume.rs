//! `resume`: a scan that somebody else began is taken up again.

use metadefender_wasm::flow::{Result, Scan, Via};
use metadefender_wasm::{
    ConnectOptions, Digests, ErrorCode, Phase, Poll, ResumeOptions, Service, Verdict, WaitOptions,
};
use serde_json::{Value, json};

use crate::fake::*;

fn resume(host: &FakeHost, options: ResumeOptions) -> Result<Scan<Value>, FakeHost> {
    host.run(host.client().resume(DATA_ID, options, nobody()))
}

fn following<const N: usize>(reports: [Answer; N]) -> FakeHost {
    let host = FakeHost::new();
    host.on("GET /file/*", reports);
    host.on("POST /file/*/cancel", [answer(json!({}))]);
    host
}

/// MDDC API Gateway, *Fetch Analysis Result*.
#[test]
fn an_analysis_is_followed_to_its_end_and_judged() {
    let host = following([answer(queued()), answer(unfinished(95)), answer(infected())]);
    let (caller, events) = host.listener();
    let client = host.client();
    let scan = host.run(client.resume(DATA_ID, ResumeOptions::default(), caller));
    let scan = scan.expect("a scan");
    let question = format!("GET /file/{DATA_ID}");
    assert_eq!(
        host.story(),
        [&question, "sleep 400", &question, "sleep 640", &question]
    );
    assert_eq!(scan.judgement.verdict, Verdict::Blocked);
    assert_eq!(scan.judgement.reason, "infected");
    assert_eq!(scan.via, Via::Analysis);
    assert_eq!(scan.data_id, DATA_ID);
    assert_eq!(scan.digests, Digests::default());
    assert_eq!(scan.result, infected());
    let phases: Vec<_> = events.borrow().iter().map(|event| event.phase).collect();
    assert_eq!(phases, [Phase::Queue, Phase::Scan, Phase::Done]);
    for event in events.borrow().iter() {
        assert_eq!(event.data_id.as_deref(), Some(DATA_ID));
    }
}

#[test]
fn a_cluster_that_leaves_out_the_process_info_is_not_trusted() {
    let host = following([answer(finished_in_cloud(0))]);
    let scan = resume(&host, ResumeOptions::default()).expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Undetermined);
    assert_eq!(scan.judgement.reason, "malformed-answer");

    let client = host.client_with(ConnectOptions {
        service: Service::CloudV2,
        ..ConnectOptions::default()
    });
    let scan = host.run(client.resume(DATA_ID, ResumeOptions::default(), nobody()));
    assert_eq!(scan.expect("a scan").judgement.verdict, Verdict::Allowed);
}

#[test]
fn a_digest_that_is_no_hash_by_its_algorithm_is_refused_and_nothing_is_sent() {
    let host = FakeHost::new();
    let none = Digests::default;
    let some = |hash: &str| Some(hash.to_owned());
    for digests in [
        Digests {
            sha256: some(""),
            ..none()
        },
        Digests {
            sha256: some(&ABC[1..]),
            ..none()
        },
        Digests {
            sha256: some(&format!(" {}", &ABC[1..])),
            ..none()
        },
        Digests {
            sha1: some(MD5_OF_ABC),
            ..none()
        },
        Digests {
            md5: some(ABC),
            ..none()
        },
        Digests {
            sha512: some(ABC),
            ..none()
        },
    ] {
        let options = ResumeOptions {
            digests,
            ..ResumeOptions::default()
        };
        let error = fails(resume(&host, options), ErrorCode::InvalidInput);
        assert!(error.message.starts_with("digests"), "{error}");
    }
    assert_eq!(host.story(), [""; 0]);
}

#[test]
fn what_cannot_be_taken_up_again_is_refused() {
    let host = following([status(404)]);
    let error = fails(resume(&host, ResumeOptions::default()), ErrorCode::NotFound);
    assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
    assert_eq!(host.count("GET"), 1);

    let client = host.client();
    for id in ["", ".."] {
        let resumed = host.run(client.resume(id, ResumeOptions::default(), nobody()));
        fails(resumed, ErrorCode::InvalidInput);
    }
    for wait in [
        waiting(-1.0),
        WaitOptions {
            poll: Poll {
                factor: 0.0,
                ..Poll::default()
            },
            timeout: 1.0,
        },
    ] {
        let options = ResumeOptions {
            wait,
            ..ResumeOptions::default()
        };
        fails(resume(&host, options), ErrorCode::InvalidInput);
    }
    assert_eq!(host.count("GET"), 1);
}

#[test]
fn an_analysis_that_takes_too_long_is_a_timeout_and_goes_on() {
    let host = following([answer(unfinished(50))]);
    let options = ResumeOptions {
        wait: waiting(1_000.0),
        ..ResumeOptions::default()
    };
    let error = fails(resume(&host, options), ErrorCode::Timeout);
    assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
    host.finish_background();
    assert_eq!(host.count("POST"), 0);
}

#[test]
fn a_scan_that_ran_out_of_time_is_taken_up_again_without_another_upload() {
    let host = FakeHost::of_unknown_file([answer(unfinished(10)), answer(allowed())]);
    let error = fails(scan(&host, within(0.0)), ErrorCode::Timeout);
    assert_eq!(error.data_id.as_deref(), Some(DATA_ID));
    let scan = resume(&host, ResumeOptions::default()).expect("a scan");
    assert_eq!(scan.judgement.verdict, Verdict::Allowed);
    assert_eq!(host.count_exactly("POST /file"), 1);
}
