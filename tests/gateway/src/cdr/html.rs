//! HTML, sanitised by ammonia.

use regex::Regex;

use super::{Cleaned, Object};

/// The removed elements that are reported; what is removed is up to ammonia.
const ACTIVE: [(&str, &str); 6] = [
    ("script", r"(?i)<script\b"),
    ("frame", r"(?i)<i?frame\b"),
    ("plugin", r"(?i)<(object|embed|applet)\b"),
    ("form", r"(?i)<form\b"),
    ("event handler", r"(?i)\son[a-z]+\s*="),
    ("script link", r"(?i)(javascript|vbscript|data)\s*:"),
];

pub fn sanitize(text: &str) -> Cleaned<String> {
    let body = ammonia::clean(text);
    let mut objects = Vec::new();
    for (name, pattern) in ACTIVE {
        let pattern = Regex::new(pattern).map_err(|error| error.to_string())?;
        let (before, after) = (
            pattern.find_iter(text).count(),
            pattern.find_iter(&body).count(),
        );
        if before > after {
            objects.push(Object::removed(name, before - after));
        }
    }
    let document = format!("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n{body}");
    Ok((document, objects))
}
