//! Lists that the service hands out page by page.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::MetaDefender;
use super::batch::batch_status;
use super::call::Call;
use super::operations::Meaning;
use super::report::report;
use crate::core::endpoint::Endpoint;
use crate::core::error::Error;
use crate::core::request::Page;
use crate::platform::{Abort, Failure, get};

/// "Batch progress paginated report (50 entries/page)"; the same for archives.
const PAGE_SIZE: f64 = 50.0;

/// Which list.
#[derive(Clone, Copy)]
pub(super) enum Listing {
    /// `extracted_files.files_in_archive` of an analysis.
    ExtractedFiles,
    /// `batch_files.files_in_batch` of a batch.
    BatchFiles,
}

impl Listing {
    /// Where the list is in an answer, the entries in it, and how many there are in all.
    const fn names(self) -> [&'static str; 3] {
        match self {
            Self::ExtractedFiles => [
                "extracted_files",
                "files_in_archive",
                "files_extracted_count",
            ],
            Self::BatchFiles => ["batch_files", "files_in_batch", "batch_count"],
        }
    }
}

/// Walks through a list, asking for a page when it is come to.
pub struct Pages {
    client: MetaDefender,
    listing: Listing,
    id: String,
    page_size: f64,
    abort: Abort,
    /// The index of the first entry that was not asked for yet; none after the last page.
    next: Option<f64>,
    /// Those of this page, the last one first.
    entries: Vec<JsValue>,
}

impl MetaDefender {
    /// Walks through the files that an archive held.
    ///
    /// # Errors
    /// `invalid-input` for a page size that is no whole number of at least 1.
    pub fn extracted_files(
        &self,
        data_id: &str,
        page_size: Option<f64>,
        signal: Option<AbortSignal>,
    ) -> Result<Pages, Failure> {
        self.pages(Listing::ExtractedFiles, data_id, page_size, signal)
    }

    pub(super) fn pages(
        &self,
        listing: Listing,
        id: &str,
        page_size: Option<f64>,
        signal: Option<AbortSignal>,
    ) -> Result<Pages, Failure> {
        let page_size = page_size.unwrap_or(PAGE_SIZE);
        if page_size.fract() != 0.0 || page_size < 1.0 {
            return Err(
                Error::invalid_input("pageSize has to be a whole number, 1 or more").into(),
            );
        }
        Ok(Pages {
            client: self.clone(),
            listing,
            id: id.into(),
            page_size,
            abort: signal.into(),
            next: Some(0.0),
            entries: Vec::new(),
        })
    }
}

impl Pages {
    /// The next entry, whole; none after the last.
    ///
    /// # Errors
    /// Those of the call that a new page needs.
    pub async fn next(&mut self) -> Result<Option<JsValue>, Failure> {
        while self.entries.is_empty() {
            let Some(first) = self.next else {
                return Ok(None);
            };
            let page = Page {
                first: Some(first),
                size: Some(self.page_size),
            };
            let dialect = self.client.dialect();
            let (request, meaning): (_, Meaning) = match self.listing {
                Listing::ExtractedFiles => {
                    (dialect.result(&self.id, page, false), |about, answer| {
                        Ok(report(&about.id, answer)?.0)
                    })
                }
                Listing::BatchFiles => (dialect.batch_status(&self.id, page), |about, answer| {
                    Ok(batch_status(&about.id, answer)?.0)
                }),
            };
            let call = request.map(Call::from);
            let page = self.client.operation(call, &self.id, &self.abort, meaning);
            let whole = page.await?;
            self.take(first, &whole)?;
        }
        Ok(self.entries.pop())
    }

    /// Takes the entries of a page that begins with the one of index `first`.
    fn take(&mut self, first: f64, whole: &JsValue) -> Result<(), Failure> {
        let [list, entries, count] = self.listing.names();
        let list = get(whole, list);
        let entries = get(&list, entries);
        if Array::is_array(&entries) {
            self.entries = Array::from(&entries).to_vec();
            self.entries.reverse();
        } else if !entries.is_undefined() && !entries.is_null() {
            let endpoint = match self.listing {
                Listing::ExtractedFiles => Endpoint::AnalysisResult,
                Listing::BatchFiles => Endpoint::BatchStatus,
            };
            return Err(Error::protocol("the list of files is malformed")
                .at(endpoint)
                .into());
        }
        let received = self.entries.len() as f64;
        // A page may be shorter than was asked for, but only behind the last one there is nothing.
        let next = first + received;
        let count = get(&list, count).as_f64();
        let is_last = received == 0.0 || count.is_some_and(|count| next >= count);
        self.next = (!is_last).then_some(next);
        Ok(())
    }
}
