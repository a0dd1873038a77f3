//! ClamAV, by the INSTREAM command of its daemon clamd.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Mutex;
use std::time::Duration;

use super::{Engine, Finding};
use crate::sample::Sample;

/// Where Debian's clamd listens.
const DEFAULT_SOCKET: &str = "/var/run/clamav/clamd.ctl";

const PIECE: usize = 256 << 10;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(120);

/// No answer of clamd's is longer.
const LONGEST_ANSWER: u64 = 4096;

/// Where a clamd is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Clamd {
    /// Nowhere.
    None,
    /// On that unix socket.
    Unix(PathBuf),
    /// At that host and port.
    Tcp(String),
}

impl FromStr for Clamd {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "none" => Ok(Self::None),
            _ if text.contains('/') => Ok(Self::Unix(text.into())),
            _ if text.contains(':') => Ok(Self::Tcp(text.to_owned())),
            _ => Err("expected none, the path of a socket, or HOST:PORT"),
        }
    }
}

impl fmt::Display for Clamd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("none"),
            Self::Unix(path) => path.display().fmt(formatter),
            Self::Tcp(address) => address.fmt(formatter),
        }
    }
}

/// A connection to clamd.
trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

impl Clamd {
    #[cfg(unix)]
    fn connect_unix(path: &Path) -> io::Result<Box<dyn Stream>> {
        let stream = std::os::unix::net::UnixStream::connect(path)?;
        stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
        stream.set_write_timeout(Some(ANSWER_TIMEOUT))?;
        Ok(Box::new(stream))
    }

    #[cfg(not(unix))]
    fn connect_unix(_: &Path) -> io::Result<Box<dyn Stream>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn connect(&self) -> io::Result<Box<dyn Stream>> {
        let address = match self {
            Self::None => return Err(io::ErrorKind::NotFound.into()),
            Self::Unix(path) => return Self::connect_unix(path),
            Self::Tcp(address) => address.to_socket_addrs()?.next(),
        };
        let address = address.ok_or(io::ErrorKind::AddrNotAvailable)?;
        let stream = TcpStream::connect_timeout(&address, CONNECT_TIMEOUT)?;
        stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
        stream.set_write_timeout(Some(ANSWER_TIMEOUT))?;
        Ok(Box::new(stream))
    }

    fn version(&self) -> io::Result<String> {
        let mut stream = self.connect()?;
        stream.write_all(b"zVERSION\0")?;
        answer(&mut stream)
    }

    fn scan(&self, bytes: &[u8]) -> io::Result<String> {
        let mut stream = self.connect()?;
        // A clamd that refuses a file says so, and closes, before it has read all of it.
        let sent = send(&mut stream, bytes);
        match (answer(&mut stream), sent) {
            (Ok(answer), _) if !answer.is_empty() => Ok(answer),
            (Err(error), Ok(())) | (_, Err(error)) => Err(error),
            (Ok(_), Ok(())) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

fn send(stream: &mut dyn Stream, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(b"zINSTREAM\0")?;
    for piece in bytes.chunks(PIECE) {
        stream.write_all(&(piece.len() as u32).to_be_bytes())?;
        stream.write_all(piece)?;
    }
    stream.write_all(&[0; 4])
}

fn answer(stream: &mut dyn Stream) -> io::Result<String> {
    let mut answer = String::new();
    stream.take(LONGEST_ANSWER).read_to_string(&mut answer)?;
    Ok(answer.trim_end_matches(['\0', '\n']).to_owned())
}

/// The engine.
pub struct ClamAv {
    clamd: Clamd,
    def_time: Mutex<String>,
}

impl ClamAv {
    /// The engine on that clamd, or on the one of the system if there is one.
    pub fn new(named: Option<&Clamd>) -> Option<Self> {
        let default = Clamd::Unix(DEFAULT_SOCKET.into());
        let clamd = named.unwrap_or(&default).clone();
        if clamd == Clamd::None {
            return None;
        }
        match clamd.version() {
            Ok(version) => tracing::info!(%clamd, version, "ClamAV found"),
            Err(_) if named.is_none() => return None,
            Err(error) => tracing::warn!(%clamd, %error, "clamd does not answer"),
        }
        Some(Self {
            clamd,
            def_time: Mutex::default(),
        })
    }
}

impl Engine for ClamAv {
    fn name(&self) -> &'static str {
        "ClamAV"
    }

    fn id(&self) -> &'static str {
        "clamav_1_local"
    }

    fn def_time(&self) -> String {
        self.def_time.lock().unwrap().clone()
    }

    fn scan(&self, sample: &Sample) -> Finding {
        if let Ok(version) = self.clamd.version() {
            *self.def_time.lock().unwrap() = definitions(&version).unwrap_or_default();
        }
        match self.clamd.scan(sample.bytes()) {
            Ok(answer) => finding(&answer),
            Err(error) => Finding::Failed(format!("clamd: {error}")),
        }
    }
}

/// What an answer means; what is not understood is never clean.
fn finding(answer: &str) -> Finding {
    let result = answer.strip_prefix("stream: ").unwrap_or(answer);
    if result == "OK" {
        return Finding::NoThreat;
    }
    match result.strip_suffix(" FOUND") {
        Some(threat) => Finding::Infected(threat.to_owned()),
        None => Finding::Failed(format!("clamd: {answer}")),
    }
}

/// `ClamAV 1.4.3/27450/Wed Nov  6 09:25:00 2024` was defined at 2024-11-06T09:25:00.000Z.
fn definitions(version: &str) -> Option<String> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut fields = version.splitn(3, '/').nth(2)?.split_whitespace().skip(1);
    let month = MONTHS.find(fields.next()?)? / 3 + 1;
    let (day, time, year) = (fields.next()?, fields.next()?, fields.next()?);
    Some(format!("{year}-{month:02}-{day:0>2}T{time}.000Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ok_is_clean() {
        assert_eq!(finding("stream: OK"), Finding::NoThreat);
        let found = finding("stream: Win.Test.EICAR_HDB-1 FOUND");
        assert_eq!(found, Finding::Infected("Win.Test.EICAR_HDB-1".into()));
        for answer in [
            "",
            "stream: ",
            "INSTREAM size limit exceeded. ERROR",
            "stream: Can't allocate memory ERROR",
            "UNKNOWN COMMAND",
        ] {
            assert!(matches!(finding(answer), Finding::Failed(_)), "{answer}");
        }
    }

    #[test]
    fn the_definitions_have_a_date() {
        let version = "ClamAV 1.4.3/27450/Wed Nov  6 09:25:00 2024";
        assert_eq!(definitions(version).unwrap(), "2024-11-06T09:25:00.000Z");
        assert_eq!(definitions("ClamAV 1.4.3"), None);
    }

    #[test]
    fn addresses() {
        let parse = str::parse::<Clamd>;
        assert_eq!(parse("/run/c.ctl"), Ok(Clamd::Unix("/run/c.ctl".into())));
        assert_eq!(
            parse("localhost:3310"),
            Ok(Clamd::Tcp("localhost:3310".into()))
        );
        assert_eq!(parse("none"), Ok(Clamd::None));
        assert!(parse("localhost").is_err());
    }
}
