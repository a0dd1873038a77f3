//! The dialects of MetaDefender Cloud.

mod common;

use std::time::Duration;

use common::{EICAR, Gateway, Reply, Request, config, data_id};
use metadefender_gateway::Config;
use serde_json::{Value, json};

/// RFC 1321's MD5 of "abc".
const ABC: &str = "900150983CD24FB0D6963F7D28E17F72";

const HTML: &str = "<!DOCTYPE html><p onclick='x()'>Hello</p>";

async fn keyed() -> Gateway {
    Gateway::start(Config {
        api_keys: vec!["key".into()],
        limited_keys: vec!["one".into(), "two".into()],
        require_key: true,
        ..config()
    })
    .await
}

fn with_key(request: Request) -> Request {
    request.header("apikey", "key")
}

async fn finished(gateway: &Gateway, path: &str) -> Value {
    loop {
        let report = with_key(gateway.get(path)).send().await.expect(200);
        if report["scan_results"]["progress_percentage"] == 100 {
            return report;
        }
    }
}

async fn analyse(gateway: &Gateway, version: &str, upload: Request) -> Value {
    let data_id = data_id(&with_key(upload).send().await);
    finished(gateway, &format!("/{version}/file/{data_id}")).await
}

fn error(reply: &Reply, status: u16) -> u64 {
    let answer = reply.expect(status);
    assert!(answer["error"]["messages"][0].is_string(), "{answer}");
    answer["error"]["code"].as_u64().unwrap()
}

#[tokio::test]
async fn v2_goes_from_the_queue_to_the_report() {
    let gateway = keyed().await;
    let upload = gateway
        .post("/v2/file")
        .header("filename", "a.com")
        .body(EICAR);
    let reply = with_key(upload).send().await;
    let rest_ip = format!("{}/v2", gateway.address);
    assert_eq!(reply.expect(200)["rest_ip"], rest_ip);
    let path = format!("/v2/file/{}", data_id(&reply));
    let report = finished(&gateway, &path).await;
    let results = &report["scan_results"];
    assert_eq!(results["scan_all_result_i"], 1);
    assert_eq!(results["scan_all_result_a"], "Infected");
    assert_eq!(
        (&results["total_avs"], &results["total_detected_avs"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        results["scan_details"]["EICAR"]["threat_found"],
        "EICAR-Test-File"
    );
    assert_eq!(report["file_info"]["display_name"], "a.com");
    assert_eq!(report["top_threat"], -1);
    for absent in ["process_info", "sanitized", "hash_results", "newer"] {
        assert_eq!(report.get(absent), None);
    }
    let with_metadata = with_key(gateway.get(&path)).header("file_metadata", "1");
    assert_eq!(
        with_metadata.send().await.expect(200)["hash_results"],
        json!({})
    );

    let newer = analyse(&gateway, "v2", gateway.post("/v2/file").body(EICAR)).await;
    let report = finished(&gateway, &path).await;
    assert_eq!(report["newer"], newer["data_id"]);
    assert_eq!(newer["file_info"]["display_name"], "File name unknown");
}

#[tokio::test]
async fn a_queued_analysis_has_no_results() {
    let gateway = Gateway::start(Config {
        step_delay: Duration::from_secs(60),
        workers: 1,
        ..config()
    })
    .await;
    let first = gateway.submit("first").await;
    while gateway.get(&format!("/file/{first}")).send().await.json()["process_info"].is_null() {}
    for version in ["v2", "v4"] {
        let reply = gateway
            .post(&format!("/{version}/file"))
            .body("abc")
            .send()
            .await;
        let path = format!("/{version}/file/{}", data_id(&reply));
        let report = gateway.get(&path).send().await.expect(200);
        assert_eq!(report["status"], "inqueue");
        assert!(report["in_queue"].as_u64().unwrap() >= 1);
        assert!(report["last_updated"].is_string());
        for absent in ["scan_results", "process_info", "file_info"] {
            assert_eq!(report.get(absent), None);
        }
    }
}

#[tokio::test]
async fn v2_says_clean_and_not_found() {
    let gateway = keyed().await;
    let look_up = |path: String| with_key(gateway.get(&path)).send();
    let hash = ABC.to_lowercase();
    let missed = look_up(format!("/v2/hash/{hash}")).await.expect(200);
    assert_eq!(missed, json!({ &hash: "Not Found" }));
    let unknown = look_up("/v2/file/unknown".into()).await.expect(200);
    assert_eq!(unknown, json!({ "unknown": "Not Found" }));

    let report = analyse(&gateway, "v2", gateway.post("/v2/file").body("abc")).await;
    assert_eq!(report["scan_results"]["scan_all_result_a"], "Clean");
    let found = look_up(format!("/v2/hash/{hash}")).await.expect(200);
    assert_eq!(found["data_id"], report["data_id"]);
    let other = "0".repeat(64);
    let body = json!({ "hash": [other, ABC] }).to_string();
    let found = with_key(gateway.post("/v2/hash").body(body))
        .send()
        .await
        .expect(200);
    assert_eq!(found[0], json!({ other: "Not Found" }));
    assert_eq!(found[1]["data_id"], report["data_id"]);
}

#[tokio::test]
async fn v2_refuses_in_its_words() {
    let gateway = keyed().await;
    for request in [
        gateway.get("/v2/hash/abc"),
        gateway
            .post("/v2/file")
            .header("apikey", "wrong")
            .body("abc"),
    ] {
        request.send().await.refused(401);
    }
    with_key(gateway.post("/v2/file").body(""))
        .send()
        .await
        .refused(400);
    with_key(gateway.get("/v2/hash/abc"))
        .send()
        .await
        .refused(400);
    let request = with_key(gateway.get("/v2/file/x")).header("file_metadata", "yes");
    request.send().await.refused(400);
}

#[tokio::test]
async fn sanitising_is_asked_for_and_the_file_has_an_address() {
    let gateway = keyed().await;
    let v2 = gateway
        .post("/v2/file")
        .header("user_agent", "mcl-metadefender-rest-sanitize");
    let v4 = gateway
        .post("/v4/file")
        .header("rule", "multiscan,sanitize,unarchive");
    for (version, upload) in [("v2", v2), ("v4", v4)] {
        let report = analyse(&gateway, version, upload.body(HTML)).await;
        let sanitized = &report["sanitized"];
        assert_eq!(sanitized["result"], "Allowed");
        assert_eq!(sanitized["progress_percentage"], 100);
        let url = sanitized["file_path"].as_str().unwrap();
        let path = url
            .strip_prefix(&format!("http://{}", gateway.address))
            .unwrap();
        let reply = gateway.get(path).send().await;
        assert_eq!(reply.status, 200);
        assert!(!String::from_utf8_lossy(&reply.body).contains("onclick"));

        let path = format!("/v4/file/converted/{}", report["data_id"].as_str().unwrap());
        let answer = with_key(gateway.get(&path)).send().await.expect(200);
        assert_eq!(answer, json!({ "sanitizedFilePath": url }));
    }
    let report = analyse(&gateway, "v4", gateway.post("/v4/file").body(HTML)).await;
    assert_eq!(report.get("sanitized"), None);
    let path = format!("/v4/file/converted/{}", report["data_id"].as_str().unwrap());
    assert_eq!(
        error(&with_key(gateway.get(&path)).send().await, 404),
        404_000
    );
}

#[tokio::test]
async fn v4_answers_with_process_info_and_hashes() {
    let gateway = keyed().await;
    let reply = with_key(gateway.post("/v4/file").body(EICAR)).send().await;
    let answer = reply.expect(200);
    assert_eq!(answer["status"], "inqueue");
    assert_eq!(answer["queue_priority"], "normal");
    // As EICAR publishes it.
    assert_eq!(answer["sha1"], "3395856CE81F2B7382DEE72602F798B642F14140");
    let path = format!("/v4/file/{}", data_id(&reply));
    let report = finished(&gateway, &path).await;
    assert_eq!(report["process_info"]["result"], "Blocked");
    assert_eq!(report["scan_results"]["scan_all_result_i"], 1);

    let sha1 = answer["sha1"].as_str().unwrap();
    let found = with_key(gateway.get(&format!("/v4/hash/{sha1}")))
        .send()
        .await;
    assert_eq!(found.expect(200)["data_id"], report["data_id"]);
    let missed = with_key(gateway.get(&format!("/v4/hash/{ABC}")))
        .send()
        .await;
    assert_eq!(error(&missed, 404), 404_003);
    let body = json!({ "hash": [sha1, ABC] }).to_string();
    let found = with_key(gateway.post("/v4/hash").body(body))
        .send()
        .await
        .expect(200);
    assert_eq!(found["data"][0]["scan_result_i"], 1);
    assert_eq!(found["data"][0]["data_id"], report["data_id"]);
    assert_eq!(
        found["data"][1],
        json!({ "hash": ABC, "data_id": null, "scan_result_i": 5 })
    );
}

#[tokio::test]
async fn v4_refuses_with_codes() {
    let gateway = keyed().await;
    let send = |request: Request| with_key(request).send();
    let wrong = gateway
        .get("/v4/file/x")
        .header("apikey", "wrong")
        .send()
        .await;
    assert_eq!(error(&wrong, 401), 401_001);
    assert_eq!(error(&gateway.get("/v4/file/x").send().await, 401), 401_001);
    assert_eq!(
        error(&send(gateway.post("/v4/file").body("")).await, 400),
        400_145
    );
    assert_eq!(
        error(&send(gateway.get("/v4/file/unknown")).await, 404),
        404_000
    );
    assert_eq!(
        error(&send(gateway.get("/v4/hash/abc")).await, 400),
        400_000
    );
    let many = json!({ "hash": vec![ABC; 1001] }).to_string();
    assert_eq!(
        error(&send(gateway.post("/v4/hash").body(many)).await, 400),
        400_000
    );
    let large = format!(
        "POST /v4/file HTTP/1.1\r\nHost: g\r\napikey: key\r\nContent-Length: {}\r\n\r\n",
        (10u64 << 30) + 1
    );
    let reply = common::exchange(gateway.address, large.as_bytes()).await;
    assert_eq!(error(&reply, 400), 400_144);

    let upload = gateway.post("/v4/file").header("apikey", "one").body("abc");
    let path = format!("/v4/file/{}", data_id(&upload.send().await));
    let other = gateway.get(&path).header("apikey", "two").send().await;
    assert_eq!(error(&other, 403), 403_001);
    let faulty = gateway.get(&path).header("x-gateway-fault", "status=429");
    assert_eq!(error(&faulty.send().await, 429), 429_001);
}

#[tokio::test]
async fn each_key_has_a_quota() {
    let gateway = Gateway::start(Config {
        api_keys: vec!["key".into(), "other".into()],
        quota: 2,
        ..config()
    })
    .await;
    let look_up = |version| with_key(gateway.get(&format!("/{version}/hash/{ABC}"))).send();
    for used in ["1", "2"] {
        let reply = look_up("v2").await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.headers["x-ratelimit-used"], used);
        assert_eq!(reply.headers["x-ratelimit-limit"], "2");
        assert_eq!(reply.headers["x-ratelimit-interval"], "Daily");
        assert_eq!(reply.headers["x-ratelimit-reset-in"], "86400s");
    }
    let reply = look_up("v4").await;
    assert_eq!(error(&reply, 429), 429_000);
    assert_eq!(reply.headers["x-ratelimit-remaining"], "0");
    look_up("v2").await.refused(429);
    let limits = with_key(gateway.get("/v4/apikey/limits"))
        .send()
        .await
        .expect(200);
    assert_eq!(limits["prevention_api"], 0);
    let other = gateway.get("/v4/apikey/limits").header("apikey", "other");
    assert_eq!(other.send().await.expect(200)["prevention_api"], 2);
}
