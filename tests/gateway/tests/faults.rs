//! Misbehaviour on command: by header, by admin call, by the command line.

use std::time::{Duration, Instant};

use crate::common::{EICAR, Gateway, Reply, Request, config, data_id};
use metadefender_gateway::Config;
use metadefender_gateway::fault::FaultArgument;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const HEADER: &str = "x-gateway-fault";

async fn faulty(gateway: &Gateway, path: &str, fault: &str) -> Reply {
    gateway.get(path).header(HEADER, fault).send().await
}

/// All bytes that come before the connection's end, and how it ended.
async fn raw(gateway: &Gateway, path: &str, fault: &str) -> (Vec<u8>, std::io::Result<()>) {
    let mut stream = TcpStream::connect(gateway.address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: g\r\n{HEADER}: {fault}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await;
    (bytes, end.map(|_| ()))
}

fn body(bytes: &[u8]) -> &[u8] {
    let head = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    &bytes[head + 4..]
}

#[tokio::test]
async fn refusals_come_with_and_without_a_time_to_wait() {
    let gateway = Gateway::start(config()).await;
    for status in [429, 503] {
        let reply = faulty(&gateway, "/file/rules", &format!("status={status}")).await;
        reply.refused(status);
        assert!(!reply.headers.contains_key("retry-after"));
        let fault = format!("status={status}; retry-after=7; reset-in=86400s");
        let reply = faulty(&gateway, "/file/rules", &fault).await;
        reply.refused(status);
        assert_eq!(reply.headers["retry-after"], "7");
        assert_eq!(reply.headers["x-ratelimit-reset-in"], "86400s");
    }
}

#[tokio::test]
async fn an_order_holds_for_the_next_requests_of_one_operation() {
    let gateway = Gateway::start(config()).await;
    let order = json!({ "operation": "GET /file/{data_id}", "fault": "status=503", "times": 2 });
    let answer = gateway
        .post("/_gateway/faults")
        .body(order.to_string())
        .send()
        .await
        .expect(200);
    assert_eq!(
        answer,
        json!({ "faults": [{ "fault": "status=503", "left": 2 }] })
    );
    gateway.get("/file/rules").send().await.expect(200);
    gateway.get("/file/one").send().await.refused(503);
    gateway.get("/file/two").send().await.refused(503);
    gateway.get("/file/three").send().await.expect(200);
    let left = gateway.get("/_gateway/faults").send().await.expect(200);
    assert_eq!(left, json!({ "faults": [] }));
}

#[tokio::test]
async fn orders_are_taken_in_turn_and_can_be_cleared() {
    let gateway = Gateway::start(config()).await;
    for fault in [
        "times=1; status=500",
        "path=/hash; status=502",
        "status=503",
    ] {
        let order = json!({ "fault": fault }).to_string();
        let reply = gateway.post("/_gateway/faults").body(order).send().await;
        reply.expect(200);
    }
    gateway.get("/file/rules").send().await.refused(500);
    gateway.get("/file/rules").send().await.refused(503);
    gateway.get("/hash/00").send().await.refused(502);
    gateway.get("/health").send().await.expect(200);
    let reply = gateway.post("/_gateway/faults/clear").send().await;
    assert_eq!(reply.expect(200), json!({ "faults": [] }));
    gateway.get("/file/rules").send().await.expect(200);
}

#[tokio::test]
async fn the_command_line_names_a_fault_or_a_file_of_them() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = "# two faults\ntimes=1; status=429\n\noperation=GET /file/rules; html; status=502\n";
    std::fs::write(&file, text).unwrap();
    let argument: FaultArgument = file.path().to_str().unwrap().parse().unwrap();
    let gateway = Gateway::start(Config {
        faults: vec![argument],
        ..config()
    })
    .await;
    gateway.get("/file/rules").send().await.refused(429);
    let reply = gateway.get("/file/rules").send().await;
    assert_eq!(reply.status, 502);
    assert_eq!(reply.headers["content-type"], "text/html; charset=utf-8");
    assert!(reply.body.starts_with(b"<!DOCTYPE html>"));
    assert!("nonsense".parse::<FaultArgument>().is_err());
}

#[tokio::test]
async fn chance_decides() {
    let gateway = Gateway::start(config()).await;
    for (chance, status) in [("0", 200), ("1", 503)] {
        let fault = format!("chance={chance}; status=503");
        let reply = faulty(&gateway, "/file/rules", &fault).await;
        assert_eq!(reply.status, status);
    }
}

#[tokio::test]
async fn nonsense_is_400() {
    let gateway = Gateway::start(config()).await;
    faulty(&gateway, "/file/rules", "nonsense")
        .await
        .refused(400);
    for body in [
        "",
        "{}",
        r#"{"fault":"nonsense"}"#,
        r#"{"fault":"","when":1}"#,
    ] {
        let reply = gateway.post("/_gateway/faults").body(body).send().await;
        reply.refused(400);
    }
}

#[tokio::test]
async fn latency_and_slow_answers_take_their_time() {
    let gateway = Gateway::start(config()).await;
    let begun = Instant::now();
    faulty(&gateway, "/file/rules", "latency=60; jitter=20")
        .await
        .expect(200);
    assert!(begun.elapsed() >= Duration::from_millis(60));
    let begun = Instant::now();
    let reply = faulty(&gateway, "/file/rules", "slow=1").await;
    assert!(begun.elapsed() >= Duration::from_millis(reply.body.len() as u64));
    reply.expect(200);
}

#[tokio::test]
async fn an_answer_breaks_off_by_close_or_by_reset() {
    let gateway = Gateway::start(config()).await;
    let (bytes, end) = raw(&gateway, "/file/rules", "truncate=10").await;
    assert!(end.is_ok(), "{end:?}");
    assert_eq!(body(&bytes).len(), 10);
    let head = String::from_utf8_lossy(&bytes).to_lowercase();
    assert!(!head.contains("content-length: 10\r\n"), "{head}");

    let (bytes, end) = raw(&gateway, "/file/rules", "reset-response=10").await;
    assert_eq!(body(&bytes).len(), 10);
    let error = end.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_stalled_answer_stays_open() {
    let gateway = Gateway::start(config()).await;
    let mut stream = TcpStream::connect(gateway.address).await.unwrap();
    let request =
        format!("GET /file/rules HTTP/1.1\r\nHost: g\r\n{HEADER}: stall-response=1\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n[") {
        bytes.push(stream.read_u8().await.unwrap());
    }
    let more = tokio::time::timeout(Duration::from_millis(50), stream.read_u8()).await;
    assert!(more.is_err());
}

#[tokio::test]
async fn an_upload_is_reset_on_its_way() {
    let gateway = Gateway::start(config()).await;
    let mut stream = TcpStream::connect(gateway.address).await.unwrap();
    let head = format!(
        "POST /file HTTP/1.1\r\nHost: g\r\nContent-Length: 1000000\r\n{HEADER}: reset-request=1000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&[0; 1000]).await.unwrap();
    let error = stream.read_to_end(&mut Vec::new()).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_hung_call_never_answers() {
    let gateway = Gateway::start(config()).await;
    for fault in ["hang", "stall-request=2"] {
        let request = gateway.post("/file").header(HEADER, fault).body("abc");
        let answer = tokio::time::timeout(Duration::from_millis(50), request.send()).await;
        assert!(answer.is_err());
    }
}

#[tokio::test]
async fn json_can_be_cut_mistyped_and_rekeyed() {
    let gateway = Gateway::start(config()).await;
    let report = gateway.analyse(EICAR).await;
    let path = format!("/file/{}", report["data_id"].as_str().unwrap());

    let reply = faulty(&gateway, &path, "cut=20").await;
    assert_eq!((reply.status, reply.body.len()), (200, 20));

    let fault = "type=/scan_results/progress_percentage:string; type=/file_info:array; \
                 set=/process_info/result:\"Allowed\"; remove=/yara";
    let answer = faulty(&gateway, &path, fault).await.expect(200);
    assert!(answer["scan_results"]["progress_percentage"].is_string());
    assert!(answer["file_info"].is_array());
    assert_eq!(answer["process_info"]["result"], "Allowed");
    assert_eq!(answer.get("yara"), None);

    let answer = faulty(&gateway, &path, "keys=upper").await.expect(200);
    assert_eq!(answer["SCAN_RESULTS"]["SCAN_ALL_RESULT_I"], 1);
    let answer = faulty(&gateway, &path, "keys=lower").await.expect(200);
    assert_eq!(
        answer["scan_results"]["scan_details"]["eicar"]["scan_result_i"],
        1
    );

    let reply = faulty(&gateway, &path, "content-type=text/plain").await;
    assert_eq!(reply.headers["content-type"], "text/plain");
    assert_eq!(reply.expect(200), report);
}

#[tokio::test]
async fn hashes_are_of_another_file() {
    let gateway = Gateway::start(config()).await;
    let report = gateway.analyse("abc").await;
    let path = format!("/file/{}", report["data_id"].as_str().unwrap());
    let answer = faulty(&gateway, &path, "wrong-hash").await.expect(200);
    for name in ["md5", "sha1", "sha256", "sha512"] {
        let (right, wrong) = (&report["file_info"][name], &answer["file_info"][name]);
        assert_ne!(right, wrong);
        assert_eq!(right.as_str().unwrap()[1..], wrong.as_str().unwrap()[1..]);
    }
}

#[tokio::test]
async fn progress_runs_backwards_or_never_ends() {
    let gateway = Gateway::start(config()).await;
    let report = gateway.analyse(EICAR).await;
    let path = format!("/file/{}", report["data_id"].as_str().unwrap());
    let progress = |answer: &Value| {
        answer["process_info"]["progress_percentage"]
            .as_u64()
            .unwrap()
    };
    let mut seen = Vec::new();
    for _ in 0..3 {
        let answer = faulty(&gateway, &path, "progress=backwards")
            .await
            .expect(200);
        assert_eq!(answer["process_info"]["result"], "Processing");
        assert_eq!(answer["scan_results"]["scan_all_result_i"], 255);
        seen.push(progress(&answer));
    }
    assert_eq!(seen, [90, 70, 50]);
    for _ in 0..3 {
        let answer = faulty(&gateway, &path, "progress=stuck").await.expect(200);
        assert_eq!(progress(&answer), 95);
        assert_eq!(answer["scan_results"]["scan_all_result_i"], 0);
    }
}

#[tokio::test]
async fn not_found_is_200_or_404() {
    let gateway = Gateway::start(config()).await;
    let reply = faulty(&gateway, "/hash/abc", "not-found=200; keys=upper").await;
    assert_eq!(reply.expect(200), json!({ "ABC": "Not Found" }));
    faulty(&gateway, "/hash/abc", "not-found=404")
        .await
        .refused(404);
}

#[tokio::test]
async fn the_faults_of_a_scan_are_for_its_requests_only() {
    let gateway = Gateway::start(config()).await;
    let opened = gateway
        .post("/_gateway/scans/one")
        .body(json!({ "faults": ["times=1; status=503", "html"] }).to_string())
        .send()
        .await;
    assert_eq!(opened.expect(200)["requests"], json!([]));
    let ask = |scan: &str| {
        let request = gateway.get("/file/rules").header("x-gateway-scan", scan);
        request.send()
    };
    ask("another").await.expect(200);
    gateway.get("/file/rules").send().await.expect(200);
    ask("one").await.refused(503);
    assert!(ask("one").await.body.starts_with(b"<!DOCTYPE html>"));

    let record = gateway.get("/_gateway/scans/one").send().await.expect(200);
    let requests = json!([
        { "operation": "GET /file/rules", "status": 503 },
        { "operation": "GET /file/rules", "status": 200 },
    ]);
    assert_eq!(record["requests"], requests);
    assert_eq!(record["faults"], json!([{ "fault": "html", "left": null }]));

    let end = Request::new(gateway.address, "DELETE", "/_gateway/scans/one").send();
    assert_eq!(end.await.expect(200), record);
    ask("one").await.expect(200);
    gateway.get("/_gateway/scans/one").send().await.refused(404);
    let left = gateway.get("/_gateway/faults").send().await.expect(200);
    assert_eq!(left, json!({ "faults": [] }));
}

#[tokio::test]
async fn an_analysis_can_be_slowed_down_and_is_told_of_with_its_scan() {
    let gateway = Gateway::start(config()).await;
    for path in ["/file", "/v2/file", "/v4/file"] {
        let body = json!({ "faults": [format!("operation=POST {path}; step-delay=60000")] });
        let opened = gateway.post("/_gateway/scans/slow").body(body.to_string());
        opened.send().await.expect(200);
        let upload = gateway.post(path).header("x-gateway-scan", "slow");
        let data_id = data_id(&upload.body("abc").send().await);
        let record = || gateway.get("/_gateway/scans/slow").send();
        let begun = record().await.expect(200)["analyses"][0].clone();
        assert_eq!(begun["data_id"], *data_id);
        assert_ne!(begun["state"], "finished");

        let cancel = gateway.post(&format!("/file/{data_id}/cancel"));
        cancel.send().await.expect(200);
        let ended = json!({ "data_id": data_id, "state": "finished", "result": "Cancelled" });
        assert_eq!(record().await.expect(200)["analyses"], json!([ended]));
    }
    for body in ["nonsense", r#"{"faults":["nonsense"]}"#] {
        let opened = gateway.post("/_gateway/scans/odd").body(body);
        opened.send().await.refused(400);
    }
}
