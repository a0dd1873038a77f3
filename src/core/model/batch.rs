//! The status of a batch: MDDC API Gateway, *Status of Batch Analysis*.

use super::field::{Field, Number, Whole, view};

view! {
    /// `GET /file/batch/{batchId}`.
    pub struct BatchStatus {
        /// Whether no more files can be added.
        pub is_closed: bool,
        /// The result of the batch as a whole.
        pub process_info: BatchProcessInfo,
        /// One page of its files.
        pub batch_files: BatchFiles,
    }
}

view! {
    /// `process_info` of a batch.
    pub struct BatchProcessInfo {
        /// Allowed or Blocked, once it is known.
        pub result: String,
    }
}

view! {
    /// `batch_files`.
    pub struct BatchFiles {
        /// How many files there are in the whole batch.
        pub batch_count: Whole,
        /// The files of this page.
        pub files_in_batch: Vec<Field<BatchFile>>,
    }
}

view! {
    /// `batch_files.files_in_batch[]`.
    pub struct BatchFile {
        /// Analysis progress, until it reaches 100.
        pub progress_percentage: Number,
        /// Processing information, of files that have it.
        pub process_info: FileProcessInfo,
    }
}

view! {
    /// `process_info` of a file in a batch.
    pub struct FileProcessInfo {
        /// Percentage of processing completed.
        pub progress_percentage: Number,
    }
}

impl BatchStatus {
    /// How many files there are in the whole batch.
    pub fn count(&self) -> Option<i64> {
        self.batch_files.value()?.batch_count.number()
    }

    /// The progress of each file of this page, 0 to 100; `None` if the page has no list of files.
    pub fn page(&self) -> Option<Vec<f64>> {
        let files = self.batch_files.value()?.files_in_batch.value()?;
        Some(files.iter().map(progress).collect())
    }
}

/// The progress of a file: the lower one of its scan and, if present, its processing. One that states no progress has not
/// started.
fn progress(file: &Field<BatchFile>) -> f64 {
    let Some(file) = file.value() else {
        return 0.0;
    };
    let process = match &file.process_info {
        Field::Absent => 100.0,
        Field::Malformed => 0.0,
        Field::Is(info) => stated(&info.progress_percentage),
    };
    process.min(stated(&file.progress_percentage))
}

/// The stated progress; 0 if there is none.
fn stated(progress: &Field<Number>) -> f64 {
    match progress {
        Field::Is(Number(percentage @ 0.0..=100.0)) => *percentage,
        _ => 0.0,
    }
}
