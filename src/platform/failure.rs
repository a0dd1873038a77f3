//! The failures that the modules in `js/` throw.

use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::object::strings;
use crate::core::error::{Error, ErrorCode};
use crate::flow::Failure;

#[wasm_bindgen(module = "/src/platform/js/failure.js")]
extern "C" {
    type HostFailure;

    #[wasm_bindgen(method, getter)]
    fn code(this: &HostFailure) -> String;

    #[wasm_bindgen(method, getter)]
    fn message(this: &HostFailure) -> String;

    #[wasm_bindgen(method, getter)]
    fn cause(this: &HostFailure) -> JsValue;

    #[wasm_bindgen(js_name = abortFailure)]
    fn abort_failure(signal: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = noAnswer)]
    fn no_answer_failure(cause: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/platform/js/redacted-cause.js")]
extern "C" {
    #[wasm_bindgen(js_name = redactedCause)]
    fn redacted_cause(cause: &JsValue, secrets: &Array) -> JsValue;
}

/// The thrown value without these secrets; the value itself if it contains none.
pub fn redacted(thrown: &JsValue, secrets: &[String]) -> JsValue {
    redacted_cause(thrown, &strings(secrets.iter().map(String::as_str)))
}

/// The failure of a call, with the values of JavaScript.
pub type WebFailure = Failure<JsValue>;

/// Turns a thrown value into a failure.
pub fn thrown(thrown: JsValue) -> WebFailure {
    match thrown.dyn_into::<HostFailure>() {
        Ok(failure) => of_host(&failure),
        Err(cause) => {
            let message = "the runtime failed unexpectedly";
            failed(Error::new(ErrorCode::Unsupported, message), cause)
        }
    }
}

/// The failure of a request. An error of the runtime itself means that there was no response.
pub fn thrown_by_request(thrown_value: JsValue) -> WebFailure {
    match thrown_value.has_type::<HostFailure>() {
        true => thrown(thrown_value),
        false => thrown(no_answer_failure(&thrown_value)),
    }
}

fn of_host(failure: &HostFailure) -> WebFailure {
    let code = match failure.code().as_str() {
        "aborted" => return Failure::Aborted(failure.cause()),
        "invalid-input" => ErrorCode::InvalidInput,
        "length-required" => ErrorCode::LengthRequired,
        "network" => ErrorCode::Network,
        "no-response" => {
            let error = Error::new(ErrorCode::Timeout, failure.message());
            return failed(error.finally(), failure.cause());
        }
        "timeout" => ErrorCode::Timeout,
        "unsupported" => ErrorCode::Unsupported,
        _ => ErrorCode::Protocol,
    };
    failed(Error::new(code, failure.message()), failure.cause())
}

fn failed(error: Error, cause: JsValue) -> WebFailure {
    let cause = (!cause.is_undefined()).then_some(cause);
    Failure::Failed { error, cause }
}

/// Fails if the signal is aborted already.
pub fn check_abort(signal: &JsValue) -> Result<(), WebFailure> {
    let failure = abort_failure(signal);
    match failure.is_undefined() {
        true => Ok(()),
        false => Err(thrown(failure)),
    }
}
