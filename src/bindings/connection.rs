//! The one class behind the interfaces `MetaDefender` and `Batch`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::options::{self, Options};
use super::pages::Pages;
use super::promise::{into_value, promise};
use super::values;
use crate::client::{self, Batch, Failure, MetaDefender, Task};
use crate::core::error::{Error, ErrorCode};

/// A connection to MetaDefender.
#[wasm_bindgen]
pub struct Connection(MetaDefender);

#[wasm_bindgen]
impl Connection {
    /// Makes a connection.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Connection, JsValue> {
        let client = options::connect(&options).and_then(MetaDefender::connect);
        client.map(Self).map_err(exception)
    }

    /// Makes a call by its name. One for all of them, as each export of a class adds to the module and
    /// to its glue.
    pub fn call(
        &self,
        operation: &str,
        subject: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "object")] options: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "any")] more: JsValue,
    ) -> Promise {
        let options = &mut Options::of(&options);
        promise(self.task(operation, &subject, options, &more))
    }

    /// Fails where a batch of this id cannot be.
    #[wasm_bindgen(js_name = checkBatch)]
    pub fn check_batch(&self, id: JsValue) -> Result<(), JsValue> {
        let batch = self.batch(&mut Options::of(&JsValue::UNDEFINED), &id);
        batch.map(|_| ()).map_err(exception)
    }

    /// Walks through the files that an archive held or, `of_batch`, through those of a batch.
    #[wasm_bindgen(unchecked_return_type = "AsyncIterable<any>")]
    pub fn pages(&self, id: JsValue, options: JsValue, of_batch: bool) -> Result<Pages, JsValue> {
        self.walk(&id, &mut Options::of(&options), of_batch)
            .map(Pages::of)
            .map_err(exception)
    }
}

impl Connection {
    fn batch(&self, options: &mut Options, id: &JsValue) -> Result<Batch, Failure> {
        let id = options.argument("batchId", id);
        options.check()?;
        self.0.batch(&id)
    }

    fn walk(
        &self,
        id: &JsValue,
        options: &mut Options,
        of_batch: bool,
    ) -> Result<client::Pages, Failure> {
        let page_size = options.number("pageSize");
        let signal = options.signal();
        if of_batch {
            return self.batch(options, id)?.files(page_size, signal);
        }
        let data_id = options.argument("dataId", id);
        options.check()?;
        self.0.extracted_files(&data_id, page_size, signal)
    }

    /// The call, which has not begun: that an option is wrong is found out at the end.
    fn task(
        &self,
        operation: &str,
        subject: &JsValue,
        options: &mut Options,
        more: &JsValue,
    ) -> Result<Task<JsValue>, Failure> {
        let client = &self.0;
        let task = match operation {
            "scan" => into_value(client.scan(subject, options.scan()), values::scan),
            "scanBatch" => {
                let sources = options.sources(subject);
                into_value(
                    client.scan_batch(sources, options.batch()),
                    values::batch_scan,
                )
            }
            "analyze" => client.analyze(subject, options.analyze()),
            "result" => {
                let data_id = options.argument("dataId", subject);
                let page = options.page();
                let file_metadata = options.flag("fileMetadata").unwrap_or(false);
                client.result(&data_id, page, file_metadata, options.signal())
            }
            "resultByHash" => {
                let hash = options.argument("hash", subject);
                client.result_by_hash(&hash, options.by_hash(), options.signal())
            }
            "resultsByHash" => client.results_by_hash(&options.hashes(subject), options.signal()),
            "wait" => {
                let data_id = options.argument("dataId", subject);
                client.wait(&data_id, options.wait())
            }
            "resume" => {
                let data_id = options.argument("dataId", subject);
                into_value(client.resume(&data_id, options.resume()), values::scan)
            }
            "cancel" => {
                let data_id = options.argument("dataId", subject);
                client.cancel(&data_id, options.signal())
            }
            "downloadSanitized" => {
                let data_id = options.argument("dataId", subject);
                client.download_sanitized(&data_id, options.signal())
            }
            "download" => {
                let data_id = options.argument("dataId", subject);
                client.download(&data_id, options.signal())
            }
            "rules" => client.rules(options.signal()),
            "limits" => client.limits(options.signal()),
            "login" => {
                let user = options.argument("user", subject);
                let password = options.argument("password", more);
                client.login(&user, &password, options.signal())
            }
            "logout" => client.logout(options.signal()),
            "createBatch" => client.create_batch(options.new_batch(), &options.signal().into()),
            "batchAdd" => self.batch(options, subject)?.add(more, options.analyze()),
            "batchStatus" => {
                let batch = self.batch(options, subject)?;
                batch.status(options.page(), options.signal())
            }
            "batchClose" => self.batch(options, subject)?.close(options.wait()),
            "batchWait" => self.batch(options, subject)?.wait(options.wait()),
            "batchCertificate" => {
                let vulnerabilities = options.flag("includeVulnerabilities");
                let batch = self.batch(options, subject)?;
                batch.certificate(vulnerabilities, options.signal())
            }
            "batchCancel" => self.batch(options, subject)?.cancel(options.signal()),
            _ => return Err(Error::new(ErrorCode::Unsupported, "there is no such call").into()),
        };
        options.check()?;
        Ok(task)
    }
}
