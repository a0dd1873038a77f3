//! `GET /hash/{hash}`.

use std::time::Duration;

use crate::common::{EICAR, Gateway, config, data_id};
use metadefender_gateway::Config;
use serde_json::json;

// Those of the EICAR test file, as published.
const MD5: &str = "44d88612fea8a8f36de82e1278abb02f";
const SHA1: &str = "3395856ce81f2b7382dee72602f798b642f14140";
const SHA256: &str = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
const SHA512: &str = "cc805d5fab1fd71a4ab352a9c533e65fb2d5b885518f4e565e68847223b8e6b8\
                      5cb48f3afad842726d99239c9e36505c64b0dc9a061d9e507d833277ada336ab";

#[tokio::test]
async fn each_algorithm_finds_it_in_any_case() {
    let gateway = Gateway::start(config()).await;
    for hash in [MD5, SHA1, SHA256, SHA512] {
        let reply = gateway.get(&format!("/hash/{hash}")).send().await;
        assert_eq!(
            reply.expect(200),
            json!({ hash.to_uppercase(): "Not Found" })
        );
    }
    let report = gateway.analyse(EICAR).await;
    for hash in [MD5, SHA1, SHA256, SHA512] {
        for hash in [hash.to_owned(), hash.to_uppercase()] {
            let found = gateway
                .get(&format!("/hash/{hash}?first=0&size=5"))
                .send()
                .await
                .expect(200);
            assert_eq!(found, report);
        }
    }
}

#[tokio::test]
async fn a_malformed_hash_is_404() {
    let gateway = Gateway::start(config()).await;
    for hash in [
        "abc",
        &MD5[1..],
        &format!("{MD5}0"),
        &MD5.replace('4', "g"),
        "%E2%82%AC",
    ] {
        gateway
            .get(&format!("/hash/{hash}"))
            .send()
            .await
            .refused(404);
    }
}

#[tokio::test]
async fn malformed_headers_and_paging_are_400() {
    let gateway = Gateway::start(config()).await;
    let path = format!("/hash/{SHA256}");
    for (name, value) in [
        ("timerange", "-1"),
        ("timerange", "day"),
        ("selfonly", "maybe"),
        ("include-inprogress", "1"),
        ("rule", "No%20such"),
        ("rule", "%"),
    ] {
        gateway
            .get(&path)
            .header(name, value)
            .send()
            .await
            .refused(400);
    }
    gateway
        .get(&format!("{path}?first=x"))
        .send()
        .await
        .refused(400);
}

#[tokio::test]
async fn the_rule_chooses_among_the_results() {
    let gateway = Gateway::start(config()).await;
    let rule = "Small%20files%20only";
    let reply = gateway
        .post("/file")
        .header("rule", rule)
        .body(EICAR)
        .send()
        .await;
    gateway.finished(&data_id(&reply)).await;
    let get = || {
        gateway
            .get(&format!("/hash/{MD5}"))
            .header("selfonly", "true")
    };
    assert_eq!(
        get().send().await.expect(200)[MD5.to_uppercase()],
        "Not Found"
    );
    let found = get()
        .header("rule", rule)
        .header("timerange", "1")
        .send()
        .await
        .expect(200);
    assert_eq!(found["data_id"], data_id(&reply));
}

#[tokio::test]
async fn unfinished_results_only_when_asked_for() {
    let gateway = Gateway::start(Config {
        step_delay: Duration::from_secs(60),
        ..config()
    })
    .await;
    let data_id = gateway.submit(EICAR).await;
    let get = || gateway.get(&format!("/hash/{SHA1}"));
    for value in ["false", "False"] {
        let reply = get().header("include-inprogress", value).send().await;
        assert_eq!(
            reply.expect(200),
            json!({ SHA1.to_uppercase(): "Not Found" })
        );
    }
    let found = get()
        .header("include-inprogress", "true")
        .send()
        .await
        .expect(200);
    assert_eq!(found["data_id"], data_id);
}

#[tokio::test]
async fn the_newest_finished_result_answers() {
    let gateway = Gateway::start(config()).await;
    gateway.analyse(EICAR).await;
    let newest = gateway.analyse(EICAR).await;
    let found = gateway
        .get(&format!("/hash/{SHA512}"))
        .send()
        .await
        .expect(200);
    assert_eq!(found["data_id"], newest["data_id"]);
}
