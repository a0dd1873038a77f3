//! Which cells of the table a report is in, and DESIGN's rules 3 and 6.

use metadefender_wasm::Service;
use serde_json::{Map, Value, json};

use super::json::{Read, object, text, whole};
use super::names::{Class, is_threat, named};
use super::table::{Cell, Engine, Label, Witness};

static NULL: Value = Value::Null;

/// The member at this path; `null` where there is none, or no object on the way.
fn at<'a>(report: &'a Value, path: &[&str]) -> &'a Value {
    let step = |value: &'a Value, name: &&str| object(value).value()?.get(*name);
    path.iter().try_fold(report, step).unwrap_or(&NULL)
}

fn is_complete(value: &Value) -> bool {
    value.as_f64() == Some(100.0)
}

/// Rule 3. Where it has a clean copy, or one was asked for, that has to be made.
pub fn is_finished(report: &Value, service: Service, sanitizes: bool) -> bool {
    let scan = at(report, &["scan_results", "progress_percentage"]);
    is_complete(scan) && is_processed(report, service) && is_copied(report, sanitizes)
}

fn is_processed(report: &Value, service: Service) -> bool {
    match object(at(report, &["process_info"])) {
        Read::Absent => true,
        Read::Malformed => false,
        Read::Is(_) => match at(report, &["process_info", "progress_percentage"]) {
            // Cloud may state none beside a final result.
            Value::Null => {
                service != Service::Cluster && matches!(result(report), "Allowed" | "Blocked")
            }
            stated => is_complete(stated),
        },
    }
}

fn is_copied(report: &Value, sanitizes: bool) -> bool {
    match object(at(report, &["sanitized"])) {
        Read::Absent => !sanitizes,
        Read::Malformed => false,
        Read::Is(copy) => match copy.get("progress_percentage").unwrap_or(&NULL) {
            Value::Null => ["file_path", "result"].iter().any(|name| {
                let said = copy.get(*name).unwrap_or(&NULL);
                text(said).value().is_some()
            }),
            stated => is_complete(stated),
        },
    }
}

/// What `process_info` says, as the table writes it.
pub fn result(report: &Value) -> &str {
    match object(at(report, &["process_info"])) {
        Read::Is(_) => text(at(report, &["process_info", "result"]))
            .value()
            .unwrap_or("-"),
        Read::Absent | Read::Malformed => "none",
    }
}

/// Rule 6: the flags that make a hit a miss.
pub fn is_outdated(report: &Value) -> bool {
    let flags = at(report, &["process_info", "outdated_data"]).as_array();
    flags.is_some_and(|flags| {
        flags.iter().any(|flag| {
            matches!(
                flag.as_str(),
                Some("enginedefinitions" | "engineconfigurations" | "configuration")
            )
        })
    })
}

/// The cells of the table that a finished report is in: one for each thing that it says.
pub fn cells(report: &Value) -> impl Iterator<Item = Cell<'_>> {
    let code = whole(at(report, &["scan_results", "scan_all_result_i"])).value();
    let result = result(report);
    let (labels, engines, witnesses) = (labels(report, code), engines(report), witnesses(report));
    labels.into_iter().flat_map(move |label| {
        let witnesses = witnesses.clone();
        engines.clone().into_iter().flat_map(move |engine| {
            witnesses.clone().into_iter().map(move |witness| Cell {
                result,
                code,
                label,
                engine,
                witness,
            })
        })
    })
}

/// The name of the result, and those in `verdicts` that say more than it.
fn labels(report: &Value, code: Option<i64>) -> Vec<Label> {
    let label = text(at(report, &["scan_results", "scan_all_result_a"])).value();
    let first = match label.map(named) {
        None => Label::Absent,
        Some(Some((named, _))) if Some(named) == code => Label::Own,
        Some(name) => column(name),
    };
    let names = at(report, &["process_info", "verdicts"]).as_array();
    let names = names
        .into_iter()
        .flatten()
        .filter_map(|name| text(name).value());
    let others = names.map(named).map(column);
    let says_more =
        |label: &Label| *label != Label::NobodyKnows && *label != Label::NoThreatDetected;
    std::iter::once(first)
        .chain(others.filter(says_more))
        .collect()
}

fn column(name: Option<(i64, Class)>) -> Label {
    match name {
        None | Some((48, _)) => Label::NobodyKnows,
        Some((_, Class::Clean | Class::Unknown)) => Label::NoThreatDetected,
        Some((_, Class::Threat)) => Label::Infected,
        Some((_, Class::Policy)) => Label::SensitiveDataFound,
        Some((_, Class::Incomplete)) => Label::EncryptedArchive,
    }
}

fn engines(report: &Value) -> Vec<Engine> {
    let details = at(report, &["scan_results", "scan_details"]);
    let engines = match details {
        Value::Null => return vec![Engine::Absent],
        Value::Object(engines) => engines,
        _ => return vec![Engine::Malformed],
    };
    let said = engines.values().map(|engine| match object(engine) {
        Read::Absent => Engine::Absent,
        Read::Malformed => Engine::Malformed,
        Read::Is(engine) => match member(engine, "scan_result_i") {
            Read::Absent => Engine::Clean,
            Read::Malformed => Engine::Malformed,
            Read::Is(code) if is_threat(code) => Engine::Threat,
            Read::Is(_) => Engine::Clean,
        },
    });
    std::iter::once(Engine::Absent).chain(said).collect()
}

fn member(of: &Map<String, Value>, name: &str) -> Read<i64> {
    whole(of.get(name).unwrap_or(&NULL))
}

fn witnesses(report: &Value) -> Vec<Witness> {
    let mut witnesses = vec![Witness::Nothing];
    if is_more_than_none(whole(at(report, &["scan_results", "total_detected_avs"]))) {
        witnesses.push(Witness::DetectedAvs);
    }
    let verdicts = at(report, &["process_info", "verdicts"]);
    if !matches!(verdicts, Value::Null | Value::Array(_)) {
        witnesses.push(Witness::Verdicts);
    }
    let reasons = at(report, &["process_info", "blocked_reasons"]);
    let is_one = |reason: &Value| text(reason) != Read::Absent;
    let are_some = match reasons {
        Value::Null => false,
        Value::Array(reasons) => reasons.iter().any(is_one),
        _ => true,
    };
    if are_some || is_one(at(report, &["process_info", "blocked_reason"])) {
        witnesses.push(Witness::BlockedReason);
    }
    let files = at(report, &["extracted_files", "files_in_archive"]).as_array();
    if files.into_iter().flatten().any(is_infected) {
        witnesses.push(Witness::FileWithin);
    }
    witnesses
}

fn is_infected(file: &Value) -> bool {
    let Read::Is(file) = object(file) else {
        return false;
    };
    let is_threat = match member(file, "scan_all_result_i") {
        Read::Absent => false,
        Read::Is(code) => is_threat(code),
        Read::Malformed => true,
    };
    is_threat || is_more_than_none(member(file, "detected_by"))
}

fn is_more_than_none(count: Read<i64>) -> bool {
    match count {
        Read::Absent => false,
        Read::Is(count) => count > 0,
        Read::Malformed => true,
    }
}

/// All that decides of a report, and nothing else.
pub fn deciding(report: &Value) -> Value {
    let part = |name: &str, members: &[&str]| match object(at(report, &[name])) {
        Read::Absent => Value::Null,
        Read::Malformed => "malformed".into(),
        Read::Is(part) => members
            .iter()
            .map(|member| part.get(*member).unwrap_or(&NULL).clone())
            .collect(),
    };
    json!([
        matches!(object(report), Read::Is(_)),
        part(
            "process_info",
            &[
                "progress_percentage",
                "result",
                "blocked_reason",
                "blocked_reasons",
                "verdicts",
            ],
        ),
        part(
            "scan_results",
            &[
                "progress_percentage",
                "scan_all_result_i",
                "scan_all_result_a",
                "total_detected_avs",
                "scan_details",
            ],
        ),
        part("sanitized", &["progress_percentage", "result", "file_path"]),
        part("extracted_files", &["files_in_archive"]),
    ])
}
