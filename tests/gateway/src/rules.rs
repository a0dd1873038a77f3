//! Analysis rules: what an upload may be, chosen by the `rule` header and limited by `user_agent`.

use std::collections::HashSet;

use crate::error::ApiError;

/// One analysis rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name that the `rule` header selects it by.
    pub name: String,
    /// The largest file it takes, in bytes.
    pub max_file_size: u64,
    /// The `user_agent`s that may use it; empty when anybody may.
    pub user_agents: HashSet<String>,
}

impl Rule {
    /// A rule that anybody may use.
    pub fn new(name: &str, max_file_size: u64) -> Self {
        Self {
            name: name.to_owned(),
            max_file_size,
            user_agents: HashSet::new(),
        }
    }

    /// The same rule, restricted to one more `user_agent`.
    pub fn only_for(mut self, user_agent: &str) -> Self {
        self.user_agents.insert(user_agent.to_owned());
        self
    }

    /// Whether a client that names itself so in the `user_agent` header may use the rule.
    pub fn permits(&self, user_agent: Option<&str>) -> bool {
        self.user_agents.is_empty()
            || user_agent.is_some_and(|agent| self.user_agents.contains(agent))
    }
}

/// The rules besides the default one.
pub fn built_in() -> Vec<Rule> {
    vec![Rule::new("Small files only", 1 << 20)]
}

/// Every rule of the gateway; the first is the default.
pub struct Rules(Vec<Rule>);

impl Rules {
    /// The default rule with its `max_file_size`, then the others.
    pub fn new(max_file_size: u64, others: &[Rule]) -> Self {
        let mut rules = vec![Rule::new("File process", max_file_size)];
        rules.extend_from_slice(others);
        Self(rules)
    }

    /// The rule of that name, or the default one.
    pub fn select(&self, name: Option<&str>) -> Result<&Rule, ApiError> {
        match name {
            None => Ok(&self.0[0]),
            Some(name) => self
                .named(name)
                .ok_or_else(|| ApiError::bad_request(format!("Rule not found: {name}"))),
        }
    }

    /// The rule of that name, or the default one, for a client that may use it.
    pub fn permitted(
        &self,
        name: Option<&str>,
        user_agent: Option<&str>,
    ) -> Result<&Rule, ApiError> {
        let rule = self.select(name)?;
        if rule.permits(user_agent) {
            return Ok(rule);
        }
        Err(ApiError::forbidden(format!(
            "Not allowed: the rule {} is restricted",
            rule.name
        )))
    }

    /// The rule of that name.
    pub fn named(&self, name: &str) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.name == name)
    }

    /// The rules that such a client may use.
    pub fn available_to(&self, user_agent: Option<&str>) -> impl Iterator<Item = &Rule> {
        self.0.iter().filter(move |rule| rule.permits(user_agent))
    }
}
