//! Whether the result of an earlier analysis answers for the file at hand.

use super::result_code::{Class, ENCRYPTED_ARCHIVE, PASSWORD_PROTECTED_DOCUMENT, ResultCode};
use super::state::State;
use crate::core::algorithm::Algorithm;
use crate::core::model::{Analysis, Field};

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

/// Whether a hit saves the analysis. One that is unfinished, stale, without an id, or that came to no
/// result does not.
pub fn is_usable(analysis: &Analysis, acceptance: Acceptance) -> bool {
    State::of(analysis, acceptance.sanitized) == Ok(State::Finished)
        && analysis.data_id.text().is_some()
        && (has_safe_hash(analysis) || !acceptance.by_colliding_hash)
        && came_to_a_result(analysis, acceptance)
        && (acceptance.outdated || !is_outdated(analysis))
}

/// Whether what judged the file has changed since, so that it could be judged otherwise today.
pub fn is_outdated(analysis: &Analysis) -> bool {
    let Some(info) = analysis.process_info.value() else {
        return false;
    };
    match &info.outdated_data {
        Field::Absent => false,
        Field::Is(flags) => flags.0.iter().any(|flag| OUTDATED.contains(&flag.as_str())),
        Field::Malformed => true,
    }
}

fn came_to_a_result(analysis: &Analysis, acceptance: Acceptance) -> bool {
    let Some(row) = analysis.code().and_then(ResultCode::of) else {
        return false;
    };
    match row.code {
        ENCRYPTED_ARCHIVE | PASSWORD_PROTECTED_DOCUMENT => !acceptance.with_passwords,
        _ => row.class != Class::Incomplete || is_limit(row.code),
    }
}

/// Results that are incomplete because of the file itself: another analysis ends the same way.
/// Exceeded Archive Depth, Size and File Number, Unsupported File Type.
fn is_limit(code: i64) -> bool {
    matches!(code, 9 | 13 | 14 | 23)
}

/// Whether the report carries a SHA-256, which [`integrity`](super::integrity) compares.
fn has_safe_hash(analysis: &Analysis) -> bool {
    matches!(analysis.hash(Algorithm::Sha256), Field::Is(hash) if !hash.is_empty())
}
