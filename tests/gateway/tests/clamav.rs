//! ClamAV by its daemon: what it finds, what it does not look at, and when it is gone.
#![cfg(unix)]

use std::process::Stdio;

use crate::common::archives::{DEFLATED, gzipped, zipped};
use crate::common::clamd::{Daemon, FOX, MARKED};
use crate::common::{Gateway, config};
use metadefender_gateway::Config;
use metadefender_gateway::engine::Clamd;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::Command;

async fn gateway(clamd: Clamd) -> Gateway {
    Gateway::start(Config {
        clamd: Some(clamd),
        ..config()
    })
    .await
}

async fn gateway_with(daemon: &Daemon) -> Gateway {
    gateway(Clamd::Unix(daemon.socket())).await
}

/// What ClamAV says: its `scan_result_i` and its `threat_found`.
fn clamav(report: &Value) -> (u64, &str) {
    let details = &report["scan_results"]["scan_details"]["ClamAV"];
    let threat = details["threat_found"].as_str().unwrap();
    (details["scan_result_i"].as_u64().unwrap(), threat)
}

/// The file is blocked, as ClamAV failed, for that reason.
fn assert_not_looked_at(report: &Value, reason: &str) {
    let (result, message) = clamav(report);
    assert_eq!(result, 3, "{reason}");
    assert!(message.contains(reason), "{message} for {reason}");
    assert_eq!(report["process_info"]["result"], "Blocked");
}

fn gzipped_times(depth: usize) -> Vec<u8> {
    (0..depth).fold(b"harmless".to_vec(), |content, _| gzipped(&content))
}

#[tokio::test]
async fn clamd_scans() {
    let daemon = Daemon::start("StreamMaxLength 1M");
    let gateway = gateway_with(&daemon).await;
    for (content, threat) in [
        (FOX, "Test.Hash.Fox.UNOFFICIAL"),
        (MARKED, "Test.Text.Mark.UNOFFICIAL"),
    ] {
        let report = gateway.analyse(content).await;
        assert_eq!(report["process_info"]["result"], "Blocked");
        assert_eq!(report["scan_results"]["scan_all_result_i"], 1);
        assert_eq!(clamav(&report), (1, threat));
        let details = &report["scan_results"]["scan_details"];
        assert_eq!(details["EICAR"]["scan_result_i"], 0);
        assert_eq!(report["scan_results"]["total_avs"], 2);
    }
    let report = gateway.analyse(vec![b'a'; 900_000]).await;
    assert_eq!(report["process_info"]["result"], "Allowed");
    assert_eq!(clamav(&report), (0, ""));

    // Larger than the daemon takes: not scanned by it, and so not clean.
    let report = gateway.analyse(vec![b'a'; 3 << 20]).await;
    assert_eq!(report["scan_results"]["scan_all_result_i"], 25);
    assert_not_looked_at(&report, "INSTREAM size limit exceeded");

    drop(daemon);
    let report = gateway.analyse("def").await;
    assert_not_looked_at(&report, "clamd: ");
}

#[tokio::test]
async fn what_is_over_a_limit_of_clamds_is_not_clean() {
    let daemon = Daemon::start("MaxFileSize 100K\nMaxScanSize 300K\nMaxFiles 10\nMaxRecursion 3");
    let gateway = gateway_with(&daemon).await;
    let names: Vec<_> = (0..20).map(|number| format!("file {number}")).collect();
    let many: Vec<_> = names.iter().map(|it| (&**it, it.as_bytes())).collect();
    let contents: Vec<_> = (b'a'..b'f').map(|letter| vec![letter; 90_000]).collect();
    let large: Vec<_> = names
        .iter()
        .zip(&contents)
        .map(|(name, it)| (&**name, &**it))
        .collect();
    for (content, limit) in [
        (vec![b'a'; 200_000], "MaxFileSize"),
        (zipped(&large, DEFLATED), "MaxScanSize"),
        (zipped(&many, DEFLATED), "MaxFiles"),
        // So deep that no part of it that the gateway unpacks is within the limit: clamd would remember it as clean.
        (gzipped_times(10), "MaxRecursion"),
    ] {
        let report = gateway.analyse(content).await;
        assert_not_looked_at(&report, &format!("Heuristics.Limits.Exceeded.{limit}"));
    }
    // Within all of them.
    let report = gateway.analyse(zipped(&many[..5], DEFLATED)).await;
    assert_eq!(report["process_info"]["result"], "Allowed");
    // What it finds before it stops is a threat all the same.
    let marked = [&[("marked", MARKED.as_bytes())], many.as_slice()].concat();
    let report = gateway.analyse(zipped(&marked, DEFLATED)).await;
    assert_eq!(clamav(&report), (1, "Test.Text.Mark.UNOFFICIAL"));
}

/// Over the 25 MiB that every clamd looks at by default, an OK may be about a file that was skipped.
#[tokio::test]
async fn a_clamd_that_does_not_say_what_it_skips_is_not_believed_about_large_files() {
    const LARGE: usize = (25 << 20) + 1;
    let settings = "StreamMaxLength 64M\nMaxFileSize 1M";
    let silent = Daemon::start_silent(settings);
    let gateway_of_silent = gateway_with(&silent).await;
    let report = gateway_of_silent.analyse(vec![b'a'; LARGE]).await;
    assert_not_looked_at(&report, "AlertExceedsMax");
    let report = gateway_of_silent.analyse("harmless").await;
    assert_eq!(report["process_info"]["result"], "Allowed");

    let telling = Daemon::start("StreamMaxLength 64M\nMaxFileSize 64M");
    let report = gateway_with(&telling)
        .await
        .analyse(vec![b'a'; LARGE])
        .await;
    assert_eq!(report["process_info"]["result"], "Allowed");
    assert_eq!(clamav(&report), (0, ""));
}

#[tokio::test]
async fn the_log_says_whether_clamd_says_what_it_skips() {
    for (daemon, is_silent) in [(Daemon::start(""), false), (Daemon::start_silent(""), true)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_metadefender-gateway"))
            .args(["--port", "0", "--exit-with-stdin", "--clamd"])
            .arg(daemon.socket())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        stdout.next_line().await.unwrap().expect("a line");
        drop(child.stdin.take());
        let output = child.wait_with_output().await.unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert!(log.contains("ClamAV found"), "{log}");
        assert_eq!(log.contains("AlertExceedsMax yes"), is_silent, "{log}");
    }
}

#[tokio::test]
async fn a_clamd_that_hangs_up_is_never_clean() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let answers = [
        "ClamAV 1.4.3\0",
        // Whether it says what it skips.
        "",
        "ClamAV 1.4.3/1/Wed Nov  6 09:25:00 2024\0",
        "",
        "ClamAV 1.4.3/1/Wed Nov  6 09:25:00 2024\0",
        // Of an answer such as `stream: OK.Worm FOUND`.
        "stream: OK",
    ];
    let daemon = tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut command = [0; 9];
            stream.read_exact(&mut command).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    let gateway = gateway(Clamd::Tcp(address)).await;
    let report = gateway.analyse("abc").await;
    assert_eq!(report["scan_results"]["scan_all_result_i"], 25);
    let details = &report["scan_results"]["scan_details"]["ClamAV"];
    assert_eq!(details["def_time"], "2024-11-06T09:25:00.000Z");
    let report = gateway.analyse("def").await;
    assert_not_looked_at(&report, "clamd: ");
    daemon.await.unwrap();
}
