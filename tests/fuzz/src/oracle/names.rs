//! The names of results: MDDC API Gateway, `scan_all_result_a`; MetaDefender Core 3 to 5 and MetaDefender Cloud, by the
//! documents that `tests/core/witnesses.rs` names. Of two with one name the first counts.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What a name says of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Clean,
    Threat,
    Policy,
    Incomplete,
    Unknown,
}

use Class::{Clean, Incomplete, Policy, Threat, Unknown};

const NAMES: [(i64, Class, &[&str]); 66] = [
    (0, Clean, &["No Threat Detected", "No Threats Found"]),
    (1, Threat, &["Infected", "Infected/Known"]),
    (2, Threat, &["Suspicious"]),
    (3, Incomplete, &["Failed", "Failed To Scan"]),
    (
        7,
        Clean,
        &[
            "Whitelisted",
            "Allowlisted",
            "Skipped Clean",
            "Skipped - Whitelisted",
        ],
    ),
    (
        8,
        Threat,
        &[
            "Blacklisted",
            "Blocklisted",
            "Skipped Infected",
            "Skipped - Blacklisted",
            "Skipped Dirty",
        ],
    ),
    (9, Incomplete, &["Exceeded Archive Depth"]),
    (
        10,
        Incomplete,
        &["Not Scanned", "Not Scanned / No scan results"],
    ),
    (12, Incomplete, &["Encrypted Archive", "Encrypted"]),
    (13, Incomplete, &["Exceeded Archive Size"]),
    (14, Incomplete, &["Exceeded Archive File Number"]),
    (
        15,
        Incomplete,
        &["Password Protected Document", "Password Protected"],
    ),
    (16, Incomplete, &["Exceeded Archive Timeout"]),
    (17, Policy, &["Mismatch", "File type Mismatch"]),
    (18, Policy, &["Potentially Vulnerable File"]),
    (19, Incomplete, &["Cancelled", "Canceled"]),
    (20, Policy, &["Sensitive Data Found"]),
    (21, Policy, &["Yara Rule Matched"]),
    (22, Policy, &["Potentially Unwanted"]),
    (23, Incomplete, &["Unsupported File Type"]),
    (24, Incomplete, &["Extraction Failed"]),
    (25, Incomplete, &["Scan Failed"]),
    (26, Threat, &["Suspicious Verdict by Sandbox"]),
    (27, Threat, &["Likely Malicious Verdict by Sandbox"]),
    (28, Threat, &["Malicious Verdict by Sandbox"]),
    (29, Threat, &["Blocked Verdict by Sandbox"]),
    (30, Threat, &["Blocked Verdict by Deep CDR"]),
    (31, Incomplete, &["Global Timeout Exceeded"]),
    (32, Policy, &["Vulnerable Verdict by SBOM"]),
    (33, Unknown, &["Non-vulnerable Verdict by SBOM"]),
    (34, Threat, &["Blocked Verdict by SBOM"]),
    (36, Threat, &["Blocked by Post Action"]),
    (38, Threat, &["Known Bad"]),
    (39, Clean, &["Known Good"]),
    (40, Unknown, &["Unknown"]),
    (41, Clean, &["Allowed Verdict by COO"]),
    (42, Threat, &["Blocked Verdict by COO"]),
    (43, Unknown, &["Unknown Verdict by COO"]),
    (45, Policy, &["License Risk Verdict by SBOM"]),
    (46, Policy, &["Blocked Verdict by File Type"]),
    (47, Incomplete, &["Multipart Upload Timed Out"]),
    // That a clean copy was made says nothing of the file that it was made of.
    (48, Unknown, &["Sanitized"]),
    (51, Incomplete, &["Exceeded Limited Sandbox File Size"]),
    (52, Threat, &["Blocked Verdict by Archive Extraction"]),
    (53, Threat, &["Blocked Verdict by Archive Compression"]),
    (54, Incomplete, &["Sandbox Execution Limit Reached"]),
    (55, Incomplete, &["Rejected"]),
    (56, Incomplete, &["Empty Split Archive"]),
    (57, Incomplete, &["Split Archive Upload Timed Out"]),
    (58, Incomplete, &["Unsupported Split Archive Type"]),
    (59, Incomplete, &["Split Archive Not Supported"]),
    (60, Incomplete, &["Exceeded Archive Expansion Factor"]),
    (61, Clean, &["Allowed Verdict by Threat Intelligence"]),
    (62, Threat, &["Blocked Verdict by Threat Intelligence"]),
    (63, Policy, &["AI Content Detected"]),
    (64, Unknown, &["AI Content Uncertain"]),
    (65, Unknown, &["AI Content Not Detected"]),
    (66, Incomplete, &["RMS Protected Document"]),
    (255, Incomplete, &["In Progress"]),
    (256, Incomplete, &["Multipart Uploading"]),
    (257, Incomplete, &["Split Archive Uploading"]),
    (1014, Incomplete, &["Skip Processing Fast Symlink"]),
    // Only MetaDefender Cloud has these.
    (4, Threat, &["Cleaned / Deleted"]),
    (5, Unknown, &[]),
    (6, Threat, &["Quarantined"]),
    (11, Incomplete, &["Aborted"]),
];

/// The code and the class of the result of this name, of which only letters and digits count.
pub fn named(name: &str) -> Option<(i64, Class)> {
    static BY_LETTERS: OnceLock<HashMap<String, (i64, Class)>> = OnceLock::new();
    let by_letters = BY_LETTERS.get_or_init(|| {
        let mut by_letters = HashMap::new();
        for (code, class, names) in NAMES {
            for name in names {
                by_letters.entry(letters(name)).or_insert((code, class));
            }
        }
        by_letters
    });
    by_letters.get(&letters(name)).copied()
}

/// Whether an engine or a list with this result found a threat.
pub fn is_threat(code: i64) -> bool {
    NAMES
        .iter()
        .any(|(known, class, _)| *known == code && *class == Threat)
}

fn letters(name: &str) -> String {
    let kept = name.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|letter| letter.to_ascii_lowercase()).collect()
}
