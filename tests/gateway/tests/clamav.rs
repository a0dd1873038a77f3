//! ClamAV: Debian's own clamd in the foreground, with a signature database of the test's own.
#![cfg(unix)]

mod common;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Gateway, config};
use metadefender_gateway::Config;
use metadefender_gateway::engine::Clamd;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Installs clamd where it is missing, and starts no service with it.
const INSTALL: &str = "
    set -e
    if ! [ -e /usr/sbin/policy-rc.d ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
        chmod +x /usr/sbin/policy-rc.d
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install --yes --no-install-recommends clamav-daemon";

/// ClamAV takes no notice of files of less than six bytes.
const FOX: &str = "The quick brown fox jumps over the lazy dog";

const CLAMD: &str = "/usr/sbin/clamd";

/// A running clamd; it ends with the test.
struct Daemon {
    child: Child,
    directory: TempDir,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Daemon {
    fn start() -> Self {
        if !Path::new(CLAMD).exists() {
            let output = Command::new("sh").args(["-c", INSTALL]).output();
            let complaint = match &output {
                Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
                Err(error) => error.to_string(),
            };
            assert!(
                Path::new(CLAMD).exists(),
                "clamd is missing, and apt-get cannot install clamav-daemon: {complaint}"
            );
        }
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        let database = path.join("database");
        std::fs::create_dir(&database).unwrap();
        // The MD5 and the size of FOX, and a piece of text in hexadecimal.
        let hash = "9e107d9d372bb6826bd81d3542a419d6:43:Test.Hash.Fox\n";
        std::fs::write(database.join("test.hdb"), hash).unwrap();
        let text = "Test.Text.Mark:0:*:6120736967 6e6174757265206d61726b\n".replace(' ', "");
        std::fs::write(database.join("test.ndb"), text).unwrap();
        let settings = format!(
            "Foreground yes\nDatabaseDirectory {}\nLocalSocket {}\nLogFile {}\nStreamMaxLength 1M\n",
            database.display(),
            path.join("clamd.ctl").display(),
            path.join("clamd.log").display(),
        );
        std::fs::write(path.join("clamd.conf"), settings).unwrap();
        let child = Command::new(CLAMD)
            .arg("--config-file")
            .arg(path.join("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut daemon = Self { child, directory };
        daemon.wait();
        daemon
    }

    /// It tells nobody when it is ready.
    fn wait(&mut self) {
        let patience = Instant::now() + Duration::from_secs(30);
        while std::os::unix::net::UnixStream::connect(self.socket()).is_err() {
            let log = || std::fs::read_to_string(self.directory.path().join("clamd.log"));
            assert!(Instant::now() < patience, "{:?}", log());
            assert_eq!(self.child.try_wait().unwrap(), None, "{:?}", log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn socket(&self) -> std::path::PathBuf {
        self.directory.path().join("clamd.ctl")
    }
}

async fn gateway(clamd: Clamd) -> Gateway {
    Gateway::start(Config {
        clamd: Some(clamd),
        ..config()
    })
    .await
}

#[tokio::test]
async fn clamd_scans() {
    let daemon = Daemon::start();
    let gateway = gateway(Clamd::Unix(daemon.socket())).await;
    for (content, threat) in [
        (FOX, "Test.Hash.Fox.UNOFFICIAL"),
        ("with a signature mark in it", "Test.Text.Mark.UNOFFICIAL"),
    ] {
        let report = gateway.analyse(content).await;
        assert_eq!(report["process_info"]["result"], "Blocked");
        assert_eq!(report["scan_results"]["scan_all_result_i"], 1);
        let details = &report["scan_results"]["scan_details"];
        assert_eq!(details["ClamAV"]["scan_result_i"], 1);
        assert_eq!(details["ClamAV"]["threat_found"], threat);
        assert_eq!(details["EICAR"]["scan_result_i"], 0);
        assert_eq!(report["scan_results"]["total_avs"], 2);
    }
    let report = gateway.analyse(vec![b'a'; 900_000]).await;
    assert_eq!(report["process_info"]["result"], "Allowed");
    assert_eq!(
        report["scan_results"]["scan_details"]["ClamAV"]["scan_result_i"],
        0
    );

    // Larger than the daemon takes: not scanned by it, and so not clean.
    let report = gateway.analyse(vec![b'a'; 3 << 20]).await;
    assert_eq!(report["process_info"]["result"], "Blocked");
    assert_eq!(report["scan_results"]["scan_all_result_i"], 25);

    drop(daemon);
    let report = gateway.analyse("def").await;
    assert_eq!(report["process_info"]["result"], "Blocked");
    let details = &report["scan_results"]["scan_details"]["ClamAV"];
    assert_eq!(details["scan_result_i"], 3);
    assert_ne!(details["threat_found"], "");
}

#[tokio::test]
async fn a_clamd_that_hangs_up_is_never_clean() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let answers = [
        "ClamAV 1.4.3",
        "ClamAV 1.4.3/1/Wed Nov  6 09:25:00 2024",
        "",
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
    daemon.await.unwrap();
}
