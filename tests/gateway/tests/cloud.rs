//! The dialects of MetaDefender Cloud: v2, and what both have in common.

use std::time::Duration;

use crate::common::cloud::{ABC, analyse, error, finished, keyed, with_key};
use crate::common::{EICAR, Gateway, config, data_id};
use metadefender_gateway::Config;
use serde_json::json;

const HTML: &str = "<!DOCTYPE html><p onclick='x()'>Hello</p>";

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
