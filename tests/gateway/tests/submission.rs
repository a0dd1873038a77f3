//! What `POST /file` takes and what it refuses.

use crate::common::{Connection, Gateway, config, data_id, exchange};
use metadefender_gateway::Config;
use metadefender_gateway::rules::Rule;
use std::time::Duration;

#[tokio::test]
async fn chunked_is_411() {
    let gateway = Gateway::start(config()).await;
    for headers in [
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3",
    ] {
        let request =
            format!("POST /file HTTP/1.1\r\nHost: g\r\n{headers}\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        exchange(gateway.address, request.as_bytes())
            .await
            .refused(411);
    }
}

#[tokio::test]
async fn without_a_length_is_411_and_empty_is_422() {
    let gateway = Gateway::start(config()).await;
    gateway.post("/file").send().await.refused(411);
    gateway.post("/file").body("").send().await.refused(422);
}

#[tokio::test]
async fn too_large_is_413_before_the_body_and_the_connection_survives() {
    let gateway = Gateway::start(config()).await;
    let mut connection = Connection::open(gateway.address).await;
    let length = (1 << 20) + 1;
    let head = format!(
        "POST /file HTTP/1.1\r\nHost: g\r\nrule: Small%20files%20only\r\nContent-Length: {length}\r\n\r\n"
    );
    connection.send(head.as_bytes()).await;
    let err = connection.reply().await.refused(413);
    assert!(err.contains("1048576"), "{err}");
    connection.send(&vec![b'a'; length]).await;
    connection
        .send(b"GET /health HTTP/1.1\r\nHost: g\r\n\r\n")
        .await;
    connection.reply().await.expect(200);
}

#[tokio::test]
async fn the_largest_allowed_file_is_taken() {
    let gateway = Gateway::start(config()).await;
    let rule = "Small%20files%20only";
    let reply = gateway
        .post("/file")
        .header("rule", rule)
        .body(vec![b'a'; 1 << 20])
        .send()
        .await;
    let report = gateway.finished(&data_id(&reply)).await;
    assert_eq!(report["process_info"]["profile"], "Small files only");
}

#[tokio::test]
async fn a_refused_client_that_sends_first_still_reads_the_answer() {
    let gateway = Gateway::start(config()).await;
    let body = vec![0; 8 << 20];
    gateway
        .post("/file")
        .header("apikey", "wrong")
        .body(&body)
        .send()
        .await
        .refused(403);
    gateway
        .post("/nowhere")
        .body(&body)
        .send()
        .await
        .refused(404);
    gateway
        .post("/file/rules")
        .body(&body)
        .send()
        .await
        .refused(405);
    let reply = gateway
        .post("/file")
        .header("rule", "Small%20files%20only")
        .body(&body)
        .send()
        .await;
    reply.refused(413);
}

#[tokio::test]
async fn a_client_that_expects_100_continue_is_spared_the_body() {
    let gateway = Gateway::start(config()).await;
    let mut connection = Connection::open(gateway.address).await;
    let head = "POST /file HTTP/1.1\r\nHost: g\r\nExpect: 100-continue\r\nContent-Length: 3\r\n";
    connection
        .send(format!("{head}rule: nope\r\n\r\n").as_bytes())
        .await;
    connection.reply().await.refused(400);

    let mut connection = Connection::open(gateway.address).await;
    connection.send(format!("{head}\r\n").as_bytes()).await;
    assert_eq!(connection.reply().await.status, 100);
    connection.send(b"abc").await;
    data_id(&connection.reply().await);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let gateway = Gateway::start(config()).await;
    let mut connection = Connection::open(gateway.address).await;
    connection
        .send(b"POST /file HTTP/1.1\r\nHost: g\r\nContent-Length: 1000\r\n\r\nshort")
        .await;
    wait_until(|| gateway.spooled() == 1).await;
    connection.end().await;
    wait_until(|| gateway.spooled() == 0).await;
    let health = gateway.get("/health").send().await.expect(200);
    assert_eq!(
        (&health["queued"], &health["finished"]),
        (&0.into(), &0.into())
    );
}

#[tokio::test]
async fn malformed_headers_are_400_and_name_the_header() {
    let gateway = Gateway::start(config()).await;
    for (name, value) in [
        ("filename", "100%.txt"),
        ("filename", "%C3.txt"),
        ("filename", "r\u{e9}sum\u{e9}.txt"),
        ("rule", "%zz"),
        ("archivepwd", "%"),
        ("archivepwd0", "fox"),
        ("metadata", "%ff"),
        ("engines-metadata", "%ff"),
        ("global-timeout", "soon"),
        ("global-timeout", "0"),
        ("batch", "unknown"),
        ("content-encoding", "br"),
    ] {
        let err = gateway
            .post("/file")
            .header(name, value)
            .body("abc")
            .send()
            .await
            .refused(400);
        assert!(err.contains(name), "{name}: {err}");
    }
    let err = gateway
        .post("/file")
        .header("rule", "No%20such")
        .body("abc")
        .send()
        .await
        .refused(400);
    assert!(err.contains("No such"), "{err}");
    assert_eq!(gateway.spooled(), 0);
}

#[tokio::test]
async fn multipart_is_taken_as_the_bytes_it_is() {
    let gateway = Gateway::start(config()).await;
    let body = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nabc\r\n--b--\r\n";
    let request = gateway
        .post("/file")
        .header("content-type", "multipart/form-data; boundary=b");
    let report = gateway
        .finished(&data_id(&request.body(body).send().await))
        .await;
    assert_eq!(report["file_info"]["file_size"], body.len());
}

#[tokio::test]
async fn names_and_metadata_come_back_decoded() {
    let gateway = Gateway::start(config()).await;
    let reply = gateway
        .post("/file")
        .header("filename", "%E6%96%87%E4%BB%B6%20%F0%9F%93%84%20%C3%BC.txt")
        .header("metadata", "%7B%22ticket%22%3A%22%C3%9C-7%22%7D")
        .header("user_agent", "webform")
        .body("abc");
    let report = gateway.finished(&data_id(&reply.send().await)).await;
    assert_eq!(report["file_info"]["display_name"], "文件 📄 ü.txt");
    assert_eq!(report["metadata"]["ticket"], "Ü-7");
    assert_eq!(report["process_info"]["user_agent"], "webform");
}

#[tokio::test]
async fn a_full_queue_is_503_with_retry_after() {
    let slow = Config {
        step_delay: Duration::from_secs(60),
        workers: 1,
        queue_length: 1,
        ..config()
    };
    let gateway = Gateway::start(slow).await;
    let first = gateway.submit("first").await;
    loop {
        let report = gateway.get(&format!("/file/{first}")).send().await.json();
        if report["process_info"].is_object() {
            break;
        }
    }
    gateway.submit("second").await;
    let reply = gateway.post("/file").body("third").send().await;
    reply.refused(503);
    assert_eq!(reply.headers["retry-after"], "1");
}

#[tokio::test]
async fn a_restricted_rule_is_for_its_user_agent() {
    let restricted = Rule::new("Kiosk", 1000).only_for("kiosk");
    let gateway = Gateway::start(Config {
        rules: vec![restricted],
        ..config()
    })
    .await;

    let rules = gateway.get("/file/rules").send().await.expect(200);
    assert_eq!(
        rules,
        serde_json::json!([{ "max_file_size": 10u64 << 30, "name": "File process" }])
    );
    let rules = gateway
        .get("/file/rules")
        .header("user_agent", "kiosk")
        .send()
        .await
        .expect(200);
    assert_eq!(
        rules[1],
        serde_json::json!({ "max_file_size": 1000, "name": "Kiosk" })
    );

    let request = || gateway.post("/file").header("rule", "Kiosk").body("abc");
    request().send().await.refused(403);
    request()
        .header("user_agent", "other")
        .send()
        .await
        .refused(403);
    let id = data_id(&request().header("user_agent", "kiosk").send().await);
    let path = format!("/file/{id}");
    gateway.get(&path).send().await.refused(405);
    gateway
        .get(&path)
        .header("user_agent", "kiosk")
        .send()
        .await
        .expect(200);
}

async fn wait_until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn a_fault_of_the_gateway_is_500_and_says_no_more() {
    let gateway = Gateway::start(config()).await;
    std::fs::remove_dir_all(&gateway.spool).unwrap();
    let err = gateway.post("/file").body("abc").send().await.refused(500);
    assert_eq!(err, "Unexpected event on server");
}
