//! The forms of an error's body.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::field::{Whole, texts, view};

view! {
    /// `{"err": "…"}`, `{"error": {"code": n, "messages": ["…"] | "…"}}`, `{"error": "…"}` or
    /// `{"response": "…"}`.
    pub struct FailureBody {
        err: Messages,
        error: FailureMember,
        response: Messages,
    }
}

/// The member `error`: a string from MDDC and Core, or an object with details from Cloud v4.
#[derive(Clone, Debug, PartialEq)]
enum FailureMember {
    Text(String),
    Details(FailureDetails),
}

view! {
    struct FailureDetails {
        code: Whole,
        messages: Messages,
        message: Messages,
    }
}

impl<'de> Deserialize<'de> for FailureMember {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FailureMemberVisitor)
    }
}

struct FailureMemberVisitor;

impl<'de> Visitor<'de> for FailureMemberVisitor {
    type Value = FailureMember;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or an object")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(FailureMember::Text(text.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        FailureDetails::deserialize(MapAccessDeserializer::new(members)).map(FailureMember::Details)
    }
}

/// One string, or several.
#[derive(Clone, Debug, PartialEq)]
struct Messages(Vec<String>);

impl<'de> Deserialize<'de> for Messages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MessagesVisitor)
    }
}

struct MessagesVisitor;

impl<'de> Visitor<'de> for MessagesVisitor {
    type Value = Messages;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or an array of strings")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Messages(vec![text.into()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Self::Value, A::Error> {
        Ok(Messages(texts(elements)?))
    }
}

impl Messages {
    fn joined(&self) -> String {
        self.0.join("; ")
    }
}

impl FailureBody {
    /// Cloud: its own code of the failure, more specific than the status.
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
            Some(FailureMember::Details(details)) => [&details.messages, &details.message]
                .map(|field| field.value().map(Messages::joined)),
            None => [None, None],
        };
        let err = self.err.value().map(Messages::joined);
        let response = self.response.value().map(Messages::joined);
        [err]
            .into_iter()
            .chain(details)
            .chain([response])
            .flatten()
            .find(|words| !words.is_empty())
    }
}
