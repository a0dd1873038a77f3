//! The class behind the interface `MetaDefender`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::batch::Batch;
use super::errors::exception;
use super::pages::Pages;
use super::promise::promise;
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
    #[wasm_bindgen(unchecked_return_type = "Promise<Scan>")]
    pub fn scan(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ScanOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let options = options::scan(&options);
        promise(async move {
            let options = options?;
            client.scan(&source, options).await.map(values::scan)
        })
    }

    /// Submits a file.
    #[wasm_bindgen(unchecked_return_type = "Promise<Submission>")]
    pub fn analyze(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "AnalyzeOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let options = options::analyze(&options);
        promise(async move {
            let options = options?;
            client
                .analyze(&source, options)
                .await
                .map(values::submission)
        })
    }

    /// Fetches a report by its data id.
    #[wasm_bindgen(unchecked_return_type = "Promise<AnalysisResult>")]
    pub fn result(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ResultOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let data_id = options::text("dataId", &data_id);
        let page = options::page(&options);
        let file_metadata = options::flag(&options, "fileMetadata");
        promise(async move {
            let data_id = data_id?;
            let page = page?;
            let file_metadata = file_metadata?;
            let file_metadata = file_metadata.unwrap_or(false);
            let signal = options::signal(&options)?;
            client
                .result(&data_id, page, file_metadata, signal)
                .await
                .map(values::report)
        })
    }

    /// Fetches a report by a hash of the file.
    #[wasm_bindgen(js_name = resultByHash, unchecked_return_type = "Promise<AnalysisResult | null>")]
    pub fn result_by_hash(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] hash: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "HashLookupOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let hash = options::text("hash", &hash);
        let by_hash = options::by_hash(&options);
        let signal = options::signal(&options);
        promise(async move {
            let hash = hash?;
            let by_hash = by_hash?;
            let signal = signal?;
            let report = client.result_by_hash(&hash, by_hash, signal).await?;
            Ok(report.map_or(JsValue::NULL, values::report))
        })
    }

    /// Follows an analysis to its end.
    #[wasm_bindgen(unchecked_return_type = "Promise<AnalysisResult>")]
    pub fn wait(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let data_id = options::text("dataId", &data_id);
        let options = options::wait(&options);
        promise(async move {
            let data_id = data_id?;
            let options = options?;
            client.wait(&data_id, options).await.map(values::report)
        })
    }

    /// Lists the rules.
    #[wasm_bindgen(unchecked_return_type = "Promise<Rule[]>")]
    pub fn rules(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let signal = options::signal(&options);
        promise(async move {
            let signal = signal?;
            client.rules(signal).await
        })
    }

    /// Calls an analysis off.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let data_id = options::text("dataId", &data_id);
        let signal = options::signal(&options);
        promise(async move {
            let data_id = data_id?;
            let signal = signal?;
            client
                .cancel(&data_id, signal)
                .await
                .map(|()| JsValue::UNDEFINED)
        })
    }

    /// Opens a session.
    #[wasm_bindgen(unchecked_return_type = "Promise<Session>")]
    pub fn login(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] user: JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] password: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let user = options::text("user", &user);
        let password = options::text("password", &password);
        let signal = options::signal(&options);
        promise(async move {
            let user = user?;
            let password = password?;
            let signal = signal?;
            client
                .login(&user, &password, signal)
                .await
                .map(values::session)
        })
    }

    /// Ends the session.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn logout(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let signal = options::signal(&options);
        promise(async move {
            let signal = signal?;
            client.logout(signal).await.map(|()| JsValue::UNDEFINED)
        })
    }

    /// Scans several files.
    #[wasm_bindgen(js_name = scanBatch, unchecked_return_type = "Promise<BatchScan>")]
    pub fn scan_batch(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Iterable<Source>")] sources: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BatchOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let sources = options::elements("the files", &sources);
        let options = options::batch(&options);
        promise(async move {
            let sources = sources?;
            let options = options?;
            let scan = client.scan_batch(&sources, options).await;
            scan.map(values::batch_scan)
        })
    }

    /// Opens a batch.
    #[wasm_bindgen(unchecked_return_type = "Promise<Batch>", js_name = createBatch)]
    pub fn create_batch(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "NewBatchOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let new = options::new_batch(&options);
        let signal = options::signal(&options);
        promise(async move {
            let new = new?;
            let signal = signal?;
            let batch = client.create_batch(new, signal).await;
            batch.map(|batch| Batch(batch).into())
        })
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
        let client = self.0.clone();
        let data_id = options::text("dataId", &data_id);
        let signal = options::signal(&options);
        promise(async move {
            let data_id = data_id?;
            let signal = signal?;
            client.download_sanitized(&data_id, signal).await
        })
    }

    /// Downloads the clean or the redacted copy of a file.
    #[wasm_bindgen(unchecked_return_type = "Promise<Response>")]
    pub fn download(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let data_id = options::text("dataId", &data_id);
        let signal = options::signal(&options);
        promise(async move {
            let data_id = data_id?;
            let signal = signal?;
            client.download(&data_id, signal).await
        })
    }

    /// Fetches several reports by the hashes of their files.
    #[wasm_bindgen(js_name = resultsByHash, unchecked_return_type = "Promise<HashLookupResult[]>")]
    pub fn results_by_hash(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] hashes: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let hashes = options::texts("the hashes", &hashes);
        let signal = options::signal(&options);
        promise(async move {
            let hashes = hashes?;
            let signal = signal?;
            client.results_by_hash(&hashes, signal).await
        })
    }

    /// Says what the API key may do.
    #[wasm_bindgen(unchecked_return_type = "Promise<Limits>")]
    pub fn limits(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let signal = options::signal(&options);
        promise(async move {
            let signal = signal?;
            client.limits(signal).await
        })
    }
}
