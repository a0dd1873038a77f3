//! Downloads the files that an analysis created.

use super::Result;
use super::answer::{object, report};
use super::call::{Call, Caller};
use super::connection::MetaDefender;
use super::host::Host;
use crate::core::error::{Error, ErrorCode};
use crate::core::model;
use crate::core::progress::Shares;
use crate::core::protocol::dialect::SanitizedCopy;
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::Page;

impl<H: Host> MetaDefender<H> {
    /// *Download Sanitized Files*: the clean copy, with its body unread.
    ///
    /// # Errors
    /// `not-found` if there is none.
    pub async fn download_sanitized(
        &self,
        data_id: &str,
        caller: Caller<H>,
    ) -> Result<H::Download, H> {
        let call = self.call(caller, Shares::WAIT)?;
        let copy = match self.dialect().sanitized_copy() {
            SanitizedCopy::Body => {
                let request = self.dialect().download_sanitized(data_id)?;
                call.download(&request).await
            }
            located => call.download_located(data_id, located).await,
        };
        copy.map_err(|failure| failure.about(data_id))
    }

    /// *Download either sanitized files or DLP processed files*, with the body unread.
    ///
    /// # Errors
    /// `not-found` if there is none.
    pub async fn download(&self, data_id: &str, caller: Caller<H>) -> Result<H::Download, H> {
        let call = self.call(caller, Shares::WAIT)?;
        let download = call.download(&self.dialect().download(data_id)?).await;
        download.map_err(|failure| failure.about(data_id))
    }
}

impl<H: Host> Call<H> {
    /// Requests the address of the clean copy, and downloads it from there.
    async fn download_located(&self, data_id: &str, copy: SanitizedCopy) -> Result<H::Download, H> {
        let dialect = self.client.dialect();
        let address = if copy == SanitizedCopy::Report {
            let request = dialect.result(data_id, Page::default(), false)?;
            let report = report(&self.host, data_id, self.send(&request).await)?;
            report.view.sanitized_file_path().map(str::to_owned)
        } else {
            let response = self.send(&dialect.download_sanitized(data_id)?).await?;
            let (_, copy): (_, model::CleanCopy) =
                object(&self.host, Endpoint::DownloadSanitized, &response)?;
            copy.sanitized_file_path.text().map(str::to_owned)
        };
        let address = trustworthy(address, self.client.base_url().is_secure())?;
        self.download_from(address, Endpoint::DownloadSanitized)
            .await
    }
}

/// Checks the address of a clean copy: it has to be an HTTP URL, and HTTPS if the service's address is.
fn trustworthy(
    address: Option<String>,
    has_to_be_secure: bool,
) -> std::result::Result<String, Error> {
    let Some(address) = address else {
        let message = "there is no clean copy of this file";
        let error = Error::new(ErrorCode::NotFound, message);
        return Err(error.at(Endpoint::DownloadSanitized));
    };
    let is_secure = address.starts_with("https://");
    if is_secure || (address.starts_with("http://") && !has_to_be_secure) {
        return Ok(address);
    }
    let message =
        "the address of the sanitized copy is not one of http or https, or not a secure one";
    Err(Error::protocol(message).at(Endpoint::DownloadSanitized))
}
