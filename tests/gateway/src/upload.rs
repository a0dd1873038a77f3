//! An upload on its way to the disk, hashed as it passes, never held in memory.

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use tempfile::{NamedTempFile, TempPath};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::analysis::Received;
use crate::digest::{Digests, Hasher};
use crate::error::ApiError;

/// How many pieces of the body may wait for the disk.
const AHEAD: usize = 2;

/// The length that an upload must declare: not chunked, and not empty.
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

/// Spools the body. What came of an upload that breaks off is deleted.
pub async fn receive(
    body: Body,
    length: u64,
    spool: &Path,
) -> Result<(TempPath, Received), ApiError> {
    let file = NamedTempFile::new_in(spool).map_err(ApiError::internal)?;
    let (pieces, waiting) = mpsc::channel(AHEAD);
    let writer = spawn_blocking(move || write(file, waiting));

    let mut body = body.into_data_stream();
    let mut size = 0;
    let mut first_byte_at = None;
    while let Some(piece) = body.next().await {
        let piece = piece
            .map_err(|error| ApiError::bad_request(format!("The upload broke off: {error}")))?;
        first_byte_at.get_or_insert_with(SystemTime::now);
        size += piece.len() as u64;
        if pieces.send(piece).await.is_err() {
            break; // The writer has failed, and says why below.
        }
    }
    let last_byte_at = SystemTime::now();
    drop(pieces);

    let (file, digests, hash_time) = writer
        .await
        .map_err(ApiError::internal)?
        .map_err(ApiError::internal)?;
    if size != length {
        return Err(ApiError::bad_request(format!(
            "The upload has {size} bytes of {length}"
        )));
    }
    let first_byte_at = first_byte_at.unwrap_or(last_byte_at);
    Ok((
        file,
        Received {
            size,
            digests,
            hash_time,
            first_byte_at,
            last_byte_at,
        },
    ))
}

fn write(
    mut file: NamedTempFile,
    mut pieces: mpsc::Receiver<Bytes>,
) -> io::Result<(TempPath, Digests, Duration)> {
    let mut hasher = Hasher::default();
    let mut hash_time = Duration::ZERO;
    while let Some(piece) = pieces.blocking_recv() {
        let begun = Instant::now();
        hasher.update(&piece);
        hash_time += begun.elapsed();
        file.write_all(&piece)?;
    }
    Ok((file.into_temp_path(), hasher.finish(), hash_time))
}
