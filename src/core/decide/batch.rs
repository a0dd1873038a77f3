//! Interprets the status of a batch: MDDC API Gateway, *Status of Batch Analysis*.

use super::verdict::Verdict;
use crate::core::model::{BatchStatus, Field};

/// Whether no more files can be added.
pub fn is_closed(status: &BatchStatus) -> bool {
    status.is_closed == Field::Is(true)
}

/// The verdict on the batch as a whole.
pub fn verdict(status: &BatchStatus) -> Verdict {
    let info = status.process_info.value();
    match info.and_then(|info| info.result.text()) {
        Some("Allowed") => Verdict::Allowed,
        Some("Blocked") => Verdict::Blocked,
        _ => Verdict::Undetermined,
    }
}

/// Whether the analysis of every file of this page is finished. A page without a list is finished only if the batch has
/// no files.
pub fn is_page_finished(status: &BatchStatus) -> bool {
    match status.page() {
        None => status.count() == Some(0),
        Some(progress) => progress.iter().all(|percentage| *percentage == 100.0),
    }
}

/// The progress of the files of this page, 0 to 100.
pub fn page_progress(status: &BatchStatus) -> f64 {
    let progress = status.page().unwrap_or_default();
    if progress.is_empty() {
        return 100.0;
    }
    progress.iter().sum::<f64>() / progress.len() as f64
}
