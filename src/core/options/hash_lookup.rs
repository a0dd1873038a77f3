//! The options of `resultByHash`, and the argument of `resultsByHash`.

use serde::Deserialize;

use super::page::PageInput;
use super::{BOOLEAN, NUMBER, STRING, option};
use crate::core::error::Error;
use crate::core::model::{Field, view};
use crate::core::protocol::request::ByHash;

view! {
    /// [`ByHash`] without the page, from JavaScript.
    pub struct HashLookupInput {
        rule: String,
        self_only: bool = "selfOnly",
        time_range: f64 = "timeRange",
        include_in_progress: bool = "includeInProgress",
    }
}

impl HashLookupInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self, page: PageInput) -> Result<ByHash, Error> {
        let include = option("includeInProgress", BOOLEAN, self.include_in_progress)?;
        Ok(ByHash {
            rule: option("rule", STRING, self.rule)?,
            self_only: option("selfOnly", BOOLEAN, self.self_only)?.unwrap_or(false),
            time_range: option("timeRange", NUMBER, self.time_range)?,
            include_in_progress: include.unwrap_or(false),
            page: page.options()?,
        })
    }
}

/// Several hashes from JavaScript.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct HashesInput(Field<Vec<String>>);

impl HashesInput {
    /// The hashes.
    ///
    /// # Errors
    /// `invalid-input` if it is not an array of strings.
    pub fn hashes(self) -> Result<Vec<String>, Error> {
        self.0
            .into_value()
            .ok_or_else(|| Error::invalid_input("the hashes have to be an array of strings"))
    }
}
