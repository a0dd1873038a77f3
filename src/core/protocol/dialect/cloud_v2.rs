//! MetaDefender Cloud v2: "Retrieving scan reports using data ID", and the pages that it refers to.

use serde::Serialize;

use super::{Dialect, SanitizedCopy};
use crate::core::algorithm::Algorithm;
use crate::core::error::Error;
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::{Analyze, ByHash, Page, Request, path};

/// MetaDefender Cloud, version 2. `baseUrl` ends before `/file`: `https://api.metadefender.com/v2`.
pub struct CloudV2;

impl Dialect for CloudV2 {
    fn name(&self) -> &'static str {
        "MetaDefender Cloud v2"
    }

    fn sanitized_copy(&self) -> SanitizedCopy {
        SanitizedCopy::Report
    }

    fn analyze(&self, options: &Analyze) -> Result<Request, Error> {
        self.lacks_options(&[
            ("rule", options.rule.is_some()),
            ("privateProcessing", options.private_processing.is_some()),
        ])?;
        cloud_upload(self, options, "archivepwd")
    }

    /// "Request: Header Parameters".
    fn result(&self, data_id: &str, page: Page, file_metadata: bool) -> Result<Request, Error> {
        self.lacks_options(&[("first or size", page != Page::default())])?;
        let path = path("/file/", "dataId", data_id, "")?;
        let metadata = file_metadata.then(|| "1".into());
        Ok(Request::new(Endpoint::AnalysisResult, "GET", path)
            .about(data_id)
            .header("file_metadata", metadata))
    }

    fn result_by_hash(&self, hash: &str, options: &ByHash) -> Result<Request, Error> {
        cloud_lookup(self, hash, options)
    }

    fn results_by_hash(&self, hashes: &[String]) -> Result<Request, Error> {
        cloud_bulk_lookup(hashes)
    }
}

/// `POST /file` of both versions of Cloud; the names of the headers for a password differ.
pub(super) fn cloud_upload(
    cloud: &dyn Dialect,
    options: &Analyze,
    password: &str,
) -> Result<Request, Error> {
    cloud.lacks_options(&[
        ("batches", options.batch.is_some()),
        ("metadata", options.metadata.is_some()),
        ("enginesMetadata", options.engines_metadata.is_some()),
        ("globalTimeout", options.global_timeout.is_some()),
        ("contentEncoding", options.content_encoding.is_some()),
        (
            "way to try several archivePasswords",
            options.archive_passwords.len() > 1,
        ),
    ])?;
    let flag = |flag: bool| String::from(if flag { "1" } else { "0" });
    let filename = options.filename.as_deref().filter(|name| !name.is_empty());
    Ok(Request::new(Endpoint::Analyze, "POST", "/file")
        .header("content-type", Some("application/octet-stream".into()))
        .encoded("filename", filename)
        .encoded(
            password,
            options.archive_passwords.first().map(String::as_str),
        )
        .header("samplesharing", options.sample_sharing.map(flag))
        .hiding(options.archive_passwords.clone()))
}

/// `GET /hash/{hash}` of both versions of Cloud. Results are not stored by rule, so the lookup takes no rule.
pub(super) fn cloud_lookup(
    cloud: &dyn Dialect,
    hash: &str,
    options: &ByHash,
) -> Result<Request, Error> {
    Algorithm::of(hash)?;
    cloud.lacks_options(&[
        ("selfOnly", options.self_only),
        ("timeRange", options.time_range.is_some()),
        ("includeInProgress", options.include_in_progress),
        ("first or size", options.page != Page::default()),
    ])?;
    let path = format!("/hash/{hash}");
    Ok(Request::new(Endpoint::ResultByHash, "GET", path))
}

/// The body of `POST /hash`.
#[derive(Serialize)]
struct Hashes<'a> {
    hash: &'a [String],
}

/// `POST /hash` of both versions of Cloud: "at most 1000".
pub(super) fn cloud_bulk_lookup(hashes: &[String]) -> Result<Request, Error> {
    let endpoint = Endpoint::ResultsByHash;
    if hashes.is_empty() || hashes.len() > 1000 {
        return Err(Error::invalid_input("resultsByHash takes 1 to 1000 hashes").at(endpoint));
    }
    for hash in hashes {
        Algorithm::of(hash)?;
    }
    Ok(Request::new(endpoint, "POST", "/hash").json(&Hashes { hash: hashes }))
}
