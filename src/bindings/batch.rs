//! The class behind the interface `Batch`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::options;
use super::pages::Pages;
use super::promise::promise;
use super::values;
use crate::web;

/// A batch of files.
#[wasm_bindgen]
pub struct Batch(web::Batch);

impl Batch {
    pub(super) fn of(batch: web::Batch) -> Self {
        Self(batch)
    }
}

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
            let (options, caller) = options?;
            let submitted = batch.add(&source, options, caller).await?;
            Ok(values::submission(submitted))
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
        let options = options::page(&options);
        promise(async move {
            let (options, caller) = options?;
            let status = batch.status(options, caller).await?;
            Ok(status.json)
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
            let (options, caller) = options?;
            let status = batch.close(options, caller).await?;
            Ok(status.json)
        })
    }

    /// Waits until all its files are analysed.
    #[wasm_bindgen(unchecked_return_type = "Promise<BatchStatus>")]
    pub fn wait(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        let batch = self.0.clone();
        let options = options::wait(&options);
        promise(async move {
            let (options, caller) = options?;
            let status = batch.wait(options, caller).await?;
            Ok(status.json)
        })
    }

    /// Downloads the signed report.
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn certificate(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CertificateOptions")] options: JsValue,
    ) -> Promise {
        let batch = self.0.clone();
        let options = options::certificate(&options);
        promise(async move {
            let (include_vulnerabilities, caller) = options?;
            let yaml = batch.certificate(include_vulnerabilities, caller).await?;
            Ok(yaml.into())
        })
    }

    /// Cancels the batch.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let batch = self.0.clone();
        let options = options::call(&options);
        promise(async move {
            let caller = options?;
            batch.cancel(caller).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Iterates over its files.
    #[wasm_bindgen(unchecked_return_type = "AsyncIterable<BatchFile>")]
    pub fn files(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PagesOptions")] options: JsValue,
    ) -> Result<Pages, JsValue> {
        let pages = || {
            let (page_size, caller) = options::page_size(&options)?;
            self.0.files(page_size, caller)
        };
        pages().map(Pages::of).map_err(exception)
    }
}
