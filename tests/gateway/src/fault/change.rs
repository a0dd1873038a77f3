//! Changed JSON responses.

use serde_json::{Map, Value, json};

/// The values of `progress=backwards`, one for each poll, repeated.
const BACKWARDS: [u8; 5] = [90, 70, 50, 30, 10];

/// A change of a JSON answer.
#[derive(Clone, Debug)]
pub enum Change {
    /// `type=POINTER:TYPE`: the field has a value of that JSON type.
    Type(String, Value),
    /// `set=POINTER:JSON`: the field has that value.
    Set(String, Value),
    /// `remove=POINTER`.
    Remove(String),
    /// `wrong-hash`: the file's hashes are another file's.
    WrongHash,
    /// `progress=backwards`: unfinished, and less at each request.
    ProgressBackwards,
    /// `progress=stuck` or `progress=stuck:P`: unfinished for ever, at 95 or P per cent, and "clean".
    ProgressStuck(u8),
    /// `keys=upper`.
    UpperKeys,
    /// `keys=lower`.
    LowerKeys,
}

impl Change {
    /// `poll` counts the requests for the same thing.
    pub fn apply(&self, answer: &mut Value, poll: u32) {
        match self {
            Self::Type(pointer, value) | Self::Set(pointer, value) => {
                set(answer, pointer, value.clone());
            }
            Self::Remove(pointer) => {
                if let Some((parent, name)) = pointer.rsplit_once('/')
                    && let Some(Value::Object(parent)) = answer.pointer_mut(parent)
                {
                    parent.remove(name);
                }
            }
            Self::WrongHash => wrong_hashes(answer),
            Self::ProgressBackwards => {
                unfinished(answer, BACKWARDS[poll as usize % BACKWARDS.len()], 255);
            }
            Self::ProgressStuck(progress) => unfinished(answer, *progress, 0),
            Self::UpperKeys => *answer = with_keys(answer.take(), |key| key.to_uppercase()),
            Self::LowerKeys => *answer = with_keys(answer.take(), |key| key.to_lowercase()),
        }
    }
}

fn set(answer: &mut Value, pointer: &str, value: Value) {
    if let Some(field) = answer.pointer_mut(pointer) {
        *field = value;
    } else if let Some((parent, name)) = pointer.rsplit_once('/')
        && let Some(Value::Object(parent)) = answer.pointer_mut(parent)
    {
        parent.insert(name.to_owned(), value);
    }
}

fn wrong_hashes(answer: &mut Value) {
    for parent in ["", "/file_info"] {
        let Some(Value::Object(fields)) = answer.pointer_mut(parent) else {
            continue;
        };
        for name in ["md5", "sha1", "sha256", "sha512"] {
            if let Some(Value::String(hash)) = fields.get_mut(name) {
                let other = if hash.starts_with('0') { "1" } else { "0" };
                hash.replace_range(..1, other);
            }
        }
    }
}

/// Makes an analysis unfinished; the fields are the same for a file, a batch's file, and a batch.
fn unfinished(answer: &mut Value, progress: u8, code: u16) {
    let label = if code == 0 {
        "No Threat Detected"
    } else {
        "In Progress"
    };
    if let Some(Value::Object(process)) = answer.get_mut("process_info") {
        process.insert("result".to_owned(), json!("Processing"));
        process.insert("blocked_reason".to_owned(), json!(""));
        for name in ["verdicts", "blocked_reasons"] {
            process.entry(name).and_modify(|list| *list = json!([]));
        }
        process
            .entry("progress_percentage")
            .and_modify(|it| *it = json!(progress));
    }
    if let Some(Value::Object(results)) = answer.get_mut("scan_results") {
        results
            .entry("progress_percentage")
            .and_modify(|it| *it = json!(progress));
        results.insert("scan_all_result_i".to_owned(), json!(code));
        results.insert("scan_all_result_a".to_owned(), json!(label));
    }
}

fn with_keys(value: Value, rename: fn(&str) -> String) -> Value {
    match value {
        Value::Object(fields) => {
            let renamed = fields
                .into_iter()
                .map(|(key, value)| (rename(&key), with_keys(value, rename)));
            Value::Object(renamed.collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            let renamed = items.into_iter().map(|item| with_keys(item, rename));
            Value::Array(renamed.collect())
        }
        other => other,
    }
}
