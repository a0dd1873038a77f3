//! Header values: text of the user's as percent-encoded UTF-8, everything else checked.

use alloc::string::String;

use super::error::Error;
use super::text::concat;

/// `text` as a "URL encoded UTF-8 string", which the reference asks for in `filename`, `rule`,
/// `archivepwd`, `metadata` and `user-data`. What RFC 3986 (2.3) calls unreserved stays as it is.
pub fn encode(text: &str) -> String {
    let digit = |digit: u8| char::from(b"0123456789ABCDEF"[usize::from(digit)]);
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    encoded
}

/// `text` as a header value to be sent as it is: the API key, the user agent.
///
/// # Errors
/// `invalid-input`, naming the `option` but not its value, where a character is not visible ASCII
/// or a space inside (RFC 9110, 5.5).
pub fn verbatim(option: &str, text: &str) -> Result<String, Error> {
    let visible = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    if text.is_empty() || text.trim_ascii() != text || !text.bytes().all(visible) {
        return Err(Error::invalid_input(concat(&[
            option,
            " has to be visible ASCII characters, as it travels in a header",
        ])));
    }
    Ok(text.into())
}
