use metadefender_wasm::core::error::ErrorCode;
use metadefender_wasm::core::protocol::base_url::BaseUrl;

#[test]
fn an_address_is_a_url_or_a_path_on_the_pages_own_origin() {
    let joined = |base: &str| BaseUrl::parse(base).map(|base| base.join("/file"));
    assert_eq!(
        joined("http://localhost:8899").as_deref(),
        Ok("http://localhost:8899/file")
    );
    assert_eq!(
        joined("HTTPS://md.example/api/").as_deref(),
        Ok("HTTPS://md.example/api/file")
    );
    assert_eq!(joined("/scan").as_deref(), Ok("/scan/file"));
    assert_eq!(joined("/").as_deref(), Ok("/file"));
    assert!(BaseUrl::parse("/scan").unwrap().is_relative());
    assert!(BaseUrl::parse("/").unwrap().is_relative());
    assert!(!BaseUrl::parse("http://localhost").unwrap().is_relative());
}

#[test]
fn anything_else_is_refused_without_being_repeated() {
    let wrong = [
        "",
        "  ",
        "localhost:8899",
        "scan",
        "//evil.example",
        "ftp://host",
        "javascript:alert(1)",
        "http://",
        "http:///file",
        "http://user:secret@host",
        "http://host/?key=secret",
        "http://host/#secret",
        "http://host/a b",
        "http://host\\secret",
        "é",
    ];
    for wrong in wrong {
        let error = BaseUrl::parse(wrong).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput, "{wrong:?}");
        assert!(!error.message.contains("secret"), "{wrong:?}");
    }
}
