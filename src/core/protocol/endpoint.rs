//! The operations that the client calls.

/// One operation of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// *Auth, Login*
    Login,
    /// *Auth, Logout*
    Logout,
    /// *Analysis, Analyze File*
    Analyze,
    /// *Analysis, Fetch Analysis Result*
    AnalysisResult,
    /// *Analysis, Fetch Analysis Result By Hash*
    ResultByHash,
    /// *Analysis, Fetching Available Analysis Rules*
    Rules,
    /// *Analysis, Cancel File Analysis*
    CancelAnalysis,
    /// *Analysis, Download Sanitized Files*
    DownloadSanitized,
    /// *Analysis, Download either sanitized files or DLP processed files*
    Download,
    /// *Batch, Initiate Batch*
    CreateBatch,
    /// *Batch, Status of Batch Analysis*
    BatchStatus,
    /// *Batch, Close Batch*
    CloseBatch,
    /// *Batch, Download Signed Batch Result*
    BatchCertificate,
    /// *Batch, Cancel Batch*
    CancelBatch,
    /// Cloud: several hashes at once
    ResultsByHash,
    /// Cloud v4: the limits of the API key
    Limits,
}

impl Endpoint {
    /// Method and path in the notation of the reference. It contains no id, so it can be logged.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "POST /login",
            Self::Logout => "POST /logout",
            Self::Analyze => "POST /file",
            Self::AnalysisResult => "GET /file/{data_id}",
            Self::ResultByHash => "GET /hash/{hash}",
            Self::Rules => "GET /file/rules",
            Self::CancelAnalysis => "POST /file/{data_id}/cancel",
            Self::DownloadSanitized => "GET /file/converted/{data_id}",
            Self::Download => "GET /file/download/{data_id}",
            Self::CreateBatch => "POST /file/batch",
            Self::BatchStatus => "GET /file/batch/{batchId}",
            Self::CloseBatch => "POST /file/batch/{batchId}/close",
            Self::BatchCertificate => "GET /file/batch/{batchId}/certificate",
            Self::CancelBatch => "POST /file/batch/{batchId}/cancel",
            Self::ResultsByHash => "POST /hash",
            Self::Limits => "GET /apikey/limits",
        }
    }

    /// Whether a second call changes nothing more than the first one.
    pub const fn is_idempotent(self) -> bool {
        match self {
            Self::Login | Self::Logout | Self::Analyze | Self::CreateBatch => false,
            Self::AnalysisResult
            | Self::ResultByHash
            | Self::Rules
            | Self::CancelAnalysis
            | Self::DownloadSanitized
            | Self::Download
            | Self::BatchStatus
            | Self::CloseBatch
            | Self::BatchCertificate
            | Self::CancelBatch
            | Self::ResultsByHash
            | Self::Limits => true,
        }
    }
}
