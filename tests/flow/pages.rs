//! Lists that come page by page.

use metadefender_wasm::ErrorCode;
use metadefender_wasm::flow::Pages;
use serde_json::{Value, json};

use crate::fake_host::{Answer, FakeHost, ok, status};
use crate::support::{DATA_ID, TestFailure, caller, code, connect, not_found};

fn page(count: Value, entries: Value) -> Answer {
    ok(json!({
        "data_id": DATA_ID,
        "extracted_files": { "files_extracted_count": count, "files_in_archive": entries },
    }))
}

async fn all(mut pages: Pages<FakeHost>) -> Result<Vec<Value>, TestFailure> {
    let mut entries = Vec::new();
    while let Some(entry) = pages.next().await? {
        entries.push(entry);
    }
    Ok(entries)
}

fn extracted(host: &FakeHost, size: f64) -> Result<Vec<Value>, TestFailure> {
    let pages = connect(host).extracted_files(DATA_ID, Some(size), caller())?;
    host.run(all(pages))
}

#[test]
fn a_page_is_asked_for_when_it_is_needed() {
    let host = FakeHost::answering([page(json!(3), json!([1, 2])), page(json!(3), json!([3]))]);
    let mut pages = connect(&host)
        .extracted_files(DATA_ID, Some(2.0), caller())
        .unwrap();
    assert!(host.sent().is_empty());
    assert_eq!(host.run(pages.next()).unwrap(), Some(json!(1)));
    assert_eq!(host.run(pages.next()).unwrap(), Some(json!(2)));
    assert_eq!(host.sent(), [format!("GET /file/{DATA_ID}?first=0&size=2")]);
    assert_eq!(host.run(pages.next()).unwrap(), Some(json!(3)));
    assert_eq!(
        host.sent()[1],
        format!("GET /file/{DATA_ID}?first=2&size=2")
    );
    for _ in 0..2 {
        assert_eq!(host.run(pages.next()).unwrap(), None);
    }
    assert_eq!(host.sent().len(), 2);
}

#[test]
fn a_short_page_is_not_the_last_one_while_the_count_says_more() {
    let host = FakeHost::answering([page(json!(3), json!([1])), page(json!(3), json!([2, 3]))]);
    assert_eq!(extracted(&host, 50.0).unwrap(), [1, 2, 3]);
}

#[test]
fn without_a_count_it_ends_with_an_empty_page() {
    for count in [json!(null), json!("3"), json!(2.5)] {
        let host = FakeHost::answering([page(count.clone(), json!([1])), page(count, json!([]))]);
        assert_eq!(extracted(&host, 50.0).unwrap(), [1]);
    }
}

#[test]
fn what_is_no_archive_has_no_files() {
    for answer in [
        ok(json!({ "data_id": DATA_ID })),
        ok(json!({ "data_id": DATA_ID, "extracted_files": null })),
        page(json!(0), json!(null)),
    ] {
        let host = FakeHost::answering([answer]);
        assert!(extracted(&host, 50.0).unwrap().is_empty());
    }
}

#[test]
fn a_list_that_is_none_is_a_protocol_error() {
    for list in [json!("many"), json!({}), json!(7)] {
        let host = FakeHost::answering([page(json!(1), list)]);
        assert_eq!(code(extracted(&host, 50.0)), ErrorCode::Protocol);
    }
}

#[test]
fn the_size_of_a_page_is_a_whole_number_of_at_least_one() {
    let host = FakeHost::answering([]);
    for size in [0.0, -1.0, 1.5, f64::NAN, f64::INFINITY] {
        let pages = connect(&host).extracted_files(DATA_ID, Some(size), caller());
        assert_eq!(code(pages.map(drop)), ErrorCode::InvalidInput, "{size}");
    }
}

#[test]
fn a_failure_is_that_of_the_page() {
    let host = FakeHost::answering([page(json!(2), json!([1])), not_found()]);
    assert_eq!(code(extracted(&host, 1.0)), ErrorCode::NotFound);
    let host = FakeHost::answering([status(403, json!({}))]);
    assert_eq!(code(extracted(&host, 1.0)), ErrorCode::Forbidden);
}

#[test]
fn the_files_of_a_batch_come_by_fifty() {
    let list = |entries: Value| {
        ok(json!({
            "batch_id": "b1",
            "batch_files": { "batch_count": 2, "files_in_batch": entries },
        }))
    };
    let host = FakeHost::answering([list(json!([1])), list(json!([2]))]);
    let batch = connect(&host).batch("b1").unwrap();
    let pages = batch.files(None, caller()).unwrap();
    assert_eq!(host.run(all(pages)).unwrap(), [1, 2]);
    assert_eq!(host.sent()[0], "GET /file/batch/b1?first=0&size=50");
}
