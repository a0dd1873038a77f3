//! Streams an upload to disk and hashes it on the way, without holding it in memory.

use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use axum::body::Body;
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use tempfile::{NamedTempFile, TempPath};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::analysis::Received;
use crate::digest::Hasher;
use crate::encoding::{Encoding, Pieces};
use crate::error::ApiError;

/// How many chunks of the body may wait for the disk.
const AHEAD: usize = 2;

const PIECE: usize = 64 << 10;

/// The ratio and the size from which a decoded body is a bomb.
const BOMB_RATIO: u64 = 250;
const BOMB_FROM: u64 = 16 << 20;

/// The Content-Length of an upload, which must not be chunked or empty.
pub fn declared_length(headers: &HeaderMap) -> Result<u64, ApiError> {
    if headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(ApiError::length_required(
            "Transfer-Encoding: chunked is not supported",
        ));
    }
    let Some(length) = headers.get(header::CONTENT_LENGTH) else {
        return Err(ApiError::length_required(
            "Content-Length header is missing from the request",
        ));
    };
    match length.to_str().ok().and_then(|text| text.parse().ok()) {
        Some(0) => Err(ApiError::empty()),
        Some(length) => Ok(length),
        None => Err(ApiError::bad_request(
            "Invalid header: Content-Length must be a whole number",
        )),
    }
}

/// Decodes and spools the body, up to `limit` bytes. An interrupted upload is deleted.
pub async fn receive(
    body: Body,
    length: u64,
    encoding: Encoding,
    limit: u64,
    spool: &Path,
) -> Result<(TempPath, Received), ApiError> {
    let file = NamedTempFile::new_in(spool).map_err(ApiError::internal)?;
    let (pieces, waiting) = mpsc::channel(AHEAD);
    let content = Pieces::new(waiting);
    let writer = spawn_blocking(move || write(file, encoding.decoder(content), length, limit));

    let mut body = body.into_data_stream();
    let mut arrived = 0;
    let mut first_byte_at = None;
    while let Some(piece) = body.next().await {
        let piece = piece
            .map_err(|error| ApiError::bad_request(format!("The upload broke off: {error}")))?;
        first_byte_at.get_or_insert_with(SystemTime::now);
        arrived += piece.len() as u64;
        if pieces.send(piece).await.is_err() {
            break; // The writer has failed; its error is returned below.
        }
    }
    let last_byte_at = SystemTime::now();
    drop(pieces);

    let written = writer.await.map_err(ApiError::internal)??;
    if arrived != length {
        return Err(ApiError::bad_request(format!(
            "The upload has {arrived} bytes of {length}"
        )));
    }
    let received = Received {
        size: written.size,
        digests: written.hasher.finish(),
        hash_time: written.hash_time,
        first_byte_at: first_byte_at.unwrap_or(last_byte_at),
        last_byte_at,
    };
    Ok((written.file, received))
}

struct Written {
    file: TempPath,
    size: u64,
    hasher: Hasher,
    hash_time: Duration,
}

fn write(
    mut file: NamedTempFile,
    mut content: Box<dyn Read>,
    encoded: u64,
    limit: u64,
) -> Result<Written, ApiError> {
    let mut hasher = Hasher::default();
    let (mut size, mut hash_time) = (0, Duration::ZERO);
    let mut piece = vec![0; PIECE];
    loop {
        let length = match content.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) => {
                let message = format!("The body is not what content-encoding says: {error}");
                return Err(ApiError::bad_request(message));
            }
        };
        size += length as u64;
        if size > limit || size > BOMB_FROM && size / BOMB_RATIO > encoded {
            return Err(ApiError::too_large(
                "File size exceeds the limit once it is decoded",
            ));
        }
        let begun = Instant::now();
        hasher.update(&piece[..length]);
        hash_time += begun.elapsed();
        file.write_all(&piece[..length])
            .map_err(ApiError::internal)?;
    }
    if size == 0 {
        return Err(ApiError::empty());
    }
    Ok(Written {
        file: file.into_temp_path(),
        size,
        hasher,
        hash_time,
    })
}
