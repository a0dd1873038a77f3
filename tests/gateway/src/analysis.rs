//! One submitted file and the state of its analysis.

use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use crate::digest::Digests;
use crate::filetype::FileType;
use crate::headers::SubmissionHeaders;
use crate::outcome::Outcome;
use crate::result_code::ResultCode;
use crate::rules::Rule;

/// The upload as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The file's size in bytes.
    pub size: u64,
    /// Its digests.
    pub digests: Digests,
    /// How long they took.
    pub hash_time: Duration,
    /// When its first byte arrived.
    pub first_byte_at: SystemTime,
    /// When its last byte had arrived.
    pub last_byte_at: SystemTime,
}

/// A submitted file.
pub struct Analysis {
    /// The submission's identifier.
    pub data_id: String,
    /// Its place in the order of submissions.
    pub sequence: u64,
    /// Who submitted it.
    pub username: String,
    /// The rule it is analysed by.
    pub rule: Arc<Rule>,
    /// The headers of its submission.
    pub headers: SubmissionHeaders,
    /// The upload.
    pub received: Received,
    /// The archive that it is in.
    pub parent: Option<Weak<Analysis>>,
    children: Mutex<Vec<Arc<Analysis>>>,
    state: watch::Sender<State>,
}

/// The state of an analysis.
#[derive(Clone, Debug)]
pub enum State {
    /// It waits for a worker.
    Queued,
    /// It is being analysed.
    Processing(Processing),
    /// It has ended and will not change.
    Finished(Arc<Outcome>),
}

/// The progress of an unfinished analysis.
#[derive(Clone, Debug)]
pub struct Processing {
    /// `progress_percentage`, below 100.
    pub progress: u8,
    /// When it began.
    pub started_at: SystemTime,
    /// The file's type, once it is known.
    pub file_type: Option<FileType>,
}

impl Analysis {
    /// A queued analysis.
    pub fn new(
        data_id: String,
        sequence: u64,
        username: String,
        rule: Arc<Rule>,
        headers: SubmissionHeaders,
        received: Received,
    ) -> Self {
        let state = watch::Sender::new(State::Queued);
        Self {
            data_id,
            sequence,
            username,
            rule,
            headers,
            received,
            parent: None,
            children: Mutex::default(),
            state,
        }
    }

    /// A file of an archive, which is not queued.
    pub fn child(
        parent: &Arc<Self>,
        data_id: String,
        sequence: u64,
        headers: SubmissionHeaders,
        received: Received,
    ) -> Arc<Self> {
        let (username, rule) = (parent.username.clone(), parent.rule.clone());
        let child = Self {
            parent: Some(Arc::downgrade(parent)),
            ..Self::new(data_id, sequence, username, rule, headers, received)
        };
        let child = Arc::new(child);
        parent.children.lock().unwrap().push(child.clone());
        child
    }

    /// The files of the archive that are unpacked so far.
    pub fn children(&self) -> Vec<Arc<Self>> {
        self.children.lock().unwrap().clone()
    }

    /// Its results, the worst first, once it has ended.
    pub fn codes(&self) -> Vec<ResultCode> {
        match &*self.state.borrow() {
            State::Finished(outcome) => outcome.codes.clone(),
            _ => Vec::new(),
        }
    }

    /// The present state.
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// When it ended, if it has.
    pub fn finished_at(&self) -> Option<SystemTime> {
        match &*self.state.borrow() {
            State::Finished(outcome) => Some(outcome.finished_at),
            _ => None,
        }
    }

    /// Sets a new state unless it has ended; returns whether it did.
    pub fn move_to(&self, next: State) -> bool {
        self.state.send_if_modified(|state| {
            let open = !matches!(state, State::Finished(_));
            if open {
                *state = next;
            }
            open
        })
    }

    /// Waits for its end.
    pub async fn ended(&self) {
        let mut state = self.state.subscribe();
        // The sender lives as long as `self`.
        let _ = state
            .wait_for(|state| matches!(state, State::Finished(_)))
            .await;
    }
}
