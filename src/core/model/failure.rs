//! The shapes of an error's body.

use alloc::string::String;

use super::json::{Json, Kind};
use crate::core::text::join;

/// What is read of `{"err": "…"}`, `{"error": {"code": n, "messages": ["…"] | "…"}}`,
/// `{"error": "…"}` or `{"response": "…"}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FailureBody {
    /// Cloud: its own code of the failure, finer than the status.
    pub code: Option<i64>,
    /// The server's own words.
    pub words: Option<String>,
}

impl FailureBody {
    /// Reads the body that a value is.
    pub fn of(json: &impl Json) -> Self {
        let error = json.member("error");
        let cause = || match error.kind() {
            Kind::Text(words) => Some(words),
            _ => words(&error, "messages").or_else(|| words(&error, "message")),
        };
        let words = words(json, "err")
            .or_else(cause)
            .or_else(|| words(json, "response"));
        Self {
            code: error.whole("code").value(),
            words: words.filter(|words| !words.is_empty()),
        }
    }
}

/// One text, or several.
fn words(json: &impl Json, name: &str) -> Option<String> {
    json.text(name)
        .filled()
        .or_else(|| Some(join(&json.texts(name).value()?, "; ")))
}
