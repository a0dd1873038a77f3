//! The class behind the interface `Batch`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::pages::Pages;
use super::promise::{into_value, promise};
use super::{options, values};
use crate::client;

/// Files in a group.
#[wasm_bindgen]
pub struct Batch(pub(super) client::Batch);

#[wasm_bindgen]
impl Batch {
    /// The id of the batch.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.0.id().to_owned()
    }

    /// Submits a file.
    #[wasm_bindgen(unchecked_return_type = "Promise<Submission>")]
    pub fn add(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "AnalyzeOptions")] options: JsValue,
    ) -> Promise {
        let options = options::analyze(&options);
        promise(options.map(|options| into_value(self.0.add(&source, options), values::submission)))
    }

    /// Fetches the status.
    #[wasm_bindgen(unchecked_return_type = "Promise<BatchStatus>")]
    pub fn status(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions & PageOptions")]
        options: JsValue,
    ) -> Promise {
        promise((|| {
            let page = options::page(&options)?;
            Ok(self.0.status(page, options::signal(&options)?))
        })())
    }

    /// Closes the batch.
    #[wasm_bindgen(unchecked_return_type = "Promise<BatchStatus>")]
    pub fn close(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        let options = options::wait(&options);
        promise(options.map(|options| into_value(self.0.close(options), |status| status.result)))
    }

    /// Waits for its files.
    #[wasm_bindgen(unchecked_return_type = "Promise<BatchStatus>")]
    pub fn wait(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        let options = options::wait(&options);
        promise(options.map(|options| into_value(self.0.wait(options), |status| status.result)))
    }

    /// Walks through its files.
    #[wasm_bindgen(unchecked_return_type = "AsyncIterable<BatchFile>")]
    pub fn files(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PagesOptions")] options: JsValue,
    ) -> Result<Pages, JsValue> {
        let page_size = options::page_size(&options).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        self.0
            .files(page_size, signal)
            .map(Pages::of)
            .map_err(exception)
    }

    /// Downloads the signed report.
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn certificate(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CertificateOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let vulnerabilities = options::flag(&options, "includeVulnerabilities")?;
            let signal = options::signal(&options)?;
            Ok(self.0.certificate(vulnerabilities, signal))
        })())
    }

    /// Calls the batch off.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise(options::signal(&options).map(|signal| self.0.cancel(signal)))
    }
}
