//! The table of processing results: `scan_all_result_i` and `scan_all_result_a`.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

macro_rules! result_codes {
    ($($name:ident = $index:literal $label:literal,)*) => {
        /// A processing result.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ResultCode {
            $(#[doc = $label] $name = $index,)*
        }

        impl ResultCode {
            /// The whole table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// `scan_all_result_a`.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }
        }
    };
}

result_codes! {
    NoThreatDetected = 0 "No Threat Detected",
    Infected = 1 "Infected",
    Suspicious = 2 "Suspicious",
    Failed = 3 "Failed",
    Whitelisted = 7 "Whitelisted",
    Blacklisted = 8 "Blacklisted",
    ExceededArchiveDepth = 9 "Exceeded Archive Depth",
    NotScanned = 10 "Not Scanned",
    EncryptedArchive = 12 "Encrypted Archive",
    ExceededArchiveSize = 13 "Exceeded Archive Size",
    ExceededArchiveFileNumber = 14 "Exceeded Archive File Number",
    PasswordProtectedDocument = 15 "Password Protected Document",
    ExceededArchiveTimeout = 16 "Exceeded Archive Timeout",
    Mismatch = 17 "Mismatch",
    PotentiallyVulnerableFile = 18 "Potentially Vulnerable File",
    Cancelled = 19 "Cancelled",
    SensitiveDataFound = 20 "Sensitive Data Found",
    YaraRuleMatched = 21 "Yara Rule Matched",
    PotentiallyUnwanted = 22 "Potentially Unwanted",
    UnsupportedFileType = 23 "Unsupported File Type",
    ExtractionFailed = 24 "Extraction Failed",
    ScanFailed = 25 "Scan Failed",
    SuspiciousVerdictBySandbox = 26 "Suspicious Verdict by Sandbox",
    LikelyMaliciousVerdictBySandbox = 27 "Likely Malicious Verdict by Sandbox",
    MaliciousVerdictBySandbox = 28 "Malicious Verdict by Sandbox",
    BlockedVerdictBySandbox = 29 "Blocked Verdict by Sandbox",
    BlockedVerdictByDeepCdr = 30 "Blocked Verdict by Deep CDR",
    GlobalTimeoutExceeded = 31 "Global Timeout Exceeded",
    VulnerableVerdictBySbom = 32 "Vulnerable Verdict by SBOM",
    NonVulnerableVerdictBySbom = 33 "Non-vulnerable Verdict by SBOM",
    BlockedVerdictBySbom = 34 "Blocked Verdict by SBOM",
    BlockedByPostAction = 36 "Blocked by Post Action",
    KnownBad = 38 "Known Bad",
    KnownGood = 39 "Known Good",
    Unknown = 40 "Unknown",
    AllowedVerdictByCoo = 41 "Allowed Verdict by COO",
    BlockedVerdictByCoo = 42 "Blocked Verdict by COO",
    UnknownVerdictByCoo = 43 "Unknown Verdict by COO",
    InProgress = 255 "In Progress",
    SkipProcessingFastSymlink = 1014 "Skip Processing Fast Symlink",
}

/// The codes by severity, the worst first. Other codes are worse than a clean file and better than these.
const WORST_FIRST: [ResultCode; 18] = {
    use ResultCode::*;
    [
        Infected,
        KnownBad,
        Blacklisted,
        MaliciousVerdictBySandbox,
        LikelyMaliciousVerdictBySandbox,
        Suspicious,
        YaraRuleMatched,
        PotentiallyUnwanted,
        SensitiveDataFound,
        BlockedVerdictByDeepCdr,
        EncryptedArchive,
        ExceededArchiveDepth,
        ExceededArchiveSize,
        ExceededArchiveFileNumber,
        ExceededArchiveTimeout,
        ExtractionFailed,
        Failed,
        ScanFailed,
    ]
};

impl<'de> Deserialize<'de> for ResultCode {
    /// By its index or its label.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Name {
            Index(u16),
            Label(String),
        }
        let name = Name::deserialize(deserializer)?;
        let found = Self::ALL.iter().find(|code| match &name {
            Name::Index(index) => code.index() == *index,
            Name::Label(label) => code.label() == label,
        });
        found
            .copied()
            .ok_or_else(|| D::Error::custom("no such processing result"))
    }
}

impl ResultCode {
    /// How bad it is, 0 being clean.
    pub fn severity(self) -> usize {
        match WORST_FIRST.iter().position(|it| *it == self) {
            Some(index) => WORST_FIRST.len() + 1 - index,
            None => usize::from(!self.is_allowed()),
        }
    }

    /// `scan_all_result_i`.
    pub fn index(self) -> u16 {
        self as u16
    }

    /// Whether the gateway's policy allows such a file; everything else is blocked.
    pub fn is_allowed(self) -> bool {
        matches!(
            self,
            Self::NoThreatDetected
                | Self::Whitelisted
                | Self::KnownGood
                | Self::AllowedVerdictByCoo
        )
    }
}
