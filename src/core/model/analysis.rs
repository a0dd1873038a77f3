//! An analysis report: MDDC API Gateway, *Fetch Analysis Result*.

use alloc::string::String;

use super::field::{Entries, Field, Texts, object_shape};
use crate::core::algorithm::Algorithm;

/// `GET /file/{data_id}` and `GET /hash/{hash}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// Data identifier of the requested file.
    pub data_id: Field<String>,
    /// Basic information of the scanned file.
    pub file_info: Field<FileInfo>,
    /// Processing information. Cloud v2 has none.
    pub process_info: Field<ProcessInfo>,
    /// Result of the scanning process.
    pub scan_results: Field<ScanResults>,
    /// Information on data that matched YARA rules.
    pub yara: Field<Yara>,
    /// Cloud: the clean copy that was asked for.
    pub sanitized: Field<Sanitized>,
}

impl Analysis {
    /// Whether it says nothing of what is read of a report.
    pub fn is_empty(&self) -> bool {
        self.data_id.is_absent()
            && self.file_info.is_absent()
            && self.process_info.is_absent()
            && self.scan_results.is_absent()
            && self.yara.is_absent()
            && self.sanitized.is_absent()
    }
}

/// `file_info`: the hashes of the file as the server received it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileInfo {
    md5: Field<String>,
    sha1: Field<String>,
    sha256: Field<String>,
    sha512: Field<String>,
}

impl FileInfo {
    /// The hash by `algorithm`, in whichever case the server writes it.
    pub fn hash(&self, algorithm: Algorithm) -> &Field<String> {
        match algorithm {
            Algorithm::Md5 => &self.md5,
            Algorithm::Sha1 => &self.sha1,
            Algorithm::Sha256 => &self.sha256,
            Algorithm::Sha512 => &self.sha512,
        }
    }
}

/// `process_info`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProcessInfo {
    /// Percentage of processing completed.
    pub progress_percentage: Field<i64>,
    /// The final result of processing the file: Allowed, Blocked or Processing.
    pub result: Field<String>,
    /// Why the file is blocked, if so.
    pub blocked_reason: Field<String>,
    /// The same, in an array.
    pub blocked_reasons: Field<Texts>,
    /// The rule of the analysis.
    pub profile: Field<String>,
    /// Flags for what has changed since the file was analysed.
    pub outdated_data: Field<Texts>,
}

/// `scan_results`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScanResults {
    /// Analysis progress, until it reaches 100.
    pub progress_percentage: Field<i64>,
    /// The processing result as index, which decides.
    pub scan_all_result_i: Field<i64>,
    /// The processing result in words, for showing.
    pub scan_all_result_a: Field<String>,
    /// The result of each engine.
    pub scan_details: Field<Entries<EngineResult>>,
}

/// `scan_results.scan_details.{engine}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EngineResult {
    /// The processing result as index.
    pub scan_result_i: Field<i64>,
    /// The threat's name where one was found, else empty or the engine's error message.
    pub threat_found: Field<String>,
}

/// `yara`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Yara {
    /// The matched rules by name.
    pub hits: Field<Entries<Anything>>,
}

/// `sanitized`, of Cloud.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sanitized {
    /// How much of it is done. Version 2 does not say.
    pub progress_percentage: Field<i64>,
    /// What became of it.
    pub result: Field<String>,
    /// The address of the clean copy.
    pub file_path: Field<String>,
}

/// A value that is not looked into.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anything {}

object_shape! {
    Analysis { data_id, file_info, process_info, scan_results, yara, sanitized }
    FileInfo { md5, sha1, sha256, sha512 }
    ProcessInfo { progress_percentage, result, blocked_reason, blocked_reasons, profile, outdated_data }
    ScanResults { progress_percentage, scan_all_result_i, scan_all_result_a, scan_details }
    EngineResult { scan_result_i, threat_found }
    Yara { hits }
    Sanitized { progress_percentage, result, file_path }
    Anything {  }
}
