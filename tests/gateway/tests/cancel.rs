//! `POST /file/{data_id}/cancel`.

use std::time::Duration;

use crate::common::{Gateway, config};
use metadefender_gateway::Config;
use serde_json::json;

#[tokio::test]
async fn queued_and_processing_analyses_end_cancelled_and_blocked() {
    let slow = Config {
        step_delay: Duration::from_secs(60),
        workers: 1,
        ..config()
    };
    let gateway = Gateway::start(slow).await;
    let (processing, queued) = (
        gateway.submit("first").await,
        gateway.submit("second").await,
    );
    while gateway
        .get(&format!("/file/{processing}"))
        .send()
        .await
        .json()["process_info"]
        .is_null()
    {}

    for data_id in [queued, processing] {
        let path = format!("/file/{data_id}/cancel");
        let reply = gateway.post(&path).send().await;
        assert_eq!(reply.expect(200), json!({ data_id.clone(): "cancelled" }));
        let report = gateway.finished(&data_id).await;
        assert_eq!(report["scan_results"]["scan_all_result_i"], 19);
        assert_eq!(report["scan_results"]["scan_all_result_a"], "Cancelled");
        assert_eq!(report["scan_results"]["progress_percentage"], 100);
        assert_eq!(report["process_info"]["result"], "Blocked");
        assert_eq!(report["process_info"]["blocked_reason"], "Cancelled");
        gateway.post(&path).send().await.refused(400);
    }

    // The worker is free again, and the files are gone.
    let next = gateway.submit("third").await;
    while gateway.get(&format!("/file/{next}")).send().await.json()["process_info"].is_null() {}
    while gateway.spooled() > 1 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn finished_is_400_and_unknown_404() {
    let gateway = Gateway::start(config()).await;
    let data_id = gateway.submit("abc").await;
    gateway.finished(&data_id).await;
    gateway
        .post(&format!("/file/{data_id}/cancel"))
        .send()
        .await
        .refused(400);
    gateway
        .post("/file/unknown/cancel")
        .send()
        .await
        .refused(404);
    assert_eq!(
        gateway.finished(&data_id).await["process_info"]["result"],
        "Allowed"
    );
}
