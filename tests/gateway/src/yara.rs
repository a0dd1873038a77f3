//! YARA rules: the built-in ones and those of `--rules`.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use boreal::scanner::EvaluatedRule;
use boreal::{Compiler, MetadataValue, Scanner};

use crate::sample::Sample;

const BUILT_IN: &str = include_str!("../rules/demo.yar");

/// The result of the rules for a file.
#[derive(Clone, Debug)]
pub enum YaraReport {
    /// The rules that matched, with their descriptions; none when nothing was found.
    Scanned(BTreeMap<String, String>),
    /// The scan's error message.
    Failed(String),
}

impl YaraReport {
    /// `yara.verdict`: 0 Clean, 1 Found matched data, 3 Failed.
    pub fn verdict(&self) -> u8 {
        match self {
            Self::Scanned(hits) if hits.is_empty() => 0,
            Self::Scanned(_) => 1,
            Self::Failed(_) => 3,
        }
    }
}

/// The compiled rules.
pub struct YaraRules(Scanner);

impl YaraRules {
    /// Compiles the built-in rules and those of the directories, or returns what is wrong with them.
    pub fn compile(directories: &[PathBuf]) -> Result<Self, String> {
        let mut compiler = Compiler::new();
        compiler
            .add_rules_str_in_namespace(BUILT_IN, "built-in")
            .map_err(|error| format!("built-in YARA rules: {error}"))?;
        for directory in directories {
            let files = rule_files(directory)
                .map_err(|error| format!("YARA rules in {}: {error}", directory.display()))?;
            for file in files {
                // A namespace for each file: different authors may use the same name.
                compiler
                    .add_rules_file_in_namespace(&file, file.to_string_lossy())
                    .map_err(|error| format!("YARA rules in {}: {error}", file.display()))?;
            }
        }
        Ok(Self(compiler.finalize()))
    }

    /// Scans; may block.
    pub fn scan(&self, sample: &Sample) -> YaraReport {
        match self.0.scan_mem(sample.bytes()) {
            Ok(result) => YaraReport::Scanned(
                result
                    .rules
                    .iter()
                    .map(|rule| (rule.name.to_owned(), self.description(rule)))
                    .collect(),
            ),
            Err((error, _)) => YaraReport::Failed(error.to_string()),
        }
    }

    fn description(&self, rule: &EvaluatedRule<'_>) -> String {
        let value = rule
            .metadatas
            .iter()
            .find_map(|metadata| match metadata.value {
                MetadataValue::Bytes(value)
                    if self.0.get_string_symbol(metadata.name) == "description" =>
                {
                    Some(String::from_utf8_lossy(self.0.get_bytes_symbol(value)).into_owned())
                }
                _ => None,
            });
        value.unwrap_or_default()
    }
}

fn rule_files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in directory.read_dir()? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yar" || extension == "yara")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
