//! How far an analysis is.

use super::error::Error;
use super::model::{Analysis, Field, Json};

/// How far an analysis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Accepted, not begun.
    Queued,
    /// Begun; this many percent are done, at most 99.
    Processing(u8),
    /// Done: everything in the report is final.
    Finished,
}

impl State {
    /// Reads the state of an analysis.
    ///
    /// Finished means `scan_results.progress_percentage` = 100 and, where there is a
    /// `process_info`, `process_info.progress_percentage` = 100 as well. Labels do not count:
    /// an analysis that goes on can read "Clean". Where there is a `sanitized`, as Cloud has it,
    /// or where it was asked for (`sanitizes`), that has to be done, too.
    ///
    /// # Errors
    /// `protocol`, where a field that says so is of the wrong type.
    pub fn of(analysis: &Analysis<impl Json>, sanitizes: bool) -> Result<Self, Error> {
        let process = progress(&analysis.process_info())?;
        let scan = progress(&analysis.scan_results())?;
        let copy = sanitized(&analysis.sanitized(), sanitizes)?;
        Ok(match (process, scan) {
            (None, None) => Self::Queued,
            (None | Some(100), Some(100)) if copy == 100 => Self::Finished,
            (process, scan) => {
                // The slower of those there are; a missing one cannot be complete.
                let slower = process.unwrap_or(100).min(scan.unwrap_or(100)).min(copy);
                Self::Processing(slower.clamp(0, 99) as u8)
            }
        })
    }
}

/// The progress that a part of the report states: none where the part is missing, 0 where it
/// states none.
fn progress(part: &Field<impl Json>) -> Result<Option<i64>, Error> {
    let malformed = || Error::protocol("the report of the analysis is malformed");
    match part {
        Field::Absent => Ok(None),
        Field::Malformed => Err(malformed()),
        Field::Is(part) => match part.whole("progress_percentage") {
            Field::Absent => Ok(Some(0)),
            Field::Is(percentage @ 0..=100) => Ok(Some(percentage)),
            Field::Is(_) | Field::Malformed => Err(malformed()),
        },
    }
}

/// The progress of the clean copy. Version 2 of Cloud states none, but a result when it is there.
fn sanitized(copy: &Field<impl Json>, asked_for: bool) -> Result<i64, Error> {
    let copy = match copy {
        Field::Absent => return Ok(if asked_for { 0 } else { 100 }),
        Field::Malformed => {
            return Err(Error::protocol("the report of the clean copy is malformed"));
        }
        Field::Is(copy) => copy,
    };
    match copy.whole("progress_percentage") {
        Field::Is(percentage @ 0..=100) => Ok(percentage),
        Field::Absent => {
            let is_there = ["file_path", "result"]
                .iter()
                .any(|name| copy.text(name).filled().is_some());
            Ok(if is_there { 100 } else { 0 })
        }
        Field::Is(_) | Field::Malformed => {
            Err(Error::protocol("the report of the clean copy is malformed"))
        }
    }
}
