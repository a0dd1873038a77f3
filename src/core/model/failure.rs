//! The shapes of an error's body.

use serde::Deserialize;

use super::field::{Field, Object, Texts, Whole};

/// `{"err": "…"}`, `{"error": {"code": n, "messages": ["…"] | "…"}}`, `{"error": "…"}` or
/// `{"response": "…"}`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct FailureBody {
    err: Field<Messages>,
    error: Field<FailureMember>,
    response: Field<Messages>,
}

/// The member `error`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum FailureMember {
    /// MDDC, Core.
    Text(String),
    /// Cloud v4.
    Details(Object<FailureDetails>),
}

/// The member `error` of Cloud v4.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct FailureDetails {
    code: Field<Whole>,
    messages: Field<Messages>,
    message: Field<Messages>,
}

/// One text, or several.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Messages {
    /// One.
    One(String),
    /// Several.
    Several(Texts),
}

impl Messages {
    fn joined(&self) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::Several(Texts(texts)) => texts.join("; "),
        }
    }
}

impl FailureBody {
    /// Cloud: its own code of the failure, finer than the status.
    pub fn code(&self) -> Option<i64> {
        match self.error.value()? {
            FailureMember::Text(_) => None,
            FailureMember::Details(details) => details.code.number(),
        }
    }

    /// The server's own words.
    pub fn words(&self) -> Option<String> {
        let details = match self.error.value() {
            Some(FailureMember::Text(text)) => [Some(text.clone()), None],
            Some(FailureMember::Details(details)) => {
                [&details.messages, &details.message].map(|field| field.value().map(Messages::joined))
            }
            None => [None, None],
        };
        let err = self.err.value().map(Messages::joined);
        let response = self.response.value().map(Messages::joined);
        [err].into_iter()
            .chain(details)
            .chain([response])
            .flatten()
            .find(|words| !words.is_empty())
    }
}
