//! The table of processing results (`scan_all_result_i`, `scan_result_i`).

/// What a processing result means for the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It was analysed completely, and nothing was found.
    Clean,
    /// An engine, a list or a sandbox considers it malicious.
    Threat,
    /// It violates a policy: sensitive data, a wrong type, a vulnerable program.
    Policy,
    /// It was not analysed, or not completely.
    Incomplete,
    /// The result itself is "unknown".
    Unknown,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultCode {
    /// The index, which decides. Labels differ between versions.
    pub code: u16,
    /// The reason in a [`Judgement`](super::verdict::Judgement): the documented name of the result in kebab case. 7 and 8
    /// have the names of the reference; MetaDefender Core now calls them Allowlisted and Blocklisted.
    pub reason: &'static str,
    /// What it means for the file.
    pub class: Class,
}

impl ResultCode {
    /// The row of `code`, if it is documented.
    pub fn of(code: i64) -> Option<&'static Self> {
        TABLE.iter().find(|row| i64::from(row.code) == code)
    }

    /// Whether the file was never analysed as a whole: the analysis was cancelled or rejected, is still running, or does not
    /// have the whole file.
    pub const fn is_unprocessed(&self) -> bool {
        matches!(self.code, 19 | 47 | 55 | 57 | 255 | 256 | 257)
    }

    /// Whether the file itself prevents a complete analysis, so that another analysis would end the same way:
    /// Exceeded Archive Depth, Size, File Number and Expansion Factor, Unsupported File Type, Exceeded Limited Sandbox
    /// File Size, RMS Protected Document.
    pub const fn is_limit(&self) -> bool {
        matches!(self.code, 9 | 13 | 14 | 23 | 51 | 60 | 66)
    }
}

/// An archive that could not be opened without a password.
pub const ENCRYPTED_ARCHIVE: u16 = 12;
/// A document that could not be opened without a password.
pub const PASSWORD_PROTECTED_DOCUMENT: u16 = 15;

const fn row(code: u16, reason: &'static str, class: Class) -> ResultCode {
    ResultCode {
        code,
        reason,
        class,
    }
}

/// MDDC API Gateway, *Fetch Analysis Result*: `scan_results.scan_all_result_a`, "Processing result
/// and its index"; 45 to 66, 256 and 257 by MetaDefender Core's "Scan result codes and explanations" of June 2026.
/// If these leave a doubt, the stricter class applies.
pub const TABLE: [ResultCode; 62] = {
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
        row(19, "cancelled", Incomplete),
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
        row(45, "license-risk-verdict-by-sbom", Policy),
        row(46, "blocked-verdict-by-file-type", Policy),
        row(47, "multipart-upload-timed-out", Incomplete),
        row(48, "sanitized", Policy),
        row(51, "exceeded-limited-sandbox-file-size", Incomplete),
        row(52, "blocked-verdict-by-archive-extraction", Threat),
        row(53, "blocked-verdict-by-archive-compression", Threat),
        row(54, "sandbox-execution-limit-reached", Incomplete),
        row(55, "rejected", Incomplete),
        row(56, "empty-split-archive", Incomplete),
        row(57, "split-archive-upload-timed-out", Incomplete),
        row(58, "unsupported-split-archive-type", Incomplete),
        row(59, "split-archive-not-supported", Incomplete),
        row(60, "exceeded-archive-expansion-factor", Incomplete),
        row(61, "allowed-verdict-by-threat-intelligence", Clean),
        row(62, "blocked-verdict-by-threat-intelligence", Threat),
        row(63, "ai-content-detected", Policy),
        row(64, "ai-content-uncertain", Unknown),
        row(65, "ai-content-not-detected", Unknown),
        row(66, "rms-protected-document", Incomplete),
        row(255, "in-progress", Incomplete),
        row(256, "multipart-uploading", Incomplete),
        row(257, "split-archive-uploading", Incomplete),
        row(1014, "skip-processing-fast-symlink", Incomplete),
    ]
};

/// Names of results other than those in [`TABLE`].
pub const OTHER_NAMES: [(i64, &str); 19] = [
    // MetaDefender Cloud, "Description of Scan Result Codes". Codes that only Cloud has (4, 5, 6, 11) are not in the table, so
    // that they never allow.
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
    // MetaDefender Core 5, "Scan result codes and explanations".
    (7, "Allowlisted"),
    (8, "Blocklisted"),
    // MetaDefender Core 3 and 4, by the tables of public clients.
    (7, "Skipped - Whitelisted"),
    (8, "Skipped - Blacklisted"),
    (8, "Skipped Dirty"),
    (15, "Password Protected"),
    (17, "File type Mismatch"),
    (19, "Canceled"),
];

/// The code of the result with this name, whatever its spelling; `None` if the name is unknown.
pub fn code_named(name: &str) -> Option<i64> {
    let row = TABLE.iter().find(|row| is_same(name, row.reason));
    let other = || OTHER_NAMES.iter().find(|(_, other)| is_same(name, other));
    row.map(|row| i64::from(row.code))
        .or_else(|| other().map(|(code, _)| *code))
}

/// The class of a code, including the codes that only Cloud has.
pub fn class_of(code: i64) -> Option<Class> {
    match code {
        4 | 6 => Some(Class::Threat),
        11 => Some(Class::Incomplete),
        _ => ResultCode::of(code).map(|row| row.class),
    }
}

/// Whether two names have the same letters and digits.
fn is_same(name: &str, other: &str) -> bool {
    letters(name).eq(letters(other))
}

fn letters(text: &str) -> impl Iterator<Item = u8> {
    let kept = text.bytes().filter(u8::is_ascii_alphanumeric);
    kept.map(|byte| byte.to_ascii_lowercase())
}
