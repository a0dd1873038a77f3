//! The class behind the interface `Batch`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::pages::Pages;
use super::promise::promise;
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
        let batch = self.0.clone();
        let options = options::analyze(&options);
        promise(async move {
            let options = options?;
            let added = batch.add(&source, options).await;
            added.map(values::submission)
        })
    }

    /// Fetches the status.
    #[wasm_bindgen(unchecked_return_type = "Promise<BatchStatus>")]
    pub fn status(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions & PageOptions")]
        options: JsValue,
    ) -> Promise {
        let batch = self.0.clone();
        let page = options::page(&options);
        let signal = options::signal(&options);
        promise(async move {
            let page = page?;
            let signal = signal?;
            let status = batch.status(page, signal).await;
            status.map(values::batch_status)
        })
    }

    /// Closes the batch.
    #[wasm_bindgen(unchecked_return_type = "Promise<BatchStatus>")]
    pub fn close(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        let batch = self.0.clone();
        let options = options::wait(&options);
        promise(async move {
            let options = options?;
            batch.close(options).await.map(values::batch_status)
        })
    }

    /// Waits for its files.
    #[wasm_bindgen(unchecked_return_type = "Promise<BatchStatus>")]
    pub fn wait(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        let batch = self.0.clone();
        let options = options::wait(&options);
        promise(async move {
            let options = options?;
            batch.wait(options).await.map(values::batch_status)
        })
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
        let batch = self.0.clone();
        let vulnerabilities = options::flag(&options, "includeVulnerabilities");
        let signal = options::signal(&options);
        promise(async move {
            let vulnerabilities = vulnerabilities?;
            let signal = signal?;
            batch
                .certificate(vulnerabilities, signal)
                .await
                .map(JsValue::from)
        })
    }

    /// Calls the batch off.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let batch = self.0.clone();
        let signal = options::signal(&options);
        promise(async move {
            let signal = signal?;
            batch.cancel(signal).await.map(|()| JsValue::UNDEFINED)
        })
    }
}
