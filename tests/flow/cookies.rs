//! Cookies of load balancers: they go back with what belongs to the same analysis, batch or session, and nowhere
//! else. OPSWAT, MetaDefender Core v5.22.0, *Using external Load Balancer*: the cookie that comes with the answer to
//! `POST /file` is saved with the `data_id` and sent with each question about it, and with nothing else.

use metadefender_wasm::{AnalyzeOptions, BatchOptions, ConnectOptions, ErrorCode, Page, Service};
use serde_json::json;

use crate::fake::*;

/// The header `cookie` of each request, behind its line.
fn cookies(host: &FakeHost) -> Vec<String> {
    let line = |request: &Request| {
        let cookie = request.header("cookie").unwrap_or("-");
        format!("{} {cookie}", request.line())
    };
    host.requests().iter().map(line).collect()
}

fn submitted(data_id: &str, node: &str) -> Answer {
    answer(json!({ "data_id": data_id })).set_cookie(&format!("node={node}; Path=/; HttpOnly"))
}

fn submit(host: &FakeHost, client: &Client) {
    let options = AnalyzeOptions::default();
    let submitted = host.run(client.analyze(&Source::abc(), &options, nobody()));
    submitted.expect("a submission");
}

#[test]
fn the_cookie_of_an_upload_goes_with_the_questions_about_its_analysis() {
    let host = FakeHost::new();
    host.on(
        "GET /hash/*",
        [status(404).set_cookie("node=lookup; Path=/")],
    );
    host.on("POST /file", [submitted(DATA_ID, "one")]);
    host.on("GET /file/*", [answer(unfinished(50)), answer(allowed())]);
    let client = host.client();
    host.run(client.scan(&Source::abc(), Default::default(), nobody()))
        .expect("a scan");
    host.run(client.result(DATA_ID, Page::default(), false, nobody()))
        .expect("a report");
    assert_eq!(
        cookies(&host),
        [
            &format!("GET /hash/{ABC} -"),
            "POST /file -",
            &format!("GET /file/{DATA_ID} node=one"),
            &format!("GET /file/{DATA_ID} node=one"),
            &format!("GET /file/{DATA_ID} node=one"),
        ]
    );
}

#[test]
fn analyses_on_different_nodes_do_not_share_cookies() {
    let host = FakeHost::new();
    host.on("POST /file", [submitted("one", "1"), submitted("two", "2")]);
    host.on("GET /file/*", [status(404)]);
    host.on("GET /file/one", [answer(unfinished(50))]);
    host.on("GET /file/two", [answer(unfinished(50))]);
    host.on("POST /file/one/cancel", [answer(json!({}))]);
    let client = host.client();
    for _ in 0..2 {
        submit(&host, &client);
    }
    for id in ["one", "two", "other"] {
        let _ = host.run(client.result(id, Page::default(), false, nobody()));
    }
    host.run(client.cancel("one", nobody())).expect("cancelled");
    assert_eq!(
        cookies(&host)[2..],
        [
            "GET /file/one node=1",
            "GET /file/two node=2",
            "GET /file/other -",
            "POST /file/one/cancel node=1"
        ]
    );
}

#[test]
fn a_balancer_may_set_another_cookie_while_an_analysis_is_followed() {
    let host = FakeHost::new();
    host.on("POST /file", [submitted(DATA_ID, "one")]);
    host.on(
        "GET /file/*",
        [
            status(503).set_cookie("node=two; Path=/"),
            answer(unfinished(50)),
            answer(allowed()).set_cookie("node=three; Path=/"),
        ],
    );
    let client = host.client();
    host.run(client.scan(&Source::abc(), not_looked_up(), nobody()))
        .expect("a scan");
    host.run(client.result(DATA_ID, Page::default(), false, nobody()))
        .expect("a report");
    let last = cookies(&host);
    assert_eq!(
        last.last(),
        Some(&format!("GET /file/{DATA_ID} node=three"))
    );
    assert_eq!(
        last[last.len() - 2],
        format!("GET /file/{DATA_ID} node=two")
    );
}

#[test]
fn the_cookie_of_a_batch_goes_with_its_files_and_their_analyses() {
    let host = FakeHost::new();
    host.on(
        "POST /file/batch",
        [answer(json!({ "batch_id": "b" })).set_cookie("node=one; Path=/")],
    );
    host.on("POST /file", [answer(json!({ "data_id": DATA_ID }))]);
    host.on("GET /file/*", [answer(allowed())]);
    host.on("GET /hash/*", [status(404)]);
    host.on("POST /file/batch/b/close", [answer(json!({ "batch_id": "b", "is_closed": true, "process_info": { "result": "Allowed" }, "scan_results": { "scan_all_result_i": 0 } }))]);
    let client = host.client();
    let sources = vec![Source::abc()];
    host.run(client.scan_batch(sources, BatchOptions::default(), nobody()))
        .expect("a batch");
    assert_eq!(
        cookies(&host),
        [
            &format!("GET /hash/{ABC} -"),
            "POST /file/batch -",
            "POST /file node=one",
            &format!("GET /file/{DATA_ID} node=one"),
            "POST /file/batch/b/close node=one",
        ]
    );
}

#[test]
fn the_cookie_of_a_session_goes_with_all_calls_until_it_ends() {
    let host = FakeHost::new();
    host.on(
        "POST /login",
        [answer(json!({ "session_id": "s" })).set_cookie("route=a; Path=/")],
    );
    host.on("POST /logout", [answer(json!({}))]);
    host.on("GET /file/*", [answer(allowed())]);
    host.on("GET /file/rules", [answer(json!([]))]);
    host.on("POST /file", [submitted(DATA_ID, "one")]);
    let client = host.client();
    host.run(client.login("zoë", "pass", nobody()))
        .expect("a session");
    host.run(client.rules(nobody())).expect("rules");
    host.run(client.scan(&Source::abc(), not_looked_up(), nobody()))
        .expect("a scan");
    host.run(client.logout(nobody())).expect("logged out");
    host.run(client.rules(nobody())).expect("rules");
    assert_eq!(
        cookies(&host),
        [
            "POST /login -",
            "GET /file/rules route=a",
            "POST /file route=a",
            &format!("GET /file/{DATA_ID} route=a; node=one"),
            "POST /logout route=a",
            "GET /file/rules -",
        ]
    );
}

#[test]
fn a_cookie_of_the_users_own_is_kept() {
    let host = FakeHost::new();
    host.on("POST /file", [submitted(DATA_ID, "one")]);
    host.on("GET /file/*", [answer(allowed())]);
    let client = host.client_with(ConnectOptions {
        headers: vec![("Cookie".into(), "gate=open".into())],
        ..ConnectOptions::default()
    });
    host.run(client.scan(&Source::abc(), not_looked_up(), nobody()))
        .expect("a scan");
    assert_eq!(
        cookies(&host),
        [
            "POST /file gate=open".to_owned(),
            format!("GET /file/{DATA_ID} gate=open; node=one")
        ]
    );
}

#[test]
fn another_server_hears_nothing_of_it() {
    let host = FakeHost::new();
    host.on("POST /file", [submitted(DATA_ID, "one")]);
    host.on("GET /file/*", [answer(allowed())]);
    host.on(
        "GET /file/converted/*",
        [
            answer(json!({ "sanitizedFilePath": "http://elsewhere.test/copy" }))
                .set_cookie("node=two; Path=/"),
        ],
    );
    host.on("GET http://elsewhere.test/copy", [text("clean")]);
    let client = host.client_with(ConnectOptions {
        service: Service::CloudV4,
        ..ConnectOptions::default()
    });
    submit(&host, &client);
    host.run(client.download_sanitized(DATA_ID, nobody()))
        .expect("a copy");
    let all = cookies(&host);
    assert_eq!(all[1], format!("GET /file/converted/{DATA_ID} node=one"));
    assert!(all[2].ends_with("elsewhere.test/copy -"), "{}", all[2]);
}

#[test]
fn a_cookie_is_not_repeated_by_a_message() {
    let host = FakeHost::new();
    host.on("POST /file", [submitted(DATA_ID, "s3cret-node")]);
    host.on(
        "GET /file/*",
        [status(403).with(json!({ "err": "no such route: s3cret-node" }))],
    );
    let client = host.client();
    submit(&host, &client);
    let failed = host.run(client.result(DATA_ID, Page::default(), false, nobody()));
    let error = fails(failed, ErrorCode::Forbidden);
    assert!(error.message.contains("[redacted]"), "{}", error.message);
    assert!(!error.message.contains("s3cret"), "{}", error.message);
}

/// The name of a node is no secret, and may be a part of every word.
#[test]
fn a_short_cookie_does_not_garble_the_words_of_the_server() {
    let host = FakeHost::new();
    host.on("POST /file", [submitted(DATA_ID, "1")]);
    let said = "item 1 of 12 failed at 11:10";
    host.on("GET /file/*", [status(403).with(json!({ "err": said }))]);
    let client = host.client();
    submit(&host, &client);
    let failed = host.run(client.result(DATA_ID, Page::default(), false, nobody()));
    let error = fails(failed, ErrorCode::Forbidden);
    assert!(error.message.contains(said), "{}", error.message);
}
