//! The options of `scan`.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::analyze::AnalyzeOptions;
use super::wait::{ResumeOptions, WaitOptions};
use super::{ALGORITHMS, BOOLEAN, NUMBER, choice, option};
use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::error::Error;
use crate::core::model::view;

/// How a file is scanned.
#[derive(Clone, Debug)]
pub struct ScanOptions {
    /// The options that are sent with the file.
    pub analyze: AnalyzeOptions,
    /// Whether and how an earlier result is looked up.
    pub lookup: Option<Lookup>,
    /// The hash to look up.
    pub hash: Algorithm,
    /// Hashes of the file that the caller has computed, so that it is not read for them again. Either none, or SHA-256 and
    /// the one to look up.
    pub digests: Digests,
    /// Whether the file is uploaded if no earlier result is found.
    pub upload: bool,
    /// How to wait for the analysis.
    pub wait: WaitOptions,
    /// Whether an abort also cancels the analysis.
    pub cancel_on_abort: bool,
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self {
            analyze: AnalyzeOptions::default(),
            lookup: Some(Lookup::default()),
            hash: Algorithm::Sha256,
            digests: Digests::default(),
            upload: true,
            wait: WaitOptions::default(),
            cancel_on_abort: true,
        }
    }
}

/// How an earlier result is looked up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lookup {
    /// Only results of the last hours, this many.
    pub time_range: Option<f64>,
    /// Accept a result whose engines, definitions or rule have changed since.
    pub accept_outdated: bool,
}

impl ScanOptions {
    /// The options, checked.
    ///
    /// # Errors
    /// `invalid-input` if both the lookup and the upload are off, a digest is malformed, or a required one is missing.
    pub fn checked(mut self) -> Result<Self, Error> {
        if self.lookup.is_none() && !self.upload {
            let message = "with neither look-up nor upload there is nothing to scan a file by";
            return Err(Error::invalid_input(message));
        }
        self.digests = self.digests.checked()?;
        if !self.digests.is_empty() && !self.is_hashed() {
            let message = "digests has to hold the sha256, and the hash that is looked up";
            return Err(Error::invalid_input(message));
        }
        Ok(self)
    }

    /// Whether the hashes are known before the file is read.
    pub fn is_hashed(&self) -> bool {
        self.digests.sha256.is_some() && self.digests.get(self.hash).is_some()
    }

    /// The algorithms for the file: that of the hash to look up, and SHA-256, which the reports of every service contain. It
    /// reveals a report about another file.
    pub fn algorithms(&self) -> &'static [Algorithm] {
        match self.hash {
            Algorithm::Md5 => &[Algorithm::Md5, Algorithm::Sha256],
            Algorithm::Sha1 => &[Algorithm::Sha1, Algorithm::Sha256],
            Algorithm::Sha256 => &[Algorithm::Sha256],
            Algorithm::Sha512 => &[Algorithm::Sha512, Algorithm::Sha256],
        }
    }
}

view! {
    /// The part of [`ScanOptions`] that is not in those of `analyze` and `resume`, from JavaScript.
    pub struct ScanInput {
        lookup: LookupChoice,
        hash: String,
        upload: bool,
    }
}

/// The option `lookup`: whether to look up earlier results, or how.
#[derive(Clone, Debug, PartialEq)]
enum LookupChoice {
    Wanted(bool),
    Details(LookupDetails),
}

impl<'de> Deserialize<'de> for LookupChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LookupVisitor)
    }
}

struct LookupVisitor;

impl<'de> Visitor<'de> for LookupVisitor {
    type Value = LookupChoice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false or an object")
    }

    fn visit_bool<E>(self, wanted: bool) -> Result<Self::Value, E> {
        Ok(LookupChoice::Wanted(wanted))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        LookupDetails::deserialize(MapAccessDeserializer::new(members)).map(LookupChoice::Details)
    }
}

view! {
    /// [`Lookup`] from JavaScript.
    pub struct LookupDetails {
        time_range: f64 = "timeRange",
        accept_outdated: bool = "acceptOutdated",
    }
}

impl ScanInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(
        self,
        analyze: AnalyzeOptions,
        resume: ResumeOptions,
    ) -> Result<ScanOptions, Error> {
        let hash = choice("hash", ALGORITHMS, self.hash, Algorithm::named)?;
        let upload = option("upload", BOOLEAN, self.upload)?;
        let lookup = match option("lookup", "true, false or an object", self.lookup)? {
            None | Some(LookupChoice::Wanted(true)) => Some(Lookup::default()),
            Some(LookupChoice::Wanted(false)) => None,
            Some(LookupChoice::Details(lookup)) => {
                Some(lookup.options(["lookup.timeRange", "lookup.acceptOutdated"])?)
            }
        };
        Ok(ScanOptions {
            analyze,
            lookup,
            hash: hash.unwrap_or(Algorithm::Sha256),
            digests: resume.digests,
            upload: upload.unwrap_or(true),
            wait: resume.wait,
            cancel_on_abort: resume.cancel_on_abort,
        })
    }
}

impl LookupDetails {
    /// The options. The argument is the names that the user knows them by.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self, [time_range, accept_outdated]: [&str; 2]) -> Result<Lookup, Error> {
        let accept_outdated = option(accept_outdated, BOOLEAN, self.accept_outdated)?;
        Ok(Lookup {
            time_range: option(time_range, NUMBER, self.time_range)?,
            accept_outdated: accept_outdated.unwrap_or(false),
        })
    }
}
