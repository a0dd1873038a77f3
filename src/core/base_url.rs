//! The address of the service.

use alloc::string::String;

use super::error::Error;
use super::text;

/// Where the service is: `http://localhost:8899`, or a path such as `/scan` on the page's own origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Checks an address; a trailing slash makes no difference.
    ///
    /// # Errors
    /// `invalid-input` where it is empty, of another scheme than `http` and `https`, or carries a
    /// password, a query or a fragment.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let refuse = |why: &'static str| Err(Error::invalid_input(why));
        if text.is_empty() {
            return refuse(
                "baseUrl is missing: the address of MetaDefender, such as http://localhost:8899",
            );
        }
        let after_scheme = ["http://", "https://"].iter().find_map(|scheme| {
            let head = text.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme)
                .then(|| &text[scheme.len()..])
        });
        match after_scheme {
            Some(rest) => {
                let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
                if host.is_empty() {
                    return refuse("baseUrl names no host");
                }
                if host.contains('@') {
                    return refuse(
                        "baseUrl carries a user name or password: use apiKey or login() instead",
                    );
                }
            }
            None if text.starts_with('/') && !text.starts_with("//") => {}
            None => {
                return refuse(
                    "baseUrl has to begin with http:// or https://, or with a slash for a path on the page's own origin",
                );
            }
        }
        if text.contains(['?', '#']) {
            return refuse("baseUrl has a query or a fragment, to which no path can be added");
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
            return refuse("baseUrl has a character that an address cannot have");
        }
        Ok(Self(text.trim_end_matches('/').into()))
    }

    /// Whether it is an address by `https`.
    pub fn is_secure(&self) -> bool {
        let scheme = self.0.get(..8);
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"))
    }

    /// Whether it is a path on the page's own origin.
    pub fn is_relative(&self) -> bool {
        self.0.is_empty() || self.0.starts_with('/')
    }

    /// The address of `path`, which begins with a slash.
    pub fn join(&self, path: &str) -> String {
        text::concat(&[&self.0, path])
    }
}
