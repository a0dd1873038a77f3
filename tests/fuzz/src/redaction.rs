//! A server that repeats what it was told: no message has a key or a password, however the server writes it.

use arbitrary::{Result, Unstructured};
use base64ct::{Base64Unpadded, Encoding};
use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::core::protocol::response::{Failure, failure};

/// No word of the client's own begins so.
const BEGIN: &str = "Z9";

pub fn check(choices: &mut Unstructured<'_>) -> Result<()> {
    let secret = format!("{BEGIN}{}", choices.arbitrary::<&str>()?);
    // What it is replaced by could complete it.
    if secret.chars().count() < 6 || secret.contains('[') {
        return Ok(());
    }
    let spellings = spellings(&secret);
    let mut words = String::new();
    for _ in 0..choices.int_in_range(0..=5)? {
        match choices.ratio(1, 2)? {
            true => words.push_str(choices.choose(&spellings)?),
            false => words.push_str(choices.arbitrary()?),
        }
    }
    let refused = Failure {
        status: choices.arbitrary()?,
        code: choices.arbitrary()?,
        words: Some(&words),
        retry_after: None,
    };
    let error = failure(Endpoint::Analyze, refused, &[secret]);
    for spelling in &spellings {
        let message = &error.message;
        assert!(!message.contains(spelling), "{message} says {spelling:?}");
    }
    Ok(())
}

/// As it is, as it travels in a header, in JSON, in base64.
fn spellings(secret: &str) -> [String; 4] {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = secret.bytes().map(|byte| match is_unreserved(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    let json = serde_json::to_string(secret).expect("a text");
    [
        secret.into(),
        encoded.collect(),
        json[1..json.len() - 1].into(),
        Base64Unpadded::encode_string(secret.as_bytes()),
    ]
}
