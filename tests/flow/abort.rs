//! An abort before, during and after every single operation of the host.

use std::rc::Rc;

use metadefender_wasm::flow::{Caller, Result};
use metadefender_wasm::{
    AnalyzeOptions, BatchOptions, ByHash, ConnectOptions, ContentEncoding, DigestOptions, NewBatch,
    Page, ResumeOptions, ScanOptions, Service, WaitOptions,
};
use serde_json::json;

use crate::fake::*;

const CANCEL: &str = "POST /file/61dffeaa728844adbf49eb090e4ece0e/cancel";

/// Aborts a call at every moment of every operation, until it comes to its end undisturbed. After the
/// abort nothing may be done but what `expected` says of the operations done until then.
pub fn at_every_moment<T>(
    host: impl Fn() -> FakeHost,
    call: impl Fn(&FakeHost, Caller<FakeHost>) -> Result<T, FakeHost>,
    expected: impl Fn(&[String], Moment) -> Vec<&'static str>,
) {
    let undisturbed = host();
    call(&undisturbed, nobody()).unwrap_or_else(|failure| panic!("undisturbed: {failure}"));
    let whole = undisturbed.story();
    for moment in EVERY_MOMENT {
        for operation in 0..whole.len() {
            let host = host();
            let signal = host.abort_at(operation, moment);
            let end = call(&host, caller(&signal));
            host.finish_background();
            let (before, since) = host.before_and_since_abort().expect("an abort");
            let place = format!("{moment:?} {operation} of {whole:?}");
            let done = operation + usize::from(moment != Moment::Before);
            assert_eq!(before, whole[..done], "{place}");
            if moment == Moment::After && operation + 1 == whole.len() {
                assert!(end.is_ok(), "{place}: what is done is done");
                assert_eq!(since, [""; 0], "{place}");
                continue;
            }
            aborted(end);
            assert_eq!(since, expected(&before, moment), "{place}");
        }
        let host = host();
        let signal = host.abort_at(whole.len(), moment);
        assert!(call(&host, caller(&signal)).is_ok());
        assert!(host.before_and_since_abort().is_none());
    }
}

/// Nothing is left to be cancelled.
pub fn nothing(_: &[String], _: Moment) -> Vec<&'static str> {
    vec![]
}

/// Whether this operation has succeeded.
pub fn has_succeeded(before: &[String], moment: Moment, line: &str) -> bool {
    let done = match (before.split_last(), moment) {
        (Some((_, earlier)), Moment::During) => earlier,
        _ => before,
    };
    done.iter().any(|operation| operation == line)
}

/// The analysis, once the file is submitted.
fn the_analysis(before: &[String], moment: Moment) -> Vec<&'static str> {
    match has_succeeded(before, moment, "POST /file") {
        true => vec![CANCEL],
        false => vec![],
    }
}

/// A scan with every pause that there is.
fn unknown_file() -> FakeHost {
    FakeHost::of_unknown_file([
        answer(queued()),
        status(503),
        status(503).retry_after("30"),
        answer(unfinished(50)),
        answer(allowed()),
    ])
}

fn encoded_stream() -> FakeHost {
    unknown_file().without_streams()
}

/// MDDC API Gateway, *Cancel File Analysis*.
#[test]
fn a_scan_cancels_the_analysis_once_it_is_submitted() {
    let scan = |host: &FakeHost, caller| {
        host.run(
            host.client()
                .scan(&Source::abc(), ScanOptions::default(), caller),
        )
    };
    at_every_moment(unknown_file, scan, the_analysis);
}

#[test]
fn a_scan_of_an_encoded_stream_too() {
    let scan = |host: &FakeHost, caller| {
        let mut options = ScanOptions::default();
        options.analyze.analyze.content_encoding = Some(ContentEncoding::Gzip);
        host.run(host.client().scan(&Source::stream(b"abc"), options, caller))
    };
    at_every_moment(encoded_stream, scan, the_analysis);
}

#[test]
fn a_scan_of_a_stream_that_is_sent_as_it_is_too() {
    let scan = |host: &FakeHost, caller| {
        let stream = Source::stream_of_length(b"abc", 3.0);
        host.run(host.client().scan(&stream, ScanOptions::default(), caller))
    };
    at_every_moment(unknown_file, scan, the_analysis);
}

#[test]
fn a_scan_cancels_nothing_where_that_is_not_wanted() {
    let scan = |host: &FakeHost, caller| {
        let options = ScanOptions {
            cancel_on_abort: false,
            ..ScanOptions::default()
        };
        host.run(host.client().scan(&Source::abc(), options, caller))
    };
    at_every_moment(unknown_file, scan, nothing);
}

#[test]
fn a_scan_by_look_up_has_nothing_to_cancel() {
    let known = || {
        let host = FakeHost::new();
        host.on("GET /hash/*", [status(503), answer(allowed())]);
        host
    };
    let scan = |host: &FakeHost, caller| {
        host.run(
            host.client()
                .scan(&Source::abc(), ScanOptions::default(), caller),
        )
    };
    at_every_moment(known, scan, nothing);
}

#[test]
fn a_scan_that_is_resumed_cancels_its_analysis_unless_that_is_not_wanted() {
    for cancel_on_abort in [true, false] {
        let resume = |host: &FakeHost, caller| {
            let options = ResumeOptions {
                cancel_on_abort,
                ..ResumeOptions::default()
            };
            host.run(host.client().resume(DATA_ID, options, caller))
        };
        at_every_moment(unknown_file, resume, |_, _| match cancel_on_abort {
            true => vec![CANCEL],
            false => vec![],
        });
    }
}

#[test]
fn waiting_cancels_nothing() {
    let wait = |host: &FakeHost, caller| {
        host.run(host.client().wait(DATA_ID, WaitOptions::default(), caller))
    };
    at_every_moment(unknown_file, wait, nothing);
}

#[test]
fn submitting_cancels_nothing() {
    for source in [Source::abc(), Source::stream_of_length(b"abc", 3.0)] {
        let analyze = |host: &FakeHost, caller| {
            let options = AnalyzeOptions::default();
            let stream = source.clone();
            host.run(host.client().analyze(&stream, &options, caller))
        };
        at_every_moment(unknown_file, analyze, nothing);
    }
}

#[test]
fn hashing_can_be_aborted() {
    let digest = |host: &FakeHost, caller| {
        let options = DigestOptions::default();
        host.run(metadefender_wasm::flow::digest(
            host,
            &Source::abc(),
            &options,
            caller,
        ))
    };
    at_every_moment(FakeHost::new, digest, nothing);
}
/// Cloud can cancel neither.
#[test]
fn what_a_service_cannot_cancel_is_left_to_it() {
    let cloud = |host: &FakeHost| {
        host.client_with(ConnectOptions {
            service: Service::CloudV4,
            ..ConnectOptions::default()
        })
    };
    let scan = |host: &FakeHost, caller| {
        host.run(cloud(host).scan(&Source::abc(), ScanOptions::default(), caller))
    };
    at_every_moment(unknown_file, scan, nothing);
}

#[test]
fn the_cancellation_is_tried_again_by_the_key_of_the_call_and_its_failure_is_nobodys() {
    for (answers, story) in [
        (
            [status(503), answer(json!({}))],
            vec![CANCEL, "sleep 125", CANCEL],
        ),
        ([status(404), status(404)], vec![CANCEL]),
        ([html(), html()], vec![CANCEL]),
    ] {
        let host = unknown_file();
        host.on("POST /file/*/cancel", answers);
        let client = host.client_with(ConnectOptions {
            api_key: Some("k3y".into()),
            ..ConnectOptions::default()
        });
        let signal = host.abort_at(4, Moment::During);
        let source = Source::abc();
        aborted(host.run(client.scan(&source, ScanOptions::default(), caller(&signal))));
        host.finish_background();
        assert_eq!(host.before_and_since_abort().expect("an abort").1, story);
        let last = host.requests().pop().expect("a request");
        assert_eq!(last.header("apikey"), Some("k3y"));
    }
}

#[test]
fn a_call_that_is_aborted_before_it_begins_does_nothing() {
    let host = FakeHost::new();
    let signal = host.signal();
    signal.abort();
    let by = || caller(&signal);
    let client = host.client();
    let batch = client.batch("b").expect("a batch");
    let (file, page) = (Source::abc(), Page::default());
    aborted(host.run(client.scan(&file, ScanOptions::default(), by())));
    aborted(host.run(client.analyze(&file, &AnalyzeOptions::default(), by())));
    aborted(host.run(client.wait(DATA_ID, WaitOptions::default(), by())));
    aborted(host.run(client.resume(DATA_ID, ResumeOptions::default(), by())));
    aborted(host.run(client.result(DATA_ID, page, false, by())));
    aborted(host.run(client.result_by_hash(ABC, ByHash::default(), by())));
    aborted(host.run(client.rules(by())));
    aborted(host.run(client.cancel(DATA_ID, by())));
    aborted(host.run(client.login("me", "pw", by())));
    aborted(host.run(client.logout(by())));
    aborted(host.run(client.download(DATA_ID, by())));
    aborted(host.run(client.download_sanitized(DATA_ID, by())));
    aborted(
        host.run(client.create_batch(NewBatch::default(), by()))
            .map(|_| ()),
    );
    aborted(host.run(client.scan_batch(vec![file.clone()], BatchOptions::default(), by())));
    aborted(host.run(batch.close(WaitOptions::default(), by())));
    aborted(host.run(batch.wait(WaitOptions::default(), by())));
    let mut pages = client.extracted_files(DATA_ID, None, by()).expect("pages");
    aborted(host.run(pages.next()));
    let options = DigestOptions::default();
    aborted(host.run(metadefender_wasm::flow::digest(
        &host,
        &file,
        &options,
        by(),
    )));
    // What is wrong with the call comes after.
    aborted(host.run(client.scan(&Source::none(), within(-1.0), by())));
    host.finish_background();
    assert_eq!(host.story(), [""; 0]);
}

/// A listener may end the call that it listens to.
#[test]
fn an_abort_by_the_listener_ends_the_call_and_an_abort_at_its_end_does_not() {
    let phases = ["hash", "lookup", "upload", "queue", "scan", "done"];
    for (index, phase) in phases.into_iter().enumerate() {
        let host = unknown_file();
        let signal = host.signal();
        let aborting = signal.clone();
        let by_listener = Caller::<FakeHost> {
            signal: Some(signal),
            on_progress: Some(Rc::new(move |event| {
                if json!(event.phase) == json!(phase) {
                    aborting.abort();
                }
            })),
        };
        let scan = host.run(host.client().scan(
            &Source::abc(),
            ScanOptions::default(),
            by_listener,
        ));
        host.finish_background();
        match index {
            5 => assert!(scan.is_ok()),
            _ => drop(aborted(scan)),
        }
        assert_eq!(
            host.count(CANCEL),
            usize::from(index == 3 || index == 4),
            "{phase}"
        );
    }
}
