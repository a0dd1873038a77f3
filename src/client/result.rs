//! Reports, rules, and calling an analysis off.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::MetaDefender;
use super::report::{Report, acknowledged, json, report, unknown};
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::request::{ByHash, Page};
use crate::core::response;
use crate::platform::{Abort, Body, Failure, get};

impl MetaDefender {
    /// *Fetch Analysis Result*: the report as far as it is.
    ///
    /// # Errors
    /// `not-found` where the service has no such analysis.
    pub async fn result(
        &self,
        data_id: &str,
        page: Page,
        file_metadata: bool,
        signal: Option<AbortSignal>,
    ) -> Result<Report, Failure> {
        self.report_of(data_id, page, file_metadata, &signal.into())
            .await
    }

    pub(super) async fn report_of(
        &self,
        data_id: &str,
        page: Page,
        file_metadata: bool,
        abort: &Abort,
    ) -> Result<Report, Failure> {
        let endpoint = Endpoint::AnalysisResult;
        let about = |failure: Failure| failure.map(|error| error.about(data_id));
        let request = self.dialect().result(data_id, page, file_metadata)?;
        let answer = match self.call(request, Body::Empty, &[], abort).await {
            Err(failure) if failure.code() == Some(ErrorCode::NotFound) => {
                return Err(failure.map(|_| unknown(endpoint, data_id, 404)));
            }
            answer => answer.map_err(about)?,
        };
        let found = report(endpoint, &answer, data_id).map_err(about)?;
        let found = found.ok_or_else(|| unknown(endpoint, data_id, answer.status))?;
        match found.analysis.data_id.text() {
            Some(other) if !other.eq_ignore_ascii_case(data_id) => {
                let message = "the answer is about another analysis than the one asked for";
                Err(Error::protocol(message).at(endpoint).about(data_id).into())
            }
            _ => Ok(found),
        }
    }

    /// *Fetch Analysis Result By Hash*: the newest report of a file with this hash, none where the
    /// service knows none.
    ///
    /// # Errors
    /// `invalid-input` where it is no hash.
    pub async fn result_by_hash(
        &self,
        hash: &str,
        options: ByHash,
        signal: Option<AbortSignal>,
    ) -> Result<Option<Report>, Failure> {
        self.report_by_hash(hash, options, &signal.into()).await
    }

    pub(super) async fn report_by_hash(
        &self,
        hash: &str,
        mut options: ByHash,
        abort: &Abort,
    ) -> Result<Option<Report>, Failure> {
        options.rule = options.rule.or_else(|| self.config.options.rule.clone());
        let request = self.dialect().result_by_hash(hash, &options)?;
        match self.call(request, Body::Empty, &[], abort).await {
            Err(failure) if failure.code() == Some(ErrorCode::NotFound) => Ok(None),
            Err(failure) => Err(failure),
            Ok(answer) => report(Endpoint::ResultByHash, &answer, hash),
        }
    }

    /// *Fetching Available Analysis Rules*: those that this key and user agent may use.
    ///
    /// # Errors
    /// Those of every call.
    pub async fn rules(&self, signal: Option<AbortSignal>) -> Result<JsValue, Failure> {
        let answer = self
            .call(self.dialect().rules()?, Body::Empty, &[], &signal.into())
            .await?;
        let rules = json(Endpoint::Rules, &answer)?;
        if !Array::is_array(&rules) {
            return Err(response::unexpected(Endpoint::Rules, answer.status, &answer.text).into());
        }
        Ok(rules)
    }

    /// Cloud: what is known of several files by their hashes, an entry for each.
    ///
    /// # Errors
    /// `unsupported` where the service has no such call, `invalid-input` where one is no hash.
    pub async fn results_by_hash(
        &self,
        hashes: &[String],
        signal: Option<AbortSignal>,
    ) -> Result<JsValue, Failure> {
        let request = self.dialect().results_by_hash(hashes)?;
        // Hexadecimal digits need no escapes.
        let body = format!(r#"{{"hash":["{}"]}}"#, hashes.join(r#"",""#));
        let abort = signal.into();
        let answer = self.call(request, Body::Text(&body), &[], &abort).await?;
        let results = json(Endpoint::ResultsByHash, &answer)?;
        // Version 4 wraps the list.
        let list = if Array::is_array(&results) {
            results
        } else {
            get(&results, "data")
        };
        if !Array::is_array(&list) {
            let endpoint = Endpoint::ResultsByHash;
            return Err(response::unexpected(endpoint, answer.status, &answer.text).into());
        }
        Ok(list)
    }

    /// Cloud v4: what this API key may do.
    ///
    /// # Errors
    /// `unsupported` where the service has no such call.
    pub async fn limits(&self, signal: Option<AbortSignal>) -> Result<JsValue, Failure> {
        let request = self.dialect().limits()?;
        let answer = self.call(request, Body::Empty, &[], &signal.into()).await?;
        json(Endpoint::Limits, &answer)
    }

    /// *Cancel File Analysis*: calls it off, and what it unpacked with it.
    ///
    /// # Errors
    /// `not-found` where the service has no such analysis.
    pub async fn cancel(&self, data_id: &str, signal: Option<AbortSignal>) -> Result<(), Failure> {
        let request = self.dialect().cancel(data_id)?;
        let about = |failure: Failure| failure.map(|error| error.about(data_id));
        let answer = self
            .call(request, Body::Empty, &[], &signal.into())
            .await
            .map_err(about)?;
        acknowledged(Endpoint::CancelAnalysis, &answer).map_err(about)
    }
}
