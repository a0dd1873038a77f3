//! MetaDefender Cloud v4, by its public documentation, as the reference does not describe it.

use super::cloud_v2::{cloud_bulk_lookup, cloud_lookup, cloud_upload};
use super::{Dialect, SanitizedCopy};
use crate::core::error::Error;
use crate::core::protocol::endpoint::Endpoint;
use crate::core::protocol::request::{Analyze, ByHash, Page, Request, path};

/// MetaDefender Cloud, version 4. `baseUrl` ends before `/file`: `https://api.metadefender.com/v4`.
pub struct CloudV4;

const SANITIZE: &[u8] = b"sanitize";

/// The workflows in a `rule` or in the profile of a report: `multiscan,sanitize` is stored as `multiscan_sanitize`, and
/// `sanitize` sometimes as `cdr`.
fn workflows(rule: &str) -> impl Iterator<Item = &[u8]> {
    let words = rule
        .as_bytes()
        .split(|byte| matches!(byte, b',' | b'_' | b' '));
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| if word == b"cdr" { SANITIZE } else { word })
}

fn has_all(rule: &str, wanted: &str) -> bool {
    workflows(wanted).all(|wanted| workflows(rule).any(|workflow| workflow == wanted))
}

impl Dialect for CloudV4 {
    fn name(&self) -> &'static str {
        "MetaDefender Cloud v4"
    }

    fn sanitized_copy(&self) -> SanitizedCopy {
        SanitizedCopy::FilePath
    }

    /// `rule` is a list such as `multiscan,sanitize,unarchive`.
    fn sanitizes(&self, options: &Analyze) -> bool {
        let rule = options.rule.as_deref().unwrap_or_default();
        workflows(rule).any(|workflow| workflow == SANITIZE)
    }

    /// A result of multi-scanning alone lacks the other workflows of the rule.
    fn answers_for_rule(&self, rule: Option<&str>, profile: Option<&str>) -> bool {
        match rule {
            None | Some("multiscan") => true,
            Some(rule) => {
                profile.is_some_and(|profile| has_all(rule, profile) && has_all(profile, rule))
            }
        }
    }

    fn analyze(&self, options: &Analyze) -> Result<Request, Error> {
        let flag = |flag: bool| String::from(if flag { "1" } else { "0" });
        // A list of words and commas, which needs no encoding.
        let rule = options
            .rule
            .as_deref()
            .map(|rule| crate::core::protocol::header::verbatim("rule", rule));
        Ok(cloud_upload(self, options, "archivepwd")?
            .header("rule", rule.transpose()?)
            .header("privateprocessing", options.private_processing.map(flag)))
    }

    fn result(&self, data_id: &str, page: Page, file_metadata: bool) -> Result<Request, Error> {
        self.lacks_options(&[
            ("first or size", page != Page::default()),
            ("fileMetadata", file_metadata),
        ])?;
        let path = path("/file/", "dataId", data_id, "")?;
        Ok(Request::new(Endpoint::AnalysisResult, "GET", path).about(data_id))
    }

    fn result_by_hash(&self, hash: &str, options: &ByHash) -> Result<Request, Error> {
        cloud_lookup(self, hash, options)
    }

    fn results_by_hash(&self, hashes: &[String]) -> Result<Request, Error> {
        cloud_bulk_lookup(hashes)
    }

    fn download_sanitized(&self, data_id: &str) -> Result<Request, Error> {
        let path = path("/file/converted/", "dataId", data_id, "")?;
        Ok(Request::new(Endpoint::DownloadSanitized, "GET", path).about(data_id))
    }

    fn limits(&self) -> Result<Request, Error> {
        Ok(Request::new(Endpoint::Limits, "GET", "/apikey/limits"))
    }
}
