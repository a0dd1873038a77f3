//! The state of an analysis.

use crate::core::error::Error;
use crate::core::model::{Analysis, Field, Number, ProcessInfo, Sanitized};
use crate::core::protocol::dialect::Service;

/// The state of an analysis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    /// Accepted, but not started.
    Queued,
    /// Started; this many percent are done, at most 99.
    Processing(f64),
    /// Done: everything in the report is final.
    Finished,
}

impl State {
    /// Reads the state of an analysis.
    ///
    /// Finished means `scan_results.progress_percentage` = 100 and, if there is a `process_info`,
    /// `process_info.progress_percentage` = 100 too. Labels do not count: a running analysis can read "Clean". If there
    /// is a `sanitized`, as in Cloud, or if it was requested (`sanitizes`), it has to be done too.
    ///
    /// # Errors
    /// `protocol` if a field that decides this has the wrong type.
    pub fn of(analysis: &Analysis, service: Service, sanitizes: bool) -> Result<Self, Error> {
        let scan = match &analysis.scan_results {
            Field::Absent => None,
            Field::Is(results) => Some(percentage(&results.progress_percentage)?),
            Field::Malformed => return Err(malformed()),
        };
        let process = match &analysis.process_info {
            Field::Absent => None,
            Field::Is(info) => Some(processing(info, scan, service)?),
            Field::Malformed => return Err(malformed()),
        };
        let copy = clean_copy(&analysis.sanitized, sanitizes)?;
        Ok(match (process, scan) {
            (None, None) => Self::Queued,
            (None | Some(100.0), Some(100.0)) if copy == 100.0 => Self::Finished,
            (process, scan) => {
                // The slowest of the parts that are present. A missing part cannot be complete.
                let slowest = process.unwrap_or(100.0).min(scan.unwrap_or(100.0));
                Self::Processing(slowest.min(copy).min(99.0))
            }
        })
    }
}

/// The progress of the processing. Cloud may state none: version 4, "Retrieve the scan report" and "Hash lookup" of its
/// public documentation. Then a final result means that it is done, and until then only the scan shows the progress.
fn processing(info: &ProcessInfo, scan: Option<f64>, service: Service) -> Result<f64, Error> {
    match (&info.progress_percentage, info.result.text()) {
        (Field::Absent, _) if service == Service::Cluster => Ok(0.0),
        (Field::Absent, Some("Allowed" | "Blocked")) => Ok(100.0),
        (Field::Absent, _) => Ok(scan.unwrap_or(0.0).min(99.0)),
        (stated, _) => percentage(stated),
    }
}

/// The progress that a part of the report states; 0 if it states none.
fn percentage(stated: &Field<Number>) -> Result<f64, Error> {
    match stated {
        Field::Absent => Ok(0.0),
        Field::Is(Number(percentage @ 0.0..=100.0)) => Ok(*percentage),
        Field::Is(_) | Field::Malformed => Err(malformed()),
    }
}

/// The progress of the clean copy. Version 2 of Cloud states no progress, only a result once the copy exists.
fn clean_copy(copy: &Field<Sanitized>, asked_for: bool) -> Result<f64, Error> {
    match copy {
        Field::Absent => Ok(if asked_for { 0.0 } else { 100.0 }),
        Field::Malformed => Err(malformed_copy()),
        Field::Is(copy) => match &copy.progress_percentage {
            Field::Absent => {
                let is_there = copy.file_path.text().or(copy.result.text()).is_some();
                Ok(if is_there { 100.0 } else { 0.0 })
            }
            stated => percentage(stated).map_err(|_| malformed_copy()),
        },
    }
}

fn malformed() -> Error {
    Error::protocol("the report of the analysis is malformed")
}

fn malformed_copy() -> Error {
    Error::protocol("the report of the clean copy is malformed")
}
