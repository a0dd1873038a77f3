//! MetaDefender Cloud v4, and the quota of a key.

use crate::common::cloud::{ABC, error, finished, keyed, with_key};
use crate::common::{EICAR, Gateway, Request, config, data_id};
use metadefender_gateway::Config;
use serde_json::json;

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
    let reply = crate::common::exchange(gateway.address, large.as_bytes()).await;
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
