//! The options of calls that answer a page of a list.

use serde::Deserialize;

use super::{BOOLEAN, NUMBER, option};
use crate::core::error::Error;
use crate::core::model::Field;
use crate::core::protocol::request::Page;

/// [`Page`] as JavaScript gives it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageInput {
    first: Field<f64>,
    size: Field<f64>,
}

impl PageInput {
    /// The page.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self) -> Result<Page, Error> {
        Ok(Page {
            first: option("first", NUMBER, self.first)?,
            size: option("size", NUMBER, self.size)?,
        })
    }
}

/// What `result` takes beside the page, as JavaScript gives it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ResultInput {
    file_metadata: Field<bool>,
}

impl ResultInput {
    /// Whether the report carries metadata of the file.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn file_metadata(self) -> Result<bool, Error> {
        Ok(option("fileMetadata", BOOLEAN, self.file_metadata)?.unwrap_or(false))
    }
}

/// The options of `extractedFiles` and of a batch's `files`, as JavaScript gives them.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PageSizeInput {
    page_size: Field<f64>,
}

impl PageSizeInput {
    /// How many entries are asked for at once; none where nothing is said.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn page_size(self) -> Result<Option<f64>, Error> {
        option("pageSize", NUMBER, self.page_size)
    }
}
