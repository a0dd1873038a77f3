//! Whether the result of an earlier analysis can be used for a file.

use super::result_code::{Class, ENCRYPTED_ARCHIVE, PASSWORD_PROTECTED_DOCUMENT, ResultCode};
use super::state::State;
use crate::core::algorithm::Algorithm;
use crate::core::model::{Analysis, Field};
use crate::core::protocol::dialect::Service;

/// The only flag of `outdated_data` that does not affect the verdict: the sanitised copy is gone. Anything else in the list may
/// be another spelling of the flags that do.
const HARMLESS: &str = "sanitization";

/// Which hits are accepted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Acceptance {
    /// Accept a hit whose engines, definitions or rule have changed since.
    pub outdated: bool,
    /// The hash that was looked up may be that of another file: the report has to contain one that cannot collide.
    pub by_colliding_hash: bool,
    /// A clean copy is requested, which the earlier analysis must have made.
    pub sanitized: bool,
    /// The call has archive passwords that the earlier analysis may not have had.
    pub with_passwords: bool,
}

/// Whether a hit replaces an analysis. It does not if it is unfinished, stale, without an id or without a result.
pub fn is_usable(analysis: &Analysis, service: Service, acceptance: Acceptance) -> bool {
    State::of(analysis, service, acceptance.sanitized) == Ok(State::Finished)
        && (!acceptance.sanitized || has_clean_copy(analysis) || is_blocked(analysis))
        && analysis.data_id.text().is_some()
        && (has_safe_hash(analysis) || !acceptance.by_colliding_hash)
        && came_to_a_result(analysis, acceptance)
        && (acceptance.outdated || !is_outdated(analysis))
}

/// Whether to wait for a running analysis after the response to an upload was lost. The analysis may be another user's: not if
/// the call has passwords, which that analysis may lack.
pub fn is_promising(analysis: &Analysis, service: Service, acceptance: Acceptance) -> bool {
    let state = State::of(analysis, service, acceptance.sanitized);
    matches!(state, Ok(State::Queued | State::Processing(_)))
        && analysis.data_id.text().is_some()
        && (has_safe_hash(analysis) || !acceptance.by_colliding_hash)
        && !acceptance.with_passwords
}

/// Whether the engines, their definitions or the rule have changed since, so that the verdict could be another one today.
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

/// Whether the sanitisation has made a copy. In version 4 of Cloud, a failed one is also at 100 %, with the result Error.
fn has_clean_copy(analysis: &Analysis) -> bool {
    let copy = analysis.sanitized.value();
    copy.is_some_and(|copy| copy.result.text() == Some("Allowed"))
}

fn came_to_a_result(analysis: &Analysis, acceptance: Acceptance) -> bool {
    let Some(code) = analysis.code() else {
        return false;
    };
    match ResultCode::of(code) {
        // A new analysis would block it too.
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

/// Whether the report contains a SHA-256, which [`integrity`](super::integrity) compares.
fn has_safe_hash(analysis: &Analysis) -> bool {
    matches!(analysis.hash(Algorithm::Sha256), Field::Is(hash) if !hash.is_empty())
}
