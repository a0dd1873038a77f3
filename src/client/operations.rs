//! The calls that are one request and what its answer means: reports, rules, look-ups, calling an
//! analysis off.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::call::Call;
use super::course::{Came, Course, Step, answer};
use super::report::{acknowledged, json, report, unexpected};
use super::{MetaDefender, Task};
use crate::core::endpoint::Endpoint;
use crate::core::error::{Error, ErrorCode};
use crate::core::request::{ByHash, Page};
use crate::core::text::{concat, join};
use crate::platform::{Abort, Body, Failure, Incoming, get};

/// What the answer to a call, or its failure, means.
pub(super) type Meaning = fn(&Subject, Result<Incoming, Failure>) -> Result<JsValue, Failure>;

/// What a call is about.
pub(super) struct Subject {
    pub client: MetaDefender,
    pub id: String,
}

/// One call, and what its answer means.
struct Operation {
    call: Option<Result<Call, Error>>,
    subject: Subject,
    meaning: Meaning,
}

impl Course for Operation {
    fn next(&mut self, came: Came) -> Result<Step, Failure> {
        match self.call.take() {
            Some(call) => Ok(Step::Call(call?)),
            None => (self.meaning)(&self.subject, answer(came)).map(Step::Done),
        }
    }
}

impl MetaDefender {
    /// Makes a call and says what its answer means.
    pub(super) fn operation(
        &self,
        call: Result<Call, Error>,
        id: &str,
        abort: &Abort,
        meaning: Meaning,
    ) -> Task<JsValue> {
        let subject = Subject {
            client: self.clone(),
            id: id.into(),
        };
        let operation = Operation {
            call: Some(call),
            subject,
            meaning,
        };
        self.run(operation, abort)
    }

    /// *Fetch Analysis Result*: the report as far as it is, whole.
    ///
    /// # Errors
    /// `not-found` where the service has no such analysis.
    pub fn result(
        &self,
        data_id: &str,
        page: Page,
        file_metadata: bool,
        signal: Option<AbortSignal>,
    ) -> Task<JsValue> {
        let request = self.dialect().result(data_id, page, file_metadata);
        let call = request.map(Call::from);
        self.operation(call, data_id, &signal.into(), |about, answer| {
            Ok(report(&about.id, answer)?.0)
        })
    }

    /// *Fetch Analysis Result By Hash*: the newest report of a file with this hash, whole; `null`
    /// where the service knows none.
    ///
    /// # Errors
    /// `invalid-input` where it is no hash.
    pub fn result_by_hash(
        &self,
        hash: &str,
        mut options: ByHash,
        signal: Option<AbortSignal>,
    ) -> Task<JsValue> {
        options.rule = self.rule(options.rule);
        let request = self.dialect().result_by_hash(hash, &options);
        let call = request.map(Call::from);
        self.operation(call, hash, &signal.into(), |about, answer| {
            let answer = match answer {
                Err(failure) if failure.code() == Some(ErrorCode::NotFound) => {
                    return Ok(JsValue::NULL);
                }
                answer => answer?,
            };
            let report = super::report::found(Endpoint::ResultByHash, &answer, &about.id)?;
            Ok(report.map_or(JsValue::NULL, |report| report.0))
        })
    }

    /// *Fetching Available Analysis Rules*: those that this key and user agent may use.
    ///
    /// # Errors
    /// Those of every call.
    pub fn rules(&self, signal: Option<AbortSignal>) -> Task<JsValue> {
        let call = self.dialect().rules().map(Call::from);
        self.operation(call, "", &signal.into(), |_, answer| {
            let answer = answer?;
            list(Endpoint::Rules, &answer, answer.json())
        })
    }

    /// Cloud: what is known of several files by their hashes, an entry for each.
    ///
    /// # Errors
    /// `unsupported` where the service has no such call, `invalid-input` where one is no hash.
    pub fn results_by_hash(&self, hashes: &[String], signal: Option<AbortSignal>) -> Task<JsValue> {
        // Hexadecimal digits need no escapes.
        let body = concat(&[r#"{"hash":[""#, &join(hashes, r#"",""#), r#""]}"#]);
        let request = self.dialect().results_by_hash(hashes);
        let call = request.map(|request| Call::from(request).with(Body::Text(body)));
        self.operation(call, "", &signal.into(), |_, answer| {
            let answer = answer?;
            let results = json(Endpoint::ResultsByHash, &answer)?;
            // Version 4 wraps the list.
            let results = match Array::is_array(&results) {
                true => results,
                false => get(&results, "data"),
            };
            list(Endpoint::ResultsByHash, &answer, results)
        })
    }

    /// Cloud v4: what this API key may do.
    ///
    /// # Errors
    /// `unsupported` where the service has no such call.
    pub fn limits(&self, signal: Option<AbortSignal>) -> Task<JsValue> {
        let call = self.dialect().limits().map(Call::from);
        self.operation(call, "", &signal.into(), |_, answer| {
            json(Endpoint::Limits, &answer?)
        })
    }

    /// *Cancel File Analysis*: calls it off, and what it unpacked with it.
    ///
    /// # Errors
    /// `not-found` where the service has no such analysis.
    pub fn cancel(&self, data_id: &str, signal: Option<AbortSignal>) -> Task<JsValue> {
        let call = self.dialect().cancel(data_id).map(Call::from);
        self.operation(call, data_id, &signal.into(), |about, answer| {
            answer
                .and_then(|answer| acknowledged(Endpoint::CancelAnalysis, &answer))
                .map_err(|failure| failure.about(&about.id))
        })
    }

    /// The rule of an analysis that names this one, or none.
    pub(super) fn rule(&self, named: Option<String>) -> Option<String> {
        named.or_else(|| self.0.config.options.rule.clone())
    }
}

fn list(endpoint: Endpoint, answer: &Incoming, list: JsValue) -> Result<JsValue, Failure> {
    match Array::is_array(&list) {
        true => Ok(list),
        false => Err(unexpected(endpoint, answer)),
    }
}
