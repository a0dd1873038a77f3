//! The steps that search a file's data or make a new file of it: DLP and sanitisation.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use tokio::task::spawn_blocking;

use crate::cdr::{self, Object, Sanitization};
use crate::dlp::{self, Found};
use crate::filetype::FileType;
use crate::outcome::{CdrReport, DlpReport, NotSanitized};
use crate::processed::{ProcessedFile, name_of};
use crate::sample::Sample;

/// A file and its type.
#[derive(Clone)]
pub struct Task {
    /// Its type.
    pub file_type: FileType,
    /// Its content.
    pub sample: Arc<Sample>,
    /// The folder for new files.
    pub spool: PathBuf,
    /// Its name.
    pub name: String,
}

impl Task {
    /// Looks for sensitive data, in text.
    pub async fn dlp(self) -> Option<DlpReport> {
        if !self.file_type.is_text() {
            return None;
        }
        let search = spawn_blocking(move || {
            let Found { hits, redacted } = dlp::search(self.sample.bytes(), &self.spool)?;
            let name = name_of(&self.name, "redacted", self.file_type.extension);
            let redacted = redacted.map(|path| ProcessedFile::new(path, name, self.file_type.mime));
            Ok::<_, std::io::Error>((hits, redacted.transpose()?))
        });
        let failed = |error: String| DlpReport {
            result: Err(error),
            redacted: None,
        };
        Some(match search.await {
            Ok(Ok((hits, redacted))) => DlpReport {
                result: Ok(hits),
                redacted,
            },
            Ok(Err(error)) => failed(error.to_string()),
            Err(error) => failed(error.to_string()),
        })
    }

    /// Sanitises the file, if its type is supported.
    pub async fn cdr(self) -> Option<CdrReport> {
        let begun = Instant::now();
        let sanitize = spawn_blocking(move || {
            let mime = self.file_type.mime;
            let name = name_of(&self.name, "sanitized", self.file_type.extension);
            let made = cdr::sanitize(&self.file_type, self.sample.bytes(), &self.spool)?;
            Some(match made {
                Sanitization::Sanitized(path, objects) => {
                    let file = ProcessedFile::new(path, name, mime);
                    (file.map_err(|error| failed(error.to_string())), objects)
                }
                Sanitization::Failed(reason) => (Err(failed(reason)), Vec::new()),
                Sanitization::Skipped(reason) => {
                    let skipped = true;
                    (Err(NotSanitized { reason, skipped }), Vec::new())
                }
            })
        });
        let crashed = |error: tokio::task::JoinError| -> Option<(_, Vec<Object>)> {
            tracing::error!(%error, "the sanitisation panicked");
            Some((
                Err(failed("The sanitisation crashed".to_owned())),
                Vec::new(),
            ))
        };
        let (result, objects) = sanitize.await.unwrap_or_else(crashed)?;
        Some(CdrReport {
            result,
            objects,
            time: begun.elapsed(),
        })
    }
}

fn failed(reason: String) -> NotSanitized {
    NotSanitized {
        reason,
        skipped: false,
    }
}
