//! Analysis rules: the limits of uploads, the steps of the analysis and the allowed results. The header `rule` selects
//! one; `user_agent` and the caller's role restrict them.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use crate::archive::Limits;
use crate::error::ApiError;
use crate::result_code::ResultCode;

/// One analysis rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// The name that the `rule` header selects it by.
    pub name: String,
    /// The largest file, in bytes.
    pub max_file_size: u64,
    /// The `user_agent`s that may use it; empty for all.
    pub user_agents: HashSet<String>,
    /// The roles that may use it; empty for all.
    pub roles: HashSet<String>,
    /// Processing results that it allows although they are blocked by default.
    pub allow: Vec<ResultCode>,
    /// Processing results that it blocks although they are allowed by default.
    pub block: Vec<ResultCode>,
    /// Whether archives are unpacked.
    pub unarchive: bool,
    /// Whether files of supported types are sanitised.
    pub sanitize: bool,
    /// Whether files are searched for sensitive data.
    pub dlp: bool,
    /// Whether an extension that does not fit the content is a result, instead of only being reported.
    pub block_mismatch: bool,
    /// The timeout of an analysis in seconds, unless it has a `global-timeout`.
    pub global_timeout: Option<u64>,
    /// The limits for archives.
    pub archive: Limits,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            name: String::new(),
            max_file_size: 10 << 30,
            user_agents: HashSet::new(),
            roles: HashSet::new(),
            allow: Vec::new(),
            block: Vec::new(),
            unarchive: true,
            sanitize: true,
            dlp: true,
            block_mismatch: false,
            global_timeout: None,
            archive: Limits::default(),
        }
    }
}

/// The caller who uses a rule.
#[derive(Clone, Copy, Default)]
pub struct Caller<'a> {
    /// The `user_agent` header.
    pub user_agent: Option<&'a str>,
    /// The role of its key.
    pub role: &'a str,
}

impl Rule {
    /// A rule without restrictions.
    pub fn new(name: &str, max_file_size: u64) -> Self {
        Self {
            name: name.to_owned(),
            max_file_size,
            ..Self::default()
        }
    }

    /// The rule, restricted to this `user_agent` too.
    pub fn only_for(mut self, user_agent: &str) -> Self {
        self.user_agents.insert(user_agent.to_owned());
        self
    }

    /// Whether such a caller may use the rule.
    pub fn permits(&self, caller: Caller<'_>) -> bool {
        let agent = || {
            caller
                .user_agent
                .is_some_and(|it| self.user_agents.contains(it))
        };
        (self.user_agents.is_empty() || agent())
            && (self.roles.is_empty() || self.roles.contains(caller.role))
    }

    /// Whether a file with that result is allowed.
    pub fn allows(&self, code: ResultCode) -> bool {
        !self.block.contains(&code) && (code.is_allowed() || self.allow.contains(&code))
    }
}

/// The rules besides the default one.
pub fn built_in() -> Vec<Rule> {
    vec![Rule::new("Small files only", 1 << 20)]
}

/// Reads a YAML list of rules, or returns what is wrong with it.
pub fn read(path: &Path) -> Result<Vec<Rule>, String> {
    let complain = |error: &dyn std::fmt::Display| format!("rules in {}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| complain(&error))?;
    let rules: Vec<Rule> = serde_yaml_ng::from_str(&text).map_err(|error| complain(&error))?;
    let names: HashSet<_> = rules.iter().map(|rule| &rule.name).collect();
    if rules.is_empty() || names.len() < rules.len() || names.iter().any(|it| it.is_empty()) {
        return Err(complain(
            &"each needs a name of its own, and one there must be",
        ));
    }
    Ok(rules)
}

/// Every rule of the gateway; the first is the default.
pub struct Rules(Vec<Arc<Rule>>);

impl Rules {
    /// Makes them of a list that is not empty.
    pub fn new(rules: Vec<Rule>) -> Self {
        Self(rules.into_iter().map(Arc::new).collect())
    }

    /// The rule of that name, or the default one.
    pub fn select(&self, name: Option<&str>) -> Result<&Arc<Rule>, ApiError> {
        match name {
            None => Ok(&self.0[0]),
            Some(name) => self
                .0
                .iter()
                .find(|rule| rule.name == name)
                .ok_or_else(|| ApiError::bad_request(format!("Rule not found: {name}"))),
        }
    }

    /// The rule of that name, or the default one, for a caller that may use it.
    pub fn permitted(
        &self,
        name: Option<&str>,
        caller: Caller<'_>,
    ) -> Result<&Arc<Rule>, ApiError> {
        let rule = self.select(name)?;
        if rule.permits(caller) {
            return Ok(rule);
        }
        Err(ApiError::forbidden(format!(
            "Not allowed: the rule {} is restricted",
            rule.name
        )))
    }

    /// The rules that such a caller may use.
    pub fn available_to(&self, caller: Caller<'_>) -> impl Iterator<Item = &Arc<Rule>> {
        self.0.iter().filter(move |rule| rule.permits(caller))
    }
}
