//! What archives may not cost.

use std::io::{Cursor, Write};
use std::time::Duration;

use crate::common::archives::{DEFLATED, code, gzipped, tarred, zipped};
use crate::common::{Gateway, config, data_id};
use flate2::Compression;
use flate2::write::GzEncoder;
use metadefender_gateway::Config;
use metadefender_gateway::archive::Limits;
use metadefender_gateway::rules::Rule;
use serde_json::Value;
use zip::write::ZipWriter;

/// A gateway whose default rule has these limits.
async fn limited(limits: Limits) -> Gateway {
    let rule = Rule {
        archive: limits,
        ..Rule::new("Limited", 1 << 30)
    };
    Gateway::start(Config {
        rules: vec![rule],
        ..config()
    })
    .await
}

async fn analyse_limited(gateway: &Gateway, content: &[u8]) -> Value {
    let reply = gateway
        .post("/file")
        .header("rule", "Limited")
        .body(content)
        .send()
        .await;
    gateway.finished(&data_id(&reply)).await
}

#[tokio::test]
async fn limits_have_their_result_codes() {
    let zip = zipped(&[("a", &[b'a'; 100]), ("b", &[b'b'; 100])], DEFLATED);
    let tar = tarred(&[("a", &[b'a'; 100]), ("b", &[b'b'; 100])]);
    let nested = zipped(&[("inner.zip", &zip)], DEFLATED);
    let limits = Limits::default;
    for (limits, archive, expected) in [
        (
            Limits {
                depth: 1,
                ..limits()
            },
            &nested,
            9,
        ),
        (
            Limits {
                size: 150,
                ..limits()
            },
            &zip,
            13,
        ),
        (
            Limits {
                size: 150,
                ..limits()
            },
            &tar,
            13,
        ),
        (
            Limits {
                size: 50,
                ..limits()
            },
            &gzipped(&[b'a'; 100]),
            13,
        ),
        (
            Limits {
                files: 1,
                ..limits()
            },
            &zip,
            14,
        ),
        (
            Limits {
                files: 1,
                ..limits()
            },
            &tar,
            14,
        ),
        (
            Limits {
                files: 2,
                ..limits()
            },
            &nested,
            14,
        ),
        (
            Limits {
                timeout: 0,
                ..limits()
            },
            &zip,
            16,
        ),
        (
            Limits {
                depth: 2,
                files: 3,
                ..limits()
            },
            &nested,
            0,
        ),
    ] {
        let gateway = limited(limits.clone()).await;
        let report = analyse_limited(&gateway, archive).await;
        assert_eq!(code(&report), expected, "{limits:?}");
        let result = if expected == 0 { "Allowed" } else { "Blocked" };
        assert_eq!(report["process_info"]["result"], result);
    }
}

#[tokio::test]
async fn a_broken_archive_is_extraction_failed() {
    let gateway = Gateway::start(config()).await;
    let zip = zipped(&[("a", b"abc")], DEFLATED);
    let tar = tarred(&[("a", &[b'a'; 5000])]);
    let gz = gzipped(&[b'a'; 5000]);
    for broken in [&zip[..zip.len() - 10], &tar[..3000], &gz[..gz.len() - 8]] {
        let report = gateway.analyse(broken).await;
        assert_eq!(code(&report), 24);
        assert_eq!(report["extraction_info"]["err_code"], 24);
        assert_ne!(report["extraction_info"]["err_details"], "");
    }
}

#[tokio::test]
async fn two_files_of_one_name_are_not_taken_for_one() {
    let gateway = Gateway::start(config()).await;
    let mut zip = zipped(&[("name-1", b"one"), ("name-2", b"two")], DEFLATED);
    for index in 0..zip.len() - 6 {
        if &zip[index..index + 6] == b"name-2" {
            zip[index + 5] = b'1';
        }
    }
    let report = gateway.analyse(zip).await;
    assert_eq!(code(&report), 24);
}

#[tokio::test]
async fn a_bomb_is_not_unpacked() {
    let gateway = Gateway::start(config()).await;
    // 256 MiB of zeros, packed; and ten times 64 MiB that share their bytes.
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..256 {
        gz.write_all(&[0; 1 << 20]).unwrap();
    }
    let gz = gz.finish().unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("0", DEFLATED).unwrap();
    for _ in 0..64 {
        zip.write_all(&[0; 1 << 20]).unwrap();
    }
    for name in 1..10 {
        zip.shallow_copy_file("0", &name.to_string()).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    for bomb in [gz, zip] {
        let report = gateway.analyse(bomb).await;
        assert_eq!(code(&report), 13);
        assert_eq!(report["extracted_files"]["files_extracted_count"], 0);
    }
    assert_eq!(gateway.spooled(), 0);
}

#[tokio::test]
async fn a_cancelled_archive_takes_its_files_along() {
    let slow = Config {
        step_delay: Duration::from_secs(60),
        ..config()
    };
    let gateway = Gateway::start(slow).await;
    let data_id = gateway.submit(zipped(&[("a", b"abc")], DEFLATED)).await;
    let cancel = gateway.post(&format!("/file/{data_id}/cancel"));
    cancel.send().await.expect(200);
    let report = gateway.finished(&data_id).await;
    assert_eq!(code(&report), 19);
    assert_eq!(report.get("extracted_files"), None);
}
