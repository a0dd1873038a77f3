//! The shapes of an error's body.

use alloc::string::String;

use super::field::{Field, Shape, Texts, object_shape};
use super::json::{Json, Kind};
use crate::core::text;

/// `{"err": "…"}`, `{"error": {"code": n, "messages": ["…"] | "…"}}`, `{"error": "…"}` or
/// `{"response": "…"}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FailureBody {
    err: Field<String>,
    error: Field<Cause>,
    response: Field<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Detail {
    code: Field<i64>,
    messages: Field<Words>,
    message: Field<String>,
}

/// `error`: the words themselves, or an object that holds them.
#[derive(Clone, Debug, PartialEq)]
enum Cause {
    Words(String),
    Detail(Detail),
}

impl Shape for Cause {
    fn read(json: &impl Json, kind: Kind) -> Option<Self> {
        match kind {
            Kind::Text(words) => Some(Self::Words(words)),
            kind => Detail::read(json, kind).map(Self::Detail),
        }
    }
}

/// One text, or several.
#[derive(Clone, Debug, PartialEq)]
struct Words(String);

impl Shape for Words {
    fn read(json: &impl Json, kind: Kind) -> Option<Self> {
        match kind {
            Kind::Text(words) => Some(Self(words)),
            kind => Texts::read(json, kind).map(|texts| Self(text::join(&texts.0, "; "))),
        }
    }
}

object_shape! {
    FailureBody { err, error, response }
    Detail { code, messages, message }
}

impl FailureBody {
    /// Cloud: its own code of the failure, finer than the status.
    pub fn code(&self) -> Option<i64> {
        match self.error.value()? {
            Cause::Detail(detail) => detail.code.value().copied(),
            Cause::Words(_) => None,
        }
    }

    /// The server's own words.
    pub fn words(&self) -> Option<&str> {
        let cause = self.error.value().and_then(|cause| match cause {
            Cause::Words(words) => Some(words.as_str()),
            Cause::Detail(detail) => {
                let messages = detail.messages.value().map(|words| words.0.as_str());
                messages.or_else(|| detail.message.text())
            }
        });
        self.err
            .text()
            .or(cause)
            .or_else(|| self.response.text())
            .filter(|words| !words.is_empty())
    }
}
