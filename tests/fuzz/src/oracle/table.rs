//! `tests/core/truth-table.txt`, whose head says how to read it.

use std::collections::HashMap;
use std::sync::OnceLock;

use metadefender_wasm::Service;

use super::Letter;

/// A column group: what `scan_all_result_a` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Absent,
    Own,
    NoThreatDetected,
    Infected,
    SensitiveDataFound,
    EncryptedArchive,
    NobodyKnows,
}

/// A block: what an engine says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Absent,
    Clean,
    Threat,
    Malformed,
}

/// A letter of a block: what else there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    Nothing,
    DetectedAvs,
    Verdicts,
    BlockedReason,
    FileWithin,
}

/// Where a letter stands.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    /// `none`, `-`, or what `process_info.result` says.
    pub result: &'a str,
    pub code: Option<i64>,
    pub label: Label,
    pub engine: Engine,
    pub witness: Witness,
}

const FILE: &str = include_str!("../../../core/truth-table.txt");
const RESULTS: [&str; 5] = ["none", "-", "Allowed", "Blocked", "Processing"];

/// The letters of a service, a result and a code.
type Lines = HashMap<(&'static str, &'static str, &'static str), Vec<Letter>>;

pub fn letter(service: Service, cell: &Cell<'_>) -> Letter {
    static LINES: OnceLock<Lines> = OnceLock::new();
    let lines = LINES.get_or_init(parse);
    let service = match service {
        Service::Cluster => "cluster",
        Service::CloudV2 => "cloud-v2",
        Service::CloudV4 => "cloud-v4",
    };
    // Whatever is neither Allowed nor Blocked is not final.
    let known = RESULTS.into_iter().find(|result| *result == cell.result);
    let result = known.unwrap_or("Processing");
    let code = cell
        .code
        .map_or_else(|| "none".to_owned(), |code| code.to_string());
    let letters = lines
        .get(&(service, result, code.as_str()))
        .unwrap_or_else(|| &lines[&(service, result, "?")]);
    letters[cell.label as usize * 20 + cell.engine as usize * 5 + cell.witness as usize]
}

fn parse() -> Lines {
    let mut lines = Lines::new();
    let mut of = None;
    let mut codes = "";
    for line in FILE.lines() {
        if let Some(letters) = line.strip_prefix("     ") {
            let (service, result) = of.expect("a heading");
            let letters: Vec<_> = letters.bytes().filter(|letter| *letter != b' ').collect();
            assert_eq!(letters.len(), 140, "{line}");
            for code in codes.split(' ') {
                lines.insert((service, result, code), letters.clone());
            }
        } else if let Some((service, result)) = line.split_once(", ")
            && RESULTS.contains(&result)
        {
            of = Some((service, result));
        } else {
            codes = line;
        }
    }
    assert_eq!(lines.len(), 3 * 5 * 64, "the table is not as it was");
    lines
}
