//! The user's options.
//!
//! An `…Input` holds the options from JavaScript, each field a [`Field`]; its `options()` checks the types once and fills
//! in the defaults. It returns the plain structs that Rust users write by hand. Values (a negative timeout, a malformed
//! hash) are checked for both by the code that uses them.

mod analyze;
mod batch;
mod connect;
mod digest;
mod hash_lookup;
mod lookup;
mod page;
mod scan;
mod wait;

pub use analyze::{AnalyzeInput, AnalyzeOptions};
pub use batch::{BatchInput, BatchOptions, CertificateInput, NewBatchInput};
pub use connect::{ConnectInput, ConnectOptions, DEFAULT_RESPONSE_TIMEOUT};
pub use digest::{AlgorithmsInput, DigestInput, DigestOptions, Engine};
pub use hash_lookup::{HashLookupInput, HashesInput};
pub use lookup::{LookupInput, LookupOptions};
pub use page::{PageInput, PageSizeInput, ResultInput};
pub use scan::{Lookup, LookupDetails, ScanInput, ScanOptions};
pub use wait::{
    DEFAULT_WAIT_TIMEOUT, DigestsInput, ResumeInput, ResumeOptions, WaitInput, WaitOptions,
};

use super::error::Error;
use super::model::Field;

const ALGORITHMS: &str = "'md5', 'sha1', 'sha256' or 'sha512'";
const ARRAY_OF_STRINGS: &str = "an array of strings";
const BOOLEAN: &str = "true or false";
const CREDENTIALS: &str = "'omit', 'same-origin' or 'include'";
const NUMBER: &str = "a number";
const OBJECT: &str = "an object";
const STRING: &str = "a string";

/// The value of the option `name`, which has to be `what`; `None` if it is not given.
fn option<T>(name: &str, what: &str, given: Field<T>) -> Result<Option<T>, Error> {
    match given {
        Field::Absent => Ok(None),
        Field::Is(value) => Ok(Some(value)),
        Field::Malformed => Err(Error::invalid_input(format!("{name} has to be {what}"))),
    }
}

/// The same for an option with one of several names as its value.
fn choice<T>(
    name: &str,
    what: &str,
    given: Field<String>,
    named: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    let given = match given {
        Field::Absent => Field::Absent,
        Field::Is(text) => named(&text).map_or(Field::Malformed, Field::Is),
        Field::Malformed => Field::Malformed,
    };
    option(name, what, given)
}

/// Checks a number of ms.
///
/// # Errors
/// `invalid-input` if it is negative or not a number.
pub fn check_duration(name: &str, duration: f64) -> Result<(), Error> {
    match duration >= 0.0 {
        true => Ok(()),
        false => Err(Error::invalid_input(format!(
            "{name} has to be a number of ms, 0 or more"
        ))),
    }
}

/// Checks a number of bytes.
///
/// # Errors
/// `invalid-input` if it is negative or not a number.
pub fn check_bytes(name: &str, bytes: f64) -> Result<(), Error> {
    match bytes >= 0.0 {
        true => Ok(()),
        false => Err(Error::invalid_input(format!(
            "{name} has to be a number of bytes, 0 or more"
        ))),
    }
}

/// Checks a count.
///
/// # Errors
/// `invalid-input` if it is not a whole number of at least 1.
pub fn check_count(name: &str, count: f64) -> Result<(), Error> {
    match count.fract() == 0.0 && count >= 1.0 {
        true => Ok(()),
        false => Err(Error::invalid_input(format!(
            "{name} has to be a whole number, 1 or more"
        ))),
    }
}
