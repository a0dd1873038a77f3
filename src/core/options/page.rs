//! The options of calls that return one page of a list.

use super::{BOOLEAN, NUMBER, option};
use crate::core::error::Error;
use crate::core::model::view;
use crate::core::protocol::request::Page;

view! {
    /// [`Page`] from JavaScript.
    pub struct PageInput {
        first: f64,
        size: f64,
    }
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

view! {
    /// The options of `result` without the page, from JavaScript.
    pub struct ResultInput {
        file_metadata: bool = "fileMetadata",
    }
}

impl ResultInput {
    /// Whether the report contains metadata of the file.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn file_metadata(self) -> Result<bool, Error> {
        Ok(option("fileMetadata", BOOLEAN, self.file_metadata)?.unwrap_or(false))
    }
}

view! {
    /// The options of `extractedFiles` and of a batch's `files` from JavaScript.
    pub struct PageSizeInput {
        page_size: f64 = "pageSize",
    }
}

impl PageSizeInput {
    /// The number of entries that each request fetches; `None` for the default.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn page_size(self) -> Result<Option<f64>, Error> {
        option("pageSize", NUMBER, self.page_size)
    }
}
