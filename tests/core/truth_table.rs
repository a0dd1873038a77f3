//! What each combination of what a report says comes to, as `truth-table.txt` has it. Where a rule changes on purpose,
//! `UPDATE_TRUTH_TABLE=1 cargo test --test core truth_table` writes it anew: read the difference line by line.

use std::fmt::Write;
use std::{env, fs};

use metadefender_wasm::Service;
use metadefender_wasm::core::decide::result_code::TABLE;
use metadefender_wasm::core::decide::verdict::{Verdict, judge};
use metadefender_wasm::core::model::Analysis;
use serde_json::{Value, json};

use crate::reports::analysis;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/core/truth-table.txt");

const HEAD: &str = "\
What a finished report comes to: A allowed, b blocked, . undetermined. Written by tests/core/truth_table.rs.

A line is for a service, what `process_info` says (none: there is no process_info; -: it has no result), and the codes that
fare alike (? is one that no document has, none is an absent one).

Seven groups of columns are for `scan_all_result_a`: absent, the code's own name, No Threat Detected, Infected, Sensitive Data
Found, Encrypted Archive, and a name that nobody knows. In each, four blocks are for an engine: absent, clean, with a threat,
malformed. In each block, five letters are for what else there is: nothing, total_detected_avs 1, verdicts Infected,
blocked_reason Infected, an infected file within the archive. (The last two but one need a process_info.)
";

const SERVICES: [(&str, Service); 3] = [
    ("cluster", Service::Cluster),
    ("cloud-v2", Service::CloudV2),
    ("cloud-v4", Service::CloudV4),
];
const RESULTS: [&str; 5] = ["none", "-", "Allowed", "Blocked", "Processing"];
const OWN: &str = "own";
const LABELS: [&str; 7] = [
    "",
    OWN,
    "No Threat Detected",
    "Infected",
    "Sensitive Data Found",
    "Encrypted Archive",
    "Mostly Harmless",
];
const ENGINES: usize = 4;
const WITNESSES: usize = 5;

/// A code, and the name of its result.
type Code = (Option<i64>, String);

fn codes() -> Vec<Code> {
    let known = TABLE.iter().map(|row| {
        let name = row.reason.replace('-', " ");
        (Some(i64::from(row.code)), name)
    });
    known
        .chain([(Some(999), "999".into()), (None, "none".into())])
        .collect()
}

fn report(code: &Code, label: &str, result: &str, engine: usize, witness: usize) -> Value {
    let mut results = json!({ "progress_percentage": 100 });
    if let Some(code) = code.0 {
        results["scan_all_result_i"] = code.into();
    }
    if !label.is_empty() {
        results["scan_all_result_a"] = if label == OWN { code.1.as_str() } else { label }.into();
    }
    match engine {
        1 => results["scan_details"] = json!({ "Engine": { "scan_result_i": 0 } }),
        2 => results["scan_details"] = json!({ "Engine": { "scan_result_i": 1 } }),
        3 => results["scan_details"] = json!({ "Engine": { "scan_result_i": "1" } }),
        _ => {}
    }
    let mut info = json!({ "progress_percentage": 100 });
    if result != "-" {
        info["result"] = result.into();
    }
    let mut extracted = Value::Null;
    match witness {
        1 => results["total_detected_avs"] = 1.into(),
        2 => info["verdicts"] = json!(["Infected"]),
        3 => info["blocked_reason"] = "Infected".into(),
        4 => extracted = json!({ "files_in_archive": [{ "scan_all_result_i": 1 }] }),
        _ => {}
    }
    let mut report = json!({
        "data_id": "1234",
        "scan_results": results,
        "extracted_files": extracted,
    });
    if result != "none" {
        report["process_info"] = info;
    }
    report
}

/// What a code's reports say, in the order of the columns.
fn reports(code: &Code, result: &str) -> Vec<Analysis> {
    let mut reports = Vec::new();
    for label in LABELS {
        for engine in 0..ENGINES {
            for witness in 0..WITNESSES {
                reports.push(analysis(report(code, label, result, engine, witness)));
            }
        }
    }
    reports
}

/// The letters of one code.
fn outcomes(reports: &[Analysis], service: Service) -> String {
    let mut line = String::new();
    for (column, report) in reports.iter().enumerate() {
        if column % (ENGINES * WITNESSES) == 0 {
            line.push(' ');
        }
        if column % WITNESSES == 0 {
            line.push(' ');
        }
        line.push(match judge(report, service).verdict {
            Verdict::Allowed => 'A',
            Verdict::Blocked => 'b',
            Verdict::Undetermined => '.',
        });
    }
    line
}

fn table() -> String {
    let codes = codes();
    let reports = RESULTS.map(|result| {
        let reports = codes.iter().map(|code| reports(code, result));
        reports.collect::<Vec<_>>()
    });
    let mut table = String::from(HEAD);
    for (name, service) in SERVICES {
        for (result, reports) in RESULTS.iter().zip(&reports) {
            writeln!(table, "\n{name}, {result}").expect("a text");
            let mut lines: Vec<(String, Vec<String>)> = Vec::new();
            for (code, reports) in codes.iter().zip(reports) {
                let outcomes = outcomes(reports, service);
                let name = match code.0 {
                    Some(999) => "?".to_owned(),
                    Some(code) => code.to_string(),
                    None => "none".to_owned(),
                };
                match lines.iter_mut().find(|(known, _)| *known == outcomes) {
                    Some((_, names)) => names.push(name),
                    None => lines.push((outcomes, vec![name])),
                }
            }
            for (outcomes, names) in lines {
                writeln!(table, "{}\n   {outcomes}", names.join(" ")).expect("a text");
            }
        }
    }
    table
}

#[test]
fn every_combination_comes_to_what_the_table_says() {
    let table = table();
    if env::var_os("UPDATE_TRUTH_TABLE").is_some() {
        fs::write(FILE, &table).expect("the table is written");
    }
    let expected = fs::read_to_string(FILE).expect("the table");
    for (number, (line, expected)) in table.lines().zip(expected.lines()).enumerate() {
        assert_eq!(line, expected, "line {} of {FILE}", number + 1);
    }
    assert_eq!(table.len(), expected.len());
}

/// The rule that matters most, by itself: a report of a threat, or with a clear word against it, is never allowed.
#[test]
fn nothing_that_speaks_against_the_file_is_allowed() {
    for (_, service) in SERVICES {
        for code in codes() {
            for (label, witness) in [("Infected", 0), ("", 3), ("", 2)] {
                let report = report(&code, label, "Allowed", 1, witness);
                let verdict = judge(&analysis(report), service).verdict;
                assert_ne!(verdict, Verdict::Allowed, "{code:?} {label} {witness}");
            }
        }
    }
}
