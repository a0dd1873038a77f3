//! What the gateway is told: rules, roles, hash lists, how long things live, what is outdated.

use std::time::Duration;

use crate::common::{EICAR, Gateway, config, data_id};
use metadefender_gateway::config::Role;
use metadefender_gateway::{Config, Server};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

fn file(content: &str) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(&file, content).unwrap();
    file
}

async fn analyse_by(gateway: &Gateway, rule: &str, content: &str) -> Value {
    let reply = gateway
        .post("/file")
        .header("rule", rule)
        .body(content)
        .send()
        .await;
    gateway.finished(&data_id(&reply)).await
}

#[tokio::test]
async fn rules_come_from_a_file() {
    let rules = file(
        "- name: Lenient
  allow: [1, Sensitive Data Found]
  max_file_size: 1000
- name: Severe
  block: [0]
  dlp: false
- name: Forms only
  user_agents: [form]
- name: Staff only
  roles: [staff]
",
    );
    let gateway = Gateway::start(Config {
        rules_file: Some(rules.path().to_owned()),
        api_keys: vec!["staff-key".into(), "other-key".into()],
        roles: vec!["api-key-1=staff".parse::<Role>().unwrap()],
        ..config()
    })
    .await;
    let names = async |key: &str, agent: &str| {
        let request = gateway.get("/file/rules").header("apikey", key);
        let rules = request.header("user_agent", agent).send().await.expect(200);
        let names = rules
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| rule["name"].to_string());
        names.collect::<Vec<_>>().join(",")
    };
    assert_eq!(names("other-key", "x").await, r#""Lenient","Severe""#);
    assert_eq!(
        names("other-key", "form").await,
        r#""Lenient","Severe","Forms only""#
    );
    assert_eq!(
        names("staff-key", "x").await,
        r#""Lenient","Severe","Staff only""#
    );

    let report = gateway.analyse(EICAR).await;
    assert_eq!(report["process_info"]["profile"], "Lenient");
    assert_eq!(report["scan_results"]["scan_all_result_i"], 1);
    assert_eq!(report["process_info"]["result"], "Allowed");
    assert_eq!(report["process_info"]["verdicts"], json!(["Infected"]));
    let report = analyse_by(&gateway, "Severe", "123-45-6789").await;
    assert_eq!(report["scan_results"]["scan_all_result_i"], 0);
    assert_eq!(report["process_info"]["result"], "Blocked");
    assert_eq!(report.get("dlp_info"), None);

    let upload = |key, rule| {
        let request = gateway.post("/file").header("apikey", key);
        request.header("rule", rule).body("abc")
    };
    upload("other-key", "Staff%20only")
        .send()
        .await
        .refused(403);
    upload("staff-key", "Staff%20only").send().await.expect(200);
    upload("staff-key", "Forms%20only")
        .send()
        .await
        .refused(403);
    gateway
        .post("/file")
        .body(vec![b'a'; 1001])
        .send()
        .await
        .refused(413);
}

#[tokio::test]
async fn broken_rules_and_lists_are_one_clear_line() {
    let complaint = async |config: Config| match Server::bind(&config).await {
        Ok(_) => panic!("it started"),
        Err(error) => error.to_string(),
    };
    for text in [
        "[]",
        "- max_file_size: 1",
        "- name: a\n- name: a",
        "- nmae: a",
        "- name: a\n  allow: [Clean]",
    ] {
        let rules = file(text);
        let rules_file = Some(rules.path().to_owned());
        let text = complaint(Config {
            rules_file,
            ..config()
        })
        .await;
        assert!(text.starts_with("rules in "), "{text}");
    }
    let list = file("not-a-hash\n");
    let block_lists = vec![list.path().to_owned()];
    let text = complaint(Config {
        block_lists,
        ..config()
    })
    .await;
    assert!(text.contains("not-a-hash"), "{text}");
}

#[tokio::test]
async fn hash_lists_decide_without_a_scan() {
    // EICAR's MD5 as published, and those of FIPS 180-4's "abc".
    let allowed = file("# known\n44d88612fea8a8f36de82e1278abb02f  eicar.com\n");
    let blocked = file("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\n");
    let gateway = Gateway::start(Config {
        allow_lists: vec![allowed.path().to_owned()],
        block_lists: vec![blocked.path().to_owned()],
        ..config()
    })
    .await;
    for (content, code, result) in [
        (EICAR, 7, "Allowed"),
        ("abc", 8, "Blocked"),
        ("abcd", 0, "Allowed"),
    ] {
        let report = gateway.analyse(content).await;
        assert_eq!(report["scan_results"]["scan_all_result_i"], code);
        assert_eq!(report["process_info"]["result"], result);
    }
}

#[tokio::test]
async fn an_unused_session_ends() {
    for (timeout, status) in [(Duration::ZERO, 403), (Duration::from_secs(60), 200)] {
        let gateway = Gateway::start(Config {
            session_timeout: timeout,
            ..config()
        })
        .await;
        let session = gateway.login().await;
        let reply = gateway
            .get("/file/rules")
            .header("apikey", &session)
            .send()
            .await;
        assert_eq!(reply.status, status);
        let reply = gateway
            .post("/logout")
            .header("apikey", &session)
            .send()
            .await;
        assert_eq!(reply.status, status);
    }
}

#[tokio::test]
async fn results_are_kept_for_a_time() {
    let gateway = Gateway::start(Config {
        retain_for: Duration::from_millis(50),
        ..config()
    })
    .await;
    let data_id = gateway.submit("<html>sanitised</html>").await;
    let path = format!("/file/{data_id}");
    while gateway
        .get(&path)
        .send()
        .await
        .expect(200)
        .get(&data_id)
        .is_none()
    {}
    assert_eq!(gateway.spooled(), 0);
}

#[tokio::test]
async fn the_rule_can_limit_the_time_of_an_analysis() {
    let rules = file("- name: Quick\n  global_timeout: 0\n");
    let gateway = Gateway::start(Config {
        rules_file: Some(rules.path().to_owned()),
        step_delay: Duration::from_secs(60),
        ..config()
    })
    .await;
    let report = gateway.analyse("abc").await;
    assert_eq!(report["scan_results"]["scan_all_result_i"], 31);
}

#[tokio::test]
async fn present_results_can_be_outdated() {
    let gateway = Gateway::start(config()).await;
    let old = gateway.analyse("old").await;
    assert_eq!(old["process_info"].get("outdated_data"), None);
    let outdate = |flags: Value| {
        let body = json!({ "flags": flags }).to_string();
        gateway.post("/_gateway/outdated").body(body).send()
    };
    outdate(json!(["enginedefinitions", "configuration"]))
        .await
        .expect(200);
    outdate(json!(["weather"])).await.refused(400);
    outdate(json!("configuration")).await.refused(400);

    let path = format!("/hash/{}", old["file_info"]["sha256"].as_str().unwrap());
    let old = gateway.get(&path).send().await.expect(200);
    let flags = json!(["enginedefinitions", "configuration"]);
    assert_eq!(old["process_info"]["outdated_data"], flags);
    let new = gateway.analyse("new").await;
    assert_eq!(new["process_info"].get("outdated_data"), None);
}
