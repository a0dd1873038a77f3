//! A file that the gateway made from another: sanitised or redacted. Deleted with its analysis.

use std::io;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use crate::error::ApiError;

const PIECE: usize = 64 << 10;

/// Such a file.
#[derive(Clone, Debug)]
pub struct ProcessedFile {
    path: Arc<TempPath>,
    /// Its name.
    pub name: String,
    /// Its MIME type.
    pub mime: &'static str,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: String,
}

impl ProcessedFile {
    /// Takes the file in.
    pub fn new(path: TempPath, name: String, mime: &'static str) -> io::Result<Self> {
        let mut hasher = Sha256::new();
        let size = io::copy(&mut std::fs::File::open(&path)?, &mut Hash(&mut hasher))?;
        let digest = hasher.finalize();
        Ok(Self {
            path: Arc::new(path),
            name,
            mime,
            size,
            sha256: digest.iter().map(|byte| format!("{byte:02X}")).collect(),
        })
    }

    /// The file as a response, streamed from disk.
    pub async fn answer(&self) -> Result<Response, ApiError> {
        let file = File::open(&**self.path).await.map_err(ApiError::internal)?;
        // Holds the path, so that the file is not deleted during the download.
        let source = (file, self.path.clone());
        let pieces = stream::try_unfold(source, async |(mut file, path)| {
            let mut piece = Vec::with_capacity(PIECE);
            let length = (&mut file)
                .take(PIECE as u64)
                .read_to_end(&mut piece)
                .await?;
            Ok::<_, io::Error>((length > 0).then(|| (Bytes::from(piece), (file, path))))
        });
        let name = utf8_percent_encode(&self.name, NON_ALPHANUMERIC);
        let disposition = format!("attachment; filename*=UTF-8''{name}");
        let mut response = Body::from_stream(pieces).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.mime));
        headers.insert(header::CONTENT_LENGTH, self.size.into());
        headers.insert(
            header::CONTENT_DISPOSITION,
            disposition.parse().map_err(ApiError::internal)?,
        );
        Ok(response)
    }
}

/// The name of a processed file: `report.html` becomes `report.sanitized.html`.
pub fn name_of(original: &str, suffix: &str, extension: &str) -> String {
    let stem = Path::new(original).file_stem();
    let stem = stem.map_or("file".into(), |stem| stem.to_string_lossy());
    format!("{stem}.{suffix}.{extension}")
}

struct Hash<'a>(&'a mut Sha256);

impl io::Write for Hash<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
