//! The files that an analysis made.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::call::Call;
use super::course::{Came, Course, Step, answer};
use super::report::{object, report};
use super::{MetaDefender, Task};
use crate::core::dialect::SanitizedCopy;
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::model::Json;
use crate::core::request::{Page, Request};
use crate::platform::{Failure, Incoming};

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
        let course = CleanCopy {
            secure: self.0.config.base_url.is_secure(),
            copy,
            data_id: data_id.into(),
            call: Some(call),
            is_located: false,
        };
        self.run(course, &signal.into())
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
        self.operation(call, data_id, &signal.into(), |about, answer| {
            answer
                .map(|answer| answer.response())
                .map_err(|failure| failure.about(&about.id))
        })
    }
}

/// Asks where the clean copy is, and fetches it there.
struct CleanCopy {
    secure: bool,
    copy: SanitizedCopy,
    data_id: String,
    call: Option<Result<Request, Error>>,
    is_located: bool,
}

impl Course for CleanCopy {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        if let Some(call) = self.call.take() {
            return Ok(Step::Call(call?.into()));
        }
        let answer = answer(came);
        if self.is_located {
            return answer.map(|answer| Step::Done(answer.response()));
        }
        self.is_located = true;
        let address = self.address(answer)?;
        let request = Request::new(Endpoint::DownloadSanitized, "GET", "");
        Ok(Step::Call(Call::from(request).unread().elsewhere(address)))
    }

    fn explain(&self, failure: Failure) -> Failure {
        failure.about(&self.data_id)
    }
}

impl CleanCopy {
    fn address(&self, answer: Result<Incoming, Failure>) -> Result<String, Failure> {
        let endpoint = Endpoint::DownloadSanitized;
        let address = if self.copy == SanitizedCopy::FilePath {
            let file = object(endpoint, &answer?)?;
            file.text("sanitizedFilePath").filled()
        } else {
            report(&self.data_id, answer)?.sanitized_file_path()
        };
        let Some(address) = address else {
            let message = "there is no clean copy of this file";
            return Err(Error::new(ErrorCode::NotFound, message).at(endpoint).into());
        };
        let is_secure = address.starts_with("https://");
        if !is_secure && (self.secure || !address.starts_with("http://")) {
            let message =
                "the address of the clean copy is none of the web, or none that is secure";
            return Err(Error::protocol(message).at(endpoint).into());
        }
        Ok(address)
    }
}
