//! The address of a clamd, and its commands.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

const PIECE: usize = 256 << 10;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(120);

/// The size limit of a response.
const LONGEST_ANSWER: u64 = 4096;

/// The address of a clamd.
#[derive(Clone, Debug, PartialEq)]
pub enum Clamd {
    /// Nowhere.
    None,
    /// A unix socket.
    Unix(PathBuf),
    /// A host and a port.
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

    /// Its version and that of its definitions: `ClamAV 1.4.3/27450/Wed Nov  6 09:25:00 2024`.
    pub fn version(&self) -> io::Result<String> {
        let mut stream = self.connect()?;
        stream.write_all(b"zVERSION\0")?;
        answer(&mut stream)
    }

    /// Its result for these bytes, without the prefix `stream: `.
    pub fn scan(&self, bytes: &[u8]) -> io::Result<String> {
        let mut stream = self.connect()?;
        // A clamd that refuses a file responds and closes before it has read all of it.
        let sent = send(&mut stream, bytes);
        match (answer(&mut stream), sent) {
            (Ok(answer), _) => Ok(answer
                .strip_prefix("stream: ")
                .unwrap_or(&answer)
                .to_owned()),
            (Err(error), Ok(())) | (_, Err(error)) => Err(error),
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

/// Reads a complete response. Without its terminator it was cut off, for example because clamd has died: the start of a
/// threat's name could look like an OK.
fn answer(stream: &mut dyn Stream) -> io::Result<String> {
    let mut answer = String::new();
    stream.take(LONGEST_ANSWER).read_to_string(&mut answer)?;
    match answer.strip_suffix('\0') {
        Some(answer) => Ok(answer.to_owned()),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
