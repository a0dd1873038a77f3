//! Lists that the service returns page by page.

use std::collections::VecDeque;

use super::Result;
use super::call::Caller;
use super::connection::MetaDefender;
use super::host::Host;
use crate::core::error::Error;
use crate::core::model::{Field, Whole};
use crate::core::options::check_count;
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::Page;

/// "Batch progress paginated report (50 entries/page)"; the same for archives.
const PAGE_SIZE: f64 = 50.0;

/// The kind of list.
#[derive(Clone, Copy)]
pub(super) enum List {
    /// `extracted_files.files_in_archive` of an analysis.
    ExtractedFiles,
    /// `batch_files.files_in_batch` of a batch.
    BatchFiles,
}

impl List {
    const fn endpoint(self) -> Endpoint {
        match self {
            Self::ExtractedFiles => Endpoint::AnalysisResult,
            Self::BatchFiles => Endpoint::BatchStatus,
        }
    }

    /// The names of the members in a response: the list, its entries, and the total number of entries.
    const fn members(self) -> [&'static str; 3] {
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

/// Iterates over a list, and requests each page when it is needed.
pub struct Pages<H: Host> {
    client: MetaDefender<H>,
    caller: Caller<H>,
    list: List,
    id: String,
    page_size: f64,
    /// The index of the first entry that was not requested yet; `None` after the last page.
    next: Option<f64>,
    /// The rest of this page.
    entries: VecDeque<H::Json>,
}

impl<H: Host> MetaDefender<H> {
    /// Iterates over the files of an archive.
    ///
    /// # Errors
    /// `invalid-input` for a page size that is not a whole number of at least 1.
    pub fn extracted_files(
        &self,
        data_id: &str,
        page_size: Option<f64>,
        caller: Caller<H>,
    ) -> Result<Pages<H>, H> {
        self.pages(List::ExtractedFiles, data_id, page_size, caller)
    }

    pub(super) fn pages(
        &self,
        list: List,
        id: &str,
        page_size: Option<f64>,
        caller: Caller<H>,
    ) -> Result<Pages<H>, H> {
        let page_size = page_size.unwrap_or(PAGE_SIZE);
        check_count("pageSize", page_size)?;
        Ok(Pages {
            client: self.clone(),
            caller,
            list,
            id: id.into(),
            page_size,
            next: Some(0.0),
            entries: VecDeque::new(),
        })
    }
}

impl<H: Host> Pages<H> {
    /// The next entry, complete; `None` after the last one.
    ///
    /// # Errors
    /// Those of the request for the next page.
    pub async fn next(&mut self) -> Result<Option<H::Json>, H> {
        while self.entries.is_empty() {
            let Some(first) = self.next else {
                return Ok(None);
            };
            let page = self.ask(first).await?;
            self.take(first, &page)?;
        }
        Ok(self.entries.pop_front())
    }

    async fn ask(&self, first: f64) -> Result<H::Json, H> {
        let page = Page {
            first: Some(first),
            size: Some(self.page_size),
        };
        let (client, id, caller) = (&self.client, &self.id, self.caller.clone());
        match self.list {
            List::ExtractedFiles => Ok(client.result(id, page, false, caller).await?.json),
            List::BatchFiles => Ok(client.batch(id)?.status(page, caller).await?.json),
        }
    }

    /// Takes the entries of a page, of which the first has the index `first`.
    fn take(&mut self, first: f64, page: &H::Json) -> Result<(), H> {
        let host = self.client.host();
        let [list, entries, count] = self.list.members();
        let list = host.member(page, list);
        self.entries = match host.elements(&host.member(&list, entries)) {
            Field::Is(entries) => entries.into(),
            Field::Absent => VecDeque::new(),
            Field::Malformed => {
                let error = Error::protocol("the list of files is malformed");
                return Err(error.at(self.list.endpoint()).into());
            }
        };
        let received = self.entries.len() as f64;
        let next = first + received;
        let count: Option<Whole> = host.view(&host.member(&list, count));
        // A page may be shorter than requested, but an empty one is the end.
        let is_last = received == 0.0 || count.is_some_and(|count| next >= count.0 as f64);
        self.next = (!is_last).then_some(next);
        Ok(())
    }
}
