//! Reports to judge.

use metadefender_wasm::core::model::{Analysis, Json, Kind};
use serde_json::{Value, json};

/// JSON in a test's memory.
#[derive(Clone, Debug)]
pub struct Memory(pub Value);

impl Json for Memory {
    fn kind(&self) -> Kind {
        match &self.0 {
            Value::Null => Kind::Null,
            Value::Bool(flag) => Kind::Flag(*flag),
            Value::Number(number) => number.as_f64().map_or(Kind::Other, Kind::Number),
            Value::String(text) => Kind::Text(text.clone()),
            Value::Array(_) => Kind::Array,
            Value::Object(_) => Kind::Object,
        }
    }

    fn member(&self, name: &str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or_default())
    }

    fn members(&self) -> Vec<(String, Self)> {
        let members = self.0.as_object().into_iter().flatten();
        members
            .map(|(name, value)| (name.clone(), Self(value.clone())))
            .collect()
    }

    fn elements(&self) -> Vec<Self> {
        let elements = self.0.as_array().into_iter().flatten();
        elements.cloned().map(Self).collect()
    }
}

/// Reads a report as the client does.
pub fn analysis(report: Value) -> Analysis<Memory> {
    Analysis::of(Memory(report)).expect("an object")
}

/// A finished report of MDDC or Core.
pub fn finished(result: &str, code: i64) -> Value {
    json!({
        "data_id": "61dffeaa728844adbf49eb090e4ece0e",
        "process_info": { "progress_percentage": 100, "result": result, "blocked_reason": "" },
        "scan_results": { "progress_percentage": 100, "scan_all_result_i": code },
    })
}

/// A finished report of Cloud v2, which has no `process_info`.
pub fn finished_in_cloud(code: i64) -> Value {
    json!({
        "data_id": "dcab095cdda14465a935e19595109aaf",
        "scan_results": { "progress_percentage": 100, "scan_all_result_i": code },
    })
}

/// The same report with the value at `pointer` replaced.
pub fn with(mut report: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a JSON pointer");
    report.pointer_mut(parent).expect("the parent is there")[name] = value;
    report
}
