//! The life of an analysis, from the queue to its end.

use std::time::Duration;

use crate::common::{EICAR, Gateway, config};
use metadefender_gateway::Config;
use serde_json::{Value, json};

#[tokio::test]
async fn progress_moves_and_reads_clean_before_the_end() {
    let gateway = Gateway::start(Config {
        step_delay: Duration::from_millis(20),
        ..config()
    })
    .await;
    let path = format!("/file/{}", gateway.submit(EICAR).await);
    let mut seen: Vec<Value> = Vec::new();
    loop {
        let report = gateway.get(&path).send().await.expect(200);
        let progress = report["process_info"]["progress_percentage"].clone();
        if seen
            .last()
            .is_none_or(|last| last["process_info"]["progress_percentage"] != progress)
        {
            seen.push(report);
        }
        if progress == 100 {
            break;
        }
    }
    let progress: Vec<_> = seen
        .iter()
        .filter_map(|it| it["process_info"]["progress_percentage"].as_u64())
        .collect();
    assert!(progress.is_sorted(), "{progress:?}");
    assert!(progress.len() >= 4, "{progress:?}");

    let mid_scan = seen
        .iter()
        .find(|it| it["process_info"]["progress_percentage"] == 95)
        .unwrap();
    assert_eq!(mid_scan["process_info"]["result"], "Processing");
    assert_eq!(mid_scan["process_info"]["verdicts"], json!([]));
    assert_eq!(mid_scan["scan_results"]["progress_percentage"], 95);
    assert_eq!(mid_scan["scan_results"]["scan_all_result_i"], 0);
    assert_eq!(
        mid_scan["scan_results"]["scan_all_result_a"],
        "No Threat Detected"
    );
    assert_eq!(seen.last().unwrap()["scan_results"]["scan_all_result_i"], 1);
}

#[tokio::test]
async fn a_queued_answer_has_a_position_and_no_results() {
    let slow = Config {
        step_delay: Duration::from_secs(60),
        workers: 1,
        ..config()
    };
    let gateway = Gateway::start(slow).await;
    let first = gateway.submit("first").await;
    while gateway.get(&format!("/file/{first}")).send().await.json()["process_info"].is_null() {}
    for (position, content) in ["second", "third"].iter().enumerate() {
        let data_id = gateway.submit(content).await;
        let report = gateway
            .get(&format!("/file/{data_id}"))
            .send()
            .await
            .expect(200);
        assert_eq!(report, json!({ "data_id": data_id, "in_queue": position }));
    }
}

#[tokio::test]
async fn an_unknown_data_id_is_200_not_found() {
    let gateway = Gateway::start(config()).await;
    let reply = gateway
        .get("/file/61dffeaa728844adbf49eb090e4ece0e")
        .send()
        .await;
    assert_eq!(
        reply.expect(200),
        json!({ "61dffeaa728844adbf49eb090e4ece0e": "Not Found" })
    );
}

#[tokio::test]
async fn paging_is_checked() {
    let gateway = Gateway::start(config()).await;
    let path = format!("/file/{}", gateway.submit("abc").await);
    gateway
        .get(&format!("{path}?first=0&size=10"))
        .send()
        .await
        .expect(200);
    for query in [
        "first=-1",
        "size=ten",
        "first=",
        "size=1.5",
        "first=1&first=2",
    ] {
        gateway
            .get(&format!("{path}?{query}"))
            .send()
            .await
            .refused(400);
    }
}

#[tokio::test]
async fn the_global_timeout_ends_an_analysis() {
    let gateway = Gateway::start(Config {
        step_delay: Duration::from_secs(60),
        ..config()
    })
    .await;
    let reply = gateway
        .post("/file")
        .header("global-timeout", "1")
        .body("abc")
        .send()
        .await;
    let report = gateway.finished(&crate::common::data_id(&reply)).await;
    assert_eq!(report["scan_results"]["scan_all_result_i"], 31);
    assert_eq!(report["process_info"]["result"], "Blocked");
}

#[tokio::test]
async fn only_the_newest_results_are_retained() {
    let gateway = Gateway::start(Config {
        retain: 1,
        ..config()
    })
    .await;
    let old = gateway.submit("old").await;
    gateway.finished(&old).await;
    let new = gateway.submit("new").await;
    gateway.finished(&new).await;
    let reply = gateway.get(&format!("/file/{old}")).send().await;
    assert_eq!(reply.expect(200)[&old], "Not Found");
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_uploads_keep_apart() {
    let gateway = std::sync::Arc::new(Gateway::start(config()).await);
    let uploads: Vec<_> = (0..100usize)
        .map(|n| {
            let gateway = gateway.clone();
            tokio::spawn(async move {
                let content = if n % 10 == 0 {
                    EICAR.to_owned()
                } else {
                    "x".repeat(10_000 + n)
                };
                let report = gateway.analyse(&content).await;
                assert_eq!(report["file_info"]["file_size"], content.len());
                let expected = if n % 10 == 0 { "Blocked" } else { "Allowed" };
                assert_eq!(report["process_info"]["result"], expected);
            })
        })
        .collect();
    for upload in uploads {
        upload.await.unwrap();
    }
    assert_eq!(gateway.spooled(), 0);
}
