//! The class behind the interface `MetaDefender`.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::batch::Batch;
use super::errors::exception;
use super::pages::Pages;
use super::{options, values};
use crate::client;

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
    #[wasm_bindgen(unchecked_return_type = "Scan")]
    pub async fn scan(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ScanOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let options = options::scan(&options).map_err(exception)?;
        self.0
            .scan(&source, options)
            .await
            .map(values::scan)
            .map_err(exception)
    }

    /// Submits a file.
    #[wasm_bindgen(unchecked_return_type = "Submission")]
    pub async fn analyze(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "AnalyzeOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let options = options::analyze(&options).map_err(exception)?;
        self.0
            .analyze(&source, options)
            .await
            .map(values::submission)
            .map_err(exception)
    }

    /// Fetches a report by its data id.
    #[wasm_bindgen(unchecked_return_type = "AnalysisResult")]
    pub async fn result(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ResultOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let data_id = options::text("dataId", &data_id).map_err(exception)?;
        let page = options::page(&options).map_err(exception)?;
        let file_metadata = options::flag(&options, "fileMetadata").map_err(exception)?;
        let file_metadata = file_metadata.unwrap_or(false);
        let signal = options::signal(&options).map_err(exception)?;
        self.0
            .result(&data_id, page, file_metadata, signal)
            .await
            .map(values::report)
            .map_err(exception)
    }

    /// Fetches a report by a hash of the file.
    #[wasm_bindgen(js_name = resultByHash, unchecked_return_type = "AnalysisResult | null")]
    pub async fn result_by_hash(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] hash: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "HashLookupOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let hash = options::text("hash", &hash).map_err(exception)?;
        let by_hash = options::by_hash(&options).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        let report = self
            .0
            .result_by_hash(&hash, by_hash, signal)
            .await
            .map_err(exception)?;
        Ok(report.map_or(JsValue::NULL, values::report))
    }

    /// Follows an analysis to its end.
    #[wasm_bindgen(unchecked_return_type = "AnalysisResult")]
    pub async fn wait(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let data_id = options::text("dataId", &data_id).map_err(exception)?;
        let options = options::wait(&options).map_err(exception)?;
        self.0
            .wait(&data_id, options)
            .await
            .map(values::report)
            .map_err(exception)
    }

    /// Lists the rules.
    #[wasm_bindgen(unchecked_return_type = "Rule[]")]
    pub async fn rules(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let signal = options::signal(&options).map_err(exception)?;
        self.0.rules(signal).await.map_err(exception)
    }

    /// Calls an analysis off.
    pub async fn cancel(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<(), JsValue> {
        let data_id = options::text("dataId", &data_id).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        self.0.cancel(&data_id, signal).await.map_err(exception)
    }

    /// Opens a session.
    #[wasm_bindgen(unchecked_return_type = "Session")]
    pub async fn login(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] user: JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] password: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let user = options::text("user", &user).map_err(exception)?;
        let password = options::text("password", &password).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        self.0
            .login(&user, &password, signal)
            .await
            .map(values::session)
            .map_err(exception)
    }

    /// Ends the session.
    pub async fn logout(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<(), JsValue> {
        let signal = options::signal(&options).map_err(exception)?;
        self.0.logout(signal).await.map_err(exception)
    }

    /// Scans several files.
    #[wasm_bindgen(js_name = scanBatch, unchecked_return_type = "BatchScan")]
    pub async fn scan_batch(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Iterable<Source>")] sources: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BatchOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let sources = options::elements("the files", &sources).map_err(exception)?;
        let options = options::batch(&options).map_err(exception)?;
        let scan = self.0.scan_batch(&sources, options).await;
        scan.map(values::batch_scan).map_err(exception)
    }

    /// Opens a batch.
    #[wasm_bindgen(js_name = createBatch)]
    pub async fn create_batch(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "NewBatchOptions")] options: JsValue,
    ) -> Result<Batch, JsValue> {
        let new = options::new_batch(&options).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        let batch = self.0.create_batch(new, signal).await;
        batch.map(Batch).map_err(exception)
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
    #[wasm_bindgen(js_name = downloadSanitized, unchecked_return_type = "Response")]
    pub async fn download_sanitized(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let data_id = options::text("dataId", &data_id).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        let response = self.0.download_sanitized(&data_id, signal).await;
        response.map_err(exception)
    }

    /// Downloads the clean or the redacted copy of a file.
    #[wasm_bindgen(unchecked_return_type = "Response")]
    pub async fn download(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let data_id = options::text("dataId", &data_id).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        let response = self.0.download(&data_id, signal).await;
        response.map_err(exception)
    }

    /// Fetches several reports by the hashes of their files.
    #[wasm_bindgen(js_name = resultsByHash, unchecked_return_type = "HashLookupResult[]")]
    pub async fn results_by_hash(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] hashes: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let hashes = options::texts("the hashes", &hashes).map_err(exception)?;
        let signal = options::signal(&options).map_err(exception)?;
        let results = self.0.results_by_hash(&hashes, signal).await;
        results.map_err(exception)
    }

    /// Says what the API key may do.
    #[wasm_bindgen(unchecked_return_type = "Limits")]
    pub async fn limits(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let signal = options::signal(&options).map_err(exception)?;
        self.0.limits(signal).await.map_err(exception)
    }
}
