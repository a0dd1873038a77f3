//! Whether a report is about the bytes that were hashed here.

use crate::core::algorithm::Algorithm;
use crate::core::digests::Digests;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::{Analysis, Field, Submission};

/// Compares the hashes in the report with those computed here. Returns whether there was one to compare.
///
/// # Errors
/// `integrity` if one differs or is not a string.
pub fn check(analysis: &Analysis, digests: &Digests) -> Result<bool, Error> {
    let mut is_compared = false;
    for algorithm in Algorithm::ALL {
        is_compared |= compare(analysis.hash(algorithm), digests.get(algorithm))?;
    }
    Ok(is_compared)
}

/// Compares the hash in the response to an upload, if it has one, with the one computed here.
///
/// # Errors
/// `integrity` if it differs or is not a string.
pub fn check_submission(submission: &Submission, digests: &Digests) -> Result<(), Error> {
    let reported = match &submission.sha256 {
        Field::Absent => Field::Absent,
        Field::Is(hash) => Field::Is(hash.as_str()),
        Field::Malformed => Field::Malformed,
    };
    compare(reported, digests.get(Algorithm::Sha256)).map(drop)
}

/// Compares two hashes. Returns whether there were two.
fn compare(reported: Field<&str>, computed: Option<&str>) -> Result<bool, Error> {
    let Some(computed) = computed else {
        return Ok(false);
    };
    match reported {
        Field::Absent | Field::Is("") => Ok(false),
        Field::Is(reported) if reported.eq_ignore_ascii_case(computed) => Ok(true),
        Field::Is(_) | Field::Malformed => Err(another_file()),
    }
}

fn another_file() -> Error {
    Error::new(
        ErrorCode::Integrity,
        "the server reports hashes of another file than the one that was hashed here: something \
         on the way changed it, or mixed up the answers",
    )
}
