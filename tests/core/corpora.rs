//! What fuzzing has found worth keeping, once again: an input a line, as a JSON string of one character a byte.

use std::fs;
use std::path::Path;

use crate::fuzz;

fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpora");
    let file = folder.join(target).with_extension("jsonl");
    let corpus = fs::read_to_string(file).expect("a corpus");
    assert!(
        corpus.lines().count() > 100,
        "the corpus of {target} is small"
    );
    for line in corpus.lines() {
        let text: String = serde_json::from_str(line).expect("a JSON string");
        let input: Vec<u8> = text
            .chars()
            .map(|byte| u8::try_from(u32::from(byte)).expect("a byte"))
            .collect();
        check(&input);
    }
}

#[test]
fn any_json_is_allowed_only_by_the_table() {
    replay("report", fuzz::report::check);
}

#[test]
fn a_changed_answer_is_allowed_only_by_the_table() {
    replay("mutated_report", fuzz::mutated_report::check);
}

#[test]
fn headers_and_addresses_say_what_was_given_and_no_more() {
    replay("headers", fuzz::headers::check);
}
