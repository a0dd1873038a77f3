//! The options of `lookup`.

use super::scan::{Lookup, LookupDetails, ScanOptions};
use super::{ALGORITHMS, STRING, choice, option};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::error::Error;
use crate::core::model::view;

/// How the result of an earlier analysis is looked up.
#[derive(Clone, Debug)]
pub struct LookupOptions {
    /// The hash that is looked up.
    pub hash: Algorithm,
    /// The rule that the earlier analysis must have used.
    pub rule: Option<String>,
    /// Which results are accepted.
    pub lookup: Lookup,
}

impl Default for LookupOptions {
    fn default() -> Self {
        Self {
            hash: Algorithm::Sha256,
            rule: None,
            lookup: Lookup::default(),
        }
    }
}

impl LookupOptions {
    /// The same as checked options of a scan.
    ///
    /// # Errors
    /// `invalid-input` if a digest is malformed or a required one is missing.
    pub fn of_scan(self, digests: Digests) -> Result<ScanOptions, Error> {
        let mut options = ScanOptions {
            lookup: Some(self.lookup),
            hash: self.hash,
            digests,
            upload: false,
            ..ScanOptions::default()
        };
        options.analyze.analyze.rule = self.rule;
        if options.digests.is_empty() {
            let message = "digests has to hold the sha256, and the hash that is looked up";
            return Err(Error::invalid_input(message));
        }
        options.checked()
    }
}

view! {
    /// [`LookupOptions`] without the details, from JavaScript.
    pub struct LookupInput {
        hash: String,
        rule: String,
    }
}

impl LookupInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self, details: LookupDetails) -> Result<LookupOptions, Error> {
        let hash = choice("hash", ALGORITHMS, self.hash, Algorithm::named)?;
        Ok(LookupOptions {
            hash: hash.unwrap_or(Algorithm::Sha256),
            rule: option("rule", STRING, self.rule)?,
            lookup: details.options(["timeRange", "acceptOutdated"])?,
        })
    }
}
