//! Lists that the service hands out page by page.

use std::collections::VecDeque;

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::MetaDefender;
use crate::core::endpoint::Endpoint;
use crate::core::error::Error;
use crate::core::request::Page;
use crate::platform::{Abort, Failure, get};

/// "Batch progress paginated report (50 entries/page)"; the same for archives.
const PAGE_SIZE: f64 = 50.0;

/// Which list.
enum Listing {
    /// `extracted_files.files_in_archive` of an analysis.
    ExtractedFiles,
    /// `batch_files.files_in_batch` of a batch.
    BatchFiles,
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
    entries: VecDeque<JsValue>,
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

    pub(super) fn batch_files(
        &self,
        batch_id: &str,
        page_size: Option<f64>,
        signal: Option<AbortSignal>,
    ) -> Result<Pages, Failure> {
        self.pages(Listing::BatchFiles, batch_id, page_size, signal)
    }

    fn pages(
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
            entries: VecDeque::new(),
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
            self.load(first).await?;
        }
        Ok(self.entries.pop_front())
    }

    async fn load(&mut self, first: f64) -> Result<(), Failure> {
        let page = Page {
            first: Some(first),
            size: Some(self.page_size),
        };
        let (list, entries, count) = match self.listing {
            Listing::ExtractedFiles => {
                let report = self
                    .client
                    .report_of(&self.id, page, false, &self.abort)
                    .await?;
                let list = get(&report.result, "extracted_files");
                (list, "files_in_archive", "files_extracted_count")
            }
            Listing::BatchFiles => {
                let status = self.client.status_of(&self.id, page, &self.abort).await?;
                (
                    get(&status.result, "batch_files"),
                    "files_in_batch",
                    "batch_count",
                )
            }
        };
        let entries = get(&list, entries);
        if !entries.is_undefined() && !entries.is_null() && !Array::is_array(&entries) {
            return Err(Error::protocol("the list of files is malformed")
                .at(self.endpoint())
                .into());
        }
        let before = self.entries.len();
        if Array::is_array(&entries) {
            self.entries.extend(Array::from(&entries).iter());
        }
        let received = (self.entries.len() - before) as f64;
        // A page may be shorter than was asked for, but only behind the last one there is nothing.
        let next = first + received;
        let is_last = received == 0.0
            || get(&list, count)
                .as_f64()
                .is_some_and(|count| next >= count);
        self.next = (!is_last).then_some(next);
        Ok(())
    }

    fn endpoint(&self) -> Endpoint {
        match self.listing {
            Listing::ExtractedFiles => Endpoint::AnalysisResult,
            Listing::BatchFiles => Endpoint::BatchStatus,
        }
    }
}
