//! A gateway in this process, and an HTTP client that also sends what a well-behaved one would not.

pub mod archives;
#[cfg(unix)]
pub mod clamd;
pub mod cloud;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use metadefender_gateway::engine::Clamd;
use metadefender_gateway::{Config, Server};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// The EICAR test file, in two halves so that no scanner takes this source for it.
pub const EICAR: &str = concat!(
    r"X5O!P%@AP[4\PZX54(P^)7CC)7}$",
    "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
);

/// A free port, no pauses, and no engines but the embedded ones.
pub fn config() -> Config {
    Config {
        port: 0,
        step_delay: Duration::ZERO,
        clamd: Some(Clamd::None),
        ..Config::default()
    }
}

/// A running gateway; it ends with the test's runtime.
pub struct Gateway {
    pub address: SocketAddr,
    pub spool: PathBuf,
}

impl Gateway {
    pub async fn start(config: Config) -> Self {
        let server = Server::bind(&config).await.unwrap();
        let (address, spool) = (server.address(), server.spool().to_owned());
        tokio::spawn(server.serve(std::future::pending()));
        Self { address, spool }
    }

    pub fn get(&self, path: &str) -> Request {
        Request::new(self.address, "GET", path)
    }

    pub fn post(&self, path: &str) -> Request {
        Request::new(self.address, "POST", path)
    }

    /// Submits a file and answers its data id.
    pub async fn submit(&self, content: impl AsRef<[u8]>) -> String {
        data_id(&self.post("/file").body(content).send().await)
    }

    /// Polls until the analysis has ended.
    pub async fn finished(&self, data_id: &str) -> Value {
        loop {
            let report = self.get(&format!("/file/{data_id}")).send().await.json();
            if report["process_info"]["progress_percentage"] == 100 {
                return report;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Submits a file and waits for its report.
    pub async fn analyse(&self, content: impl AsRef<[u8]>) -> Value {
        let data_id = self.submit(content).await;
        self.finished(&data_id).await
    }

    /// Logs in as the default user.
    pub async fn login(&self) -> String {
        let reply = self
            .post("/login")
            .body(r#"{"user":"admin","password":"admin"}"#)
            .send()
            .await;
        reply.expect(200)["session_id"].as_str().unwrap().to_owned()
    }

    /// How many uploads lie in the spool.
    pub fn spooled(&self) -> usize {
        self.spool.read_dir().unwrap().count()
    }
}

/// The data id of a submission's answer.
pub fn data_id(reply: &Reply) -> String {
    reply.expect(200)["data_id"].as_str().unwrap().to_owned()
}

/// A request to be sent over a connection of its own.
pub struct Request {
    address: SocketAddr,
    head: String,
    body: Option<Vec<u8>>,
}

impl Request {
    pub fn new(address: SocketAddr, method: &str, path: &str) -> Self {
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
        Self {
            address,
            head,
            body: None,
        }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head += &format!("{name}: {value}\r\n");
        self
    }

    pub fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = Some(body.as_ref().to_vec());
        self
    }

    pub async fn send(mut self) -> Reply {
        if let Some(body) = &self.body {
            self.head += &format!("Content-Length: {}\r\n", body.len());
        }
        let mut bytes = (self.head + "\r\n").into_bytes();
        bytes.extend(self.body.unwrap_or_default());
        exchange(self.address, &bytes).await
    }
}

/// Sends exactly these bytes and reads one answer.
pub async fn exchange(address: SocketAddr, bytes: &[u8]) -> Reply {
    let mut connection = Connection::open(address).await;
    connection.send(bytes).await;
    connection.reply().await
}

/// A connection for more than one message.
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    pub async fn open(address: SocketAddr) -> Self {
        Self(BufReader::new(TcpStream::connect(address).await.unwrap()))
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).await.unwrap();
    }

    /// Says that nothing more will be sent.
    pub async fn end(&mut self) {
        self.0.get_mut().shutdown().await.unwrap();
    }

    pub async fn reply(&mut self) -> Reply {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await.expect("an answer"));
        }
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers: HashMap<_, _> = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers
            .get("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await.unwrap();
        Reply {
            status,
            headers,
            body,
        }
    }
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The JSON of an answer with that status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        self.json()
    }

    /// A refusal with that status says why in `err`, and may be read by a page of any origin.
    #[track_caller]
    pub fn refused(&self, status: u16) -> String {
        let err = self.expect(status)["err"]
            .as_str()
            .expect("an err")
            .to_owned();
        assert!(!err.is_empty());
        assert_eq!(self.headers["access-control-allow-origin"], "*");
        err
    }
}
