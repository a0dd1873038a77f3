//! The types of JSON as the protocol reads them: `null` is what is not there.

use serde_json::{Map, Value};

/// What there is in the place of something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Read<T> {
    Absent,
    Is(T),
    Malformed,
}

impl<T> Read<T> {
    pub fn value(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Malformed => None,
        }
    }
}

/// An object. One with a method of JavaScript's arrays is an array to the client, which reads values of JavaScript.
pub fn object(value: &Value) -> Read<&Map<String, Value>> {
    match value {
        Value::Null => Read::Absent,
        Value::Object(members) if !members.contains_key("copyWithin") => Read::Is(members),
        _ => Read::Malformed,
    }
}

/// A text; an empty one says nothing.
pub fn text(value: &Value) -> Read<&str> {
    match value {
        Value::Null => Read::Absent,
        Value::String(text) if text.is_empty() => Read::Absent,
        Value::String(text) => Read::Is(text),
        _ => Read::Malformed,
    }
}

/// A whole number that JavaScript counts exactly.
pub fn whole(value: &Value) -> Read<i64> {
    const MAX: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Null => Read::Absent,
        Value::Number(number) => match number.as_f64() {
            Some(number) if number.fract() == 0.0 && (-MAX..=MAX).contains(&number) => {
                Read::Is(number as i64)
            }
            _ => Read::Malformed,
        },
        _ => Read::Malformed,
    }
}
