//! Which fault applies to which request.

use std::collections::HashMap;
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use super::spec::Fault;

/// The active faults. A request gets the first one that matches.
#[derive(Default)]
pub struct Faults {
    active: Mutex<Vec<Active>>,
    polls: Mutex<HashMap<String, u32>>,
}

struct Active {
    fault: Arc<Fault>,
    left: Option<u32>,
}

/// An argument of `--fault`: a fault, or a file with a fault a line.
#[derive(Clone, Debug)]
pub struct FaultArgument(pub Vec<Fault>);

impl FromStr for FaultArgument {
    type Err = String;

    fn from_str(argument: &str) -> Result<Self, String> {
        if !Path::new(argument).is_file() {
            return Ok(Self(vec![argument.parse()?]));
        }
        let text = std::fs::read_to_string(argument).map_err(|error| error.to_string())?;
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl Faults {
    /// Adds a fault after the active ones.
    pub fn add(&self, fault: Fault) {
        let left = fault.when.times;
        let fault = Arc::new(fault);
        self.active.lock().unwrap().push(Active { fault, left });
    }

    /// Removes all faults.
    pub fn clear(&self) {
        self.active.lock().unwrap().clear();
        self.polls.lock().unwrap().clear();
    }

    /// The active faults, and for how many more requests each applies.
    pub fn list(&self) -> Vec<(String, Option<u32>)> {
        let active = self.active.lock().unwrap();
        let entry = |it: &Active| (it.fault.spec.clone(), it.left);
        active.iter().map(entry).collect()
    }

    /// The same for the faults of a scan.
    pub fn list_of(&self, scan: &str) -> Vec<(String, Option<u32>)> {
        let active = self.active.lock().unwrap();
        let entry = |it: &Active| (it.fault.spec.clone(), it.left);
        let of_scan = |it: &&Active| it.fault.when.scan.as_deref() == Some(scan);
        active.iter().filter(of_scan).map(entry).collect()
    }

    /// Removes the faults of a scan.
    pub fn end(&self, scan: &str) {
        let mut active = self.active.lock().unwrap();
        active.retain(|it| it.fault.when.scan.as_deref() != Some(scan));
    }

    /// The fault for a request, which may belong to a scan.
    pub fn take(&self, operation: &str, path: &str, scan: Option<&str>) -> Option<Arc<Fault>> {
        let mut active = self.active.lock().unwrap();
        let is_for_it = |it: &Active| it.fault.when.matches(operation, path, scan);
        let index = active.iter().position(is_for_it)?;
        let taken = active[index].fault.clone();
        if let Some(left) = &mut active[index].left {
            *left = left.saturating_sub(1);
            if *left == 0 {
                active.remove(index);
            }
        }
        Some(taken)
    }

    /// How often this path was polled before.
    pub fn poll(&self, path: &str) -> u32 {
        let mut polls = self.polls.lock().unwrap();
        let count = polls.entry(path.to_owned()).or_default();
        *count += 1;
        *count - 1
    }
}
