//! No key, password or session is ever in an error or a progress event.

use metadefender_wasm::{Analyze, AnalyzeOptions, Error};
use serde_json::json;

use crate::fake_host::{FakeHost, file, ok, status};
use crate::support::{caller, connect_with, error};

const SECRETS: [&str; 4] = [
    "k3y-0f-the-user",
    "pa ss\"word",
    "s3ssion-id",
    "t0ken-value",
];

/// A server that repeats whatever it got, in each spelling.
fn gossip() -> FakeHost {
    FakeHost::scripted(|request| {
        if request.url.ends_with("/login")
            && request
                .body
                .as_deref()
                .unwrap_or_default()
                .contains("friend")
        {
            return ok(json!({ "session_id": "s3ssion-id" }));
        }
        let headers = format!("{:?}", request.headers);
        let body = request.body.clone().unwrap_or_default();
        status(
            400,
            json!({ "err": format!("{body} {headers} {}", SECRETS.join(" ")) }),
        )
    })
}

#[track_caller]
fn assert_silent(error: &Error, secrets: &[&str]) {
    let said = format!("{error:?}");
    for secret in secrets {
        let encoded = secret.replace(' ', "%20").replace('"', "%22");
        let escaped = secret.replace('"', "\\\"");
        for spelling in [*secret, encoded.as_str(), escaped.as_str()] {
            assert!(!error.message.contains(spelling), "{spelling}: {said}");
        }
    }
}

#[test]
fn the_servers_words_are_told_without_them() {
    let host = gossip();
    let client = connect_with(&host, |options| {
        options.api_key = Some(SECRETS[0].into());
        options.headers = vec![("x-auth-token".into(), SECRETS[3].into())];
    });
    let failure = error(host.run(client.rules(caller())));
    assert!(
        failure.message.contains("[redacted]"),
        "{}",
        failure.message
    );
    assert_silent(&failure, &[SECRETS[0], SECRETS[3]]);

    let failure = error(host.run(client.login("me", SECRETS[1], caller())));
    assert_silent(&failure, &[SECRETS[0], SECRETS[1], SECRETS[3]]);

    let options = AnalyzeOptions {
        analyze: Analyze {
            archive_passwords: vec![SECRETS[1].into()],
            ..Analyze::default()
        },
        ..AnalyzeOptions::default()
    };
    let failure = error(host.run(client.analyze(&file("abc"), &options, caller())));
    assert_silent(&failure, &[SECRETS[0], SECRETS[1], SECRETS[3]]);

    host.run(client.login("friend", "x", caller())).unwrap();
    let failure = error(host.run(client.rules(caller())));
    assert_silent(&failure, &[SECRETS[2], SECRETS[3]]);
}

#[test]
fn they_are_in_no_address() {
    let host = gossip();
    let client = connect_with(&host, |options| options.api_key = Some(SECRETS[0].into()));
    let _ = host.run(client.rules(caller()));
    let _ = host.run(client.login("me", SECRETS[1], caller()));
    for request in host.requests() {
        assert!(
            !request.url.contains("k3y") && !request.url.contains("pa"),
            "{}",
            request.url
        );
    }
}
