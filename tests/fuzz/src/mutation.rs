//! Changes of a JSON value, each chosen by the bytes of an input.

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

/// What decides, and what is near it.
const DECIDING: [&str; 26] = [
    "/data_id",
    "/file_info",
    "/file_info/md5",
    "/file_info/sha1",
    "/file_info/sha256",
    "/file_info/sha512",
    "/process_info",
    "/process_info/progress_percentage",
    "/process_info/result",
    "/process_info/blocked_reason",
    "/process_info/blocked_reasons",
    "/process_info/verdicts",
    "/process_info/outdated_data",
    "/process_info/profile",
    "/scan_results",
    "/scan_results/progress_percentage",
    "/scan_results/scan_all_result_i",
    "/scan_results/scan_all_result_a",
    "/scan_results/total_detected_avs",
    "/scan_results/scan_details",
    "/sanitized",
    "/sanitized/progress_percentage",
    "/sanitized/result",
    "/sanitized/file_path",
    "/extracted_files",
    "/extracted_files/files_in_archive",
];

/// Texts that mean something somewhere, and some that only look so.
const TEXTS: [&str; 24] = [
    "",
    "Allowed",
    "Blocked",
    "Processing",
    "allowed",
    "Allowed ",
    "Clean",
    "No Threat Detected",
    "Infected",
    "Suspicious",
    "Encrypted Archive",
    "Sensitive Data Found",
    "Whitelisted",
    "Skipped Clean",
    "Known Good",
    "Sanitized",
    "Mostly harmless",
    "Not Found",
    "enginedefinitions",
    "configuration",
    "sanitization",
    "0",
    "100",
    "1",
];

const NUMBERS: [f64; 12] = [
    0.0, 1.0, 2.0, 99.0, 99.99, 100.0, 100.01, -1.0, 0.5, 1e16, 255.0, 1014.0,
];

/// Changes one thing.
pub fn apply(report: &mut Value, answers: &[Value], choices: &mut Unstructured<'_>) -> Result<()> {
    let pointer = pointer(report, choices)?;
    match choices.int_in_range(0..=6)? {
        0 => set(report, &pointer, value(choices, 2)?),
        1 => remove(report, &pointer),
        2 => {
            let name = name(choices)?;
            let value = value(choices, 2)?;
            add(report, &pointer, name, value);
        }
        3 => retype(report, &pointer, choices)?,
        4 => set(report, &pointer, number(choices)?),
        5 => {
            // As another service, or another year, has it.
            let other = choices.choose(answers)?.pointer(&pointer).cloned();
            set(report, &pointer, other.unwrap_or_default());
        }
        _ => rename(report, &pointer, name(choices)?),
    }
    Ok(())
}

/// Any place in the value, or one that decides, be it there or not.
fn pointer(report: &Value, choices: &mut Unstructured<'_>) -> Result<String> {
    if choices.ratio(1, 2)? {
        return choices.choose(&DECIDING).map(|pointer| (*pointer).into());
    }
    let mut pointer = String::new();
    let index = choices.choose_index(size(report))?;
    descend(report, index, &mut pointer);
    Ok(pointer)
}

/// How many values there are in it, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(size).sum(),
        Value::Array(elements) => elements.iter().map(size).sum(),
        _ => 0,
    }
}

/// Goes to the value of this index, counted from the outside in.
fn descend(value: &Value, index: usize, pointer: &mut String) {
    let Some(mut left) = index.checked_sub(1) else {
        return;
    };
    let mut enter = |name: &str, value: &Value| {
        let size = size(value);
        if left < size {
            pointer.push('/');
            pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            descend(value, left, pointer);
            return true;
        }
        left -= size;
        false
    };
    match value {
        Value::Object(members) => {
            members.iter().any(|(name, value)| enter(name, value));
        }
        Value::Array(elements) => {
            let mut elements = elements.iter().enumerate();
            elements.any(|(index, value)| enter(&index.to_string(), value));
        }
        _ => {}
    }
}

/// The parent of a place, and its name there.
fn parent<'a>(report: &'a mut Value, pointer: &str) -> Option<(&'a mut Value, String)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    report.pointer_mut(parent).map(|parent| (parent, name))
}

fn set(report: &mut Value, pointer: &str, value: Value) {
    if let Some(there) = report.pointer_mut(pointer) {
        *there = value;
    } else if let Some((Value::Object(members), name)) = parent(report, pointer) {
        members.insert(name, value);
    }
}

fn remove(report: &mut Value, pointer: &str) {
    match parent(report, pointer) {
        Some((Value::Object(members), name)) => {
            members.remove(&name);
        }
        Some((Value::Array(elements), index)) => {
            // A place that decides may be a list here.
            if let Some(index) = index.parse().ok().filter(|index| *index < elements.len()) {
                elements.remove(index);
            }
        }
        _ => {}
    }
}

fn add(report: &mut Value, pointer: &str, name: String, value: Value) {
    match report.pointer_mut(pointer) {
        Some(Value::Object(members)) => {
            members.insert(name, value);
        }
        Some(Value::Array(elements)) => elements.push(value),
        _ => {}
    }
}

fn rename(report: &mut Value, pointer: &str, new: String) {
    if let Some((Value::Object(members), name)) = parent(report, pointer)
        && let Some(value) = members.remove(&name)
    {
        members.insert(new, value);
    }
}

/// The same in another type.
fn retype(report: &mut Value, pointer: &str, choices: &mut Unstructured<'_>) -> Result<()> {
    let Some(there) = report.pointer_mut(pointer) else {
        return Ok(());
    };
    let value = there.take();
    *there = match choices.int_in_range(0..=4)? {
        0 => json!([value]),
        1 => json!({ name(choices)?: value }),
        2 => match value {
            Value::String(text) => text.parse::<f64>().map_or(text.into(), Value::from),
            other => other.to_string().into(),
        },
        3 => match value {
            Value::Object(members) => members.into_iter().map(|(_, value)| value).collect(),
            Value::Array(elements) => elements
                .into_iter()
                .enumerate()
                .map(|(index, value)| (index.to_string(), value))
                .collect::<Map<_, _>>()
                .into(),
            other => json!(other.is_null()),
        },
        _ => Value::Null,
    };
    Ok(())
}

fn value(choices: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    let kinds = if depth == 0 { 3 } else { 6 };
    Ok(match choices.int_in_range(0..=kinds)? {
        0 => number(choices)?,
        1 => text(choices)?.into(),
        2 => Value::Null,
        3 => choices.ratio(1, 2)?.into(),
        4 => {
            let count = choices.int_in_range(0..=3)?;
            let elements = (0..count).map(|_| value(choices, depth - 1));
            elements.collect::<Result<Vec<_>>>()?.into()
        }
        5 => {
            let count = choices.int_in_range(0..=3)?;
            let members = (0..count).map(|_| Ok((name(choices)?, value(choices, depth - 1)?)));
            members.collect::<Result<Map<_, _>>>()?.into()
        }
        _ => json!({ "Engine": { "scan_result_i": number(choices)? } }),
    })
}

fn number(choices: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match choices.int_in_range(0..=2)? {
        0 => json!(*choices.choose(&NUMBERS)?),
        1 => json!(choices.int_in_range(0..=66)?),
        _ => json!(choices.arbitrary::<f64>()?),
    })
}

fn text(choices: &mut Unstructured<'_>) -> Result<String> {
    match choices.ratio(7, 8)? {
        true => choices.choose(&TEXTS).map(|text| (*text).into()),
        false => choices.arbitrary(),
    }
}

/// The name of a member: one that the client knows, or any.
fn name(choices: &mut Unstructured<'_>) -> Result<String> {
    const MORE: [&str; 8] = [
        "scan_result_i",
        "detected_by",
        "hits",
        "yara",
        "threat_found",
        "is_closed",
        "batch_files",
        "err",
    ];
    Ok(match choices.int_in_range(0..=5)? {
        0 => choices.arbitrary()?,
        1 => (*choices.choose(&MORE)?).into(),
        _ => {
            let pointer = choices.choose(&DECIDING)?;
            pointer.rsplit('/').next().unwrap_or_default().into()
        }
    })
}
