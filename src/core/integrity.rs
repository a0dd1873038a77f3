//! Whether a report is about the very bytes that were hashed here.

use alloc::string::String;

use super::algorithm::Algorithm;
use super::digests::Digests;
use super::error::{Error, ErrorCode};
use super::model::{Analysis, Field, Json};

/// Compares the hashes in the report with those computed here. A report that carries none passes.
///
/// # Errors
/// `integrity`, where one differs or is no text.
pub fn check(analysis: &Analysis<impl Json>, digests: &Digests) -> Result<(), Error> {
    for algorithm in Algorithm::ALL {
        compare(algorithm, &analysis.hash(algorithm), digests)?;
    }
    Ok(())
}

/// Compares the hash in the answer to an upload, where it carries one, with that computed here.
///
/// # Errors
/// `integrity`, where it differs or is no text.
pub fn check_received(answer: &impl Json, digests: &Digests) -> Result<(), Error> {
    compare(Algorithm::Sha256, &answer.text("sha256"), digests)
}

fn compare(algorithm: Algorithm, reported: &Field<String>, digests: &Digests) -> Result<(), Error> {
    let Some(computed) = digests.get(algorithm) else {
        return Ok(());
    };
    let differs = match reported {
        Field::Absent => false,
        Field::Is(reported) => !reported.is_empty() && !reported.eq_ignore_ascii_case(computed),
        Field::Malformed => true,
    };
    if differs { Err(another_file()) } else { Ok(()) }
}

fn another_file() -> Error {
    Error::new(
        ErrorCode::Integrity,
        "the server reports hashes of another file than the one that was hashed here: something \
         on the way changed it, or mixed up the answers",
    )
}
