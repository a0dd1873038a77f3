//! Keys and passwords are in the headers that they belong in, and nowhere else.

use metadefender_wasm::flow::{Failure, MetaDefender};
use metadefender_wasm::{
    AnalyzeOptions, ByHash, ConnectOptions, Error, ErrorCode, NewBatch, Page, ScanOptions, Service,
    WaitOptions,
};
use serde_json::json;

use crate::fake::*;

const KEY: &str = "s3cret-key";
const TOKEN: &str = "Bearer t0ken";

fn client(host: &FakeHost) -> Client {
    host.client_with(ConnectOptions {
        api_key: Some(KEY.into()),
        headers: vec![
            ("Authorization".into(), TOKEN.into()),
            ("x-proxy".into(), "harmless".into()),
        ],
        ..ConnectOptions::default()
    })
}

/// A server that repeats everything that it was told.
fn echo(code: u16) -> Answer {
    by(move |request| {
        let mut said = format!("{:?}", request.http.headers);
        said.insert_str(0, &request.http.body.clone().unwrap_or_default());
        status(code).with(json!({ "err": said.replace('"', "'") }))
    })
}

#[track_caller]
fn hides<T>(end: Result<T, Failure<serde_json::Value>>, secrets: &[&str]) -> Error {
    let Err(Failure::Failed { error, cause }) = end else {
        panic!("no failure")
    };
    let everything = format!("{error:?} {error} {cause:?}");
    for secret in secrets {
        assert!(!everything.contains(secret), "{everything}");
    }
    error
}

/// A `fetch` of the user's may throw an error that has the request in it.
#[test]
fn what_the_host_throws_holds_no_secret() {
    let host = FakeHost::new();
    let throws = || by(|request| Answer::thrown(json!(format!("{:?}", request.http.headers))));
    for pattern in ["GET /file/rules", "POST /file"] {
        host.on(pattern, [throws()]);
    }
    let client = client(&host);
    let all = [KEY, TOKEN, "p%C3%A4ss"];
    hides(host.run(client.rules(nobody())), &all);
    let mut options = AnalyzeOptions::default();
    options.analyze.archive_passwords = vec!["p\u{e4}ss".into()];
    let file = Source::abc();
    hides(host.run(client.analyze(&file, &options, nobody())), &all);
}

#[test]
fn no_error_of_any_call_repeats_the_key_or_a_header_that_looks_like_one() {
    for code in [400, 401, 403, 404, 413, 500, 503] {
        let host = FakeHost::new();
        for pattern in [
            "GET /file/*",
            "GET /hash/*",
            "POST /file",
            "POST /logout",
            "POST /file/batch",
            "POST /file/*/cancel",
            "GET /file/batch/*",
            "GET /file/download/*",
            "POST /file/batch/*/close",
            "GET /file/batch/*/certificate",
        ] {
            host.on(pattern, [echo(code)]);
        }
        let client = client(&host);
        let batch = client.batch("b").expect("a batch");
        let file = Source::abc();
        let all = [KEY, TOKEN, "t0ken"];
        hides(
            host.run(client.scan(&file, not_looked_up(), nobody())),
            &all,
        );
        hides(
            host.run(client.analyze(&file, &AnalyzeOptions::default(), nobody())),
            &all,
        );
        hides(
            host.run(client.result(DATA_ID, Page::default(), false, nobody())),
            &all,
        );
        hides(
            host.run(client.wait(DATA_ID, WaitOptions::default(), nobody())),
            &all,
        );
        hides(host.run(client.rules(nobody())), &all);
        hides(host.run(client.logout(nobody())), &all);
        hides(
            host.run(client.create_batch(NewBatch::default(), nobody())),
            &all,
        );
        hides(host.run(client.cancel(DATA_ID, nobody())), &all);
        hides(host.run(client.download(DATA_ID, nobody())), &all);
        hides(host.run(batch.close(waiting(0.0), nobody())), &all);
        hides(host.run(batch.certificate(None, nobody())), &all);
        if code != 404 {
            let found = client.result_by_hash(ABC, ByHash::default(), nobody());
            hides(host.run(found), &all);
        }
        // What is no secret is the server's own words.
        if code == 400 {
            let error = hides(host.run(client.rules(nobody())), &all);
            assert!(error.message.contains("harmless"), "{error}");
            assert!(error.message.contains("[redacted]"), "{error}");
        }
        assert!(
            host.requests()
                .iter()
                .all(|request| !request.http.url.contains(KEY))
        );
    }
}

#[test]
fn no_error_repeats_a_password_as_it_is_or_as_it_travels() {
    let host = FakeHost::new();
    host.on("POST /file", [echo(400)]);
    let mut options = not_looked_up();
    options.analyze.analyze.archive_passwords = vec!["kühe & co".into(), "kühe".into()];
    let hidden = ["kühe", "k%C3%BChe", "co'", "%26%20co"];
    hides(
        host.run(client(&host).scan(&Source::abc(), options, nobody())),
        &hidden,
    );
}

#[test]
fn no_error_of_a_log_in_repeats_the_password() {
    let host = FakeHost::new();
    for said in [
        "hunter2 is wrong",
        "\"hunter2\"",
        "user me, password hunter2",
    ] {
        host.on("POST /login", [status(403).with(json!({ "err": said }))]);
        let session = host.run(client(&host).login("me", "hunter2", nobody()));
        let error = hides(session, &["hunter2"]);
        assert_eq!(error.code, ErrorCode::Unauthorized);
    }
    // As JSON writes it.
    let password = r#"quote " and \"#;
    host.on(
        "POST /login",
        [by(|request| {
            let body = request.http.body.clone().expect("a body");
            status(403).with(json!({ "err": body }))
        })],
    );
    let session = host.run(client(&host).login("me", password, nobody()));
    hides(session, &[r#"quote \" and \\"#, password]);
}

#[test]
fn the_session_of_a_log_in_is_a_secret_too() {
    let host = FakeHost::new();
    host.on("POST /login", [answer(json!({ "session_id": "s3ssion" }))]);
    host.on("GET /file/rules", [echo(403)]);
    let client = client(&host);
    host.run(client.login("me", "pw", nobody()))
        .expect("a session");
    hides(host.run(client.rules(nobody())), &["s3ssion"]);
}

#[test]
fn an_address_that_the_service_names_hears_no_secret_and_its_failure_tells_none() {
    let host = FakeHost::new();
    let copy = "https://storage.test/copy";
    host.on(
        "GET /file/converted/*",
        [answer(json!({ "sanitizedFilePath": copy }))],
    );
    host.on(
        "GET https://storage.test/copy",
        [status(403).with(json!({ "err": KEY }))],
    );
    let client = host.client_with(ConnectOptions {
        api_key: Some(KEY.into()),
        service: Service::CloudV4,
        ..ConnectOptions::default()
    });
    hides(
        host.run(client.download_sanitized(DATA_ID, nobody())),
        &[KEY],
    );
    assert_eq!(host.request(1).http.headers, []);
}

#[test]
fn the_words_of_a_server_are_cut_and_without_control_characters() {
    let host = FakeHost::new();
    let long = format!("first\r\nsecond\u{7} {}", "x".repeat(10_000));
    host.on(
        "GET /file/rules",
        [status(400).with(json!({ "err": long }))],
    );
    let error = hides(
        host.run(client(&host).rules(nobody())),
        &["\n", "\r", "\u{7}"],
    );
    assert!(error.message.contains("first  second"), "{error}");
    assert!(error.message.len() < 500, "{}", error.message.len());
}

#[test]
fn a_key_that_no_header_can_carry_is_refused_and_not_repeated() {
    for key in ["", "s3cret\nkey", "s3cret-kéy", " s3cret-key"] {
        for (api_key, user_agent) in [(Some(key), None), (None, Some(key))] {
            let options = ConnectOptions {
                base_url: BASE_URL.into(),
                api_key: api_key.map(Into::into),
                user_agent: user_agent.map(Into::into),
                ..ConnectOptions::default()
            };
            let client = MetaDefender::with_host(FakeHost::new(), options);
            let error = hides(client.map(|_| ()), &["s3cret"]);
            assert_eq!(error.code, ErrorCode::InvalidInput);
        }
    }
}

#[test]
fn an_address_with_a_password_in_it_is_refused_and_not_repeated() {
    for base_url in [
        "http://me:s3cret@service.test",
        "https://s3cret@service.test/x",
        "",
    ] {
        let options = ConnectOptions {
            base_url: base_url.into(),
            ..ConnectOptions::default()
        };
        let client = MetaDefender::with_host(FakeHost::new(), options);
        let error = hides(client.map(|_| ()), &["s3cret"]);
        assert_eq!(error.code, ErrorCode::InvalidInput);
    }
}

#[test]
fn no_event_holds_a_secret() {
    let host = FakeHost::of_unknown_file([answer(allowed())]);
    let (caller, events) = host.listener();
    let client = client(&host);
    host.run(client.scan(&Source::abc(), ScanOptions::default(), caller))
        .expect("a scan");
    let said = format!("{:?}", events.borrow());
    assert!(!said.contains(KEY) && !said.contains("t0ken"));
}

/// The server may repeat a password much later than it was told, and in another spelling.
#[test]
fn no_later_call_repeats_a_password_in_any_spelling() {
    const PASSWORD: &str = "pass word\"s3cret";
    // RFC 3986, RFC 8259, RFC 4648, by other programs: jq's @uri, @json and @base64.
    let spellings = [
        PASSWORD,
        "pass%20word%22s3cret",
        "pass word\\\"s3cret",
        "cGFzcyB3b3JkInMzY3JldA==",
    ];
    let host = FakeHost::new();
    let said = format!("cannot open with {}", spellings.join(" or "));
    for pattern in ["GET /hash/*", "GET /file/*", "POST /file/batch/*/close"] {
        host.on(pattern, [status(403).with(json!({ "err": said }))]);
    }
    host.on("POST /file", [answer(submitted())]);
    host.on("POST /login", [answer(json!({ "session_id": "f0rmer" }))]);
    host.on("POST /logout", [answer(json!({}))]);
    host.on(
        "GET /file/rules",
        [status(403).with(json!({ "err": "not f0rmer, nor p4ss" }))],
    );
    let client = host.client();
    let mut options = ScanOptions::default();
    options.analyze.analyze.archive_passwords = vec![PASSWORD.into()];
    let mut ends = vec![
        hides(
            host.run(client.scan(&Source::abc(), options, nobody())),
            &spellings,
        ),
        hides(
            host.run(client.result(DATA_ID, Page::default(), false, nobody())),
            &spellings,
        ),
    ];
    let batch = client.batch("b").expect("a batch");
    ends.push(hides(
        host.run(batch.close(WaitOptions::default(), nobody())),
        &spellings,
    ));
    for error in ends {
        assert_eq!(error.message.matches("[redacted]").count(), 4, "{error}");
    }
    host.run(client.login("zoë", "p4ss", nobody()))
        .expect("a session");
    host.run(client.logout(nobody())).expect("logged out");
    hides(host.run(client.rules(nobody())), &["f0rmer", "p4ss"]);
}

#[test]
fn not_even_more_passwords_than_are_remembered_are_repeated() {
    let passwords: Vec<String> = (0..150).map(|index| format!("s3cret-{index:03}")).collect();
    let host = FakeHost::new();
    let said = format!("{} and {KEY}", passwords[0]);
    host.on("POST /file", [status(403).with(json!({ "err": said }))]);
    let mut options = AnalyzeOptions::default();
    options.analyze.archive_passwords = passwords;
    let client = client(&host);
    let refused = host.run(client.analyze(&Source::abc(), &options, nobody()));
    hides(refused, &["s3cret-000", KEY]);
}
