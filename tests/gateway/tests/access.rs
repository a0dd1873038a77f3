//! Sessions, keys, rights, paths and methods, CORS.

use crate::common::{Gateway, Request, config, data_id};
use metadefender_gateway::Config;
use serde_json::json;

#[tokio::test]
async fn a_session_is_a_key_until_the_logout() {
    let gateway = Gateway::start(Config {
        require_key: true,
        ..config()
    })
    .await;
    let reply = gateway
        .post("/login")
        .body(r#"{"user":"admin","password":"admin"}"#)
        .send()
        .await;
    let answer = reply.expect(200);
    assert!(!answer["oms-csrf-token"].as_str().unwrap().is_empty());
    let session = answer["session_id"].as_str().unwrap();

    let rules = || gateway.get("/file/rules").header("apikey", session);
    let rule = |name, max_file_size: u64| json!({ "name": name, "max_file_size": max_file_size });
    assert_eq!(
        rules().send().await.expect(200),
        json!([
            rule("File process", 10 << 30),
            rule("Small files only", 1 << 20)
        ])
    );
    let reply = gateway
        .post("/logout")
        .header("apikey", session)
        .send()
        .await;
    assert!(reply.expect(200)["response"].is_string());
    rules().send().await.refused(403);
    gateway
        .post("/logout")
        .header("apikey", session)
        .send()
        .await
        .refused(403);
}

#[tokio::test]
async fn wrong_credentials_are_403_and_a_malformed_login_400() {
    let gateway = Gateway::start(config()).await;
    for (user, password) in [("admin", "wrong"), ("nobody", "admin"), ("", "")] {
        let body = json!({ "user": user, "password": password }).to_string();
        gateway.post("/login").body(body).send().await.refused(403);
    }
    for body in ["", "admin:admin", "{}", r#"{"user":1,"password":2}"#] {
        gateway.post("/login").body(body).send().await.refused(400);
    }
}

#[tokio::test]
async fn logout_needs_a_session() {
    let gateway = Gateway::start(Config {
        api_keys: vec!["key".into()],
        ..config()
    })
    .await;
    gateway.post("/logout").send().await.refused(400);
    gateway
        .post("/logout")
        .header("apikey", "key")
        .send()
        .await
        .refused(400);
    gateway
        .post("/logout")
        .header("apikey", "wrong")
        .send()
        .await
        .refused(403);
}

fn protected(gateway: &Gateway) -> Vec<Request> {
    vec![
        gateway.post("/file").body("abc"),
        gateway.get("/file/unknown"),
        gateway.post("/file/unknown/cancel"),
        gateway.get("/file/rules"),
        gateway.get("/hash/900150983cd24fb0d6963f7d28e17f72"),
    ]
}

#[tokio::test]
async fn a_wrong_key_is_403_everywhere() {
    let gateway = Gateway::start(Config {
        api_keys: vec!["key".into()],
        ..config()
    })
    .await;
    for request in protected(&gateway) {
        request.header("apikey", "wrong").send().await.refused(403);
    }
}

#[tokio::test]
async fn a_missing_key_is_403_only_when_it_is_required() {
    let gateway = Gateway::start(config()).await;
    for request in protected(&gateway) {
        assert_ne!(request.send().await.status, 403);
    }
    let strict = Config {
        require_key: true,
        api_keys: vec!["key".into()],
        ..config()
    };
    let gateway = Gateway::start(strict).await;
    for request in protected(&gateway) {
        request.send().await.refused(403);
    }
    for request in protected(&gateway) {
        assert_ne!(request.header("apikey", "key").send().await.status, 403);
    }
    gateway.get("/health").send().await.expect(200);
}

#[tokio::test]
async fn a_limited_key_has_rights_to_its_own_analyses_only() {
    let keys = Config {
        api_keys: vec!["full".into()],
        limited_keys: vec!["one".into(), "two".into()],
        ..config()
    };
    let gateway = Gateway::start(keys).await;
    let reply = gateway
        .post("/file")
        .header("apikey", "one")
        .body("abc")
        .send()
        .await;
    let path = format!("/file/{}", data_id(&reply));
    let report = gateway.finished(&data_id(&reply)).await;
    assert_eq!(report["process_info"]["username"], "limited-key-1");

    gateway
        .get(&path)
        .header("apikey", "one")
        .send()
        .await
        .expect(200);
    gateway
        .get(&path)
        .header("apikey", "full")
        .send()
        .await
        .expect(200);
    gateway
        .get(&path)
        .header("apikey", "two")
        .send()
        .await
        .refused(405);
    gateway
        .post(&format!("{path}/cancel"))
        .header("apikey", "two")
        .send()
        .await
        .refused(405);
    let hash = "900150983CD24FB0D6963F7D28E17F72";
    let reply = gateway
        .get(&format!("/hash/{hash}"))
        .header("apikey", "two")
        .send()
        .await;
    assert_eq!(reply.expect(200), json!({ hash: "Not Found" }));
}

#[tokio::test]
async fn unknown_paths_are_404_and_wrong_methods_405() {
    let gateway = Gateway::start(config()).await;
    for path in [
        "/",
        "/files",
        "/file/",
        "/hash/",
        "/file/a/b/c",
        "/v3/file",
        "/login/",
    ] {
        gateway.get(path).send().await.refused(404);
    }
    for request in [
        gateway.get("/file"),
        gateway.get("/login"),
        gateway.post("/file/rules").body("{}"),
        gateway.post("/file/some-id").body("abc"),
        gateway.get("/file/some-id/cancel"),
        gateway
            .post("/hash/900150983cd24fb0d6963f7d28e17f72")
            .body(""),
    ] {
        request.send().await.refused(405);
    }
}

#[tokio::test]
async fn preflight_allows_the_headers_of_the_protocol() {
    let gateway = Gateway::start(config()).await;
    let wanted = "apikey,archivepwd1,content-encoding,engines-metadata,filename,global-timeout,\
                  include-inprogress,metadata,rule,selfonly,timerange,user-data,user_agent,x-gateway-fault";
    let reply = Request::new(gateway.address, "OPTIONS", "/file")
        .header("Origin", "http://localhost:8080")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", wanted)
        .send()
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["access-control-allow-origin"], "*");
    assert_eq!(reply.headers["access-control-allow-methods"], "GET,POST");
    assert_eq!(reply.headers["access-control-allow-headers"], wanted);
    assert_eq!(reply.headers["access-control-max-age"], "600");
}

#[tokio::test]
async fn answers_expose_the_headers_a_client_waits_by() {
    let gateway = Gateway::start(config()).await;
    let reply = gateway
        .get("/nowhere")
        .header("Origin", "null")
        .send()
        .await;
    reply.refused(404);
    let exposed = &reply.headers["access-control-expose-headers"];
    for name in [
        "retry-after",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset-in",
    ] {
        assert!(
            exposed.split(',').any(|it| it == name),
            "{name} is not in {exposed}"
        );
    }
}
