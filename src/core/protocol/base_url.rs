//! The address of the service.

use crate::core::error::Error;

/// The address of the service: `http://localhost:8899`, or a path such as `/scan` on the page's own origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Checks an address; a trailing slash makes no difference.
    ///
    /// # Errors
    /// `invalid-input` if it is empty, has another scheme than `http` or `https`, or contains a password, a query or a
    /// fragment.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim_ascii();
        let refuse = |why: &'static str| Err(Error::invalid_input(why));
        if text.is_empty() {
            return refuse(
                "baseUrl is missing: the address of MetaDefender, such as http://localhost:8899",
            );
        }
        let after_scheme = after(text, "http://").or_else(|| after(text, "https://"));
        match after_scheme {
            Some(rest) => {
                let mut host = rest.bytes().take_while(|byte| !b"/?#".contains(byte));
                if matches!(rest.as_bytes(), [] | [b'/' | b'?' | b'#', ..]) {
                    return refuse("baseUrl names no host");
                }
                if host.any(|byte| byte == b'@') {
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
        if text.bytes().any(|byte| b"?#".contains(&byte)) {
            return refuse("baseUrl has a query or a fragment, to which no path can be added");
        }
        if text
            .bytes()
            .any(|byte| byte <= b' ' || byte == 127 || byte == b'\\')
        {
            return refuse("baseUrl has a character that an address cannot have");
        }
        Ok(Self(text.trim_end_matches('/').into()))
    }

    /// Whether it is an `https` address.
    pub fn is_secure(&self) -> bool {
        after(&self.0, "https://").is_some()
    }

    /// Whether it is a path on the page's own origin.
    pub fn is_relative(&self) -> bool {
        self.0.is_empty() || self.0.starts_with('/')
    }

    /// The address of `path`, which begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

/// The text after a scheme, which may be in upper or lower case.
fn after<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let head = text.get(..scheme.len())?;
    let is_scheme = head.eq_ignore_ascii_case(scheme);
    is_scheme.then(|| &text[scheme.len()..])
}
