//! Addresses, as the URL parser of a browser reads them (the crate `url`, which is one by the same standard).

use arbitrary::{Result, Unstructured};
use metadefender_wasm::core::protocol::base_url::BaseUrl;
use url::Url;

const PAGE: &str = "https://page.example/form/index.html";

/// A `baseUrl`: mostly one that could be meant.
pub fn base<'a>(choices: &mut Unstructured<'a>) -> Result<String> {
    const HEADS: [&str; 6] = [
        "http://localhost:8899",
        "https://md.example/api",
        "HTTPS://[::1]:8443/",
        "/scan",
        "http://",
        "",
    ];
    let head = *choices.choose(&HEADS)?;
    let tail: &'a str = choices.arbitrary()?;
    Ok(format!("{head}{tail}"))
}

/// Panics where the path of a request leads to another host, or out of the path of the base.
pub fn check(base: String, path: &str) {
    let Ok(parsed) = BaseUrl::parse(&base) else {
        return;
    };
    let page = Url::parse(PAGE).expect("an address");
    let Ok(root) = page.join(&parsed.join("/")) else {
        // Nothing can be sent there.
        return;
    };
    let url = page.join(&parsed.join(path)).expect("as its root is one");
    assert_eq!(url.origin(), root.origin(), "{base} {path}");
    assert_eq!(
        parsed.is_relative(),
        url.origin() == page.origin() && !base.trim_ascii().starts_with(['h', 'H']),
        "{base}"
    );
    assert_eq!(
        parsed.is_secure(),
        !parsed.is_relative() && url.scheme() == "https",
        "{base}"
    );
    assert_eq!((url.username(), url.password()), ("", None), "{base}");
    assert_eq!(url.fragment(), None, "{base} {path}");
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    let folder = root.path().strip_suffix('/').expect("a folder");
    assert_eq!(url.path(), format!("{folder}{path}"), "{base}");
    assert_eq!(url.query(), query, "{base}");
}
