//! The status of a batch: MDDC API Gateway, *Status of Batch Analysis*.

use alloc::string::String;

use super::field::{Field, List, object_shape};
use crate::core::verdict::Verdict;

/// `GET /file/batch/{batchId}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchStatus {
    /// Whether no more files can be added.
    pub is_closed: Field<bool>,
    /// The files of this page.
    pub batch_files: Field<BatchFiles>,
    /// Overall batch process result.
    pub process_info: Field<BatchProcess>,
}

/// `batch_files`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchFiles {
    /// The total number of files in the batch.
    pub batch_count: Field<i64>,
    /// The files of this page.
    pub files_in_batch: Field<List<BatchFile>>,
}

/// One of `batch_files.files_in_batch`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchFile {
    /// Analysis progress, until it reaches 100.
    pub progress_percentage: Field<i64>,
    /// The analysis summary.
    pub process_info: Field<FileProcess>,
}

/// `process_info` of one file of a batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileProcess {
    /// Percentage of processing completed.
    pub progress_percentage: Field<i64>,
}

/// `process_info` of the batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchProcess {
    /// The final result: Allowed, Blocked or Processing.
    pub result: Field<String>,
}

object_shape! {
    BatchStatus { is_closed, batch_files, process_info }
    BatchFiles { batch_count, files_in_batch }
    BatchFile { progress_percentage, process_info }
    FileProcess { progress_percentage }
    BatchProcess { result }
}

impl BatchStatus {
    /// How much of the files of this page is done, 0 to 100; what states none is not begun.
    pub fn progress(&self) -> f64 {
        let files = self.files();
        if files.is_empty() {
            return 100.0;
        }
        let total: i64 = files.iter().map(BatchFile::progress).sum();
        total as f64 / files.len() as f64
    }

    /// Whether every file of this page is analysed to its end.
    pub fn is_page_finished(&self) -> bool {
        let listed = |files: &BatchFiles| files.files_in_batch.value().is_some();
        (self.count() == Some(0) || self.batch_files.value().is_some_and(listed))
            && self.files().iter().all(|file| file.progress() == 100)
    }

    /// Whether the batch as a whole came to a result.
    pub fn is_judged(&self) -> bool {
        self.verdict() != Verdict::Undetermined
    }

    /// What the batch as a whole came to.
    pub fn verdict(&self) -> Verdict {
        match self
            .process_info
            .value()
            .and_then(|info| info.result.text())
        {
            Some("Allowed") => Verdict::Allowed,
            Some("Blocked") => Verdict::Blocked,
            _ => Verdict::Undetermined,
        }
    }

    /// How many files this page lists.
    pub fn page_length(&self) -> usize {
        self.files().len()
    }

    /// How many files there are in the whole batch.
    pub fn count(&self) -> Option<i64> {
        self.batch_files.value()?.batch_count.value().copied()
    }

    fn files(&self) -> &[BatchFile] {
        let files = self
            .batch_files
            .value()
            .and_then(|files| files.files_in_batch.value());
        files.map_or(&[], |files| files.0.as_slice())
    }
}

impl BatchFile {
    fn progress(&self) -> i64 {
        let process = match &self.process_info {
            Field::Absent => Some(100),
            info => info
                .value()
                .and_then(|info| info.progress_percentage.value().copied()),
        };
        let scan = self.progress_percentage.value().copied();
        process.unwrap_or(0).min(scan.unwrap_or(0)).clamp(0, 100)
    }
}
