//! Whether the result of an earlier analysis answers for the file at hand.

use super::result_code::{Class, ENCRYPTED_ARCHIVE, PASSWORD_PROTECTED_DOCUMENT, ResultCode};
use super::state::State;
use crate::core::algorithm::Algorithm;
use crate::core::model::{Analysis, Field};
use crate::core::protocol::dialect::Service;

/// The one flag of `outdated_data` after which the same file is judged the same: it says that the sanitised copy is gone.
/// Whatever else is in that list may be another spelling of the flags that matter.
const HARMLESS: &str = "sanitization";

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
pub fn is_usable(analysis: &Analysis, service: Service, acceptance: Acceptance) -> bool {
    State::of(analysis, service, acceptance.sanitized) == Ok(State::Finished)
        && (!acceptance.sanitized || has_clean_copy(analysis) || is_blocked(analysis))
        && analysis.data_id.text().is_some()
        && (has_safe_hash(analysis) || !acceptance.by_colliding_hash)
        && came_to_a_result(analysis, acceptance)
        && (acceptance.outdated || !is_outdated(analysis))
}

/// Whether an analysis that goes on is worth waiting for, where the file was uploaded and the answer lost. It may be another
/// user's: with passwords at hand that one may lack, it is not.
pub fn is_promising(analysis: &Analysis, service: Service, acceptance: Acceptance) -> bool {
    let state = State::of(analysis, service, acceptance.sanitized);
    matches!(state, Ok(State::Queued | State::Processing(_)))
        && analysis.data_id.text().is_some()
        && (has_safe_hash(analysis) || !acceptance.by_colliding_hash)
        && !acceptance.with_passwords
}

/// Whether what judged the file has changed since, so that it could be judged otherwise today.
pub fn is_outdated(analysis: &Analysis) -> bool {
    let Some(info) = analysis.process_info.value() else {
        return false;
    };
    match &info.outdated_data {
        Field::Absent => false,
        Field::Is(flags) => flags.iter().any(|flag| flag.text() != Some(HARMLESS)),
        Field::Malformed => true,
    }
}

/// Whether the sanitisation has made a copy. In version 4 of Cloud one that failed is done as well: its result is Error.
fn has_clean_copy(analysis: &Analysis) -> bool {
    let copy = analysis.sanitized.value();
    copy.is_some_and(|copy| copy.result.text() == Some("Allowed"))
}

fn came_to_a_result(analysis: &Analysis, acceptance: Acceptance) -> bool {
    let Some(code) = analysis.code() else {
        return false;
    };
    match ResultCode::of(code) {
        // Blocked for whatever reason: an upload would not change that.
        None => is_blocked(analysis),
        Some(row) => match row.code {
            ENCRYPTED_ARCHIVE | PASSWORD_PROTECTED_DOCUMENT => !acceptance.with_passwords,
            _ => row.class != Class::Incomplete || row.is_limit(),
        },
    }
}

fn is_blocked(analysis: &Analysis) -> bool {
    let info = analysis.process_info.value();
    info.and_then(|info| info.result.text()) == Some("Blocked")
}

/// Whether the report carries a SHA-256, which [`integrity`](super::integrity) compares.
fn has_safe_hash(analysis: &Analysis) -> bool {
    matches!(analysis.hash(Algorithm::Sha256), Field::Is(hash) if !hash.is_empty())
}
