//! Batches.

use std::sync::Arc;
use std::time::Duration;

use crate::common::{EICAR, Gateway, Reply, config, data_id};
use ed25519_dalek::pkcs8::DecodePublicKey;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use metadefender_gateway::Config;
use serde_json::{Value, json};

async fn initiate(gateway: &Gateway) -> String {
    let reply = gateway.post("/file/batch").send().await;
    let batch_id = &reply.expect(200)["batch_id"];
    batch_id.as_str().unwrap().to_owned()
}

async fn add(gateway: &Gateway, batch_id: &str, content: &str) -> Reply {
    let upload = gateway.post("/file").header("batch", batch_id);
    upload
        .header("filename", "a%20file")
        .body(content)
        .send()
        .await
}

async fn close(gateway: &Gateway, batch_id: &str) -> Reply {
    let path = format!("/file/batch/{batch_id}/close");
    gateway.post(&path).send().await
}

async fn status(gateway: &Gateway, batch_id: &str, query: &str) -> Value {
    let path = format!("/file/batch/{batch_id}{query}");
    gateway.get(&path).send().await.expect(200)
}

/// A closed batch of these files.
async fn closed(gateway: &Gateway, contents: &[&str]) -> String {
    let batch_id = initiate(gateway).await;
    for content in contents {
        let data_id = data_id(&add(gateway, &batch_id, content).await);
        gateway.finished(&data_id).await;
    }
    close(gateway, &batch_id).await.expect(200);
    batch_id
}

#[tokio::test]
async fn a_batch_goes_from_open_to_closed() {
    let gateway = Gateway::start(config()).await;
    let reply = gateway
        .post("/file/batch")
        .header("user-data", "my%20%C3%BCploads")
        .header("user_agent", "form")
        .header("rule", "Small%20files%20only")
        .send()
        .await;
    let batch_id = reply.expect(200)["batch_id"].as_str().unwrap().to_owned();

    let open = status(&gateway, &batch_id, "").await;
    assert_eq!(open["is_closed"], false);
    assert_eq!(open["process_info"]["result"], "Processing");
    assert_eq!(open["scan_results"]["scan_all_result_i"], 255);
    assert_eq!(open["batch_files"]["batch_count"], 0);

    let file = data_id(&add(&gateway, &batch_id, "abc").await);
    let report = gateway.finished(&file).await;
    assert_eq!(report["process_info"]["profile"], "Small files only");
    let done = close(&gateway, &batch_id).await.expect(200);
    assert_eq!(done, status(&gateway, &batch_id, "").await);
    assert_eq!(close(&gateway, &batch_id).await.expect(200), done);
    assert_eq!(done["batch_id"], *batch_id);
    assert_eq!(done["is_closed"], true);
    assert_eq!(done["user_data"], "my üploads");
    let process = &done["process_info"];
    assert_eq!(process["result"], "Allowed");
    assert_eq!(process["profile"], "Small files only");
    assert_eq!(process["user_agent"], "form");
    assert_eq!(done["scan_results"]["scan_all_result_i"], 0);
    assert_eq!(done["scan_results"]["total_avs"], 0);
    let entry = json!({
        "data_id": file,
        "detected_by": 0,
        "display_name": "a file",
        "file_size": 3,
        "file_type": "text/plain",
        "file_type_description": "ASCII text",
        "process_info": {
            "blocked_reason": "",
            "progress_percentage": 100,
            "result": "Allowed",
            "verdicts": ["No Threat Detected"],
        },
        "progress_percentage": 100,
        "scan_all_result_a": "No Threat Detected",
        "scan_all_result_i": 0,
        "scanned_with": 1,
    });
    let files = json!({
        "batch_count": 1, "files_in_batch": [entry], "first_index": 0, "page_size": 50,
    });
    assert_eq!(done["batch_files"], files);
}

#[tokio::test]
async fn one_bad_file_blocks_the_batch() {
    let gateway = Gateway::start(config()).await;
    let batch_id = closed(&gateway, &["abc", EICAR, "def"]).await;
    let report = status(&gateway, &batch_id, "").await;
    assert_eq!(report["process_info"]["result"], "Blocked");
    assert_eq!(report["process_info"]["blocked_reason"], "Infected");
    assert_eq!(report["scan_results"]["scan_all_result_i"], 1);
    assert_eq!(report["batch_files"]["files_in_batch"][1]["detected_by"], 1);
}

#[tokio::test]
async fn an_empty_batch_is_never_allowed() {
    let gateway = Gateway::start(config()).await;
    let batch_id = closed(&gateway, &[]).await;
    let report = status(&gateway, &batch_id, "").await;
    assert_eq!(report["process_info"]["result"], "Blocked");
    assert_eq!(report["scan_results"]["scan_all_result_i"], 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_added_at_the_same_time_and_paged() {
    let gateway = Arc::new(Gateway::start(config()).await);
    let batch_id = initiate(&gateway).await;
    let adds: Vec<_> = (0..60)
        .map(|n| {
            let (gateway, batch_id) = (gateway.clone(), batch_id.clone());
            tokio::spawn(async move {
                let data_id = data_id(&add(&gateway, &batch_id, &format!("file {n}")).await);
                gateway.finished(&data_id).await;
            })
        })
        .collect();
    for add in adds {
        add.await.unwrap();
    }
    close(&gateway, &batch_id).await.expect(200);
    let mut ids = Vec::new();
    for (query, first, size, listed) in [
        ("", 0, 50, 50),
        ("?first=50", 50, 50, 10),
        ("?first=10&size=7", 10, 7, 7),
        ("?first=60", 60, 50, 0),
        (
            "?first=18446744073709551615&size=18446744073709551615",
            u64::MAX,
            u64::MAX,
            0,
        ),
    ] {
        let files = &status(&gateway, &batch_id, query).await["batch_files"];
        assert_eq!(files["batch_count"], 60);
        assert_eq!(
            (&files["first_index"], &files["page_size"]),
            (&json!(first), &json!(size))
        );
        let entries = files["files_in_batch"].as_array().unwrap();
        assert_eq!(entries.len(), listed, "{query}");
        if size == 50 {
            ids.extend(entries.iter().map(|it| it["data_id"].to_string()));
        }
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 60);
    let path = format!("/file/batch/{batch_id}?first=x");
    gateway.get(&path).send().await.refused(400);
}

#[tokio::test]
async fn closing_is_refused_while_files_are_processed_and_cancelling_is_not() {
    let gateway = Gateway::start(Config {
        step_delay: Duration::from_secs(60),
        ..config()
    })
    .await;
    let batch_id = initiate(&gateway).await;
    let file = data_id(&add(&gateway, &batch_id, "abc").await);
    let err = close(&gateway, &batch_id).await.refused(400);
    assert!(err.contains("still being processed"), "{err}");
    assert_eq!(status(&gateway, &batch_id, "").await["is_closed"], false);

    let path = format!("/file/batch/{batch_id}/cancel");
    gateway.post(&path).send().await.expect(200);
    let report = gateway.finished(&file).await;
    assert_eq!(report["scan_results"]["scan_all_result_i"], 19);
    let report = status(&gateway, &batch_id, "").await;
    assert_eq!(report["is_closed"], true);
    assert_eq!(report["process_info"]["result"], "Blocked");
    assert_eq!(report["scan_results"]["scan_all_result_i"], 19);
    gateway.post(&path).send().await.refused(400);
}

#[tokio::test]
async fn a_closed_batch_takes_no_file() {
    let gateway = Gateway::start(config()).await;
    let batch_id = closed(&gateway, &["abc"]).await;
    let err = add(&gateway, &batch_id, "def").await.refused(400);
    assert!(err.contains("closed"), "{err}");
    add(&gateway, "unknown", "def").await.refused(400);
}

#[tokio::test]
async fn unknown_batches_are_404_and_others_batches_403() {
    let gateway = Gateway::start(Config {
        limited_keys: vec!["one".into(), "two".into()],
        ..config()
    })
    .await;
    let reply = gateway
        .post("/file/batch")
        .header("apikey", "one")
        .send()
        .await;
    let own = reply.expect(200)["batch_id"].as_str().unwrap().to_owned();
    for (batch_id, status) in [("unknown", 404), (&own, 403)] {
        let path = format!("/file/batch/{batch_id}");
        for request in [
            gateway.get(&path),
            gateway.post(&format!("{path}/close")),
            gateway.get(&format!("{path}/certificate")),
            gateway.post(&format!("{path}/cancel")),
        ] {
            request.header("apikey", "two").send().await.refused(status);
        }
    }
    let upload = gateway
        .post("/file")
        .header("batch", &own)
        .header("apikey", "two");
    upload.body("abc").send().await.refused(403);
}

#[tokio::test]
async fn a_name_may_have_1024_bytes() {
    let gateway = Gateway::start(config()).await;
    for (length, status) in [(1024, 200), (1025, 400)] {
        let request = gateway
            .post("/file/batch")
            .header("user-data", &"a".repeat(length));
        assert_eq!(request.send().await.status, status);
    }
    let request = gateway.post("/file/batch").header("rule", "none");
    request.send().await.refused(400);
}

#[tokio::test]
async fn the_certificate_is_signed_by_the_key_it_brings() {
    let gateway = Gateway::start(config()).await;
    let batch_id = closed(&gateway, &["abc", EICAR]).await;
    let path = format!("/file/batch/{batch_id}/certificate");
    let reply = gateway.get(&path).send().await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["content-type"], "application/yaml");

    let text = String::from_utf8(reply.body).unwrap();
    let end = text.find("\nsignature:\n").unwrap() + 1;
    let signed = &text[..end];
    let report: Value = serde_yaml_ng::from_str(&text).unwrap();
    let key = report["certificate"].as_str().unwrap();
    let key = VerifyingKey::from_public_key_pem(key).unwrap();
    let value = report["signature"]["value"].as_str().unwrap();
    let bytes: Vec<u8> = (0..value.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&value[at..at + 2], 16).unwrap())
        .collect();
    let bytes = Signature::from_slice(&bytes).unwrap();
    key.verify(signed.as_bytes(), &bytes).unwrap();
    let forged = signed.replace("Infected", "Innocent");
    assert!(key.verify(forged.as_bytes(), &bytes).is_err());

    assert_eq!(report["batch_id"], *batch_id);
    assert_eq!(report["process_info"]["result"], "Blocked");
    let file = &report["batch_files"]["files_in_batch"][0];
    let sha256 = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    assert_eq!(file["sha256"], sha256);
    assert_eq!(file.get("vulnerability_info"), None);

    let wish = "%7B%22include_vul_info%22:true%7D";
    let reply = gateway.get(&path).header("metadata", wish).send().await;
    assert!(String::from_utf8_lossy(&reply.body).contains("vulnerability_info"));
    for nonsense in ["true", "%7B", "%7B%22include_vul_info%22:1%7D"] {
        let request = gateway.get(&path).header("metadata", nonsense);
        request.send().await.refused(400);
    }
    let open = initiate(&gateway).await;
    let path = format!("/file/batch/{open}/certificate");
    gateway.get(&path).send().await.refused(400);
}
