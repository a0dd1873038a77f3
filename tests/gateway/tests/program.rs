//! The program: its line on stdout, its end, its complaints, its memory.

use std::process::{Output, Stdio};
use std::time::Duration;

use crate::common::Connection;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metadefender-gateway"));
    command.args(arguments).kill_on_drop(true);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

struct Running {
    child: Child,
    stdout: Lines<BufReader<ChildStdout>>,
    address: std::net::SocketAddr,
}

async fn start(arguments: &[&str]) -> Running {
    let mut child = program(arguments)
        .args(["--port", "0", "--log", "off"])
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = stdout.next_line().await.unwrap().expect("a line");
    let address = line
        .strip_prefix("listening on http://127.0.0.1:")
        .expect(&line);
    let address = ([127, 0, 0, 1], address.parse().unwrap()).into();
    Running {
        child,
        stdout,
        address,
    }
}

impl Running {
    /// Ends it by its stdin, so that it clears its spool away.
    async fn end(mut self) {
        drop(self.child.stdin.take());
        self.ended().await;
    }

    /// Waits for its end, and that it said nothing more.
    async fn ended(mut self) {
        assert!(self.child.wait().await.unwrap().success());
        assert_eq!(self.stdout.next_line().await.unwrap(), None);
    }
}

async fn fails(arguments: &[&str]) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = program(arguments).output().await.unwrap();
    assert_eq!(status.code(), Some(1));
    assert!(stdout.is_empty());
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    stderr
}

#[tokio::test]
async fn ends_with_its_stdin() {
    start(&["--exit-with-stdin"]).await.end().await;
}

#[tokio::test]
async fn ends_on_signals_and_leaves_no_spool() {
    for signal in ["TERM", "INT"] {
        let directory = tempfile::tempdir().unwrap();
        let running = start(&["--spool", directory.path().to_str().unwrap()]).await;
        let mut idle = Connection::open(running.address).await;
        idle.send(b"GET /health HTTP/1.1\r\nHost: g\r\n\r\n").await;
        idle.reply().await.expect(200);
        let pid = running.child.id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &pid])
                .status()
                .await
                .unwrap()
                .success()
        );
        running.ended().await;
        assert_eq!(directory.path().read_dir().unwrap().count(), 0);
    }
}

#[tokio::test]
async fn a_port_in_use_is_one_clear_line() {
    let running = start(&["--exit-with-stdin"]).await;
    let port = running.address.port().to_string();
    let complaint = fails(&["--port", &port]).await;
    assert!(
        complaint.contains(&port) && complaint.contains("already in use"),
        "{complaint}"
    );
    running.end().await;
}

#[tokio::test]
async fn broken_yara_rules_are_one_clear_line() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(
        directory.path().join("broken.yar"),
        "rule broken { condition: }",
    )
    .unwrap();
    let complaint = fails(&["--port", "0", "--rules", directory.path().to_str().unwrap()]).await;
    assert!(complaint.contains("broken.yar"), "{complaint}");
    let complaint = fails(&["--port", "0", "--rules", "/no/such/directory"]).await;
    assert!(complaint.contains("/no/such/directory"), "{complaint}");
}

#[tokio::test]
async fn help_names_the_options() {
    let output = program(&["--help"]).output().await.unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for option in [
        "--port",
        "--user",
        "--api-key",
        "--rules",
        "--rules-file",
        "--clamd",
        "--fault",
        "--step-delay",
        "--exit-with-stdin",
    ] {
        assert!(help.contains(option), "{option} is not in the help");
    }
}

#[tokio::test]
async fn logs_are_structured_and_hold_no_key() {
    let arguments = [
        "--port",
        "0",
        "--exit-with-stdin",
        "--log-format",
        "json",
        "--api-key",
        "sesame",
    ];
    let mut child = program(&arguments).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = stdout.next_line().await.unwrap().unwrap();
    let address = line
        .strip_prefix("listening on http://")
        .unwrap()
        .parse()
        .unwrap();
    crate::common::Request::new(address, "GET", "/file/rules")
        .header("apikey", "sesame")
        .send()
        .await;
    drop(child.stdin.take());
    let output = child.wait_with_output().await.unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(
        lines
            .iter()
            .any(|it| it["path"] == "/file/rules" && it["status"] == 200),
        "{log}"
    );
    assert!(!log.contains("sesame"));
}

/// Private memory, without the pages of mapped files, which the kernel can drop at will.
#[cfg(target_os = "linux")]
fn memory(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_big_upload_stays_on_the_disk() {
    const MIB: usize = 1 << 20;
    const SIZE: usize = 128 * MIB;
    let running = start(&["--exit-with-stdin", "--step-delay", "0"]).await;
    let pid = running.child.id().unwrap();
    let before = memory(pid);
    let mut peak = before;

    let mut connection = Connection::open(running.address).await;
    let head = format!("POST /file HTTP/1.1\r\nHost: g\r\nContent-Length: {SIZE}\r\n\r\n");
    connection.send(head.as_bytes()).await;
    let piece: Vec<u8> = (0..MIB).map(|n| (n * 7 % 251) as u8).collect();
    for _ in 0..SIZE / MIB {
        connection.send(&piece).await;
        peak = peak.max(memory(pid));
    }
    let path = format!(
        "/file/{}",
        crate::common::data_id(&connection.reply().await)
    );
    let report = loop {
        peak = peak.max(memory(pid));
        let report = crate::common::Request::new(running.address, "GET", &path)
            .send()
            .await
            .json();
        if report["process_info"]["progress_percentage"] == 100 {
            break report;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    };
    assert_eq!(report["file_info"]["file_size"], SIZE);
    assert_eq!(report["process_info"]["result"], "Allowed");
    let grown = (peak - before) / MIB as u64;
    assert!(grown < 16, "the gateway grew by {grown} MiB");
    running.end().await;
}
