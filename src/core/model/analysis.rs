//! An analysis report: MDDC API Gateway, *Fetch Analysis Result*.

use alloc::string::String;
use alloc::vec::Vec;

use super::field::Field;
use super::json::Json;
use crate::core::algorithm::Algorithm;

/// `GET /file/{data_id}` and `GET /hash/{hash}`: what the server said, whole, and what is read of it.
#[derive(Clone, Debug)]
pub struct Analysis<J>(pub J);

impl<J> From<J> for Analysis<J> {
    fn from(json: J) -> Self {
        Self(json)
    }
}

impl<J: Json> Analysis<J> {
    /// The report that a value is, if it is an object.
    pub fn of(json: J) -> Option<Self> {
        json.into_object().value().map(Self)
    }

    /// Whether it says nothing of what is read of a report.
    pub fn is_empty(&self) -> bool {
        let parts = [
            "data_id",
            "file_info",
            "process_info",
            "scan_results",
            "yara",
            "sanitized",
        ];
        parts.iter().all(|name| self.0.object(name).is_absent())
    }

    /// Data identifier of the requested file.
    pub fn data_id(&self) -> Option<String> {
        self.0.text("data_id").filled()
    }

    /// Processing information. Cloud v2 has none.
    pub fn process_info(&self) -> Field<J> {
        self.0.object("process_info")
    }

    /// Result of the scanning process.
    pub fn scan_results(&self) -> Field<J> {
        self.0.object("scan_results")
    }

    /// Cloud: the clean copy that was asked for.
    pub fn sanitized(&self) -> Field<J> {
        self.0.object("sanitized")
    }

    /// Information on data that matched YARA rules: the matched rules by name.
    pub fn yara_hits(&self) -> Vec<(String, J)> {
        let yara = self.0.object("yara").value();
        yara.and_then(|yara| yara.entries("hits").value())
            .unwrap_or_default()
    }

    /// A hash of the file as the server received it, in whichever case it writes it. A `file_info` that
    /// is no object is malformed, whatever is asked of it.
    pub fn hash(&self, algorithm: Algorithm) -> Field<String> {
        match self.0.object("file_info") {
            Field::Absent => Field::Absent,
            Field::Is(info) => info.text(algorithm.as_str()),
            Field::Malformed => Field::Malformed,
        }
    }

    /// The processing result as index, which decides: `scan_results.scan_all_result_i`.
    pub fn code(&self) -> Option<i64> {
        let results = self.scan_results().value()?;
        results.whole("scan_all_result_i").value()
    }

    /// The rule of the analysis.
    pub fn profile(&self) -> Option<String> {
        self.process_info().value()?.text("profile").filled()
    }

    /// Cloud: the address of the clean copy.
    pub fn sanitized_file_path(&self) -> Option<String> {
        self.sanitized().value()?.text("file_path").filled()
    }
}
