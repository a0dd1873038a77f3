//! Other signs in a report that the file is not clean: the names of its results, the counts of engines, the reasons for
//! blocking, the files of an archive. The code decides; a clear sign against it is a contradiction.

use super::result_code::{Class, ResultCode, class_of, code_named};
use crate::core::model::{Analysis, EngineResult, Field, Whole};

/// A sanitised copy was made, which is no sign against the original.
const SANITIZED: i64 = 48;

/// Whether another part of a report contradicts a code that may be allowed.
pub fn contradicts(analysis: &Analysis, row: &ResultCode) -> bool {
    has_blocked_reason(analysis)
        || is_named_otherwise(analysis, row)
        || (!overrules_engines(analysis, row) && is_detected(analysis))
}

/// Whether the file is clean by an allow list, the known good, the origin or threat intelligence, so that the engines do
/// not matter: according to `process_info`, or to the name of the result.
fn overrules_engines(analysis: &Analysis, row: &ResultCode) -> bool {
    let is_named = label(analysis).and_then(code_named) == Some(i64::from(row.code));
    matches!(row.code, 7 | 39 | 41 | 61) && (analysis.process_info.value().is_some() || is_named)
}

/// Whether the name of a result contradicts the code: any name that is not clean contradicts a clean code, and the name of
/// a threat contradicts any code. (A rule may allow a file with several issues, of which the code is one.)
fn is_named_otherwise(analysis: &Analysis, row: &ResultCode) -> bool {
    let info = analysis.process_info.value();
    let verdicts = match info.map(|info| &info.verdicts) {
        None | Some(Field::Absent) => &[] as &[_],
        Some(Field::Is(names)) => names,
        Some(Field::Malformed) => return true,
    };
    let names = verdicts.iter().filter_map(Field::text);
    names
        .chain(label(analysis))
        .filter_map(code_named)
        .filter(|code| *code != SANITIZED)
        .any(|code| match class_of(code) {
            Some(Class::Threat) => true,
            Some(Class::Policy | Class::Incomplete) => {
                matches!(row.class, Class::Clean | Class::Unknown)
            }
            Some(Class::Clean | Class::Unknown) | None => false,
        })
}

fn label(analysis: &Analysis) -> Option<&str> {
    analysis.scan_results.value()?.scan_all_result_a.text()
}

fn has_blocked_reason(analysis: &Analysis) -> bool {
    let Some(info) = analysis.process_info.value() else {
        return false;
    };
    let several = match &info.blocked_reasons {
        Field::Absent => false,
        Field::Is(reasons) => reasons.iter().any(is_a_reason),
        Field::Malformed => true,
    };
    is_a_reason(&info.blocked_reason) || several
}

fn is_a_reason(reason: &Field<String>) -> bool {
    match reason {
        Field::Absent => false,
        Field::Is(reason) => !reason.is_empty(),
        Field::Malformed => true,
    }
}

/// Whether the result of an engine is a threat or malformed, for the file or for one inside it.
fn is_detected(analysis: &Analysis) -> bool {
    let results = analysis.scan_results.value();
    let is_counted = results.is_some_and(|results| is_more_than_none(&results.total_detected_avs));
    let by_an_engine = match results.map(|results| &results.scan_details) {
        None | Some(Field::Absent) => false,
        Some(Field::Is(engines)) => engines.0.iter().any(|(_, engine)| is_found_by(engine)),
        Some(Field::Malformed) => true,
    };
    is_counted || by_an_engine || is_found_within(analysis)
}

fn is_found_by(engine: &Field<EngineResult>) -> bool {
    match engine {
        Field::Absent => false,
        Field::Malformed => true,
        Field::Is(engine) => is_threat(&engine.scan_result_i),
    }
}

fn is_found_within(analysis: &Analysis) -> bool {
    let files = analysis
        .extracted_files
        .value()
        .and_then(|extracted| extracted.files_in_archive.value())
        .map_or(&[] as &[_], Vec::as_slice);
    files
        .iter()
        .filter_map(Field::value)
        .any(|file| is_threat(&file.scan_all_result_i) || is_more_than_none(&file.detected_by))
}

fn is_threat(code: &Field<Whole>) -> bool {
    match code {
        Field::Absent => false,
        Field::Malformed => true,
        Field::Is(code) => class_of(code.0) == Some(Class::Threat),
    }
}

fn is_more_than_none(count: &Field<Whole>) -> bool {
    match count {
        Field::Absent => false,
        Field::Malformed => true,
        Field::Is(count) => count.0 > 0,
    }
}
