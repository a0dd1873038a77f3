//! The class behind the interface `MetaDefender`.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
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
        let signal = options::signal(&options).map_err(exception)?;
        self.0
            .result(&data_id, page, signal)
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
}
