//! The files of an archive, each with an analysis of its own.

use std::ops::ControlFlow;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::analysis::Analysis;
use crate::archive::{self, Archive, Budget, Extraction, Failure, Kind, Member};
use crate::headers::SubmissionHeaders;
use crate::outcome::{ArchiveReport, Outcome};
use crate::pipeline::Pipeline;
use crate::queue::Job;
use crate::result_code::ResultCode;
use crate::sample::Sample;
use crate::store::Store;

/// The nesting of a file, and the shared budget of its archives.
#[derive(Clone, Default)]
pub struct Nesting {
    /// The depth; 0 for the submitted file.
    pub depth: usize,
    /// The budget, created for the first archive.
    pub budget: Option<Arc<Budget>>,
}

/// Cancels the extraction when it is dropped.
struct CancelOnDrop(Arc<Budget>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Unpacks an archive and analyses its files, one after the other as they come.
pub async fn unpack(
    pipeline: &Pipeline,
    store: &Store,
    parent: &Arc<Analysis>,
    kind: Kind,
    sample: &Arc<Sample>,
    nesting: &Nesting,
) -> ArchiveReport {
    let limits = &parent.rule.archive;
    if nesting.depth >= limits.depth {
        let details = format!("Archives lie deeper in one another than {}", limits.depth);
        return ArchiveReport::failed(Failure {
            code: ResultCode::ExceededArchiveDepth,
            details,
        });
    }
    let new = || Arc::new(Budget::new(limits, pipeline.spool.clone()));
    let budget = nesting.budget.clone().unwrap_or_else(new);
    // One budget serves the whole tree: only its root may cancel it.
    let _guard = nesting
        .budget
        .is_none()
        .then(|| CancelOnDrop(budget.clone()));

    // One file is unpacked while the previous one is analysed.
    let (sender, mut members) = mpsc::channel::<Member>(1);
    let extraction = {
        let (budget, sample) = (budget.clone(), sample.clone());
        let (name, passwords) = (
            parent.headers.filename.clone(),
            parent.headers.archive_passwords.clone(),
        );
        spawn_blocking(move || {
            let archive = Archive {
                bytes: sample.bytes(),
                name: &name,
                passwords: &passwords,
            };
            archive::extract(kind, &archive, &budget, |member| {
                match sender.blocking_send(member) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            })
        })
    };
    let mut late = None;
    while let Some(Member {
        name,
        file,
        received,
    }) = members.recv().await
    {
        let headers = SubmissionHeaders {
            filename: name,
            metadata: None,
            global_timeout: None,
            ..parent.headers.clone()
        };
        let analysis = store.add_child(parent, headers, received);
        let nesting = Nesting {
            depth: nesting.depth + 1,
            budget: Some(budget.clone()),
        };
        Box::pin(pipeline.process(store, Job { analysis, file }, nesting)).await;
        late = budget.check_time().err();
        if late.is_some() {
            break;
        }
    }
    drop(members);
    let mut extraction = extraction.await.unwrap_or_else(|error| Extraction {
        encrypted: false,
        failure: Some(Failure {
            code: ResultCode::ExtractionFailed,
            details: error.to_string(),
        }),
    });
    extraction.failure = late.or(extraction.failure);
    let children = parent.children();
    let codes = children.iter().flat_map(|child| child.codes());
    let mut codes: Vec<_> = codes.filter(|code| code.severity() > 0).collect();
    codes.extend(extraction.failure.as_ref().map(|failure| failure.code));
    ArchiveReport { extraction, codes }
}

/// Ends all unfinished files of an archive with the outcome of the archive.
pub fn end_children(store: &Store, analysis: &Analysis, code: ResultCode) {
    for child in analysis.children() {
        let outcome = Outcome::broken_off(code, Default::default(), None);
        store.finish(&child, outcome);
        end_children(store, &child, code);
    }
}
