//! Data loss prevention in text: card numbers and social security numbers, and their redaction.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::LazyLock;

use regex::bytes::Regex;
use tempfile::{NamedTempFile, TempPath};

/// How many hits a report lists; all of them are redacted.
const LISTED: usize = 100;

/// How much context a hit comes with.
const CONTEXT: usize = 40;

/// A card number in groups of any length, or a social security number.
static CANDIDATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b(?:(?<ssn>\d{3}-\d{2}-\d{4})|(?<ccn>\d(?:[ -]?\d){12,18}))\b").unwrap()
});

/// Words that raise the certainty of a hit.
static HINT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u)card|visa|mastercard|amex|credit|ssn|social").unwrap());

/// What kind of number was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A credit card number.
    Ccn,
    /// A social security number.
    Ssn,
}

impl Kind {
    /// The key in `hits`, and its `display_name`.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Ccn => ("ccn", "Credit Card Number"),
            Self::Ssn => ("ssn", "Social Security Number"),
        }
    }
}

/// A number that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its kind.
    pub kind: Kind,
    /// The number as it is written.
    pub text: String,
    /// The text before it.
    pub before: String,
    /// The text after it.
    pub after: String,
    /// Where it begins, in bytes.
    pub offset: usize,
    /// `certainty_score`.
    pub score: u8,
}

/// What was found in a text.
#[derive(Debug, Default)]
pub struct Found {
    /// The first hits.
    pub hits: Vec<Hit>,
    /// The text without them; `None` when there are none.
    pub redacted: Option<TempPath>,
}

/// Searches a text, and writes its redacted form to the spool if there is anything to redact.
pub fn search(text: &[u8], spool: &Path) -> io::Result<Found> {
    let mut hits = Vec::new();
    let mut redacted: Option<BufWriter<NamedTempFile>> = None;
    let mut copied = 0;
    for captures in CANDIDATE.captures_iter(text) {
        let (number, kind) = match (captures.name("ssn"), captures.name("ccn")) {
            (Some(number), _) if is_ssn(number.as_bytes()) => (number, Kind::Ssn),
            (None, Some(number)) if is_card(number.as_bytes()) => (number, Kind::Ccn),
            _ => continue,
        };
        let (start, end) = (number.start(), number.end());
        if hits.len() < LISTED {
            hits.push(hit(text, kind, start, end));
        }
        let output = match &mut redacted {
            Some(output) => output,
            None => redacted.insert(BufWriter::new(NamedTempFile::new_in(spool)?)),
        };
        output.write_all(&text[copied..start])?;
        let masked = number.as_bytes().iter();
        let masked = masked.map(|byte| if byte.is_ascii_digit() { b'X' } else { *byte });
        output.write_all(&masked.collect::<Vec<_>>())?;
        copied = end;
    }
    let finish = |mut output: BufWriter<NamedTempFile>| {
        output.write_all(&text[copied..])?;
        let file = output
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        Ok::<_, io::Error>(file.into_temp_path())
    };
    Ok(Found {
        hits,
        redacted: redacted.map(finish).transpose()?,
    })
}

fn hit(text: &[u8], kind: Kind, start: usize, end: usize) -> Hit {
    let before = &text[start.saturating_sub(CONTEXT)..start];
    let after = &text[end..text.len().min(end + CONTEXT)];
    let lossy = |bytes| String::from_utf8_lossy(bytes).into_owned();
    Hit {
        kind,
        text: lossy(&text[start..end]),
        score: if HINT.is_match(before) { 95 } else { 75 },
        before: lossy(before),
        after: lossy(after),
        offset: start,
    }
}

/// The reference's word for a score.
pub fn certainty(score: u8) -> &'static str {
    match score {
        0..20 => "Very Low",
        20..40 => "Low",
        40..60 => "Medium",
        60..80 => "High",
        _ => "Very High",
    }
}

/// Checks the network's prefix and Luhn's check digit (ISO/IEC 7812-1).
fn is_card(number: &[u8]) -> bool {
    let digits: Vec<u32> = number
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .map(|byte| u32::from(byte - b'0'))
        .collect();
    let prefix = digits[0] * 10 + digits[1];
    let known = matches!(
        (prefix, digits.len()),
        (40..=49, 13 | 16 | 19) | (51..=55 | 22..=27, 16) | (34 | 37, 15) | (30 | 36 | 38, 14)
            | (35 | 60 | 62 | 64 | 65, 16..=19)
    );
    known && luhn(&digits)
}

fn luhn(digits: &[u32]) -> bool {
    let weighted = digits.iter().rev().enumerate().map(|(index, digit)| {
        let doubled = digit * (1 + index as u32 % 2);
        doubled / 10 + doubled % 10
    });
    weighted.sum::<u32>() % 10 == 0
}

/// Excludes numbers that the Social Security Administration never assigns.
fn is_ssn(number: &[u8]) -> bool {
    let (area, group, serial) = (&number[..3], &number[4..6], &number[7..]);
    area != b"000" && area != b"666" && area[0] != b'9' && group != b"00" && serial != b"0000"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let spool = tempfile::tempdir().unwrap();
        let found = search(text.as_bytes(), spool.path()).unwrap();
        found.hits.into_iter().map(|hit| hit.text).collect()
    }

    #[test]
    fn the_networks_test_numbers_are_card_numbers() {
        for number in [
            "4111 1111 1111 1111",
            "4222222222222",
            "5555-5555-5555-4444",
            "2223003122003222",
            "378282246310005",
            "30569309025904",
            "6011111111111117",
            "3530111333300000",
        ] {
            assert_eq!(found(&format!("pay by {number}.")), [number]);
        }
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "4111 1111 1111 1112",
            "41111111111111111111",
            "0000000000000000",
            "1234567890123456",
            "a4111111111111111",
            "000-12-3456",
            "666-12-3456",
            "900-12-3456",
            "123-00-4567",
            "123-45-0000",
            "123-45-67890",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn context_makes_it_more_certain() {
        let spool = tempfile::tempdir().unwrap();
        let text = b"SSN 123-45-6789 and, much further on in the same long text, 4111111111111111";
        let hits = search(text, spool.path()).unwrap().hits;
        let scores: Vec<_> = hits.iter().map(|hit| certainty(hit.score)).collect();
        assert_eq!(scores, ["Very High", "High"]);
        assert_eq!((hits[0].before.as_str(), hits[0].offset), ("SSN ", 4));
    }
}
