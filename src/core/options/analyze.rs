//! The options of `analyze`.

use super::{ARRAY_OF_STRINGS, BOOLEAN, NUMBER, STRING, choice, option};
use crate::core::error::Error;
use crate::core::model::view;
use crate::core::protocol::request::{Analyze, ContentEncoding};

/// How a file is submitted.
#[derive(Clone, Debug)]
pub struct AnalyzeOptions {
    /// The options that are sent with the file.
    pub analyze: Analyze,
    /// The length of a stream in bytes, if the stream does not state it itself.
    pub content_length: Option<f64>,
    /// The maximum of bytes in memory for a stream of unknown length, on hosts that can send streams.
    pub buffer_limit: f64,
}

impl Default for AnalyzeOptions {
    fn default() -> Self {
        Self {
            analyze: Analyze::default(),
            content_length: None,
            buffer_limit: 16.0 * 1024.0 * 1024.0,
        }
    }
}

view! {
    /// The options from JavaScript. `metadata` and `enginesMetadata` are already text: strings unchanged, other values as
    /// JSON.
    pub struct AnalyzeInput {
        filename: String,
        rule: String,
        archive_passwords: Vec<String> = "archivePasswords",
        metadata: String,
        engines_metadata: String = "enginesMetadata",
        global_timeout: f64 = "globalTimeout",
        content_encoding: String = "contentEncoding",
        sample_sharing: bool = "sampleSharing",
        private_processing: bool = "privateProcessing",
        content_length: f64 = "contentLength",
        buffer_limit: f64 = "bufferLimit",
    }
}

const JSON: &str = "a string, or a value that JSON can write";

impl AnalyzeInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self) -> Result<AnalyzeOptions, Error> {
        let passwords = option("archivePasswords", ARRAY_OF_STRINGS, self.archive_passwords)?;
        let encoding = "'gzip' or 'base64'";
        Ok(AnalyzeOptions {
            analyze: Analyze {
                filename: option("filename", STRING, self.filename)?,
                rule: option("rule", STRING, self.rule)?,
                archive_passwords: passwords.unwrap_or_default(),
                metadata: option("metadata", JSON, self.metadata)?,
                engines_metadata: option("enginesMetadata", JSON, self.engines_metadata)?,
                global_timeout: option("globalTimeout", NUMBER, self.global_timeout)?,
                content_encoding: choice(
                    "contentEncoding",
                    encoding,
                    self.content_encoding,
                    ContentEncoding::named,
                )?,
                batch: None,
                sample_sharing: option("sampleSharing", BOOLEAN, self.sample_sharing)?,
                private_processing: option("privateProcessing", BOOLEAN, self.private_processing)?,
            },
            content_length: option("contentLength", NUMBER, self.content_length)?,
            buffer_limit: option("bufferLimit", NUMBER, self.buffer_limit)?
                .unwrap_or(AnalyzeOptions::default().buffer_limit),
        })
    }
}
