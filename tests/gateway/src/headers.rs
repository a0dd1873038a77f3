//! The request headers of the protocol. Free text is sent as percent-encoded UTF-8.

use std::time::Duration;

use axum::http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::encoding::Encoding;
use crate::error::ApiError;

/// A header as it is, where it must be ASCII text.
pub fn plain<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, ApiError> {
    let text = |value: &'a axum::http::HeaderValue| {
        value
            .to_str()
            .map_err(|_| invalid(name, "must be percent-encoded UTF-8"))
    };
    headers.get(name).map(text).transpose()
}

/// A header of percent-encoded UTF-8, decoded.
pub fn decoded(headers: &HeaderMap, name: &str) -> Result<Option<String>, ApiError> {
    let Some(text) = plain(headers, name)? else {
        return Ok(None);
    };
    let escapes_are_whole = text.split('%').skip(1).all(|rest| {
        rest.get(..2)
            .is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    if !escapes_are_whole {
        return Err(invalid(name, "has a malformed percent escape"));
    }
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => Ok(Some(decoded.into_owned())),
        Err(_) => Err(invalid(name, "is not UTF-8 once decoded")),
    }
}

/// A header that is `true` or `false`; `false` when it is missing.
pub fn boolean(headers: &HeaderMap, name: &str) -> Result<bool, ApiError> {
    match plain(headers, name)? {
        None => Ok(false),
        Some(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Some(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        Some(_) => Err(invalid(name, "must be true or false")),
    }
}

/// A header that is a whole number.
pub fn integer(headers: &HeaderMap, name: &str) -> Result<Option<u64>, ApiError> {
    let parse = |text: &str| {
        text.parse()
            .map_err(|_| invalid(name, "must be a whole number"))
    };
    plain(headers, name)?.map(parse).transpose()
}

/// A header of percent-encoded JSON, or of any text.
pub fn json_or_text(headers: &HeaderMap, name: &str) -> Result<Option<Value>, ApiError> {
    let parse = |text: String| serde_json::from_str(&text).unwrap_or(Value::String(text));
    Ok(decoded(headers, name)?.map(parse))
}

/// `archivepwd`, `archivepwd1`, `archivepwd2`, …, in that order.
pub fn archive_passwords(headers: &HeaderMap) -> Result<Vec<String>, ApiError> {
    let mut passwords = Vec::new();
    for name in headers.keys() {
        let Some(suffix) = name.as_str().strip_prefix("archivepwd") else {
            continue;
        };
        let number = match suffix {
            "" => 0,
            _ => match suffix.parse::<u64>() {
                Ok(number) if number >= 1 && suffix.bytes().all(|b| b.is_ascii_digit()) => number,
                _ => return Err(invalid(name.as_str(), "must end in a number of at least 1")),
            },
        };
        passwords.extend(decoded(headers, name.as_str())?.map(|password| (number, password)));
    }
    passwords.sort();
    Ok(passwords
        .into_iter()
        .map(|(_, password)| password)
        .collect())
}

/// The gateway's own header: the pause in ms after each step of this analysis, instead of `--step-delay`.
pub const STEP_DELAY: &str = "x-gateway-step-delay";

/// The headers of `POST /file`.
#[derive(Clone, Debug)]
pub struct SubmissionHeaders {
    /// `filename`, decoded; empty when there is none.
    pub filename: String,
    /// `rule`, decoded.
    pub rule: Option<String>,
    /// `batch`.
    pub batch: Option<String>,
    /// `user_agent`.
    pub user_agent: Option<String>,
    /// `archivepwd`, `archivepwdX`, decoded.
    pub archive_passwords: Vec<String>,
    /// `metadata`: the JSON it holds, or its text.
    pub metadata: Option<Value>,
    /// `engines-metadata`, likewise.
    pub engines_metadata: Option<Value>,
    /// Whether sanitisation was requested, which only Cloud supports.
    pub sanitize: Option<bool>,
    /// `content-encoding`.
    pub encoding: Encoding,
    /// `global-timeout`.
    pub global_timeout: Option<Duration>,
    /// [`STEP_DELAY`].
    pub step_delay: Option<Duration>,
}

impl SubmissionHeaders {
    /// Parses them, or returns an error that names the invalid one.
    pub fn parse(headers: &HeaderMap) -> Result<Self, ApiError> {
        let global_timeout = match integer(headers, "global-timeout")? {
            Some(0) => return Err(invalid("global-timeout", "must be at least 1")),
            seconds => seconds.map(Duration::from_secs),
        };
        Ok(Self {
            filename: decoded(headers, "filename")?.unwrap_or_default(),
            rule: decoded(headers, "rule")?,
            batch: plain(headers, "batch")?.map(str::to_owned),
            user_agent: plain(headers, "user_agent")?.map(str::to_owned),
            archive_passwords: archive_passwords(headers)?,
            metadata: json_or_text(headers, "metadata")?,
            engines_metadata: json_or_text(headers, "engines-metadata")?,
            sanitize: None,
            encoding: Encoding::of(headers)?,
            global_timeout,
            step_delay: integer(headers, STEP_DELAY)?.map(Duration::from_millis),
        })
    }
}

/// The refusal of a header's value.
pub fn invalid(name: &str, what: &str) -> ApiError {
    ApiError::bad_request(format!("Invalid header: {name} {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn percent_encoded_utf8_is_decoded() {
        let headers = headers(&[("filename", "%C3%9Cbersicht%20%E2%82%AC+1.pdf")]);
        let filename = decoded(&headers, "filename").unwrap();
        assert_eq!(filename.as_deref(), Some("Übersicht €+1.pdf"));
    }

    #[test]
    fn malformed_escapes_and_bytes_are_refused() {
        for value in ["100%", "%4", "%zz", "%+1", "%C3", "a%C3%28"] {
            assert!(
                decoded(&headers(&[("filename", value)]), "filename").is_err(),
                "{value}"
            );
        }
    }

    #[test]
    fn archive_passwords_come_in_the_order_of_their_numbers() {
        let sent = headers(&[
            ("archivepwd10", "ten"),
            ("archivepwd", "first"),
            ("archivepwd2", "t%77o"),
        ]);
        assert_eq!(archive_passwords(&sent).unwrap(), ["first", "two", "ten"]);
        for name in ["archivepwd0", "archivepwdx", "archivepwd-1"] {
            assert!(
                archive_passwords(&headers(&[(name, "fox")])).is_err(),
                "{name}"
            );
        }
    }

    #[test]
    fn metadata_is_json_or_text() {
        let sent = headers(&[
            ("metadata", "%7B%22id%22:7%7D"),
            ("engines-metadata", "plain%20text"),
        ]);
        let parsed = SubmissionHeaders::parse(&sent).unwrap();
        assert_eq!(parsed.metadata, Some(serde_json::json!({ "id": 7 })));
        assert_eq!(parsed.engines_metadata, Some(Value::from("plain text")));
    }
}
