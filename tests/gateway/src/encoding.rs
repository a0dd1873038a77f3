//! The `content-encoding` of an upload, decoded as the bytes arrive.

use std::io::{self, Read};

use axum::body::Bytes;
use axum::http::HeaderMap;
use base64::engine::general_purpose::STANDARD;
use base64::read::DecoderReader;
use flate2::read::MultiGzDecoder;
use tokio::sync::mpsc;

use crate::error::ApiError;
use crate::headers;

/// How a body is encoded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Encoding {
    /// Not at all.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 4648, with or without line breaks.
    Base64,
}

impl Encoding {
    /// Parses the header.
    pub fn of(headers: &HeaderMap) -> Result<Self, ApiError> {
        const NAME: &str = "content-encoding";
        let named = headers::plain(headers, NAME)?.unwrap_or("identity");
        match named.to_ascii_lowercase().as_str() {
            "identity" => Ok(Self::Identity),
            "gzip" => Ok(Self::Gzip),
            "base64" => Ok(Self::Base64),
            _ => Err(headers::invalid(
                NAME,
                &format!("is not supported: {named}"),
            )),
        }
    }

    /// The decoded bytes.
    pub fn decoder(self, encoded: Pieces) -> Box<dyn Read> {
        match self {
            Self::Identity => Box::new(encoded),
            Self::Gzip => Box::new(MultiGzDecoder::new(encoded)),
            Self::Base64 => Box::new(DecoderReader::new(WithoutBreaks(encoded), &STANDARD)),
        }
    }
}

/// A reader of the body's bytes as they arrive. Blocks.
pub struct Pieces {
    receiver: mpsc::Receiver<Bytes>,
    current: Bytes,
}

impl Pieces {
    /// An item of the channel.
    pub fn new(receiver: mpsc::Receiver<Bytes>) -> Self {
        Self {
            receiver,
            current: Bytes::new(),
        }
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.current.is_empty() {
            match self.receiver.blocking_recv() {
                Some(piece) => self.current = piece,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.current.len());
        buffer[..length].copy_from_slice(&self.current.split_to(length));
        Ok(length)
    }
}

struct WithoutBreaks(Pieces);

impl Read for WithoutBreaks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.0.read(buffer)?;
            let mut kept = 0;
            for index in 0..length {
                if !matches!(buffer[index], b'\r' | b'\n') {
                    buffer[kept] = buffer[index];
                    kept += 1;
                }
            }
            if kept > 0 || length == 0 {
                return Ok(kept);
            }
        }
    }
}
