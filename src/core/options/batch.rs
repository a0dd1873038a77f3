//! The options of `scanBatch`, `createBatch` and of a batch's `certificate`.

use super::scan::ScanOptions;
use super::{BOOLEAN, NUMBER, STRING, option};
use crate::core::error::Error;
use crate::core::model::view;
use crate::core::protocol::request::NewBatch;

/// How several files are scanned.
#[derive(Clone, Debug, Default)]
pub struct BatchOptions {
    /// How each file is scanned.
    pub scan: ScanOptions,
    /// The name of the batch.
    pub name: Option<String>,
    /// How many files are scanned at once; default 4.
    pub concurrency: Option<f64>,
}

view! {
    /// The part of [`BatchOptions`] that is not in [`ScanOptions`], from JavaScript.
    pub struct BatchInput {
        name: String,
        concurrency: f64,
    }
}

impl BatchInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self, scan: ScanOptions) -> Result<BatchOptions, Error> {
        Ok(BatchOptions {
            scan,
            concurrency: option("concurrency", NUMBER, self.concurrency)?,
            name: option("name", STRING, self.name)?,
        })
    }
}

view! {
    /// [`NewBatch`] from JavaScript.
    pub struct NewBatchInput {
        rule: String,
        name: String,
    }
}

impl NewBatchInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self) -> Result<NewBatch, Error> {
        Ok(NewBatch {
            rule: option("rule", STRING, self.rule)?,
            name: option("name", STRING, self.name)?,
        })
    }
}

view! {
    /// The options of `certificate` from JavaScript.
    pub struct CertificateInput {
        include_vulnerabilities: bool = "includeVulnerabilities",
    }
}

impl CertificateInput {
    /// Whether the certificate lists vulnerabilities; `None` for the server's setting.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn include_vulnerabilities(self) -> Result<Option<bool>, Error> {
        option(
            "includeVulnerabilities",
            BOOLEAN,
            self.include_vulnerabilities,
        )
    }
}
