//! An answer: whole for the user, and as a view for the decisions.

use wasm_bindgen::JsValue;

use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::{Analysis, Json, Kind};
use crate::core::response;
use crate::platform::{Failure, Incoming};

/// The report of an analysis: what the server said, whole.
pub type Report = Analysis<JsValue>;

/// The failure that an answer is which the API does not give.
pub(super) fn unexpected(endpoint: Endpoint, answer: &Incoming) -> Failure {
    response::unexpected(endpoint, answer.status(), &answer.text()).into()
}

/// The JSON of an answer.
pub(super) fn json(endpoint: Endpoint, answer: &Incoming) -> Result<JsValue, Failure> {
    let value = answer.json();
    match value.is_undefined() {
        true => Err(unexpected(endpoint, answer)),
        false => Ok(value),
    }
}

/// The JSON object of an answer.
pub(super) fn object(endpoint: Endpoint, answer: &Incoming) -> Result<JsValue, Failure> {
    let object = answer.json().into_object().value();
    object.ok_or_else(|| unexpected(endpoint, answer))
}

/// The JSON object of an answer, and the id or address in it, without which it is none.
pub(super) fn with_text(
    endpoint: Endpoint,
    answer: &Incoming,
    name: &str,
) -> Result<(JsValue, String), Failure> {
    let object = object(endpoint, answer)?;
    match object.text(name).filled() {
        Some(text) => Ok((object, text)),
        None => Err(unexpected(endpoint, answer)),
    }
}

/// Reads the answer of a call that only has to succeed: nothing, or any JSON.
pub(super) fn acknowledged(endpoint: Endpoint, answer: &Incoming) -> Result<JsValue, Failure> {
    if answer.json().is_undefined() && !answer.text().trim_ascii().is_empty() {
        return Err(unexpected(endpoint, answer));
    }
    Ok(JsValue::UNDEFINED)
}

/// Reads the answer of a call for the report of an analysis.
pub(super) fn report(data_id: &str, answer: Result<Incoming, Failure>) -> Result<Report, Failure> {
    let endpoint = Endpoint::AnalysisResult;
    let answer = answer.map_err(|failure| match failure.code() {
        Some(ErrorCode::NotFound) => unknown(data_id, 404),
        _ => failure.about(data_id),
    })?;
    let found = found(endpoint, &answer, data_id).map_err(|failure| failure.about(data_id))?;
    let found = found.ok_or_else(|| unknown(data_id, answer.status()))?;
    match found.data_id() {
        Some(other) if !other.eq_ignore_ascii_case(data_id) => {
            let message = "the answer is about another analysis than the one asked for";
            Err(Error::protocol(message).at(endpoint).about(data_id).into())
        }
        _ => Ok(found),
    }
}

/// Reads the answer of a call for the report of `id`, a data id or a hash: none where the service
/// knows none.
pub(super) fn found(
    endpoint: Endpoint,
    answer: &Incoming,
    id: &str,
) -> Result<Option<Report>, Failure> {
    let report = Analysis(object(endpoint, answer)?);
    if !report.is_empty() {
        return Ok(Some(report));
    }
    match is_not_found(&report.0, id) {
        true => Ok(None),
        false => Err(unexpected(endpoint, answer)),
    }
}

/// Whether the answer is `{"<id>": "Not Found"}` and nothing else.
pub(super) fn is_not_found(result: &JsValue, id: &str) -> bool {
    match result.members().as_slice() {
        [(key, value)] => match value.kind() {
            Kind::Text(value) => response::is_not_found((key, &value), id),
            _ => false,
        },
        _ => false,
    }
}

/// The failure that an unknown id is.
fn unknown(data_id: &str, status: u16) -> Failure {
    let endpoint = Endpoint::AnalysisResult;
    let message = "GET /file/{data_id}: no analysis of this data id: it is wrong, another user's, or its \
                   time is over";
    Error::new(ErrorCode::NotFound, message)
        .at(endpoint)
        .with_status(status)
        .about(data_id)
        .into()
}
