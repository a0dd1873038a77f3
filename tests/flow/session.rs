//! Logging in and out.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::{ConnectOptions, ErrorCode};
use serde_json::{Value, json};

use crate::fake::*;

fn service() -> FakeHost {
    let host = FakeHost::new();
    host.on(
        "POST /login",
        [answer(
            json!({ "session_id": "session", "oms-csrf-token": "t" }),
        )],
    );
    host.on(
        "POST /logout",
        [answer(json!({ "response": "Logout success" }))],
    );
    host.on("GET /file/rules", [answer(json!([]))]);
    host
}

fn key_of_rules(host: &FakeHost, client: &Client) -> Option<String> {
    host.run(client.rules(nobody())).expect("rules");
    let asked = host.requests().pop().expect("a request");
    asked.header("apikey").map(str::to_owned)
}

/// MDDC API Gateway, *Login*: "user", "password"; `session_id`: "The apikey used to make API calls".
#[test]
fn a_log_in_sends_user_and_password_as_json_and_gives_the_key_of_what_follows() {
    let host = service();
    let client = host.client();
    let password = "quote \" and \\ and ü";
    let session = host
        .run(client.login("zoë", password, nobody()))
        .expect("a session");
    assert_eq!(session.session_id, "session");
    assert_eq!(
        session.result,
        json!({ "session_id": "session", "oms-csrf-token": "t" })
    );
    let asked = host.request(0);
    assert_eq!(asked.line(), "POST /login");
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.header("apikey"), None);
    let body: Value = serde_json::from_str(&asked.http.body.expect("a body")).expect("JSON");
    assert_eq!(body, json!({ "user": "zoë", "password": password }));
    assert_eq!(key_of_rules(&host, &client).as_deref(), Some("session"));
    // So it is for clones of the connection.
    assert_eq!(
        key_of_rules(&host, &client.clone()).as_deref(),
        Some("session")
    );
}

/// *Logout*: header `apikey`.
#[test]
fn after_the_log_out_the_key_is_the_one_of_the_connection() {
    for api_key in [None, Some("k3y".to_owned())] {
        let host = service();
        let client = host.client_with(ConnectOptions {
            api_key: api_key.clone(),
            ..ConnectOptions::default()
        });
        host.run(client.login("me", "pw", nobody()))
            .expect("a session");
        host.run(client.logout(nobody())).expect("no session");
        let asked = host.request(1);
        assert_eq!(asked.line(), "POST /logout");
        assert_eq!(asked.header("apikey"), Some("session"));
        assert_eq!(key_of_rules(&host, &client), api_key);
    }
}

#[test]
fn a_log_in_or_out_that_fails_changes_no_key() {
    let host = service();
    let client = host.client();
    host.run(client.login("me", "pw", nobody()))
        .expect("a session");
    for odd in [
        status(403),
        answer(json!({})),
        answer(json!({ "session_id": 7 })),
        html(),
        text(""),
    ] {
        host.on("POST /login", [odd]);
        assert!(host.run(client.login("me", "pw", nobody())).is_err());
        assert_eq!(key_of_rules(&host, &client).as_deref(), Some("session"));
    }
    for odd in [status(403), html(), Answer::broken()] {
        host.on("POST /logout", [odd]);
        assert!(host.run(client.logout(nobody())).is_err());
        assert_eq!(key_of_rules(&host, &client).as_deref(), Some("session"));
    }
}

/// *Login*, 403: "Invalid credentials".
#[test]
fn wrong_credentials_are_told_apart_from_a_wrong_key() {
    for code in [401, 403] {
        let host = FakeHost::new();
        host.on(
            "POST /login",
            [status(code).with(json!({ "err": "Invalid credentials" }))],
        );
        let error = fails(
            host.run(host.client().login("me", "pw", nobody())),
            ErrorCode::Unauthorized,
        );
        assert_eq!(error.status, Some(code));
        assert_eq!(error.endpoint, Some(Endpoint::Login));
        assert!(error.message.contains("Invalid credentials"), "{error}");
    }
    let host = FakeHost::new();
    host.on("POST /logout", [status(403)]);
    fails(
        host.run(host.client().logout(nobody())),
        ErrorCode::Forbidden,
    );
}

#[test]
fn a_log_in_needs_a_user() {
    let host = FakeHost::new();
    let session = host.run(host.client().login("", "pw", nobody()));
    fails(session, ErrorCode::InvalidInput);
    assert_eq!(host.story(), [""; 0]);
}

#[test]
fn a_session_that_no_header_can_carry_is_never_sent() {
    let host = service();
    host.on(
        "POST /login",
        [answer(json!({ "session_id": "two\nlines" }))],
    );
    let client = host.client();
    host.run(client.login("me", "pw", nobody()))
        .expect("a session");
    fails(host.run(client.rules(nobody())), ErrorCode::InvalidInput);
    assert_eq!(host.count("GET"), 0);
}
