//! How a fault is written: `name=value; name=value; …`.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use axum::http::{HeaderName, StatusCode, header};
use serde_json::Value;

use super::change::Change;
use super::request::{Abandoned, RequestFault};
use super::response::{Ending, ResponseFault};
use super::substitute::{Substitute, SubstituteBody};
use super::when::When;

/// What Cloud says beside a refusal: until when.
const RESET_IN: HeaderName = HeaderName::from_static("x-ratelimit-reset-in");

/// A fault; its parts can be combined.
#[derive(Clone, Debug, Default)]
pub struct Fault {
    /// As it was written.
    pub spec: String,
    /// For which requests.
    pub when: When,
    /// Before the call.
    pub request: RequestFault,
    /// In place of the call.
    pub substitute: Substitute,
    /// After the call.
    pub response: ResponseFault,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(spec: &str) -> Result<Self, String> {
        let mut fault = Self {
            spec: spec.trim().to_owned(),
            ..Self::default()
        };
        let parts = spec.split(';').map(str::trim);
        for part in parts.filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            fault
                .set(name.trim(), value.trim())
                .map_err(|error| format!("fault {part:?}: {error}"))?;
        }
        Ok(fault)
    }
}

impl Fault {
    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let Self {
            when,
            request,
            substitute,
            response,
            ..
        } = self;
        match name {
            "operation" if value.contains(" /") => when.operation = Some(value.to_owned()),
            "operation" => return Err("expected METHOD /path".to_owned()),
            "path" => when.path = Some(value.to_owned()),
            "scan" => when.scan = Some(value.to_owned()),
            "times" => when.times = Some(parsed(value)?),
            "chance" => when.chance = Some(parsed(value)?),

            "latency" => request.latency = milliseconds(value)?,
            "jitter" => request.jitter = milliseconds(value)?,
            "step-delay" => {
                milliseconds(value)?;
                request.step_delay = Some(parsed(value)?);
            }
            "hang" => request.abandoned = Some(Abandoned::Hang),
            "stall-request" => request.abandoned = Some(Abandoned::Stall(parsed(value)?)),
            "reset-request" => request.abandoned = Some(Abandoned::Reset(parsed(value)?)),

            "status" => substitute.status = Some(parsed(value)?),
            "html" => substitute.body = Some(SubstituteBody::Page),
            "body" => substitute.body = Some(SubstituteBody::Text(value.to_owned())),
            "not-found" => match value {
                "200" => substitute.body = Some(SubstituteBody::NotFound),
                "404" => substitute.status = Some(StatusCode::NOT_FOUND),
                _ => return Err("expected 200 or 404".to_owned()),
            },

            "retry-after" => response.headers.push((header::RETRY_AFTER, parsed(value)?)),
            "reset-in" => response.headers.push((RESET_IN, parsed(value)?)),
            "content-type" => response
                .headers
                .push((header::CONTENT_TYPE, parsed(value)?)),
            "cut" => response.cut = Some(parsed(value)?),
            "truncate" => response.ending = Some((Ending::Truncate, parsed(value)?)),
            "reset-response" => response.ending = Some((Ending::Reset, parsed(value)?)),
            "stall-response" => response.ending = Some((Ending::Stall, parsed(value)?)),
            "slow" => {
                let (pause, bytes) = value.split_once('/').unwrap_or((value, "1"));
                response.slow = Some((milliseconds(pause)?, parsed::<usize>(bytes)?.max(1)));
            }
            _ => response.changes.push(change(name, value)?),
        }
        Ok(())
    }
}

fn change(name: &str, value: &str) -> Result<Change, String> {
    Ok(match (name, value) {
        ("type", _) => {
            let (pointer, kind) = pointed(value)?;
            Change::Type(pointer, of_type(kind)?)
        }
        ("set", _) => {
            let (pointer, json) = pointed(value)?;
            Change::Set(pointer, parsed(json)?)
        }
        ("remove", _) => Change::Remove(value.to_owned()),
        ("wrong-hash", "") => Change::WrongHash,
        ("progress", "backwards") => Change::ProgressBackwards,
        ("progress", "stuck") => Change::ProgressStuck(95),
        ("progress", _) => match value.strip_prefix("stuck:") {
            Some(progress) => Change::ProgressStuck(parsed(progress)?),
            None => return Err("expected backwards, stuck or stuck:PERCENTAGE".to_owned()),
        },
        ("keys", "upper") => Change::UpperKeys,
        ("keys", "lower") => Change::LowerKeys,
        _ => return Err("no such fault".to_owned()),
    })
}

fn pointed(value: &str) -> Result<(String, &str), String> {
    match value.split_once(':') {
        Some((pointer, rest)) if pointer.starts_with('/') => Ok((pointer.to_owned(), rest)),
        _ => Err("expected /json/pointer:VALUE".to_owned()),
    }
}

fn of_type(name: &str) -> Result<Value, String> {
    Ok(match name {
        "string" => "surprise".into(),
        "number" => 42.into(),
        "boolean" => true.into(),
        "null" => Value::Null,
        "array" => Value::Array(vec!["surprise".into()]),
        "object" => serde_json::json!({ "surprise": 1 }),
        _ => return Err("expected string, number, boolean, null, array or object".to_owned()),
    })
}

fn parsed<T: FromStr<Err: Display>>(value: &str) -> Result<T, String> {
    value.parse().map_err(|error: T::Err| error.to_string())
}

fn milliseconds(value: &str) -> Result<Duration, String> {
    parsed(value).map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_combine() {
        let fault: Fault = "operation=GET /file/{data_id}; times=3; status=503; retry-after=Wed, 21 Oct 2026 07:28:00 GMT"
            .parse()
            .unwrap();
        assert_eq!(fault.when.operation.as_deref(), Some("GET /file/{data_id}"));
        assert_eq!(fault.when.times, Some(3));
        assert_eq!(
            fault.substitute.status,
            Some(StatusCode::SERVICE_UNAVAILABLE)
        );
        let retry_after = parsed("Wed, 21 Oct 2026 07:28:00 GMT").unwrap();
        assert_eq!(fault.response.headers, [(header::RETRY_AFTER, retry_after)]);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for spec in [
            "stats=503",
            "status=teapot",
            "latency=fast",
            "type=/a:date",
            "type=a:string",
            "progress=sideways",
            "operation=/file",
            "not-found=500",
        ] {
            assert!(spec.parse::<Fault>().is_err(), "{spec}");
        }
    }
}
