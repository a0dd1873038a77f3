//! The files that an analysis made.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::call::Call;
use super::report::{object, report};
use super::{MetaDefender, Task};
use crate::core::dialect::SanitizedCopy;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::Json;
use crate::core::request::Page;
use crate::platform::{Abort, Failure, Incoming};

impl MetaDefender {
    /// *Download Sanitized Files*: the clean copy, as a `Response` whose body is not read yet.
    ///
    /// # Errors
    /// `not-found` where there is none.
    pub fn download_sanitized(&self, data_id: &str, signal: Option<AbortSignal>) -> Task<JsValue> {
        let dialect = self.dialect();
        let copy = dialect.sanitized_copy();
        let call = match copy {
            SanitizedCopy::Body => {
                let request = dialect.download_sanitized(data_id);
                return self.file(request.map(Call::from), data_id, signal);
            }
            SanitizedCopy::FilePath => dialect.download_sanitized(data_id),
            SanitizedCopy::Report => dialect.result(data_id, Page::default(), false),
        };
        let abort = Abort::from(signal);
        let (client, data_id) = (self.clone(), String::from(data_id));
        Box::pin(async move {
            let answer = client.call(call?, &abort).await;
            let address = address(copy, answer, &data_id);
            let opened = address.and_then(|address| {
                client.open_elsewhere(Endpoint::DownloadSanitized, &address, &abort)
            });
            let copy = match opened {
                Ok(opened) => opened.await,
                Err(failure) => Err(failure),
            };
            copy.map_err(|failure| failure.about(&data_id))
        })
    }

    /// *Download either sanitized files or DLP processed files*, as a `Response` whose body is not
    /// read yet.
    ///
    /// # Errors
    /// `not-found` where there is none.
    pub fn download(&self, data_id: &str, signal: Option<AbortSignal>) -> Task<JsValue> {
        let request = self.dialect().download(data_id);
        self.file(request.map(Call::from), data_id, signal)
    }

    fn file(
        &self,
        call: Result<Call, Error>,
        data_id: &str,
        signal: Option<AbortSignal>,
    ) -> Task<JsValue> {
        let call = call.map(Call::unread);
        self.operation(call, data_id, signal, |about, answer| {
            answer
                .map(|answer| answer.response())
                .map_err(|failure| failure.about(&about.id))
        })
    }
}

/// Where the clean copy is.
fn address(
    copy: SanitizedCopy,
    answer: Result<Incoming, Failure>,
    data_id: &str,
) -> Result<String, Failure> {
    let endpoint = Endpoint::DownloadSanitized;
    let address = if copy == SanitizedCopy::FilePath {
        let file = object(endpoint, &answer?)?;
        file.text("sanitizedFilePath").filled()
    } else {
        report(data_id, answer)?.sanitized_file_path()
    };
    address.ok_or_else(|| {
        let message = "there is no clean copy of this file";
        Error::new(ErrorCode::NotFound, message).at(endpoint).into()
    })
}
