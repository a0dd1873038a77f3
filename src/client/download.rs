//! The files that an analysis made.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::MetaDefender;
use super::report::view;
use crate::core::dialect::SanitizedCopy;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::SanitizedFile;
use crate::core::request::Page;
use crate::platform::{Abort, Body, Failure};

impl MetaDefender {
    /// *Download Sanitized Files*: the clean copy, as a `Response` whose body is not read yet.
    ///
    /// # Errors
    /// `not-found` where there is none.
    pub async fn download_sanitized(
        &self,
        data_id: &str,
        signal: Option<AbortSignal>,
    ) -> Result<JsValue, Failure> {
        let abort = Abort::from(signal);
        let copy = self.sanitized_copy(data_id, &abort).await;
        copy.map_err(|failure| failure.map(|error| error.about(data_id)))
    }

    async fn sanitized_copy(&self, data_id: &str, abort: &Abort) -> Result<JsValue, Failure> {
        let dialect = self.dialect();
        let endpoint = Endpoint::DownloadSanitized;
        let address = match dialect.sanitized_copy() {
            SanitizedCopy::Body => {
                return self.open(dialect.download_sanitized(data_id)?, abort).await;
            }
            SanitizedCopy::FilePath => {
                let request = dialect.download_sanitized(data_id)?;
                let answer = self.call(request, Body::Empty, &[], abort).await?;
                let (_, file) = view::<SanitizedFile>(endpoint, &answer)?;
                file.sanitized_file_path.text().map(String::from)
            }
            SanitizedCopy::Report => {
                let report = self
                    .report_of(data_id, Page::default(), false, abort)
                    .await?;
                let copy = report.analysis.sanitized.value();
                copy.and_then(|copy| copy.file_path.text())
                    .map(String::from)
            }
        };
        match address {
            Some(address) => self.open_elsewhere(endpoint, &address, abort).await,
            None => {
                let message = "there is no clean copy of this file";
                Err(Error::new(ErrorCode::NotFound, message).at(endpoint).into())
            }
        }
    }

    /// *Download either sanitized files or DLP processed files*, as a `Response` whose body is not
    /// read yet.
    ///
    /// # Errors
    /// `not-found` where there is none.
    pub async fn download(
        &self,
        data_id: &str,
        signal: Option<AbortSignal>,
    ) -> Result<JsValue, Failure> {
        let request = self.dialect().download(data_id)?;
        let file = self.open(request, &signal.into()).await;
        file.map_err(|failure| failure.map(|error| error.about(data_id)))
    }
}
