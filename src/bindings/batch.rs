//! The class behind the interface `Batch`.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::pages::Pages;
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
    #[wasm_bindgen(unchecked_return_type = "Submission")]
    pub async fn add(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "AnalyzeOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let options = options::analyze(&options).map_err(exception)?;
        let added = self.0.add(&source, options).await;
        added.map(values::submission).map_err(exception)
    }

    /// Fetches the status.
    #[wasm_bindgen(unchecked_return_type = "BatchStatus")]
    pub async fn status(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ResultOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let page = options::page(&options).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        let status = self.0.status(page, signal).await;
        status.map(values::batch_status).map_err(exception)
    }

    /// Closes the batch.
    #[wasm_bindgen(unchecked_return_type = "BatchStatus")]
    pub async fn close(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let options = options::wait(&options).map_err(exception)?;
        self.0
            .close(options)
            .await
            .map(values::batch_status)
            .map_err(exception)
    }

    /// Waits for its files.
    #[wasm_bindgen(unchecked_return_type = "BatchStatus")]
    pub async fn wait(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let options = options::wait(&options).map_err(exception)?;
        self.0
            .wait(options)
            .await
            .map(values::batch_status)
            .map_err(exception)
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
    pub async fn certificate(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CertificateOptions")] options: JsValue,
    ) -> Result<String, JsValue> {
        let vulnerabilities =
            options::flag(&options, "includeVulnerabilities").map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        self.0
            .certificate(vulnerabilities, signal)
            .await
            .map_err(exception)
    }

    /// Calls the batch off.
    pub async fn cancel(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<(), JsValue> {
        let signal = options::signal(&options).map_err(exception)?;
        self.0.cancel(signal).await.map_err(exception)
    }
}
