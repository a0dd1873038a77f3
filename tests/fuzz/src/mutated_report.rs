//! The answers of `tests/fixtures` and of the reference, changed here and there: what the client decides of each is what the oracle
//! says. What the change leaves alone cannot make it better: an answer that is not allowed stays so while all that
//! decides is the same.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use arbitrary::{Result, Unstructured};
use serde_json::Value;

use super::report::SERVICES;
use super::{checkout, decisions, mutation, oracle, views};

const FOLDERS: [&str; 5] = [
    "tests/core/fixtures",
    "tests/fixtures/answers/cloud-v2",
    "tests/fixtures/answers/cloud-v4",
    "tests/fixtures/answers/core",
    "tests/fixtures/answers/mddc",
];
const MAX_MUTATIONS: u8 = 6;

/// `data` chooses an answer and what happens to it.
pub fn check(data: &[u8]) {
    let mut choices = Unstructured::new(data);
    // Without more bytes, what was chosen so far is all.
    let _ = check_chosen(&mut choices);
}

fn check_chosen(choices: &mut Unstructured<'_>) -> Result<()> {
    let answers = answers();
    let answer = choices.choose(answers)?;
    let mut changed = answer.clone();
    for _ in 0..choices.int_in_range(1..=MAX_MUTATIONS)? {
        mutation::apply(&mut changed, answers, choices)?;
    }
    let is_same = oracle::deciding(answer) == oracle::deciding(&changed);
    for service in SERVICES {
        decisions::check(&changed, service);
        if is_same {
            let before = decisions::verdict(answer, service);
            let after = decisions::verdict(&changed, service);
            assert_eq!(before, after, "{service:?}: {answer} and {changed}");
        }
    }
    views::check(&changed);
    Ok(())
}

/// All answers there are, in the order of their names.
fn answers() -> &'static [Value] {
    static ANSWERS: OnceLock<Vec<Value>> = OnceLock::new();
    ANSWERS.get_or_init(|| FOLDERS.into_iter().flat_map(answers_in).collect())
}

fn answers_in(folder: &str) -> Vec<Value> {
    let folder = Path::new(checkout()).join(folder);
    let entries = fs::read_dir(folder).expect("a folder of answers");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let is_json = |file: &&std::path::PathBuf| file.extension().is_some_and(|it| it == "json");
    files
        .iter()
        .filter(is_json)
        .map(|file| {
            let text = fs::read(file).expect("an answer");
            serde_json::from_slice(&text).expect("JSON")
        })
        .collect()
}
