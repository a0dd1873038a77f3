//! Interprets responses: the JSON goes to the user unchanged, and a view of it decides.

use serde::de::DeserializeOwned;

use super::Result;
use super::host::{Host, HttpResponse};
use crate::core::error::{Error, ErrorCode};
use crate::core::model::{Analysis, Entries, Field};
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::response;

/// The report of an analysis.
#[derive(Clone, Debug)]
pub struct Report<J> {
    /// The complete response.
    pub json: J,
    /// The parts that decide.
    pub view: Analysis,
}

/// The error for a response that is not one of the API.
pub(super) fn unexpected<J>(endpoint: Endpoint, response: &HttpResponse<J>) -> Error {
    response::unexpected(endpoint, response.status, &response.text)
}

/// The JSON of a response.
pub(super) fn json<J: Clone>(
    endpoint: Endpoint,
    response: &HttpResponse<J>,
) -> std::result::Result<J, Error> {
    let json = response.json.clone();
    json.ok_or_else(|| unexpected(endpoint, response))
}

/// The JSON object of a response, and its view.
pub(super) fn object<H: Host, T: DeserializeOwned>(
    host: &H,
    endpoint: Endpoint,
    response: &HttpResponse<H::Json>,
) -> Result<(H::Json, T), H> {
    let json = json(endpoint, response)?;
    match host.view(&json) {
        Some(view) => Ok((json, view)),
        None => Err(unexpected(endpoint, response).into()),
    }
}

/// A text that the response has to contain.
pub(super) fn required<J>(
    text: &Field<String>,
    endpoint: Endpoint,
    response: &HttpResponse<J>,
) -> std::result::Result<String, Error> {
    let text = text.text().map(str::to_owned);
    text.ok_or_else(|| unexpected(endpoint, response))
}

/// The JSON array of a response.
pub(super) fn array<H: Host>(
    host: &H,
    endpoint: Endpoint,
    response: &HttpResponse<H::Json>,
    json: H::Json,
) -> Result<H::Json, H> {
    match host.elements(&json) {
        Field::Is(_) => Ok(json),
        Field::Absent | Field::Malformed => Err(unexpected(endpoint, response).into()),
    }
}

/// Reads the response of a call that only has to succeed: empty, or any JSON.
pub(super) fn acknowledged<J>(
    endpoint: Endpoint,
    response: &HttpResponse<J>,
) -> std::result::Result<(), Error> {
    match response.json.is_some() || response.text.trim_ascii().is_empty() {
        true => Ok(()),
        false => Err(unexpected(endpoint, response)),
    }
}

/// Reads the response of a request for the report of an analysis.
pub(super) fn report<H: Host>(
    host: &H,
    data_id: &str,
    answer: Result<HttpResponse<H::Json>, H>,
) -> Result<Report<H::Json>, H> {
    let endpoint = Endpoint::AnalysisResult;
    let response = answer.map_err(|failure| match failure.code() {
        Some(ErrorCode::NotFound) => unknown(data_id, 404).into(),
        _ => failure.about(data_id),
    })?;
    let found =
        found(host, endpoint, &response, data_id).map_err(|failure| failure.about(data_id))?;
    let report = found.ok_or_else(|| unknown(data_id, response.status))?;
    match report.view.data_id.text() {
        Some(other) if !other.eq_ignore_ascii_case(data_id) => {
            let message = "the response is about another analysis than the one requested";
            Err(Error::protocol(message).at(endpoint).about(data_id).into())
        }
        _ => Ok(report),
    }
}

/// Reads the response of a lookup; `None` if the service does not know the hash.
pub(super) fn report_by_hash<H: Host>(
    host: &H,
    hash: &str,
    answer: Result<HttpResponse<H::Json>, H>,
) -> Result<Option<Report<H::Json>>, H> {
    match answer {
        Err(failure) if failure.code() == Some(ErrorCode::NotFound) => Ok(None),
        answer => found(host, Endpoint::ResultByHash, &answer?, hash),
    }
}

/// The report of `id`, a data id or a hash; `None` if the service has none.
fn found<H: Host>(
    host: &H,
    endpoint: Endpoint,
    response: &HttpResponse<H::Json>,
    id: &str,
) -> Result<Option<Report<H::Json>>, H> {
    let (json, view): (_, Analysis) = object(host, endpoint, response)?;
    if !view.is_empty() {
        return Ok(Some(Report { json, view }));
    }
    match is_not_found(host, &json, id) {
        true => Ok(None),
        false => Err(unexpected(endpoint, response).into()),
    }
}

/// Whether a response is `{"<id>": "Not Found"}` and nothing else.
pub(super) fn is_not_found<H: Host>(host: &H, json: &H::Json, id: &str) -> bool {
    let entries: Option<Entries<String>> = host.view(json);
    match entries.as_ref().map(|entries| entries.0.as_slice()) {
        Some([(key, Field::Is(words))]) => response::is_not_found((key, words), id),
        _ => false,
    }
}

/// The error for an unknown data id.
fn unknown(data_id: &str, status: u16) -> Error {
    let endpoint = Endpoint::AnalysisResult;
    let message = "GET /file/{data_id}: no analysis of this data id: it is wrong, another user's, or its \
                   time is over";
    Error::new(ErrorCode::NotFound, message)
        .at(endpoint)
        .with_status(status)
        .about(data_id)
}
