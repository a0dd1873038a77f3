//! The class behind the interface `MetaDefender`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::batch::Batch;
use super::errors::exception;
use super::options::{self, digests, hashes, sources, text};
use super::pages::Pages;
use super::promise::promise;
use super::values;
use crate::web;

/// A connection to MetaDefender.
#[wasm_bindgen]
pub struct MetaDefender(web::MetaDefender);

#[wasm_bindgen]
impl MetaDefender {
    /// Creates a connection.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ConnectOptions")] options: JsValue,
    ) -> Result<MetaDefender, JsValue> {
        options::connect(&options)
            .and_then(|(options, functions)| web::MetaDefender::connect_by(options, functions))
            .map(Self)
            .map_err(exception)
    }

    /// Scans a file.
    #[wasm_bindgen(unchecked_return_type = "Promise<Scan>")]
    pub fn scan(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ScanOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let options = options::scan(&options);
        promise(async move {
            let (options, caller) = options?;
            let scan = client.scan(&source, options, caller).await?;
            Ok(values::scan(scan))
        })
    }

    /// Judges a file by its hashes.
    #[wasm_bindgen(unchecked_return_type = "Promise<Scan | null>")]
    pub fn lookup(
        &self,
        #[wasm_bindgen(js_name = digests, unchecked_param_type = "Digests")] hashes: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "LookupCallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let digests = digests(&hashes);
        let options = options::lookup(&options);
        promise(async move {
            let digests = digests?;
            let (options, caller) = options?;
            let scan = client.lookup(digests, options, caller).await?;
            Ok(scan.map_or(JsValue::NULL, values::scan))
        })
    }

    /// Scans several files.
    #[wasm_bindgen(js_name = scanBatch, unchecked_return_type = "Promise<BatchScan>")]
    pub fn scan_batch(
        &self,
        #[wasm_bindgen(js_name = sources, unchecked_param_type = "Iterable<Source>")]
        files: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BatchOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let files = sources(&files);
        let options = options::scan_batch(&options);
        promise(async move {
            let files = files?;
            let (options, caller) = options?;
            let scan = client.scan_batch(files, options, caller).await?;
            Ok(values::batch_scan(scan))
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
            let (options, caller) = options?;
            let submitted = client.analyze(&source, &options, caller).await?;
            Ok(values::submission(submitted))
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
        let data_id = text("dataId", &data_id);
        let options = options::result(&options);
        promise(async move {
            let data_id = data_id?;
            let (page, file_metadata, caller) = options?;
            let report = client.result(&data_id, page, file_metadata, caller).await?;
            Ok(report.json)
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
        let hash = text("hash", &hash);
        let options = options::hash_lookup(&options);
        promise(async move {
            let hash = hash?;
            let (options, caller) = options?;
            let report = client.result_by_hash(&hash, options, caller).await?;
            Ok(report.map_or(JsValue::NULL, |report| report.json))
        })
    }

    /// Fetches several reports by the hashes of their files.
    #[wasm_bindgen(js_name = resultsByHash, unchecked_return_type = "Promise<HashLookupResult[]>")]
    pub fn results_by_hash(
        &self,
        #[wasm_bindgen(js_name = hashes, unchecked_param_type = "string[]")] list: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let list = hashes(&list);
        let options = options::call(&options);
        promise(async move {
            let list = list?;
            let caller = options?;
            client.results_by_hash(&list, caller).await
        })
    }

    /// Waits until an analysis is finished.
    #[wasm_bindgen(unchecked_return_type = "Promise<AnalysisResult>")]
    pub fn wait(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let data_id = text("dataId", &data_id);
        let options = options::wait(&options);
        promise(async move {
            let data_id = data_id?;
            let (options, caller) = options?;
            let report = client.wait(&data_id, options, caller).await?;
            Ok(report.json)
        })
    }

    /// Resumes a scan.
    #[wasm_bindgen(unchecked_return_type = "Promise<Scan>")]
    pub fn resume(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ResumeOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let data_id = text("dataId", &data_id);
        let options = options::resume(&options);
        promise(async move {
            let data_id = data_id?;
            let (options, caller) = options?;
            let scan = client.resume(&data_id, options, caller).await?;
            Ok(values::scan(scan))
        })
    }

    /// Cancels an analysis.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let data_id = text("dataId", &data_id);
        let options = options::call(&options);
        promise(async move {
            let data_id = data_id?;
            let caller = options?;
            client.cancel(&data_id, caller).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Downloads the clean copy of a file.
    #[wasm_bindgen(js_name = downloadSanitized, unchecked_return_type = "Promise<Response>")]
    pub fn download_sanitized(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let data_id = text("dataId", &data_id);
        let options = options::call(&options);
        promise(async move {
            let data_id = data_id?;
            let caller = options?;
            client.download_sanitized(&data_id, caller).await
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
        let data_id = text("dataId", &data_id);
        let options = options::call(&options);
        promise(async move {
            let data_id = data_id?;
            let caller = options?;
            client.download(&data_id, caller).await
        })
    }

    /// Lists the rules.
    #[wasm_bindgen(unchecked_return_type = "Promise<Rule[]>")]
    pub fn rules(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let options = options::call(&options);
        promise(async move {
            let caller = options?;
            client.rules(caller).await
        })
    }

    /// Fetches the limits of the API key.
    #[wasm_bindgen(unchecked_return_type = "Promise<Limits>")]
    pub fn limits(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let options = options::call(&options);
        promise(async move {
            let caller = options?;
            client.limits(caller).await
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
        let user = text("user", &user);
        let password = text("password", &password);
        let options = options::call(&options);
        promise(async move {
            let user = user?;
            let password = password?;
            let caller = options?;
            let session = client.login(&user, &password, caller).await?;
            Ok(values::session(session))
        })
    }

    /// Ends the session.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn logout(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let options = options::call(&options);
        promise(async move {
            let caller = options?;
            client.logout(caller).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Creates a batch.
    #[wasm_bindgen(js_name = createBatch, unchecked_return_type = "Promise<BatchInterface>")]
    pub fn create_batch(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "NewBatchOptions")] options: JsValue,
    ) -> Promise {
        let client = self.0.clone();
        let options = options::new_batch(&options);
        promise(async move {
            let (options, caller) = options?;
            let batch = client.create_batch(options, caller).await?;
            Ok(Batch::of(batch).into())
        })
    }

    /// Resumes a batch by its id.
    #[wasm_bindgen(unchecked_return_type = "BatchInterface")]
    pub fn batch(
        &self,
        #[wasm_bindgen(js_name = batchId, unchecked_param_type = "string")] batch_id: JsValue,
    ) -> Result<Batch, JsValue> {
        text("batchId", &batch_id)
            .and_then(|batch_id| self.0.batch(&batch_id))
            .map(Batch::of)
            .map_err(exception)
    }

    /// Iterates over the files in an archive.
    #[wasm_bindgen(js_name = extractedFiles, unchecked_return_type = "AsyncIterable<ExtractedFile>")]
    pub fn extracted_files(
        &self,
        #[wasm_bindgen(js_name = dataId, unchecked_param_type = "string")] data_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "PagesOptions")] options: JsValue,
    ) -> Result<Pages, JsValue> {
        let pages = || {
            let data_id = text("dataId", &data_id)?;
            let (page_size, caller) = options::page_size(&options)?;
            self.0.extracted_files(&data_id, page_size, caller)
        };
        pages().map(Pages::of).map_err(exception)
    }
}
