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

/// A call, and what its arguments are: its subject, and what else it takes.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Operation {
    /// a source
    Scan,
    /// sources
    ScanBatch,
    /// a source
    Analyze,
    /// a data id
    Result,
    /// a hash
    ResultByHash,
    /// hashes
    ResultsByHash,
    /// a data id
    Wait,
    /// a data id
    Cancel,
    /// a data id
    DownloadSanitized,
    /// a data id
    Download,
    /// nothing
    Rules,
    /// nothing
    Limits,
    /// a user; a password
    Login,
    /// nothing
    Logout,
    /// nothing; answers the batch id
    CreateBatch,
    /// a batch id; a source
    BatchAdd,
    /// a batch id
    BatchStatus,
    /// a batch id
    BatchClose,
    /// a batch id
    BatchWait,
    /// a batch id
    BatchCertificate,
    /// a batch id
    BatchCancel,
}

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

    /// Makes a call. One for all of them, as each export of a class adds to the module and to its glue.
    pub fn call(
        &self,
        operation: Operation,
        subject: JsValue,
        options: JsValue,
        more: JsValue,
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
        operation: Operation,
        subject: &JsValue,
        options: &mut Options,
        more: &JsValue,
    ) -> Result<Task<JsValue>, Failure> {
        let client = &self.0;
        let task = match operation {
            Operation::Scan => into_value(client.scan(subject, options.scan()), values::scan),
            Operation::ScanBatch => {
                let sources = options.sources(subject);
                into_value(
                    client.scan_batch(sources, options.batch()),
                    values::batch_scan,
                )
            }
            Operation::Analyze => client.analyze(subject, options.analyze()),
            Operation::Result => {
                let data_id = options.argument("dataId", subject);
                let page = options.page();
                let file_metadata = options.flag("fileMetadata").unwrap_or(false);
                client.result(&data_id, page, file_metadata, options.signal())
            }
            Operation::ResultByHash => {
                let hash = options.argument("hash", subject);
                client.result_by_hash(&hash, options.by_hash(), options.signal())
            }
            Operation::ResultsByHash => {
                client.results_by_hash(&options.hashes(subject), options.signal())
            }
            Operation::Wait => {
                let data_id = options.argument("dataId", subject);
                client.wait(&data_id, options.wait())
            }
            Operation::Cancel => {
                let data_id = options.argument("dataId", subject);
                client.cancel(&data_id, options.signal())
            }
            Operation::DownloadSanitized => {
                let data_id = options.argument("dataId", subject);
                client.download_sanitized(&data_id, options.signal())
            }
            Operation::Download => {
                let data_id = options.argument("dataId", subject);
                client.download(&data_id, options.signal())
            }
            Operation::Rules => client.rules(options.signal()),
            Operation::Limits => client.limits(options.signal()),
            Operation::Login => {
                let user = options.argument("user", subject);
                let password = options.argument("password", more);
                client.login(&user, &password, options.signal())
            }
            Operation::Logout => client.logout(options.signal()),
            Operation::CreateBatch => {
                client.create_batch(options.new_batch(), &options.signal().into())
            }
            _ => {
                let batch = self.batch(options, subject)?;
                match operation {
                    Operation::BatchAdd => batch.add(more, options.analyze()),
                    Operation::BatchStatus => batch.status(options.page(), options.signal()),
                    Operation::BatchClose => batch.close(options.wait()),
                    Operation::BatchWait => batch.wait(options.wait()),
                    Operation::BatchCertificate => {
                        let vulnerabilities = options.flag("includeVulnerabilities");
                        batch.certificate(vulnerabilities, options.signal())
                    }
                    _ => batch.cancel(options.signal()),
                }
            }
        };
        options.check()?;
        Ok(task)
    }
}
