use metadefender_wasm::core::error::{Error, ErrorCode};
use metadefender_wasm::core::model::FailureBody;
use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::core::protocol::response::{Failure, failure, is_not_found, unexpected};
use serde_json::{Value, json};

use crate::reports::view;

fn refused(endpoint: Endpoint, status: u16, words: Option<&str>) -> Error {
    failure(
        endpoint,
        Failure {
            status,
            code: None,
            words,
            retry_after: None,
        },
        &[],
    )
}

#[test]
fn each_status_has_its_code() {
    use Endpoint::{Analyze, Login, ResultByHash};
    use ErrorCode as Code;
    let table = [
        (Analyze, 400, Code::InvalidInput),
        (Analyze, 401, Code::Unauthorized),
        (Login, 401, Code::Unauthorized),
        (Login, 403, Code::Unauthorized),
        // OPSWAT's knowledge base has it for wrong credentials.
        (Login, 404, Code::Unauthorized),
        (Analyze, 403, Code::Forbidden),
        (Analyze, 405, Code::Forbidden),
        (ResultByHash, 404, Code::NotFound),
        (Analyze, 408, Code::Timeout),
        (Analyze, 411, Code::LengthRequired),
        (Analyze, 413, Code::TooLarge),
        (Analyze, 422, Code::EmptyFile),
        (Analyze, 429, Code::RateLimited),
        (Analyze, 500, Code::Server),
        (Analyze, 502, Code::Server),
        (Analyze, 503, Code::Busy),
        (Analyze, 504, Code::Server),
        (Analyze, 302, Code::Protocol),
        (Analyze, 418, Code::Protocol),
    ];
    for (endpoint, status, code) in table {
        let error = refused(endpoint, status, None);
        assert_eq!(error.code, code, "{status}");
        assert_eq!(
            (error.status, error.endpoint),
            (Some(status), Some(endpoint))
        );
        assert!(
            error.message.contains(&format!("HTTP {status}")),
            "{}",
            error.message
        );
    }
}

#[test]
fn a_file_over_the_limit_is_told_by_the_words() {
    let words = [
        "File size exceeded the limit",
        "The file is too large",
        "File is too big",
        "Maximum file size is 200 MB",
    ];
    for words in words {
        for status in [400, 413, 500] {
            let error = refused(Endpoint::Analyze, status, Some(words));
            assert_eq!(error.code, ErrorCode::TooLarge, "{status} {words}");
        }
        assert_eq!(
            refused(Endpoint::Analyze, 503, Some(words)).code,
            ErrorCode::Busy
        );
    }
    assert_eq!(
        refused(Endpoint::Analyze, 500, Some("disk full")).code,
        ErrorCode::Server
    );
}

#[test]
fn the_servers_words_are_found_in_each_shape() {
    let words = |body: Value| {
        let body: Option<FailureBody> = view(body);
        body.and_then(|body| body.words())
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        words(json!({ "err": "Invalid credentials" })),
        some("Invalid credentials")
    );
    assert_eq!(
        words(json!({ "error": { "code": 401001, "messages": ["no key", "none at all"] } })),
        some("no key; none at all"),
    );
    assert_eq!(
        words(json!({ "error": { "code": 1, "messages": "no key" } })),
        some("no key")
    );
    assert_eq!(words(json!({ "error": "no key" })), some("no key"));
    assert_eq!(
        words(json!({ "response": "Access denied" })),
        some("Access denied")
    );
    for silent in [
        json!({}),
        json!([]),
        json!({ "err": 7 }),
        json!({ "error": [] }),
        json!(null),
    ] {
        assert_eq!(words(silent.clone()), None, "{silent}");
    }
}

#[test]
fn the_words_reach_the_user_but_secrets_and_control_characters_do_not() {
    let words = Some("key k3y is\r\nwrong, and so is p%ss");
    let said = Failure {
        status: 403,
        code: None,
        words,
        retry_after: None,
    };
    let error = failure(
        Endpoint::Analyze,
        said,
        &["k3y", "p%ss", ""].map(String::from),
    );
    assert!(
        error
            .message
            .contains("key [redacted] is  wrong, and so is [redacted]")
    );
    let endless = "x".repeat(10_000);
    let error = refused(Endpoint::Analyze, 500, Some(&endless));
    assert!(error.message.len() < 500);
}

#[test]
fn an_answer_that_is_none_of_the_apis_says_what_to_look_at() {
    let html = unexpected(Endpoint::Rules, 200, " <!doctype html><p>Welcome");
    assert_eq!(html.code, ErrorCode::Protocol);
    assert!(html.message.contains("HTML") && html.message.contains("baseUrl"));
    for other in ["", "OK", "[1,"] {
        assert_eq!(
            unexpected(Endpoint::Rules, 200, other).code,
            ErrorCode::Protocol,
            "{other:?}"
        );
    }
}

#[test]
fn a_miss_names_the_id_as_sent_or_upper_cased() {
    // Cloud v2, "Example when a result is not found"
    let id = "4f84e3b096d54908963d037b5457bf27";
    assert!(is_not_found((id, "Not Found"), id));
    assert!(is_not_found(
        ("4F84E3B096D54908963D037B5457BF27", "Not Found"),
        id
    ));
    assert!(!is_not_found(("another", "Not Found"), id));
    assert!(!is_not_found((id, "Found"), id));
}

#[test]
fn a_secret_is_struck_in_each_of_its_spellings_and_the_longest_first() {
    let words = r#"p%40ss%20word, pa\"ss, foxtrot"#;
    let said = Failure {
        words: Some(words),
        ..Failure::default()
    };
    let error = failure(
        Endpoint::Login,
        said,
        &["p@ss word", r#"pa"ss"#, "fox", "foxtrot"].map(String::from),
    );
    assert!(
        error
            .message
            .contains("[redacted], [redacted], [redacted])"),
        "{}",
        error.message
    );
}

/// A password may have a line end or a space, and a server may repeat it in JSON within its words, or with another space.
#[test]
fn a_secret_with_white_space_is_struck_however_it_is_written() {
    for (secret, words) in [
        ("two\nlines", r#"wrong: {"password":"two\nlines"}"#),
        ("tab\tand\u{1}", r"wrong: tab\tand\u0001"),
        ("two words", "wrong: two\twords"),
        ("ends with a space ", "ends with a space "),
    ] {
        let said = Failure {
            words: Some(words),
            ..Failure::default()
        };
        let error = failure(Endpoint::Login, said, &[secret.into()]);
        assert!(error.message.contains("[redacted]"), "{}", error.message);
    }
}

#[test]
fn the_words_of_other_failures_say_nothing_of_the_size() {
    for words in [
        "Maximum file size is 200 MB",
        "File size over the limit",
        "Size exceeds 200 MB",
        "The file is larger in size than 200 MB",
        "TOO LARGE",
        "too big",
    ] {
        let error = refused(Endpoint::Analyze, 400, Some(words));
        assert_eq!(error.code, ErrorCode::TooLarge, "{words}");
    }
    for words in [
        "The limit of scans is reached",
        "Quota exceeded",
        "The maximum of scans is reached",
        "The wait is larger than usual",
        "The size is not stated",
    ] {
        let error = refused(Endpoint::Analyze, 400, Some(words));
        assert_eq!(error.code, ErrorCode::InvalidInput, "{words}");
    }
}

/// MetaDefender Cloud v4 tells apart by a code of its own what the status does not.
#[test]
fn a_code_of_cloud_decides_before_the_status() {
    let table = [
        (400_144, ErrorCode::TooLarge),
        (400_145, ErrorCode::EmptyFile),
        (401_001, ErrorCode::Unauthorized),
        (403_001, ErrorCode::Forbidden),
        (404_000, ErrorCode::NotFound),
        (404_003, ErrorCode::NotFound),
        (429_000, ErrorCode::RateLimited),
        (429_001, ErrorCode::RateLimited),
        // Of no meaning here: the status decides.
        (400_000, ErrorCode::Protocol),
    ];
    for (number, code) in table {
        let said = Failure {
            status: 418,
            code: Some(number),
            ..Failure::default()
        };
        let error = failure(Endpoint::Analyze, said, &[]);
        assert_eq!(error.code, code, "{number}");
    }
}

#[test]
fn each_failure_says_in_words_what_it_is_and_when_to_ask_again() {
    let table = [
        (401, "the credentials were refused"),
        (403, "the API key is wrong, or has no right to this"),
        (413, "the file is over the size that the server accepts"),
        (400, "the server refused the request"),
        (404, "the server knows no such thing"),
        (411, "the server wants to know the length beforehand"),
        (422, "the server found the file empty"),
        (429, "too many requests"),
        (503, "the server is too busy"),
        (408, "the server gave up waiting for the request"),
        (500, "the server failed"),
        (418, "the server answered with an unexpected status"),
    ];
    for (status, words) in table {
        let said = Failure {
            status,
            retry_after: Some(7.0),
            ..Failure::default()
        };
        let error = failure(Endpoint::Analyze, said, &[]);
        let begin = format!("{}: {words}", Endpoint::Analyze.name());
        assert!(error.message.starts_with(&begin), "{}", error.message);
        assert!(
            error.message.ends_with(&format!("(HTTP {status})")),
            "{}",
            error.message
        );
        assert_eq!(error.retry_after, Some(7.0));
    }
}

#[test]
fn of_an_answer_that_is_none_it_is_told_whether_it_was_html_or_nothing() {
    let message = |content: &str| {
        unexpected(Endpoint::Rules, 200, content)
            .message
            .to_string()
    };
    for html in ["<!doctype html>", "\n  <html>"] {
        assert!(message(html).contains("sent HTML"), "{html:?}");
    }
    for nothing in ["", " \n"] {
        assert!(
            message(nothing).contains("an empty response"),
            "{nothing:?}"
        );
    }
    for other in ["OK", "a < b"] {
        assert!(
            message(other).contains("is not one of the API's"),
            "{other:?}"
        );
    }
    assert!(message("OK").ends_with("(HTTP 200)"));
}
