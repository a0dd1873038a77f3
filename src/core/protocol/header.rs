//! Header values: the user's text as percent-encoded UTF-8, everything else checked.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::core::error::Error;

/// All characters but those that RFC 3986, section 2.3, calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `text` as a "URL encoded UTF-8 string", which the reference asks for in `filename`, `rule`,
/// `archivepwd`, `metadata` and `user-data`.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// `text` as a header value that is sent unchanged: the API key, the user agent.
///
/// # Errors
/// `invalid-input`, with the name of the `option` but not its value, if a character is neither visible ASCII nor an
/// inner space (RFC 9110, 5.5).
pub fn verbatim(option: &str, text: &str) -> Result<String, Error> {
    let visible = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    if text.is_empty() || text.trim_ascii() != text || !text.bytes().all(visible) {
        return Err(Error::invalid_input(format!(
            "{option} has to be visible ASCII characters, as it travels in a header"
        )));
    }
    Ok(text.into())
}
