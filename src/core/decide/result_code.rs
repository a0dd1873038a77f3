//! The table of processing results (`scan_all_result_i`, `scan_result_i`).

/// What a processing result says about the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Looked at to the end, and nothing was found.
    Clean,
    /// An engine, a list or a sandbox holds it for malicious.
    Threat,
    /// It breaks a policy: sensitive data, a wrong type, a vulnerable program.
    Policy,
    /// It was not, or not wholly, looked at.
    Incomplete,
    /// The result says that it says nothing.
    Unknown,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultCode {
    /// The index, which decides. Labels drift between versions.
    pub code: i64,
    /// The reason that a [`Judgement`](super::verdict::Judgement) gives: the reference's name of the
    /// result in kebab case.
    pub reason: &'static str,
    /// What it says about the file.
    pub class: Class,
}

impl ResultCode {
    /// The row of `code`, unless the reference has none.
    pub fn of(code: i64) -> Option<&'static Self> {
        TABLE.iter().find(|row| row.code == code)
    }
}

/// An analysis that was stopped.
pub const CANCELLED: i64 = 19;
/// An analysis that goes on.
pub const IN_PROGRESS: i64 = 255;
/// An archive that could not be opened for want of a password.
pub const ENCRYPTED_ARCHIVE: i64 = 12;
/// A document that could not be opened for want of a password.
pub const PASSWORD_PROTECTED_DOCUMENT: i64 = 15;

const fn row(code: i64, reason: &'static str, class: Class) -> ResultCode {
    ResultCode {
        code,
        reason,
        class,
    }
}

/// MDDC API Gateway, *Fetch Analysis Result*: `scan_results.scan_all_result_a`, "Processing result
/// and its index".
pub const TABLE: [ResultCode; 40] = {
    use Class::{Clean, Incomplete, Policy, Threat, Unknown};
    [
        row(0, "no-threat-detected", Clean),
        row(1, "infected", Threat),
        row(2, "suspicious", Threat),
        row(3, "failed", Incomplete),
        row(7, "whitelisted", Clean),
        row(8, "blacklisted", Threat),
        row(9, "exceeded-archive-depth", Incomplete),
        row(10, "not-scanned", Incomplete),
        row(ENCRYPTED_ARCHIVE, "encrypted-archive", Incomplete),
        row(13, "exceeded-archive-size", Incomplete),
        row(14, "exceeded-archive-file-number", Incomplete),
        row(
            PASSWORD_PROTECTED_DOCUMENT,
            "password-protected-document",
            Incomplete,
        ),
        row(16, "exceeded-archive-timeout", Incomplete),
        row(17, "mismatch", Policy),
        row(18, "potentially-vulnerable-file", Policy),
        row(CANCELLED, "cancelled", Incomplete),
        row(20, "sensitive-data-found", Policy),
        row(21, "yara-rule-matched", Policy),
        row(22, "potentially-unwanted", Policy),
        row(23, "unsupported-file-type", Incomplete),
        row(24, "extraction-failed", Incomplete),
        row(25, "scan-failed", Incomplete),
        row(26, "suspicious-verdict-by-sandbox", Threat),
        row(27, "likely-malicious-verdict-by-sandbox", Threat),
        row(28, "malicious-verdict-by-sandbox", Threat),
        row(29, "blocked-verdict-by-sandbox", Threat),
        row(30, "blocked-verdict-by-deep-cdr", Threat),
        row(31, "global-timeout-exceeded", Incomplete),
        row(32, "vulnerable-verdict-by-sbom", Policy),
        row(33, "non-vulnerable-verdict-by-sbom", Unknown),
        row(34, "blocked-verdict-by-sbom", Threat),
        row(36, "blocked-by-post-action", Threat),
        row(38, "known-bad", Threat),
        row(39, "known-good", Clean),
        row(40, "unknown", Unknown),
        row(41, "allowed-verdict-by-coo", Clean),
        row(42, "blocked-verdict-by-coo", Threat),
        row(43, "unknown-verdict-by-coo", Unknown),
        row(IN_PROGRESS, "in-progress", Incomplete),
        row(1014, "skip-processing-fast-symlink", Incomplete),
    ]
};

/// What MetaDefender Cloud calls a result in another way than [`TABLE`], by its public documentation
/// ("Description of Scan Result Codes"). Codes that only Cloud has (4, 5, 6, 11) are not in the table, so
/// that they never allow.
pub const CLOUD_NAMES: [(i64, &str); 11] = [
    (0, "No Threats Found"),
    (1, "Infected/Known"),
    (3, "Failed To Scan"),
    (4, "Cleaned / Deleted"),
    (5, "Unknown"),
    (6, "Quarantined"),
    (7, "Skipped Clean"),
    (8, "Skipped Infected"),
    (10, "Not Scanned / No scan results"),
    (11, "Aborted"),
    (12, "Encrypted"),
];
