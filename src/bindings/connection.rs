//! The one class behind the interfaces `MetaDefender` and `Batch`.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::exception;
use super::pages::Pages;
use super::promise::{into_value, promise};
use super::{options, values};
use crate::client::{Batch, Failure, MetaDefender, Task};

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
        promise(self.task(operation, &subject, &options, &more))
    }

    /// Fails where a batch of this id cannot be.
    #[wasm_bindgen(js_name = checkBatch)]
    pub fn check_batch(&self, id: JsValue) -> Result<(), JsValue> {
        self.batch(&id).map(|_| ()).map_err(exception)
    }

    /// Walks through the files that an archive held.
    #[wasm_bindgen(js_name = extractedFiles)]
    pub fn extracted_files(&self, data_id: JsValue, options: JsValue) -> Result<Pages, JsValue> {
        let pages = || {
            let data_id = options::text("dataId", &data_id)?;
            let (page_size, signal) = options::pages(&options)?;
            self.0.extracted_files(&data_id, page_size, signal)
        };
        pages().map(Pages::of).map_err(exception)
    }

    /// Walks through the files of a batch.
    #[wasm_bindgen(js_name = batchFiles)]
    pub fn batch_files(&self, batch_id: JsValue, options: JsValue) -> Result<Pages, JsValue> {
        let pages = || {
            let (page_size, signal) = options::pages(&options)?;
            self.batch(&batch_id)?.files(page_size, signal)
        };
        pages().map(Pages::of).map_err(exception)
    }
}

impl Connection {
    fn batch(&self, id: &JsValue) -> Result<Batch, Failure> {
        self.0.batch(&options::text("batchId", id)?)
    }

    fn task(
        &self,
        operation: Operation,
        subject: &JsValue,
        options: &JsValue,
        more: &JsValue,
    ) -> Result<Task<JsValue>, Failure> {
        let client = &self.0;
        let signal = || options::signal(options);
        let data_id = || options::text("dataId", subject);
        let batch = || self.batch(subject);
        Ok(match operation {
            Operation::Scan => {
                into_value(client.scan(subject, options::scan(options)?), values::scan)
            }
            Operation::ScanBatch => into_value(
                client.scan_batch(
                    options::elements("the files", subject)?,
                    options::batch(options)?,
                ),
                values::batch_scan,
            ),
            Operation::Analyze => client.analyze(subject, options::analyze(options)?),
            Operation::Result => {
                let data_id = data_id()?;
                let (page, file_metadata) = options::result(options)?;
                client.result(&data_id, page, file_metadata, signal()?)
            }
            Operation::ResultByHash => {
                let hash = options::text("hash", subject)?;
                client.result_by_hash(&hash, options::by_hash(options)?, signal()?)
            }
            Operation::ResultsByHash => {
                client.results_by_hash(&options::texts("the hashes", subject)?, signal()?)
            }
            Operation::Wait => client.wait(&data_id()?, options::wait(options)?),
            Operation::Cancel => client.cancel(&data_id()?, signal()?),
            Operation::DownloadSanitized => client.download_sanitized(&data_id()?, signal()?),
            Operation::Download => client.download(&data_id()?, signal()?),
            Operation::Rules => client.rules(signal()?),
            Operation::Limits => client.limits(signal()?),
            Operation::Login => {
                let user = options::text("user", subject)?;
                let password = options::text("password", more)?;
                client.login(&user, &password, signal()?)
            }
            Operation::Logout => client.logout(signal()?),
            Operation::CreateBatch => {
                client.create_batch(options::new_batch(options)?, &signal()?.into())
            }
            Operation::BatchAdd => batch()?.add(more, options::analyze(options)?),
            Operation::BatchStatus => batch()?.status(options::page(options)?, signal()?),
            Operation::BatchClose => batch()?.close(options::wait(options)?),
            Operation::BatchWait => batch()?.wait(options::wait(options)?),
            Operation::BatchCertificate => {
                batch()?.certificate(options::vulnerabilities(options)?, signal()?)
            }
            Operation::BatchCancel => batch()?.cancel(signal()?),
        })
    }
}
