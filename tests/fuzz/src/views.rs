//! The other answers of a service: read leniently, each by its own view, and none of them panics.

use metadefender_wasm::core::decide::batch;
use metadefender_wasm::core::decide::verdict::Verdict;
use metadefender_wasm::core::model::{
    BatchStatus, CleanCopy, FailureBody, NewBatch, Session, Submission,
};
use metadefender_wasm::core::protocol::endpoint::Endpoint;
use metadefender_wasm::core::protocol::response::{Failure, failure};
use serde::Deserialize;
use serde_json::Value;

use super::secret::SECRET;

pub fn check(answer: &Value) {
    let _ = Submission::deserialize(answer);
    let _ = NewBatch::deserialize(answer);
    let _ = Session::deserialize(answer);
    let _ = CleanCopy::deserialize(answer);
    if let Ok(status) = BatchStatus::deserialize(answer) {
        check_batch(answer, &status);
    }
    if let Ok(body) = FailureBody::deserialize(answer) {
        check_failure(&body);
    }
}

fn check_batch(answer: &Value, status: &BatchStatus) {
    let is_allowed = answer.pointer("/process_info/result") == Some(&"Allowed".into());
    if batch::verdict(status) == Verdict::Allowed {
        assert!(is_allowed, "{answer}");
    }
    if batch::is_closed(status) {
        assert_eq!(answer.get("is_closed"), Some(&true.into()), "{answer}");
    }
    let progress = batch::page_progress(status);
    assert!((0.0..=100.0).contains(&progress), "{answer}: {progress}");
    if batch::is_page_finished(status) {
        assert_eq!(progress, 100.0, "{answer}");
    }
}

fn check_failure(body: &FailureBody) {
    let words = body.words().map(|words| format!("{words}{SECRET}"));
    for status in [400, 401, 403, 404, 413, 429, 500, 503] {
        let refused = Failure {
            status,
            code: body.code(),
            words: words.as_deref(),
            retry_after: None,
        };
        let error = failure(Endpoint::Analyze, refused, &[SECRET.into()]);
        assert!(!error.message.contains(SECRET), "{}", error.message);
        assert!(error.message.chars().count() < 600, "{}", error.message);
        assert!(
            !error.message.contains(char::is_control),
            "{}",
            error.message
        );
    }
}
