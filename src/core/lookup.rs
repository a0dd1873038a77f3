//! Whether the result of an earlier analysis answers for the file at hand.

use super::algorithm::Algorithm;
use super::model::{Analysis, Field, Json};
use super::processing_result::{
    Class, ENCRYPTED_ARCHIVE, PASSWORD_PROTECTED_DOCUMENT, ProcessingResult,
};
use super::state::State;

/// Flags of `outdated_data` after which the same file could be judged otherwise. (`sanitization`
/// only says that the sanitised copy is gone.)
const OUTDATED: [&str; 3] = ["enginedefinitions", "engineconfigurations", "configuration"];

/// How much of a hit is good enough.
#[derive(Clone, Copy, Debug, Default)]
pub struct Acceptance {
    /// Take a hit whose engines, definitions or rule have changed since.
    pub outdated: bool,
    /// The hash that was looked up can be another file's: the report has to carry one that cannot.
    pub by_colliding_hash: bool,
    /// A clean copy is asked for, which the earlier analysis has to have made.
    pub sanitized: bool,
    /// Archive passwords are at hand that the earlier analysis may not have had.
    pub with_passwords: bool,
}

/// Whether a hit saves the analysis. One that is unfinished, stale, nameless, or came
/// to no result does not.
pub fn is_usable(analysis: &Analysis<impl Json>, acceptance: Acceptance) -> bool {
    if State::of(analysis, acceptance.sanitized) != Ok(State::Finished)
        || analysis.data_id().is_none()
    {
        return false;
    }
    if acceptance.by_colliding_hash && !has_safe_hash(analysis) {
        return false;
    }
    let info = analysis.process_info().value();
    let outdated = match info.map(|info| info.texts("outdated_data")) {
        None | Some(Field::Absent) => false,
        Some(Field::Is(flags)) => flags.iter().any(|flag| OUTDATED.contains(&flag.as_str())),
        Some(Field::Malformed) => true,
    };
    let came_to_a_result = analysis
        .code()
        .and_then(ProcessingResult::of)
        .is_some_and(|row| match row.code {
            ENCRYPTED_ARCHIVE | PASSWORD_PROTECTED_DOCUMENT => !acceptance.with_passwords,
            _ => row.class != Class::Incomplete || is_limit(row.code),
        });
    came_to_a_result && (acceptance.outdated || !outdated)
}

/// Results that are incomplete because of the file itself: another analysis ends the same way.
/// Exceeded Archive Depth, Size and File Number, Unsupported File Type.
fn is_limit(code: i64) -> bool {
    matches!(code, 9 | 13 | 14 | 23)
}

/// Whether the report carries a SHA-256, with which [`integrity`](super::integrity) compares.
fn has_safe_hash(analysis: &Analysis<impl Json>) -> bool {
    analysis.hash(Algorithm::Sha256).filled().is_some()
}
