//! The EICAR anti-malware test file, as EICAR defines it.

use super::{Engine, Finding};
use crate::sample::Sample;

/// The 68 characters, in two halves so that no scanner takes this source for the test file.
const TEST_STRING: &[u8] = concat!(
    r"X5O!P%@AP[4\PZX54(P^)7CC)7}$",
    "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
)
.as_bytes();

/// "The total file length not exceeding 128 characters."
const LONGEST: usize = 128;

/// "The only whitespace characters allowed are the space character, tab, LF, CR, CTRL-Z."
const WHITESPACE: &[u8] = b" \t\n\r\x1a";

/// The engine. By the definition the string stands at the file's start and only whitespace follows it;
/// a longer file that holds it, a document that quotes it for instance, is not the test file.
pub struct Eicar;

impl Engine for Eicar {
    fn name(&self) -> &'static str {
        "EICAR"
    }

    fn id(&self) -> &'static str {
        "eicar_1_embedded"
    }

    fn def_time(&self) -> String {
        // The date of the current definition.
        "2003-05-01T00:00:00.000Z".to_owned()
    }

    fn scan(&self, sample: &Sample) -> Finding {
        if is_test_file(sample.bytes()) {
            Finding::Infected("EICAR-Test-File".to_owned())
        } else {
            Finding::NoThreat
        }
    }
}

fn is_test_file(bytes: &[u8]) -> bool {
    bytes.len() <= LONGEST
        && bytes
            .strip_prefix(TEST_STRING)
            .is_some_and(|rest| rest.iter().all(|byte| WHITESPACE.contains(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Hasher;

    fn followed_by(rest: &[u8]) -> Vec<u8> {
        [TEST_STRING, rest].concat()
    }

    #[test]
    fn the_string_is_the_published_one() {
        let mut hasher = Hasher::default();
        hasher.update(TEST_STRING);
        let digests = hasher.finish();
        assert_eq!(TEST_STRING.len(), 68);
        assert_eq!(digests.md5, "44D88612FEA8A8F36DE82E1278ABB02F");
        assert_eq!(digests.sha1, "3395856CE81F2B7382DEE72602F798B642F14140");
    }

    #[test]
    fn whitespace_may_follow_up_to_128_bytes() {
        assert!(is_test_file(TEST_STRING));
        assert!(is_test_file(&followed_by(b" \t\r\n\x1a")));
        assert!(is_test_file(&followed_by(&[b' '; 60])));
        assert!(!is_test_file(&followed_by(&[b' '; 61])));
    }

    #[test]
    fn a_file_that_only_holds_it_is_not_the_test_file() {
        assert!(!is_test_file(&followed_by(b".")));
        assert!(!is_test_file(&[b" ", TEST_STRING].concat()));
        assert!(!is_test_file(&TEST_STRING[..67]));
        assert!(!is_test_file(b""));
    }
}
