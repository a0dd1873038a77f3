//! An abort before, during and after every operation of every flow: the call ends with the signal's own
//! reason, nothing more is sent, and what goes on on the server is cancelled, if it shall be.

use metadefender_wasm::flow::Failure;
use metadefender_wasm::{BatchOptions, ResumeOptions, ScanOptions, WaitOptions};
use serde_json::json;

use crate::fake_host::{Answer, FakeHost, When, file, ok, reason, stream};
use crate::support::{
    Client, DATA_ID, TestFailure, caller, connect, finished, not_found, submitted, unfinished,
};

/// A server that knows nothing beforehand, and needs three questions for an analysis or a batch.
fn server() -> FakeHost {
    let mut asked = 0;
    FakeHost::scripted(move |request| {
        let path = request.url.rsplit("md.test").next().unwrap_or_default();
        match (request.method, path) {
            (_, path) if path.ends_with("/cancel") => ok(json!({})),
            ("GET", path) if path.starts_with("/hash/") => not_found(),
            ("POST", "/file") => submitted(),
            ("POST", "/file/batch") => ok(json!({ "batch_id": "b1" })),
            ("POST", "/file/batch/b1/close") => ok(json!({ "batch_id": "b1", "is_closed": true })),
            ("GET", "/file/batch/b1") => {
                asked += 1;
                batch(asked > 2)
            }
            _ => {
                asked += 1;
                ok(if asked > 2 {
                    finished("Allowed", 0)
                } else {
                    unfinished(50)
                })
            }
        }
    })
}

fn batch(is_finished: bool) -> Answer {
    let percentage = if is_finished { 100 } else { 40 };
    ok(json!({
        "batch_id": "b1",
        "is_closed": false,
        "batch_files": {
            "batch_count": 1,
            "files_in_batch": [{ "data_id": DATA_ID, "progress_percentage": percentage }],
        },
    }))
}

/// Aborts a call at each of its operations, and has looked at what it sent: first what it sent undisturbed.
fn at_every_operation<T>(
    call: impl AsyncFn(&Client) -> Result<T, TestFailure>,
    cancelled: impl Fn(&[String]) -> Option<String>,
) {
    let undisturbed = server();
    assert!(undisturbed.run(call(&connect(&undisturbed))).is_ok());
    let operations = undisturbed.operations();
    assert!(operations > 1);
    for n in 0..operations {
        for when in [When::Before, When::During, When::After] {
            let host = server();
            host.abort_at(n, when);
            let result = host.run(call(&connect(&host)));
            let log = host.log();
            // After the last operation there is nothing left to be aborted.
            if n + 1 == operations && when == When::After {
                assert!(result.is_ok(), "{log:?}");
                continue;
            }
            match result {
                Err(Failure::Aborted(why)) => assert_eq!(why, reason()),
                Err(failure) => panic!("{failure:?} at {n} {when:?}: {log:?}"),
                Ok(_) => panic!("it succeeded at {n} {when:?}: {log:?}"),
            }
            let sent = host.sent();
            let cancellations: Vec<_> = sent
                .iter()
                .filter(|line| line.ends_with("/cancel"))
                .collect();
            let before: Vec<_> = sent
                .iter()
                .filter(|line| !line.ends_with("/cancel"))
                .cloned()
                .collect();
            let expected = cancelled(&before);
            assert_eq!(
                cancellations,
                expected.iter().collect::<Vec<_>>(),
                "{n} {when:?}: {log:?}"
            );
            assert_eq!(before, undisturbed.sent()[..before.len()], "{n} {when:?}");
        }
    }
}

fn cancel_analysis() -> Option<String> {
    Some(format!("POST /file/{DATA_ID}/cancel"))
}

#[test]
fn of_a_scan_whose_analysis_is_cancelled_once_it_is_followed() {
    at_every_operation(
        async |client| {
            client
                .scan(&file("abc"), ScanOptions::default(), caller())
                .await
        },
        // From its submission on.
        |sent| {
            sent.contains(&"POST /file".to_owned())
                .then(cancel_analysis)
                .flatten()
        },
    );
}

#[test]
fn of_a_scan_that_leaves_the_analysis_alone() {
    at_every_operation(
        async |client| {
            let options = ScanOptions {
                cancel_on_abort: false,
                ..ScanOptions::default()
            };
            client
                .scan(&stream("abc", Some(3.0)), options, caller())
                .await
        },
        |_| None,
    );
}

#[test]
fn of_resume_which_cancels_the_analysis() {
    at_every_operation(
        async |client| {
            client
                .resume(DATA_ID, ResumeOptions::default(), caller())
                .await
        },
        |_| cancel_analysis(),
    );
}

#[test]
fn of_wait_which_never_cancels() {
    at_every_operation(
        async |client| client.wait(DATA_ID, WaitOptions::default(), caller()).await,
        |_| None,
    );
}

#[test]
fn of_many_scans_whose_batch_is_cancelled() {
    at_every_operation(
        async |client| {
            let options = BatchOptions {
                concurrency: Some(1.0),
                ..BatchOptions::default()
            };
            client
                .scan_batch(vec![file("abc")], options, caller())
                .await
        },
        |sent| {
            let is_made = sent.contains(&"POST /file/batch".to_owned());
            is_made.then(|| "POST /file/batch/b1/cancel".into())
        },
    );
}

#[test]
fn of_a_batch_that_is_waited_for_or_closed() {
    at_every_operation(
        async |client| {
            client
                .batch("b1")?
                .wait(WaitOptions::default(), caller())
                .await
        },
        |_| None,
    );
}

#[test]
fn a_call_that_is_aborted_beforehand_does_nothing() {
    let host = FakeHost::answering([]);
    let caller = caller();
    if let Some(signal) = &caller.signal {
        signal.replace(Some(reason()));
    }
    let result = host.run(connect(&host).scan(&file("abc"), ScanOptions::default(), caller));
    assert!(matches!(result, Err(Failure::Aborted(why)) if why == reason()));
    assert!(host.log().is_empty());
}
