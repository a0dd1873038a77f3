//! Lists that the service hands out page by page.

use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::flow::Pages;
use metadefender_wasm::{Error, ErrorCode};
use serde_json::{Value, json};

use crate::fake::*;

/// Both lists: how they are walked through, and where they are in an answer.
struct List {
    name: &'static str,
    entries: &'static str,
    count: &'static str,
    path: &'static str,
    endpoint: Endpoint,
}

/// MDDC API Gateway: *Fetch Analysis Result*, `extracted_files`; *Status of Batch Analysis*,
/// `batch_files`; both by `first` and `size`.
const LISTS: [List; 2] = [
    List {
        name: "extracted_files",
        entries: "files_in_archive",
        count: "files_extracted_count",
        path: "/file/id",
        endpoint: Endpoint::AnalysisResult,
    },
    List {
        name: "batch_files",
        entries: "files_in_batch",
        count: "batch_count",
        path: "/file/batch/id",
        endpoint: Endpoint::BatchStatus,
    },
];

impl List {
    fn walk(&self, host: &FakeHost, page_size: Option<f64>) -> Pages<FakeHost> {
        let client = host.client();
        match self.endpoint {
            Endpoint::BatchStatus => client
                .batch("id")
                .and_then(|batch| batch.files(page_size, nobody())),
            _ => client.extracted_files("id", page_size, nobody()),
        }
        .expect("pages")
    }

    /// An answer with these entries, of so many.
    fn page(&self, entries: impl Into<Value>, count: impl Into<Value>) -> Answer {
        let list = json!({ (self.entries): entries.into(), (self.count): count.into() });
        answer(json!({ "data_id": "id", (self.name): list }))
    }

    fn on(&self, host: &FakeHost, first: usize, page: Answer) {
        let pattern = format!("GET {}?first={first}&size=2", self.path);
        host.on(&pattern, [page]);
    }

    fn lines(&self, firsts: &[usize]) -> Vec<String> {
        let line = |first| format!("GET {}?first={first}&size=2", self.path);
        firsts.iter().map(line).collect()
    }
}

/// Every entry until the end, or the first failure.
fn all(host: &FakeHost, mut pages: Pages<FakeHost>) -> Result<Vec<Value>, Error> {
    host.run(async {
        let mut entries = Vec::new();
        loop {
            match pages.next().await {
                Ok(Some(entry)) => entries.push(entry),
                Ok(None) => {
                    assert!(pages.next().await.expect("no entry").is_none());
                    return Ok(entries);
                }
                Err(metadefender_wasm::flow::Failure::Failed { error, .. }) => return Err(error),
                Err(failure) => panic!("{failure}"),
            }
        }
    })
}

#[test]
fn the_pages_are_asked_for_one_by_one_and_no_more_than_there_are() {
    for list in LISTS {
        let host = FakeHost::new();
        list.on(&host, 0, list.page(json!([{ "n": 0 }, { "n": 1 }]), 5));
        list.on(&host, 2, list.page(json!([{ "n": 2 }, { "n": 3 }]), 5));
        list.on(&host, 4, list.page(json!([{ "n": 4 }]), 5));
        let entries = all(&host, list.walk(&host, Some(2.0))).expect("entries");
        let expected: Vec<_> = (0..5).map(|n| json!({ "n": n })).collect();
        assert_eq!(entries, expected);
        assert_eq!(host.lines(), list.lines(&[0, 2, 4]));
    }
}

#[test]
fn a_page_is_asked_for_when_it_is_needed() {
    for list in LISTS {
        let host = FakeHost::new();
        list.on(&host, 0, list.page(json!([0, 1]), 3));
        list.on(&host, 2, list.page(json!([2]), 3));
        let mut pages = list.walk(&host, Some(2.0));
        assert_eq!(host.lines(), [""; 0]);
        for asked in [1, 1, 2, 2] {
            host.run(pages.next()).expect("an entry");
            assert_eq!(host.requests().len(), asked);
        }
    }
}

#[test]
fn a_page_may_be_shorter_than_was_asked_for() {
    for list in LISTS {
        let host = FakeHost::new();
        list.on(&host, 0, list.page(json!([0]), 4));
        list.on(&host, 1, list.page(json!([1, 2]), 4));
        list.on(&host, 3, list.page(json!([3]), 4));
        let entries = all(&host, list.walk(&host, Some(2.0))).expect("entries");
        assert_eq!(entries, [json!(0), json!(1), json!(2), json!(3)]);
        assert_eq!(host.lines(), list.lines(&[0, 1, 3]));
    }
}

#[test]
fn without_a_count_the_list_ends_where_there_is_nothing() {
    for count in [Value::Null, json!("3"), json!({}), json!(1.5)] {
        for list in LISTS {
            let host = FakeHost::new();
            list.on(&host, 0, list.page(json!([0, 1]), count.clone()));
            list.on(&host, 2, list.page(json!([2]), count.clone()));
            list.on(&host, 3, list.page(json!([]), count.clone()));
            let entries = all(&host, list.walk(&host, Some(2.0))).expect("entries");
            assert_eq!(entries.len(), 3);
            assert_eq!(host.lines(), list.lines(&[0, 2, 3]));
        }
    }
}

#[test]
fn a_count_that_promises_more_than_there_is_does_not_ask_for_ever() {
    for list in LISTS {
        let host = FakeHost::new();
        list.on(&host, 0, list.page(json!([0, 1]), 100));
        list.on(&host, 2, list.page(json!([]), 100));
        let entries = all(&host, list.walk(&host, Some(2.0))).expect("entries");
        assert_eq!(entries.len(), 2);
        assert_eq!(host.lines(), list.lines(&[0, 2]));
    }
}

#[test]
fn an_empty_or_missing_list_has_no_entries() {
    for list in LISTS {
        for page in [
            list.page(json!([]), 0),
            list.page(Value::Null, 7),
            answer(json!({ "data_id": "id" })),
            answer(json!({ "data_id": "id", (list.name): null })),
            answer(json!({ "data_id": "id", (list.name): "text" })),
        ] {
            let host = FakeHost::new();
            list.on(&host, 0, page);
            let entries = all(&host, list.walk(&host, Some(2.0))).expect("no entries");
            assert!(entries.is_empty());
            assert_eq!(host.requests().len(), 1);
        }
    }
}

#[test]
fn a_malformed_list_is_a_protocol_error() {
    for list in LISTS {
        for odd in [json!("text"), json!({}), json!(7), json!(true)] {
            let host = FakeHost::new();
            list.on(&host, 0, list.page(odd, 2));
            let error = all(&host, list.walk(&host, Some(2.0))).expect_err("an error");
            assert_eq!(error.code, ErrorCode::Protocol);
            assert_eq!(error.endpoint, Some(list.endpoint));
        }
    }
}

#[test]
fn entries_are_handed_on_as_they_are() {
    for list in LISTS {
        let host = FakeHost::new();
        let odd = json!([null, [], "text", { "display_name": "%3Cb%3E.txt" }]);
        list.on(&host, 0, list.page(odd.clone(), 4));
        let entries = all(&host, list.walk(&host, Some(2.0))).expect("entries");
        assert_eq!(json!(entries), odd);
    }
}

/// "Batch progress paginated report (50 entries/page)".
#[test]
fn fifty_entries_are_a_page_where_nothing_else_is_said() {
    for list in LISTS {
        let host = FakeHost::new();
        host.on(&format!("GET {}", list.path), [list.page(json!([]), 0)]);
        all(&host, list.walk(&host, None)).expect("no entries");
        assert_eq!(host.lines(), [format!("GET {}?first=0&size=50", list.path)]);
    }
}

#[test]
fn a_page_that_fails_is_an_error_and_is_asked_for_again_by_the_next_call() {
    for list in LISTS {
        let host = FakeHost::new();
        list.on(&host, 0, list.page(json!([0, 1]), 3));
        list.on(&host, 2, status(403));
        let mut pages = list.walk(&host, Some(2.0));
        host.run(pages.next()).expect("an entry");
        host.run(pages.next()).expect("an entry");
        fails(host.run(pages.next()), ErrorCode::Forbidden);
        list.on(&host, 2, list.page(json!([2]), 3));
        assert_eq!(host.run(pages.next()).expect("an entry"), Some(json!(2)));
        assert_eq!(host.run(pages.next()).expect("the end"), None);
    }
}

#[test]
fn a_list_of_what_nobody_knows_is_not_found() {
    for list in LISTS {
        for miss in [status(404), answer(json!({ "ID": "Not Found" }))] {
            let host = FakeHost::new();
            list.on(&host, 0, miss);
            let error = all(&host, list.walk(&host, Some(2.0))).expect_err("an error");
            assert_eq!(error.code, ErrorCode::NotFound);
            let id = error.data_id.as_deref().or(error.batch_id.as_deref());
            assert_eq!(id, Some("id"));
        }
    }
}

#[test]
fn a_page_size_that_cannot_be_is_refused() {
    let host = FakeHost::new();
    let client = host.client();
    let batch = client.batch("b").expect("a batch");
    for size in [0.0, -1.0, 1.5, f64::NAN] {
        fails(
            client.extracted_files("id", Some(size), nobody()),
            ErrorCode::InvalidInput,
        );
        fails(batch.files(Some(size), nobody()), ErrorCode::InvalidInput);
    }
}

#[test]
fn a_walk_that_is_aborted_between_two_pages_ends() {
    let list = &LISTS[0];
    let host = FakeHost::new();
    list.on(&host, 0, list.page(json!([0, 1]), 3));
    let signal = host.signal();
    let client = host.client();
    let mut pages = client
        .extracted_files("id", Some(2.0), caller(&signal))
        .expect("pages");
    host.run(pages.next()).expect("an entry");
    signal.abort();
    // What is here already is handed out.
    host.run(pages.next()).expect("an entry");
    aborted(host.run(pages.next()));
    assert_eq!(host.requests().len(), 1);
}
