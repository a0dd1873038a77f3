//! The class behind the interface `MetaDefender`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::batch::Batch;
use super::errors::exception;
use super::pages::Pages;
use super::promise::{into_value, promise};
use super::{options, values};
use crate::client::{self, Task};

/// A connection to MetaDefender.
#[wasm_bindgen]
pub struct MetaDefender(client::MetaDefender);

#[wasm_bindgen]
impl MetaDefender {
    /// Makes a connection.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ConnectOptions")] options: JsValue,
    ) -> Result<MetaDefender, JsValue> {
        let options = options::connect(&options).map_err(exception)?;
        client::MetaDefender::connect(options)
            .map(Self)
            .map_err(exception)
    }

    /// Says whether a file may be trusted.
    #[wasm_bindgen(unchecked_return_type = "Promise<Scan>")]
    pub fn scan(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ScanOptions")] options: JsValue,
    ) -> Promise {
        let options = options::scan(&options);
        promise(options.map(|options| into_value(self.0.scan(&source, options), values::scan)))
    }

    /// Submits a file.
    #[wasm_bindgen(unchecked_return_type = "Promise<Submission>")]
    pub fn analyze(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "AnalyzeOptions")] options: JsValue,
    ) -> Promise {
        let options = options::analyze(&options);
        promise(
            options.map(|options| into_value(self.0.analyze(&source, options), values::submission)),
        )
    }

    /// Fetches a report by its data id.
    #[wasm_bindgen(unchecked_return_type = "Promise<AnalysisResult>")]
    pub fn result(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ResultOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let data_id = options::text("dataId", &data_id)?;
            let page = options::page(&options)?;
            let file_metadata = options::flag(&options, "fileMetadata")?.unwrap_or(false);
            let signal = options::signal(&options)?;
            Ok(self.0.result(&data_id, page, file_metadata, signal))
        })())
    }

    /// Fetches a report by a hash of the file.
    #[wasm_bindgen(js_name = resultByHash, unchecked_return_type = "Promise<AnalysisResult | null>")]
    pub fn result_by_hash(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] hash: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "HashLookupOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let hash = options::text("hash", &hash)?;
            let by_hash = options::by_hash(&options)?;
            let signal = options::signal(&options)?;
            Ok(self.0.result_by_hash(&hash, by_hash, signal))
        })())
    }

    /// Follows an analysis to its end.
    #[wasm_bindgen(unchecked_return_type = "Promise<AnalysisResult>")]
    pub fn wait(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let data_id = options::text("dataId", &data_id)?;
            let report = self.0.wait(&data_id, options::wait(&options)?);
            Ok(into_value(report, |report| report.result))
        })())
    }

    /// Lists the rules.
    #[wasm_bindgen(unchecked_return_type = "Promise<Rule[]>")]
    pub fn rules(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise(options::signal(&options).map(|signal| self.0.rules(signal)))
    }

    /// Calls an analysis off.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let data_id = options::text("dataId", &data_id)?;
            Ok(self.0.cancel(&data_id, options::signal(&options)?))
        })())
    }

    /// Opens a session.
    #[wasm_bindgen(unchecked_return_type = "Promise<Session>")]
    pub fn login(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] user: JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] password: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let user = options::text("user", &user)?;
            let password = options::text("password", &password)?;
            Ok(self.0.login(&user, &password, options::signal(&options)?))
        })())
    }

    /// Ends the session.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn logout(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise(options::signal(&options).map(|signal| self.0.logout(signal)))
    }

    /// Scans several files.
    #[wasm_bindgen(js_name = scanBatch, unchecked_return_type = "Promise<BatchScan>")]
    pub fn scan_batch(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Iterable<Source>")] sources: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BatchOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let sources = options::elements("the files", &sources)?;
            let scan = self.0.scan_batch(sources, options::batch(&options)?);
            Ok(into_value(scan, values::batch_scan))
        })())
    }

    /// Opens a batch.
    #[wasm_bindgen(unchecked_return_type = "Promise<Batch>", js_name = createBatch)]
    pub fn create_batch(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "NewBatchOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        promise((|| {
            let new = options::new_batch(&options)?;
            let created = client.create_batch(new, options::signal(&options)?);
            let task: Task<JsValue> = Box::pin(async move {
                let id = created.await?.as_string().unwrap_or_default();
                client.batch(&id).map(|batch| Batch(batch).into())
            });
            Ok(task)
        })())
    }

    /// Takes up a batch by its id.
    pub fn batch(
        &self,
        #[wasm_bindgen(js_name = batchId, unchecked_param_type = "string")] batch_id: JsValue,
    ) -> Result<Batch, JsValue> {
        let batch_id = options::text("batchId", &batch_id).map_err(exception)?;
        self.0.batch(&batch_id).map(Batch).map_err(exception)
    }

    /// Walks through the files that an archive held.
    #[wasm_bindgen(js_name = extractedFiles, unchecked_return_type = "AsyncIterable<ExtractedFile>")]
    pub fn extracted_files(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "PagesOptions")] options: JsValue,
    ) -> Result<Pages, JsValue> {
        let data_id = options::text("dataId", &data_id).map_err(exception)?;
        let page_size = options::page_size(&options).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        let pages = self.0.extracted_files(&data_id, page_size, signal);
        pages.map(Pages::of).map_err(exception)
    }

    /// Downloads the clean copy of a file.
    #[wasm_bindgen(js_name = downloadSanitized, unchecked_return_type = "Promise<Response>")]
    pub fn download_sanitized(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let data_id = options::text("dataId", &data_id)?;
            Ok(self
                .0
                .download_sanitized(&data_id, options::signal(&options)?))
        })())
    }

    /// Downloads the clean or the redacted copy of a file.
    #[wasm_bindgen(unchecked_return_type = "Promise<Response>")]
    pub fn download(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let data_id = options::text("dataId", &data_id)?;
            Ok(self.0.download(&data_id, options::signal(&options)?))
        })())
    }

    /// Fetches several reports by the hashes of their files.
    #[wasm_bindgen(js_name = resultsByHash, unchecked_return_type = "Promise<HashLookupResult[]>")]
    pub fn results_by_hash(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] hashes: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise((|| {
            let hashes = options::texts("the hashes", &hashes)?;
            Ok(self.0.results_by_hash(&hashes, options::signal(&options)?))
        })())
    }

    /// Says what the API key may do.
    #[wasm_bindgen(unchecked_return_type = "Promise<Limits>")]
    pub fn limits(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        promise(options::signal(&options).map(|signal| self.0.limits(signal)))
    }
}
