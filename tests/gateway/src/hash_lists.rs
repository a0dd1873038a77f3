//! Hashes of files that are known to be good or bad.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::digest::{self, Digests};
use crate::result_code::ResultCode;

/// The lists.
#[derive(Default)]
pub struct HashLists {
    allowed: HashSet<String>,
    blocked: HashSet<String>,
}

impl HashLists {
    /// Reads the lists: one hash a line, of any algorithm; the output of `sha256sum` works too.
    pub fn read(allowed: &[PathBuf], blocked: &[PathBuf]) -> Result<Self, String> {
        Ok(Self {
            allowed: read(allowed)?,
            blocked: read(blocked)?,
        })
    }

    /// The list that a file is on; the block list takes precedence.
    pub fn find(&self, digests: &Digests) -> Option<ResultCode> {
        let listed = |list: &HashSet<String>| digests.all().iter().any(|it| list.contains(*it));
        if listed(&self.blocked) {
            Some(ResultCode::Blacklisted)
        } else {
            listed(&self.allowed).then_some(ResultCode::Whitelisted)
        }
    }
}

fn read(files: &[PathBuf]) -> Result<HashSet<String>, String> {
    files.iter().map(|path| hashes(path)).try_fold(
        HashSet::new(),
        |mut all, hashes: Result<Vec<_>, String>| {
            all.extend(hashes?);
            Ok(all)
        },
    )
}

fn hashes(path: &Path) -> Result<Vec<String>, String> {
    let complain = |error: &dyn std::fmt::Display| format!("hash list {}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| complain(&error))?;
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let hash = |line: &str| {
        let hash = line.split_whitespace().next().unwrap_or_default();
        digest::normalised(hash).ok_or_else(|| complain(&format!("{hash:?} is no hash")))
    };
    lines.map(hash).collect()
}
