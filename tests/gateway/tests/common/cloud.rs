//! A gateway with keys, and how Cloud's clients talk to it.

use metadefender_gateway::Config;
use serde_json::Value;

use super::{Gateway, Reply, Request, config, data_id};

/// RFC 1321's MD5 of "abc".
pub const ABC: &str = "900150983CD24FB0D6963F7D28E17F72";

pub async fn keyed() -> Gateway {
    Gateway::start(Config {
        api_keys: vec!["key".into()],
        limited_keys: vec!["one".into(), "two".into()],
        require_key: true,
        ..config()
    })
    .await
}

pub fn with_key(request: Request) -> Request {
    request.header("apikey", "key")
}

pub async fn finished(gateway: &Gateway, path: &str) -> Value {
    loop {
        let report = with_key(gateway.get(path)).send().await.expect(200);
        if report["scan_results"]["progress_percentage"] == 100 {
            return report;
        }
    }
}

pub async fn analyse(gateway: &Gateway, version: &str, upload: Request) -> Value {
    let data_id = data_id(&with_key(upload).send().await);
    finished(gateway, &format!("/{version}/file/{data_id}")).await
}

pub fn error(reply: &Reply, status: u16) -> u64 {
    let answer = reply.expect(status);
    assert!(answer["error"]["messages"][0].is_string(), "{answer}");
    answer["error"]["code"].as_u64().unwrap()
}
