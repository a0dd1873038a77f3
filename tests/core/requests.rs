use metadefender_wasm::core::error::ErrorCode;
use metadefender_wasm::core::protocol::dialect::{Cluster, Dialect};
use metadefender_wasm::core::protocol::request::{Analyze, ByHash, Page, Request};

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let header = request.headers.iter().find(|(given, _)| given == name);
    header.map(|(_, value)| value.as_str())
}

#[test]
fn an_analysis_is_a_post_of_bytes_with_what_is_said_in_headers() {
    let plain = Cluster.analyze(&Analyze::default()).unwrap();
    assert_eq!((plain.method, plain.path.as_str()), ("POST", "/file"));
    assert_eq!(
        plain.headers,
        [("content-type".into(), "application/octet-stream".into())]
    );

    let request = Cluster
        .analyze(&Analyze {
            filename: Some("Prüfung 文件 (1)%.pdf".into()),
            rule: Some("Datei prüfen".into()),
            archive_passwords: vec!["fox & cow".into()],
            metadata: Some(r#"{"a":"ä"}"#.into()),
            engines_metadata: Some("x\r\ny: z".into()),
            global_timeout: Some(90.0),
            ..Analyze::default()
        })
        .unwrap();
    // Percent-encoded UTF-8: what `encodeURIComponent` and the sub-delimiters of RFC 3986 make of it.
    let name = "Pr%C3%BCfung%20%E6%96%87%E4%BB%B6%20%281%29%25.pdf";
    assert_eq!(header(&request, "filename"), Some(name));
    assert_eq!(header(&request, "rule"), Some("Datei%20pr%C3%BCfen"));
    assert_eq!(header(&request, "archivepwd"), Some("fox%20%26%20cow"));
    assert_eq!(
        header(&request, "metadata"),
        Some("%7B%22a%22%3A%22%C3%A4%22%7D")
    );
    assert_eq!(
        header(&request, "engines-metadata"),
        Some("x%0D%0Ay%3A%20z")
    );
    assert_eq!(header(&request, "global-timeout"), Some("90"));
}

#[test]
fn several_passwords_are_numbered_from_1() {
    let passwords = ["fox", "cow", "bear"].map(String::from).to_vec();
    let request = Cluster
        .analyze(&Analyze {
            archive_passwords: passwords,
            ..Analyze::default()
        })
        .unwrap();
    assert_eq!(header(&request, "archivepwd"), None);
    assert_eq!(header(&request, "archivepwd1"), Some("fox"));
    assert_eq!(header(&request, "archivepwd2"), Some("cow"));
    assert_eq!(header(&request, "archivepwd3"), Some("bear"));
}

#[test]
fn results_are_fetched_by_data_id_with_their_page() {
    let whole = Cluster.result("61dffeaa", Page::default(), false).unwrap();
    assert_eq!(
        (whole.method, whole.path.as_str()),
        ("GET", "/file/61dffeaa")
    );
    let page = Page {
        first: Some(50.0),
        size: Some(25.0),
    };
    assert_eq!(
        Cluster.result("61dffeaa", page, false).unwrap().path,
        "/file/61dffeaa?first=50&size=25"
    );
    let size = Page {
        first: None,
        size: Some(5.0),
    };
    assert_eq!(
        Cluster.result("61dffeaa", size, false).unwrap().path,
        "/file/61dffeaa?size=5"
    );
}

#[test]
fn results_are_searched_by_hash_with_what_narrows_the_search_in_headers() {
    let hash = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    let plain = Cluster.result_by_hash(hash, &ByHash::default()).unwrap();
    assert_eq!(
        (plain.method, plain.path.as_str()),
        ("GET", format!("/hash/{hash}").as_str())
    );
    assert_eq!(plain.headers, []);

    let request = Cluster
        .result_by_hash(
            hash,
            &ByHash {
                rule: Some("Ärger".into()),
                self_only: true,
                time_range: Some(24.0),
                include_in_progress: true,
                page: Page {
                    first: Some(0.0),
                    size: None,
                },
            },
        )
        .unwrap();
    assert_eq!(request.path, format!("/hash/{hash}?first=0"));
    assert_eq!(header(&request, "rule"), Some("%C3%84rger"));
    assert_eq!(header(&request, "selfonly"), Some("true"));
    assert_eq!(header(&request, "timerange"), Some("24"));
    assert_eq!(header(&request, "include-inprogress"), Some("true"));
}

#[test]
fn the_other_calls_are_where_the_reference_has_them() {
    let cancel = Cluster.cancel("61dffeaa").unwrap();
    assert_eq!(
        (cancel.method, cancel.path.as_str()),
        ("POST", "/file/61dffeaa/cancel")
    );
    let rules = Cluster.rules().unwrap();
    assert_eq!((rules.method, rules.path.as_str()), ("GET", "/file/rules"));
    let login = Cluster.login("me", "pass\"word").unwrap();
    assert_eq!((login.method, login.path.as_str()), ("POST", "/login"));
    assert_eq!(
        login.body.as_deref(),
        Some(r#"{"user":"me","password":"pass\"word"}"#)
    );
    let logout = Cluster.logout().unwrap();
    assert_eq!((logout.method, logout.path.as_str()), ("POST", "/logout"));
}

#[test]
fn credentials_travel_in_headers_only() {
    let request = Cluster
        .rules()
        .unwrap()
        .identified(Some("s3cret"), Some("upload form/1.0"))
        .unwrap();
    assert_eq!(header(&request, "apikey"), Some("s3cret"));
    assert_eq!(header(&request, "user_agent"), Some("upload form/1.0"));
    assert!(!request.path.contains("s3cret"));
    for wrong in ["", " key", "ke\ny", "schlüssel", "ke\u{7f}y"] {
        let error = Cluster
            .rules()
            .unwrap()
            .identified(Some(wrong), None)
            .unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidInput, "{wrong:?}");
        assert!(
            wrong.trim().is_empty() || !error.message.contains(wrong),
            "{wrong:?}"
        );
    }
}

#[test]
fn an_id_cannot_leave_its_place_in_the_path() {
    let path = |id| {
        Cluster
            .result(id, Page::default(), false)
            .map(|request| request.path)
    };
    assert_eq!(path("../login").as_deref(), Ok("/file/..%2Flogin"));
    assert_eq!(path("a?b#c/d\\e").as_deref(), Ok("/file/a%3Fb%23c%2Fd%5Ce"));
    for wrong in ["", ".", ".."] {
        assert_eq!(
            path(wrong).unwrap_err().code,
            ErrorCode::InvalidInput,
            "{wrong:?}"
        );
        assert!(Cluster.cancel(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn numbers_have_to_be_whole_and_not_negative() {
    let hash = "900150983cd24fb0d6963f7d28e17f72";
    for wrong in [-1.0, 0.5, f64::NAN, f64::INFINITY, 1e12] {
        let number = Some(wrong);
        let page = Page {
            first: number,
            size: None,
        };
        assert!(Cluster.result("1", page, false).is_err(), "{wrong}");
        let by_hash = ByHash {
            time_range: number,
            ..ByHash::default()
        };
        assert!(Cluster.result_by_hash(hash, &by_hash).is_err(), "{wrong}");
        let analyze = Analyze {
            global_timeout: number,
            ..Analyze::default()
        };
        assert!(Cluster.analyze(&analyze).is_err(), "{wrong}");
    }
    let empty = Analyze {
        archive_passwords: vec![String::new()],
        ..Analyze::default()
    };
    assert!(Cluster.analyze(&empty).is_err());
    assert!(Cluster.result_by_hash("abc", &ByHash::default()).is_err());
}
