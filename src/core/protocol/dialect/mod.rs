//! The dialects of MetaDefender's API: the requests of each service for the operations that it has.

mod cloud_v2;
mod cloud_v4;
mod cluster;

use super::endpoint::Endpoint;
use super::request::{Analyze, ByHash, NewBatch, Page, Request};

use crate::core::error::{Error, ErrorCode};

pub use cloud_v2::CloudV2;
pub use cloud_v4::CloudV4;
pub use cluster::Cluster;

/// A service, by the name of its API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Service {
    /// MetaDefender Distributed Cluster, and MetaDefender Core.
    #[default]
    Cluster,
    /// MetaDefender Cloud, version 2.
    CloudV2,
    /// MetaDefender Cloud, version 4.
    CloudV4,
}

impl Service {
    /// The service with this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "cluster" => Some(Self::Cluster),
            "cloud-v2" => Some(Self::CloudV2),
            "cloud-v4" => Some(Self::CloudV4),
            _ => None,
        }
    }

    /// Its dialect.
    pub fn dialect(self) -> &'static dyn Dialect {
        match self {
            Self::Cluster => &Cluster,
            Self::CloudV2 => &CloudV2,
            Self::CloudV4 => &CloudV4,
        }
    }
}

/// Where the clean copy of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SanitizedCopy {
    /// The response is the copy.
    Body,
    /// The response is JSON with the address of the copy: `sanitizedFilePath`.
    FilePath,
    /// The report of the analysis contains the address: `sanitized.file_path`.
    Report,
}

/// The operations of a service. An operation that it lacks fails with `unsupported`, and nothing is sent.
///
/// The arguments and their limits are those of the client's methods.
#[allow(missing_docs, reason = "each method is the operation of its name")]
pub trait Dialect {
    /// The service's name in a message.
    fn name(&self) -> &'static str;

    /// Where the clean copy of a file is.
    fn sanitized_copy(&self) -> SanitizedCopy {
        SanitizedCopy::Body
    }

    /// Whether files can be grouped in batches.
    fn has_batches(&self) -> bool {
        false
    }

    /// Whether these options request a clean copy, without which the analysis is not finished.
    fn sanitizes(&self, _options: &Analyze) -> bool {
        false
    }

    /// Whether an earlier analysis by the rule `profile` can replace one by `rule`. If results are stored by rule, the
    /// lookup itself selects them.
    fn answers_for_rule(&self, _rule: Option<&str>, _profile: Option<&str>) -> bool {
        true
    }

    fn analyze(&self, options: &Analyze) -> Result<Request, Error>;

    fn result(&self, data_id: &str, page: Page, file_metadata: bool) -> Result<Request, Error>;

    fn result_by_hash(&self, hash: &str, options: &ByHash) -> Result<Request, Error>;

    fn results_by_hash(&self, _hashes: &[String]) -> Result<Request, Error> {
        self.lacks(Endpoint::ResultsByHash)
    }

    fn login(&self, _user: &str, _password: &str) -> Result<Request, Error> {
        self.lacks(Endpoint::Login)
    }

    fn logout(&self) -> Result<Request, Error> {
        self.lacks(Endpoint::Logout)
    }

    fn rules(&self) -> Result<Request, Error> {
        self.lacks(Endpoint::Rules)
    }

    fn cancel(&self, _data_id: &str) -> Result<Request, Error> {
        self.lacks(Endpoint::CancelAnalysis)
    }

    fn download_sanitized(&self, _data_id: &str) -> Result<Request, Error> {
        self.lacks(Endpoint::DownloadSanitized)
    }

    fn download(&self, _data_id: &str) -> Result<Request, Error> {
        self.lacks(Endpoint::Download)
    }

    fn create_batch(&self, _batch: &NewBatch) -> Result<Request, Error> {
        self.lacks(Endpoint::CreateBatch)
    }

    fn batch_status(&self, _batch_id: &str, _page: Page) -> Result<Request, Error> {
        self.lacks(Endpoint::BatchStatus)
    }

    fn close_batch(&self, _batch_id: &str) -> Result<Request, Error> {
        self.lacks(Endpoint::CloseBatch)
    }

    fn certificate(
        &self,
        _batch_id: &str,
        _vulnerabilities: Option<bool>,
    ) -> Result<Request, Error> {
        self.lacks(Endpoint::BatchCertificate)
    }

    fn cancel_batch(&self, _batch_id: &str) -> Result<Request, Error> {
        self.lacks(Endpoint::CancelBatch)
    }

    fn limits(&self) -> Result<Request, Error> {
        self.lacks(Endpoint::Limits)
    }

    /// The failure of an operation that the service lacks.
    fn lacks(&self, endpoint: Endpoint) -> Result<Request, Error> {
        let message = format!("{} has no such call: {}", self.name(), endpoint.name());
        Err(Error::new(ErrorCode::Unsupported, message).at(endpoint))
    }

    /// Fails if options are used that the service lacks. `used` states for each whether it is used.
    fn lacks_options(&self, used: &[(&str, bool)]) -> Result<(), Error> {
        match used.iter().find(|(_, used)| *used) {
            None => Ok(()),
            Some((option, _)) => {
                let message = format!("{} has no {option}", self.name());
                Err(Error::new(ErrorCode::Unsupported, message))
            }
        }
    }
}
