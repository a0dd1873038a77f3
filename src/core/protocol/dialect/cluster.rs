//! MetaDefender Distributed Cluster, API Gateway.

use serde::Serialize;

use super::Dialect;
use crate::core::algorithm::Algorithm;
use crate::core::error::Error;
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::header::encode;
use crate::core::protocol::request::{
    Analyze, ByHash, NewBatch, Page, Request, path, query, whole,
};

/// MetaDefender Distributed Cluster, and MetaDefender Core.
pub struct Cluster;

/// The body of *Login*.
#[derive(Serialize)]
struct Credentials<'a> {
    user: &'a str,
    password: &'a str,
}

/// *Initiate Batch*: `user-data`, "max 1024 bytes, URL encoded UTF-8 string".
const MAX_NAME_BYTES: usize = 1024;

impl Dialect for Cluster {
    fn name(&self) -> &'static str {
        "MetaDefender Distributed Cluster"
    }

    fn has_batches(&self) -> bool {
        true
    }

    /// *Login*.
    fn login(&self, user: &str, password: &str) -> Result<Request, Error> {
        if user.is_empty() {
            return Err(Error::invalid_input("login needs the name of a user"));
        }
        Ok(Request::new(Endpoint::Login, "POST", "/login")
            .of_session()
            .json(&Credentials { user, password })
            .hiding(vec![password.into()]))
    }

    /// *Logout*.
    fn logout(&self) -> Result<Request, Error> {
        Ok(Request::new(Endpoint::Logout, "POST", "/logout").of_session())
    }

    /// *Analyze File (Asynchronous mode)*. The body is the file's bytes.
    fn analyze(&self, options: &Analyze) -> Result<Request, Error> {
        self.lacks_options(&[
            ("sampleSharing", options.sample_sharing.is_some()),
            ("privateProcessing", options.private_processing.is_some()),
        ])?;
        let timeout = whole("globalTimeout", options.global_timeout)?;
        let filename = options.filename.as_deref().filter(|name| !name.is_empty());
        let encoding = options
            .content_encoding
            .map(|encoding| encoding.name().into());
        let mut request = Request::new(Endpoint::Analyze, "POST", "/file")
            .header("content-type", Some("application/octet-stream".into()))
            .encoded("filename", filename)
            .encoded("rule", options.rule.as_deref())
            .encoded("batch", options.batch.as_deref())
            .encoded("metadata", options.metadata.as_deref())
            .encoded("engines-metadata", options.engines_metadata.as_deref())
            .header("global-timeout", timeout)
            .header("content-encoding", encoding);
        if let Some(batch) = &options.batch {
            request = request.about(batch);
        }
        let passwords = &options.archive_passwords;
        if passwords.iter().any(String::is_empty) {
            return Err(Error::invalid_input(
                "archivePasswords has an empty password",
            ));
        }
        for (index, password) in passwords.iter().enumerate() {
            let name = match passwords.len() {
                1 => "archivepwd".into(),
                _ => format!("archivepwd{}", index + 1),
            };
            request = request.encoded(&name, Some(password));
        }
        Ok(request.hiding(passwords.clone()))
    }

    /// *Fetch Analysis Result*.
    fn result(&self, data_id: &str, page: Page, file_metadata: bool) -> Result<Request, Error> {
        self.lacks_options(&[("fileMetadata", file_metadata)])?;
        let path = path("/file/", "dataId", data_id, &query(page)?)?;
        Ok(Request::new(Endpoint::AnalysisResult, "GET", path).about(data_id))
    }

    /// *Fetch Analysis Result By Hash*.
    fn result_by_hash(&self, hash: &str, options: &ByHash) -> Result<Request, Error> {
        Algorithm::of(hash)?;
        let hours = whole("timeRange", options.time_range)?;
        let yes = |asked: bool| asked.then(|| "true".into());
        let path = format!("/hash/{hash}{}", query(options.page)?);
        Ok(Request::new(Endpoint::ResultByHash, "GET", path)
            .encoded("rule", options.rule.as_deref())
            .header("selfonly", yes(options.self_only))
            .header("timerange", hours)
            .header("include-inprogress", yes(options.include_in_progress)))
    }

    /// *Fetching Available Analysis Rules*.
    fn rules(&self) -> Result<Request, Error> {
        Ok(Request::new(Endpoint::Rules, "GET", "/file/rules"))
    }

    /// *Cancel File Analysis*.
    fn cancel(&self, data_id: &str) -> Result<Request, Error> {
        let path = path("/file/", "dataId", data_id, "/cancel")?;
        Ok(Request::new(Endpoint::CancelAnalysis, "POST", path).about(data_id))
    }

    /// *Download Sanitized Files*.
    fn download_sanitized(&self, data_id: &str) -> Result<Request, Error> {
        let path = path("/file/converted/", "dataId", data_id, "")?;
        Ok(Request::new(Endpoint::DownloadSanitized, "GET", path).about(data_id))
    }

    /// *Download either sanitized files or DLP processed files*.
    fn download(&self, data_id: &str) -> Result<Request, Error> {
        let path = path("/file/download/", "dataId", data_id, "")?;
        Ok(Request::new(Endpoint::Download, "GET", path).about(data_id))
    }

    /// *Initiate Batch*.
    fn create_batch(&self, batch: &NewBatch) -> Result<Request, Error> {
        let name = batch.name.as_deref().map(encode);
        if name
            .as_ref()
            .is_some_and(|name| name.len() > MAX_NAME_BYTES)
        {
            let message = "the name of a batch has at most 1024 bytes, percent-encoded";
            return Err(Error::invalid_input(message).at(Endpoint::CreateBatch));
        }
        Ok(Request::new(Endpoint::CreateBatch, "POST", "/file/batch")
            .encoded("rule", batch.rule.as_deref())
            .header("user-data", name))
    }

    /// *Status of Batch Analysis*.
    fn batch_status(&self, batch_id: &str, page: Page) -> Result<Request, Error> {
        let path = path("/file/batch/", "batchId", batch_id, &query(page)?)?;
        Ok(Request::new(Endpoint::BatchStatus, "GET", path).about(batch_id))
    }

    /// *Close Batch*.
    fn close_batch(&self, batch_id: &str) -> Result<Request, Error> {
        let path = path("/file/batch/", "batchId", batch_id, "/close")?;
        Ok(Request::new(Endpoint::CloseBatch, "POST", path).about(batch_id))
    }

    /// *Download Signed Batch Result*.
    fn certificate(&self, batch_id: &str, vulnerabilities: Option<bool>) -> Result<Request, Error> {
        let path = path("/file/batch/", "batchId", batch_id, "/certificate")?;
        let metadata = vulnerabilities.map(|asked| match asked {
            true => r#"{"include_vul_info":true}"#,
            false => r#"{"include_vul_info":false}"#,
        });
        Ok(Request::new(Endpoint::BatchCertificate, "GET", path)
            .about(batch_id)
            .encoded("metadata", metadata))
    }

    /// *Cancel Batch*.
    fn cancel_batch(&self, batch_id: &str) -> Result<Request, Error> {
        let path = path("/file/batch/", "batchId", batch_id, "/cancel")?;
        Ok(Request::new(Endpoint::CancelBatch, "POST", path).about(batch_id))
    }
}
