//! Whether a report is about the very bytes that were hashed here.

use alloc::string::String;

use super::algorithm::Algorithm;
use super::digests::Digests;
use super::error::{Error, ErrorCode};
use super::model::{Analysis, Field, Submission};

/// Compares the hashes in the report with those computed here. A report that carries none passes.
///
/// # Errors
/// `integrity`, where one differs or is no text.
pub fn check(analysis: &Analysis, digests: &Digests) -> Result<(), Error> {
    let file_info = match &analysis.file_info {
        Field::Absent => return Ok(()),
        Field::Malformed => return Err(another_file()),
        Field::Is(file_info) => file_info,
    };
    let reported = Algorithm::ALL.map(|algorithm| (algorithm, file_info.hash(algorithm)));
    compare(&reported, digests)
}

/// Compares the hash in the answer to an upload, where it carries one, with that computed here.
///
/// # Errors
/// `integrity`, where it differs or is no text.
pub fn check_received(submission: &Submission, digests: &Digests) -> Result<(), Error> {
    compare(&[(Algorithm::Sha256, &submission.sha256)], digests)
}

fn compare(reported: &[(Algorithm, &Field<String>)], digests: &Digests) -> Result<(), Error> {
    let differs = reported.iter().any(|(algorithm, reported)| {
        let Some(computed) = digests.get(*algorithm) else {
            return false;
        };
        match reported {
            Field::Absent => false,
            Field::Is(reported) if reported.is_empty() => false,
            Field::Is(reported) => !reported.eq_ignore_ascii_case(computed),
            Field::Malformed => true,
        }
    });
    if differs { Err(another_file()) } else { Ok(()) }
}

fn another_file() -> Error {
    Error::new(
        ErrorCode::Integrity,
        "the server reports hashes of another file than the one that was hashed here: something \
         on the way changed it, or mixed up the answers",
    )
}
