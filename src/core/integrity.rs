//! Whether a report is about the very bytes that were hashed here.

use super::algorithm::Algorithm;
use super::digests::Digests;
use super::error::{Error, ErrorCode};
use super::model::{Analysis, Field};

/// Compares the hashes in the report with those computed here. A report that carries none passes.
///
/// # Errors
/// `integrity`, where one differs or is no text.
pub fn check(analysis: &Analysis, digests: &Digests) -> Result<(), Error> {
    let Some(file_info) = analysis.file_info.value() else {
        return Ok(());
    };
    let differs = Algorithm::ALL.into_iter().any(|algorithm| {
        let Some(computed) = digests.get(algorithm) else {
            return false;
        };
        match file_info.hash(algorithm) {
            Field::Absent => false,
            Field::Is(reported) if reported.is_empty() => false,
            Field::Is(reported) => !reported.eq_ignore_ascii_case(computed),
            Field::Malformed => true,
        }
    });
    if differs {
        return Err(Error::new(
            ErrorCode::Integrity,
            "the server reports hashes of another file than the one that was hashed here: \
             something on the way changed it, or mixed up the answers",
        ));
    }
    Ok(())
}
