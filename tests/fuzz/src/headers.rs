//! What a call sends: header values that are legal and decode to what was given, addresses that stay at their host and under
//! their path, keys in no address and no message, waits that end.

mod expected;
mod operations;

use arbitrary::{Result, Unstructured};
use metadefender_wasm::core::protocol::request::Request;

use super::secret::SECRET;
use super::{redaction, urls, waits};
use expected::Expected;

/// `data` chooses a service, an operation, and all texts and numbers in it.
pub fn check(data: &[u8]) {
    let mut choices = Unstructured::new(data);
    // Without more bytes, what was chosen so far is all.
    let _ = check_chosen(&mut choices);
}

fn check_chosen(choices: &mut Unstructured<'_>) -> Result<()> {
    match choices.int_in_range(0..=4)? {
        0 => return waits::check(choices),
        1 => return redaction::check(choices),
        _ => {}
    }
    let base = urls::base(choices)?;
    let (request, expected) = operations::operation(choices)?;
    let agent = choices.arbitrary::<Option<&str>>()?;
    let more = choices.arbitrary::<Option<(String, String)>>()?;
    let Ok(request) = request else {
        return Ok(());
    };
    check_request(&request, &expected);
    urls::check(base, &request.path);
    check_identified(&request, agent, more);
    Ok(())
}

fn check_request(request: &Request, expected: &Expected) {
    assert!(matches!(request.method, "GET" | "POST"));
    expected.check_path(&request.path);
    for (name, value) in &request.headers {
        assert!(is_token(name), "{name}");
        assert!(is_legal(value), "{name}: {value:?}");
        let same = request.headers.iter().filter(|(other, _)| other == name);
        assert_eq!(same.count(), 1, "{name}");
    }
    expected.check_headers(&request.headers);
}

/// RFC 9110, 5.6.2, in lower case.
fn is_token(name: &str) -> bool {
    let is_one = |byte: u8| {
        byte.is_ascii_digit() || byte.is_ascii_lowercase() || b"!#$%&'*+-.^_`|~".contains(&byte)
    };
    !name.is_empty() && name.bytes().all(is_one)
}

/// RFC 9110, 5.5: visible ASCII, and spaces inside.
fn is_legal(value: &str) -> bool {
    let is_one = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    value.bytes().all(is_one) && value.trim() == value
}

/// The key is in its header and nowhere else; no header of the user's takes the place of another.
fn check_identified(request: &Request, agent: Option<&str>, more: Option<(String, String)>) {
    let given = format!("{request:?}{agent:?}{more:?}");
    let Ok(identified) = request.clone().identified(Some(SECRET), agent) else {
        assert!(!agent.is_some_and(|agent| !agent.is_empty() && is_legal(agent)));
        return;
    };
    assert_eq!(identified.path, request.path);
    let more: Vec<_> = more.into_iter().collect();
    let sent = identified.clone().with_more(&more);
    assert!(sent.headers.starts_with(&identified.headers));
    let names = sent
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    for (name, value) in &identified.headers {
        assert!(is_token(name) && is_legal(value), "{name}: {value:?}");
    }
    if !given.contains(SECRET) {
        let holders = sent
            .headers
            .iter()
            .filter(|(_, value)| value.contains(SECRET));
        let holders: Vec<_> = holders.map(|(name, _)| name.as_str()).collect();
        assert_eq!(holders, ["apikey"]);
        assert!(!sent.path.contains(SECRET));
    }
}
