//! What the client decides of a report, against the oracle.

use metadefender_wasm::core::algorithm::Algorithm;
use metadefender_wasm::core::decide::assessment::assess;
use metadefender_wasm::core::decide::integrity;
use metadefender_wasm::core::decide::lookup::{Acceptance, is_usable};
use metadefender_wasm::core::decide::state::State;
use metadefender_wasm::core::decide::verdict::{Verdict, judge};
use metadefender_wasm::core::error::ErrorCode;
use metadefender_wasm::core::model::Analysis;
use metadefender_wasm::{Digests, Service};
use serde::Deserialize;
use serde_json::Value;

use super::oracle::{self, Read, object, text};

/// The verdict on it, as the truth table writes it; none where it is no report at all.
pub fn verdict(report: &Value, service: Service) -> Option<u8> {
    let analysis = Analysis::deserialize(report).ok()?;
    Some(match judge(&analysis, service).verdict {
        Verdict::Allowed => b'A',
        Verdict::Blocked => b'b',
        Verdict::Undetermined => b'.',
    })
}

/// Panics where a decision on this report is another one than the rules and the table have.
pub fn check(report: &Value, service: Service) {
    let Ok(analysis) = Analysis::deserialize(report) else {
        assert!(!matches!(object(report), Read::Is(_)), "{report} is read");
        return;
    };
    assert!(matches!(object(report), Read::Is(_)), "{report} is none");
    let expected = oracle::verdict(report, service);
    assert_eq!(
        verdict(report, service).map(char::from),
        Some(char::from(expected)),
        "{service:?}: {report}"
    );
    check_states(report, &analysis, service);
    check_assessment(report, &analysis, service);
    check_lookups(report, &analysis, service);
    check_integrity(report, &analysis);
}

fn check_states(report: &Value, analysis: &Analysis, service: Service) {
    for sanitizes in [false, true] {
        let state = State::of(analysis, service, sanitizes);
        let is_finished = oracle::is_finished(report, service, sanitizes);
        assert_eq!(state == Ok(State::Finished), is_finished, "{report}");
        if let Ok(State::Processing(percentage)) = state {
            assert!((0.0..=99.0).contains(&percentage), "{report}");
        }
    }
}

fn check_assessment(report: &Value, analysis: &Analysis, service: Service) {
    let judgement = judge(analysis, service);
    let assessment = assess(analysis, service);
    assert_eq!(assessment.verdict, judgement.verdict, "{report}");
    assert_eq!(assessment.reason, judgement.reason, "{report}");
    assert_eq!(
        assessment.finished,
        oracle::is_finished(report, service, false),
        "{report}"
    );
    assert!(
        assessment.outdated || !oracle::is_outdated(report),
        "{report}"
    );
    assert_ne!(judgement.unverified().verdict, Verdict::Allowed, "{report}");
}

/// Rules 6 and 7: a hit saves no analysis that could come to something else.
fn check_lookups(report: &Value, analysis: &Analysis, service: Service) {
    for bits in 0..16 {
        let acceptance = Acceptance {
            outdated: bits & 1 > 0,
            by_colliding_hash: bits & 2 > 0,
            sanitized: bits & 4 > 0,
            with_passwords: bits & 8 > 0,
        };
        if !is_usable(analysis, service, acceptance) {
            continue;
        }
        let is_text = |path: &str| {
            let found = report.pointer(path).map(text);
            matches!(found, Some(Read::Is(_)))
        };
        let is_finished = oracle::is_finished(report, service, acceptance.sanitized);
        assert!(is_finished && is_text("/data_id"), "{report}");
        assert!(
            acceptance.outdated || !oracle::is_outdated(report),
            "{report}"
        );
        assert!(
            !acceptance.by_colliding_hash || is_text("/file_info/sha256"),
            "{report}"
        );
        assert!(
            !acceptance.sanitized
                || oracle::result(report) == "Blocked"
                || report.pointer("/sanitized/result") == Some(&"Allowed".into()),
            "{report}"
        );
    }
}

/// Rule 8, for a file with the hashes that the report says, and for another one.
fn check_integrity(report: &Value, analysis: &Analysis) {
    let hash = |algorithm: Algorithm, other: bool| {
        let said = report.get("file_info")?.get(algorithm.as_str())?.as_str()?;
        let same = said.to_ascii_lowercase();
        let is_hash = Algorithm::of(&same) == Ok(algorithm);
        match is_hash && !other {
            true => Some(same),
            false => Some("0".repeat(algorithm.hex_length())),
        }
    };
    for (others, algorithms) in [(0, 15), (0, 4), (15, 15), (4, 15), (2, 6)] {
        let hash = |algorithm, bit| match algorithms & bit > 0 {
            true => hash(algorithm, others & bit > 0),
            false => None,
        };
        let digests = Digests {
            md5: hash(Algorithm::Md5, 1),
            sha1: hash(Algorithm::Sha1, 2),
            sha256: hash(Algorithm::Sha256, 4),
            sha512: hash(Algorithm::Sha512, 8),
        };
        let compared = integrity::check(analysis, &digests).map_err(|error| error.code);
        assert_eq!(compared, expected_integrity(report, &digests), "{report}");
    }
}

fn expected_integrity(report: &Value, digests: &Digests) -> Result<bool, ErrorCode> {
    let info = object(report.get("file_info").unwrap_or(&Value::Null));
    let mut is_compared = false;
    for algorithm in Algorithm::ALL {
        let Some(computed) = digests.get(algorithm) else {
            continue;
        };
        let said = match info {
            Read::Absent => continue,
            Read::Malformed => return Err(ErrorCode::Integrity),
            Read::Is(info) => text(info.get(algorithm.as_str()).unwrap_or(&Value::Null)),
        };
        match said {
            Read::Absent => {}
            Read::Is(said) if said.to_ascii_lowercase() == computed => is_compared = true,
            Read::Is(_) | Read::Malformed => return Err(ErrorCode::Integrity),
        }
    }
    Ok(is_compared)
}
