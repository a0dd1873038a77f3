//! The secrets that no message and no cause may repeat.

use std::collections::VecDeque;

/// How many secrets of a kind are remembered: passwords of archives and tokens change often.
const MAX_SECRETS: usize = 100;

/// Secrets that were in use, the most recent one last: the server may repeat them much later.
#[derive(Default)]
pub(super) struct Secrets(VecDeque<String>);

impl Secrets {
    /// Remembers these secrets.
    pub fn remember(&mut self, secrets: Vec<String>) {
        for secret in secrets {
            self.0.retain(|other| *other != secret);
            if self.0.len() == MAX_SECRETS {
                self.0.pop_front();
            }
            self.0.push_back(secret);
        }
    }

    /// All remembered secrets.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }
}

/// The secrets among headers: the values of those whose names suggest a secret.
pub(super) fn header_secrets(headers: &[(String, String)]) -> Vec<String> {
    let mut secrets = Vec::new();
    for (_, value) in headers.iter().filter(|(name, _)| is_secret(name)) {
        secrets.push(value.clone());
        secrets.extend(credentials(value));
    }
    secrets
}

/// Bytes. A shorter text may be a part of any word.
pub(super) const MIN_PART: usize = 8;

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["key", "auth", "token", "secret", "cookie"]
        .iter()
        .any(|part| name.contains(part))
}

/// The credentials after the scheme, such as `Bearer`: a server may repeat them without the scheme.
fn credentials(value: &str) -> Option<String> {
    let (_, credentials) = value.split_once(' ')?;
    (credentials.len() >= MIN_PART).then(|| credentials.into())
}
