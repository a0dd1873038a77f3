//! The operations of the MDDC API Gateway that the client calls.

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
}

impl Endpoint {
    /// Method and path as the reference writes them. Holds no id, so it may stand in a log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "POST /login",
            Self::Logout => "POST /logout",
            Self::Analyze => "POST /file",
            Self::AnalysisResult => "GET /file/{data_id}",
            Self::ResultByHash => "GET /hash/{hash}",
            Self::Rules => "GET /file/rules",
            Self::CancelAnalysis => "POST /file/{data_id}/cancel",
        }
    }

    /// Whether a second call changes nothing that the first one did not.
    pub const fn is_idempotent(self) -> bool {
        match self {
            Self::AnalysisResult | Self::ResultByHash | Self::Rules | Self::CancelAnalysis => true,
            Self::Login | Self::Logout | Self::Analyze => false,
        }
    }
}
