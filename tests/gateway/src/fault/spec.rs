//! How a fault is written: `name=value; name=value; …`.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};
use serde_json::Value;

/// A fault; its parts can be combined.
#[derive(Clone, Debug, Default)]
pub struct Fault {
    /// As it was written.
    pub spec: String,
    /// `operation=POST /file`: only for this route; for all routes when missing.
    pub operation: Option<String>,
    /// `path=/file/…`: only for requests whose path begins so.
    pub path: Option<String>,
    /// `scan=NAME`: only for requests whose header `x-gateway-scan` is that.
    pub scan: Option<String>,
    /// `times=N`: for this many requests; for all when missing.
    pub times: Option<u32>,
    /// `chance=0.2`: for one request in five, at random.
    pub chance: Option<f64>,
    /// `latency=MS`: delays the response …
    pub latency: Duration,
    /// `jitter=MS`: … and by up to this much more, at random.
    pub jitter: Duration,
    /// `step-delay=MS`: the analysis of the upload pauses after each step.
    pub step_delay: Option<HeaderValue>,
    /// `hang`: never responds.
    pub hang: bool,
    /// `status=CODE`: an error with this status instead of the call.
    pub status: Option<StatusCode>,
    /// `retry-after=VALUE`, as it is.
    pub retry_after: Option<HeaderValue>,
    /// `reset-in=86400s`: the header `x-ratelimit-reset-in`, as it is.
    pub reset_in: Option<HeaderValue>,
    /// `html`: a proxy's error page instead of the call.
    pub html: bool,
    /// `body=TEXT`: this text as the response, instead of the call.
    pub body: Option<String>,
    /// `not-found=200|404`: the response for an unknown id, instead of the call.
    pub not_found: Option<StatusCode>,
    /// `content-type=VALUE`, whatever the response is.
    pub content_type: Option<HeaderValue>,
    /// `reset-request=N`: resets the connection after N bytes of the request's body.
    pub reset_request: Option<u64>,
    /// `stall-request=N`: after N bytes of the request's body reads nothing more, and never responds.
    pub stall_request: Option<u64>,
    /// `cut=N`: a well-formed response with only the first N bytes of the body.
    pub cut: Option<usize>,
    /// How the response ends early, and after how many bytes.
    pub ending: Option<(Ending, u64)>,
    /// `slow=MS` or `slow=MS/BYTES`: sends one byte, or this many, at a time.
    pub slow: Option<(Duration, usize)>,
    /// Changes of a JSON response, in the order of the fault.
    pub changes: Vec<Change>,
}

/// How a response ends after N bytes of its body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ending {
    /// `truncate=N`: the connection is closed.
    Truncate,
    /// `reset-response=N`: the connection is reset.
    Reset,
    /// `stall-response=N`: nothing more comes.
    Stall,
}

/// A change of a JSON response.
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
    /// Whether its `chance` says so.
    pub fn strikes(&self) -> bool {
        self.chance.is_none_or(|chance| fastrand::f64() < chance)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "operation" if value.contains(" /") => self.operation = Some(value.to_owned()),
            "operation" => return Err("expected METHOD /path".to_owned()),
            "path" => self.path = Some(value.to_owned()),
            "scan" => self.scan = Some(value.to_owned()),
            "times" => self.times = Some(parsed(value)?),
            "chance" => self.chance = Some(parsed(value)?),
            "latency" => self.latency = milliseconds(value)?,
            "jitter" => self.jitter = milliseconds(value)?,
            "step-delay" => {
                milliseconds(value)?;
                self.step_delay = Some(parsed(value)?);
            }
            "hang" => self.hang = true,
            "status" => self.status = Some(parsed(value)?),
            "retry-after" => self.retry_after = Some(parsed(value)?),
            "reset-in" => self.reset_in = Some(parsed(value)?),
            "html" => self.html = true,
            "body" => self.body = Some(value.to_owned()),
            "not-found" => match value {
                "200" => self.not_found = Some(StatusCode::OK),
                "404" => self.not_found = Some(StatusCode::NOT_FOUND),
                _ => return Err("expected 200 or 404".to_owned()),
            },
            "content-type" => self.content_type = Some(parsed(value)?),
            "reset-request" => self.reset_request = Some(parsed(value)?),
            "stall-request" => self.stall_request = Some(parsed(value)?),
            "cut" => self.cut = Some(parsed(value)?),
            "truncate" => self.ending = Some((Ending::Truncate, parsed(value)?)),
            "reset-response" => self.ending = Some((Ending::Reset, parsed(value)?)),
            "stall-response" => self.ending = Some((Ending::Stall, parsed(value)?)),
            "slow" => {
                let (pause, bytes) = value.split_once('/').unwrap_or((value, "1"));
                self.slow = Some((milliseconds(pause)?, parsed::<usize>(bytes)?.max(1)));
            }
            _ => self.changes.push(change(name, value)?),
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
        assert_eq!(fault.operation.as_deref(), Some("GET /file/{data_id}"));
        assert_eq!(fault.times, Some(3));
        assert_eq!(fault.status, Some(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(fault.retry_after.unwrap(), "Wed, 21 Oct 2026 07:28:00 GMT");
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
