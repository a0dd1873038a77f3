//! The status of a batch: MDDC API Gateway, *Status of Batch Analysis*.

use alloc::vec::Vec;

use super::field::Field;
use super::json::Json;
use crate::core::verdict::Verdict;

/// `GET /file/batch/{batchId}`: what the server said, whole, and what is read of it.
#[derive(Clone, Debug)]
pub struct BatchStatus<J>(pub J);

impl<J> From<J> for BatchStatus<J> {
    fn from(json: J) -> Self {
        Self(json)
    }
}

impl<J: Json> BatchStatus<J> {
    /// Whether no more files can be added.
    pub fn is_closed(&self) -> bool {
        self.0.flag("is_closed") == Field::Is(true)
    }

    /// How much of the files of this page is done, 0 to 100; what states none is not begun.
    pub fn progress(&self) -> f64 {
        let files = self.files().unwrap_or_default();
        if files.is_empty() {
            return 100.0;
        }
        let mut total = 0;
        for file in &files {
            total += progress(file);
        }
        total as f64 / files.len() as f64
    }

    /// Whether every file of this page is analysed to its end.
    pub fn is_page_finished(&self) -> bool {
        match self.files() {
            None => self.count() == Some(0),
            Some(files) => files.iter().all(|file| progress(file) == 100),
        }
    }

    /// Whether the batch as a whole came to a result.
    pub fn is_judged(&self) -> bool {
        self.verdict() != Verdict::Undetermined
    }

    /// What the batch as a whole came to.
    pub fn verdict(&self) -> Verdict {
        let info = self.0.object("process_info").value();
        let result = info.and_then(|info| info.text("result").value());
        match result.as_deref() {
            Some("Allowed") => Verdict::Allowed,
            Some("Blocked") => Verdict::Blocked,
            _ => Verdict::Undetermined,
        }
    }

    /// How many files this page lists.
    pub fn page_length(&self) -> usize {
        self.files().map_or(0, |files| files.len())
    }

    /// How many files there are in the whole batch.
    pub fn count(&self) -> Option<i64> {
        let files = self.0.object("batch_files").value()?;
        files.whole("batch_count").value()
    }

    /// The files of this page, if it lists any at all.
    fn files(&self) -> Option<Vec<J>> {
        let files = self.0.object("batch_files").value()?;
        files.array("files_in_batch").value()
    }
}

/// How much of a file is done: the lesser of its scan and its processing, where it has that.
fn progress(file: &impl Json) -> i64 {
    let process = match file.object("process_info") {
        Field::Absent => Some(100),
        info => info
            .value()
            .and_then(|info| info.whole("progress_percentage").value()),
    };
    let scan = file.whole("progress_percentage").value();
    process.unwrap_or(0).min(scan.unwrap_or(0)).clamp(0, 100)
}
