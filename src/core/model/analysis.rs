//! The report of an analysis: MDDC API Gateway, *Fetch Analysis Result*.

use super::field::{Anything, Entries, Field, Number, Whole, view};
use crate::core::algorithm::Algorithm;

view! {
    /// `GET /file/{data_id}` and `GET /hash/{hash}`.
    pub struct Analysis {
        /// Data identifier of the requested file.
        pub data_id: String,
        /// Basic information on the file.
        pub file_info: FileInfo,
        /// Processing information. Cloud v2 has none.
        pub process_info: ProcessInfo,
        /// Result of the scanning process.
        pub scan_results: ScanResults,
        /// Information on data that matched YARA rules.
        pub yara: Yara,
        /// Cloud: the requested clean copy.
        pub sanitized: Sanitized,
        /// The files inside the file.
        pub extracted_files: ExtractedFiles,
    }
}

view! {
    /// `file_info`: the hashes of the file as the server received it, in upper or lower case.
    pub struct FileInfo {
        md5: String,
        sha1: String,
        sha256: String,
        sha512: String,
    }
}

view! {
    /// `process_info`.
    pub struct ProcessInfo {
        /// Percentage of processing completed.
        pub progress_percentage: Number,
        /// The final result of processing the file: Allowed, Blocked or Processing.
        pub result: String,
        /// Why the file is blocked; empty if it is not.
        pub blocked_reason: String,
        /// The same as a list.
        pub blocked_reasons: Vec<Field<String>>,
        /// The names of all results of the file.
        pub verdicts: Vec<Field<String>>,
        /// What has changed since the file was analysed.
        pub outdated_data: Vec<Field<String>>,
        /// The rule of the analysis.
        pub profile: String,
    }
}

view! {
    /// `scan_results`.
    pub struct ScanResults {
        /// Analysis progress, until it reaches 100.
        pub progress_percentage: Number,
        /// The processing result as index, which decides.
        pub scan_all_result_i: Whole,
        /// The processing result in words, for showing.
        pub scan_all_result_a: String,
        /// How many engines found a threat.
        pub total_detected_avs: Whole,
        /// The result of each engine.
        pub scan_details: Entries<EngineResult>,
    }
}

view! {
    /// `scan_results.scan_details.{engine}`.
    pub struct EngineResult {
        /// The processing result as index.
        pub scan_result_i: Whole,
        /// The threat's name, or the engine's error message; otherwise empty.
        pub threat_found: String,
    }
}

view! {
    /// `yara`.
    pub struct Yara {
        /// The matched rules by name.
        pub hits: Entries<Anything>,
    }
}

view! {
    /// `sanitized`, of Cloud.
    pub struct Sanitized {
        /// The progress of the clean copy. Version 2 does not state it.
        pub progress_percentage: Number,
        /// The result of the sanitisation.
        pub result: String,
        /// The address of the clean copy.
        pub file_path: String,
    }
}

view! {
    /// `extracted_files`, one page of them.
    pub struct ExtractedFiles {
        /// The files.
        pub files_in_archive: Vec<Field<ExtractedFile>>,
    }
}

view! {
    /// `extracted_files.files_in_archive[]`.
    pub struct ExtractedFile {
        /// The processing result as index.
        pub scan_all_result_i: Whole,
        /// How many engines found a threat.
        pub detected_by: Whole,
    }
}

impl Analysis {
    /// Whether it has none of the members of a report.
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

    /// A hash of the file. If `file_info` is not an object, all hashes are malformed.
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
