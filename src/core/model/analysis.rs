//! The report of an analysis: MDDC API Gateway, *Fetch Analysis Result*.

use serde::Deserialize;

use super::field::{Anything, Entries, Field, Object, Texts, Whole};
use crate::core::algorithm::Algorithm;

/// `GET /file/{data_id}` and `GET /hash/{hash}`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Analysis {
    /// Data identifier of the requested file.
    pub data_id: Field<String>,
    /// Basic information on the file.
    pub file_info: Field<Object<FileInfo>>,
    /// Processing information. Cloud v2 has none.
    pub process_info: Field<Object<ProcessInfo>>,
    /// Result of the scanning process.
    pub scan_results: Field<Object<ScanResults>>,
    /// Information on data that matched YARA rules.
    pub yara: Field<Object<Yara>>,
    /// Cloud: the clean copy that was asked for.
    pub sanitized: Field<Object<Sanitized>>,
}

/// `file_info`: the hashes of the file as the server received it, in whichever case it writes them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct FileInfo {
    md5: Field<String>,
    sha1: Field<String>,
    sha256: Field<String>,
    sha512: Field<String>,
}

/// `process_info`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ProcessInfo {
    /// Percentage of processing completed.
    pub progress_percentage: Field<Whole>,
    /// The final result of processing the file: Allowed, Blocked or Processing.
    pub result: Field<String>,
    /// Why the file is blocked; empty if it is not.
    pub blocked_reason: Field<String>,
    /// The same, as a list.
    pub blocked_reasons: Field<Texts>,
    /// What has changed since the file was analysed.
    pub outdated_data: Field<Texts>,
    /// The rule of the analysis.
    pub profile: Field<String>,
}

/// `scan_results`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ScanResults {
    /// Analysis progress, until it reaches 100.
    pub progress_percentage: Field<Whole>,
    /// The processing result as index, which decides.
    pub scan_all_result_i: Field<Whole>,
    /// The processing result in words, for showing.
    pub scan_all_result_a: Field<String>,
    /// The result of each engine.
    pub scan_details: Field<Entries<Object<EngineResult>>>,
}

/// `scan_results.scan_details.{engine}`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct EngineResult {
    /// The processing result as index.
    pub scan_result_i: Field<Whole>,
    /// The threat's name, or the engine's error message; else empty.
    pub threat_found: Field<String>,
}

/// `yara`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Yara {
    /// The matched rules by name.
    pub hits: Field<Entries<Anything>>,
}

/// `sanitized`, of Cloud.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Sanitized {
    /// How much of the clean copy is done. Version 2 does not say.
    pub progress_percentage: Field<Whole>,
    /// What became of it.
    pub result: Field<String>,
    /// The address of the clean copy.
    pub file_path: Field<String>,
}

impl Analysis {
    /// Whether it has nothing that a report has.
    pub fn is_empty(&self) -> bool {
        self.data_id.is_absent()
            && self.file_info.is_absent()
            && self.process_info.is_absent()
            && self.scan_results.is_absent()
            && self.yara.is_absent()
            && self.sanitized.is_absent()
    }

    /// The processing result as index, which decides.
    pub fn code(&self) -> Option<i64> {
        self.scan_results.value()?.scan_all_result_i.number()
    }

    /// The rule of the analysis.
    pub fn profile(&self) -> Option<&str> {
        self.process_info.value()?.profile.text()
    }

    /// A hash of the file. All are malformed in a `file_info` that is no object.
    pub fn hash(&self, algorithm: Algorithm) -> Field<&str> {
        let info = match &self.file_info {
            Field::Absent => return Field::Absent,
            Field::Malformed => return Field::Malformed,
            Field::Is(info) => info,
        };
        let hash = match algorithm {
            Algorithm::Md5 => &info.md5,
            Algorithm::Sha1 => &info.sha1,
            Algorithm::Sha256 => &info.sha256,
            Algorithm::Sha512 => &info.sha512,
        };
        match hash {
            Field::Absent => Field::Absent,
            Field::Malformed => Field::Malformed,
            Field::Is(hash) => Field::Is(hash),
        }
    }

    /// Cloud: the address of the clean copy.
    pub fn sanitized_file_path(&self) -> Option<&str> {
        self.sanitized.value()?.file_path.text()
    }
}
