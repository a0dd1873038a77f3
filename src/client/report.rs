//! An answer: whole for the user, and as a view for the decisions.

use wasm_bindgen::JsValue;

use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::{Analysis, Entries, Field, Shape};
use crate::core::response;
use crate::platform::{self, Failure, Incoming};

/// The report of an analysis.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the server said, whole.
    pub result: JsValue,
    /// What is read of it.
    pub analysis: Analysis,
}

/// The JSON of an answer.
pub(super) fn json(endpoint: Endpoint, answer: &Incoming) -> Result<JsValue, Failure> {
    platform::parse(&answer.text)
        .ok_or_else(|| response::unexpected(endpoint, answer.status, &answer.text).into())
}

/// The JSON object of an answer, and the view of it that is needed.
pub(super) fn view<T: Shape>(
    endpoint: Endpoint,
    answer: &Incoming,
) -> Result<(JsValue, T), Failure> {
    let value = json(endpoint, answer)?;
    match Field::read(&value) {
        Field::Is(view) => Ok((value, view)),
        Field::Absent | Field::Malformed => {
            Err(response::unexpected(endpoint, answer.status, &answer.text).into())
        }
    }
}

/// Reads the answer of a call that only has to succeed: nothing, or any JSON.
pub(super) fn acknowledged(endpoint: Endpoint, answer: &Incoming) -> Result<(), Failure> {
    if answer.text.trim().is_empty() {
        return Ok(());
    }
    json(endpoint, answer).map(|_| ())
}

/// Reads the answer of a call for the report of `id`, a data id or a hash: none where the service
/// knows none.
pub(super) fn report(
    endpoint: Endpoint,
    answer: &Incoming,
    id: &str,
) -> Result<Option<Report>, Failure> {
    let (result, analysis) = view::<Analysis>(endpoint, answer)?;
    let says_something = analysis != Analysis::default();
    if !says_something {
        return if is_not_found(&result, id) {
            Ok(None)
        } else {
            Err(response::unexpected(endpoint, answer.status, &answer.text).into())
        };
    }
    Ok(Some(Report { result, analysis }))
}

/// Whether the answer is `{"<id>": "Not Found"}` and nothing else.
pub(super) fn is_not_found(result: &JsValue, id: &str) -> bool {
    match Field::<Entries<String>>::read(result)
        .value()
        .map(|entries| entries.0.as_slice())
    {
        Some([(key, Field::Is(value))]) => response::is_not_found((key, value), id),
        _ => false,
    }
}

/// The error that an unknown id is.
pub(super) fn unknown(endpoint: Endpoint, data_id: &str, status: u16) -> Error {
    let message = format!(
        "{}: no analysis of this data id: it is wrong, another user's, or its time is over",
        endpoint.name()
    );
    Error::new(ErrorCode::NotFound, message)
        .at(endpoint)
        .with_status(status)
        .about(data_id)
}
