//! The analyses of the gateway, by data id and by hash.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use uuid::Uuid;

use crate::analysis::{Analysis, Received, State};
use crate::headers::SubmissionHeaders;
use crate::outcome::{Findings, Outcome};
use crate::result_code::ResultCode;
use crate::rules::Rule;

/// All analyses; of the finished ones only the newest are kept.
pub struct Store {
    retain: usize,
    retain_for: Duration,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    submitted: u64,
    by_id: HashMap<String, Arc<Analysis>>,
    /// In the order of submission.
    by_hash: HashMap<String, Vec<Arc<Analysis>>>,
    /// The number of files of archives.
    children: usize,
    /// The sequence numbers of waiting analyses.
    queued: BTreeSet<u64>,
    /// In the order in which they ended.
    finished: VecDeque<Arc<Analysis>>,
}

/// The number of analyses in each state.
pub struct Counts {
    /// Waiting for a worker.
    pub queued: usize,
    /// Being analysed.
    pub processing: usize,
    /// Ended and kept.
    pub finished: usize,
}

impl Store {
    /// An empty store, with how many finished analyses it keeps, and for how long.
    pub fn new(retain: usize, retain_for: Duration) -> Self {
        Self {
            retain,
            retain_for,
            inner: Mutex::default(),
        }
    }

    /// Adds a new analysis, queued.
    pub fn add(
        &self,
        username: String,
        rule: Arc<Rule>,
        headers: SubmissionHeaders,
        received: Received,
    ) -> Arc<Analysis> {
        let inner = &mut *self.inner.lock().unwrap();
        let (data_id, sequence) = inner.next();
        let analysis = Arc::new(Analysis::new(
            data_id, sequence, username, rule, headers, received,
        ));
        inner.remember(&analysis);
        inner.queued.insert(sequence);
        analysis
    }

    /// Adds a file of an archive, which is removed with the archive.
    pub fn add_child(
        &self,
        parent: &Arc<Analysis>,
        headers: SubmissionHeaders,
        received: Received,
    ) -> Arc<Analysis> {
        let inner = &mut *self.inner.lock().unwrap();
        let (data_id, sequence) = inner.next();
        let child = Analysis::child(parent, data_id, sequence, headers, received);
        inner.remember(&child);
        inner.children += 1;
        child
    }

    /// The analysis with that data id.
    pub fn get(&self, data_id: &str) -> Option<Arc<Analysis>> {
        self.fresh().by_id.get(data_id).cloned()
    }

    /// How many analyses are before this one in the queue.
    pub fn position(&self, analysis: &Analysis) -> usize {
        self.inner
            .lock()
            .unwrap()
            .queued
            .range(..analysis.sequence)
            .count()
    }

    /// The newest matching finished analysis of a hash since a time; if there is none, and unfinished ones are wanted,
    /// the newest unfinished one.
    pub fn find(
        &self,
        hash: &str,
        since: Option<SystemTime>,
        include_in_progress: bool,
        fits: impl Fn(&Analysis) -> bool,
    ) -> Option<Arc<Analysis>> {
        let inner = self.fresh();
        let candidates = || {
            inner
                .by_hash
                .get(hash)
                .into_iter()
                .flatten()
                .filter(|it| fits(it))
        };
        let finished = candidates()
            .filter_map(|analysis| Some((analysis.finished_at()?, analysis)))
            .filter(|(time, _)| since.is_none_or(|since| *time >= since))
            .max_by_key(|(time, analysis)| (*time, analysis.sequence))
            .map(|(_, analysis)| analysis);
        let in_progress = || candidates().rfind(|it| it.finished_at().is_none());
        finished
            .or_else(|| include_in_progress.then(in_progress)?)
            .cloned()
    }

    /// Takes the analysis out of the queue; returns `false` if it was cancelled there.
    pub fn begin(&self, analysis: &Analysis, state: State) -> bool {
        self.inner.lock().unwrap().queued.remove(&analysis.sequence);
        analysis.move_to(state)
    }

    /// Ends the analysis; returns `false` if it had ended before. The oldest result may be removed.
    pub fn finish(&self, analysis: &Arc<Analysis>, outcome: Outcome) -> bool {
        let inner = &mut *self.inner.lock().unwrap();
        if !analysis.move_to(State::Finished(Arc::new(outcome))) {
            return false;
        }
        if analysis.parent.is_some() {
            return true;
        }
        inner.queued.remove(&analysis.sequence);
        inner.finished.push_back(analysis.clone());
        if inner.finished.len() > self.retain
            && let Some(oldest) = inner.finished.pop_front()
        {
            inner.forget(&oldest);
        }
        true
    }

    /// Ends the analysis as cancelled; returns `false` if it had ended before.
    pub fn cancel(&self, analysis: &Arc<Analysis>) -> bool {
        let (started_at, file_type) = match analysis.state() {
            State::Processing(processing) => (Some(processing.started_at), processing.file_type),
            _ => (None, None),
        };
        let findings = Findings {
            file_type,
            ..Findings::default()
        };
        let outcome = Outcome::broken_off(ResultCode::Cancelled, findings, started_at);
        self.finish(analysis, outcome)
    }

    /// The content without expired analyses.
    fn fresh(&self) -> MutexGuard<'_, Inner> {
        let mut inner = self.inner.lock().unwrap();
        let now = SystemTime::now();
        let old = |it: &Arc<Analysis>| {
            let ended = it.finished_at().unwrap_or(now);
            now.duration_since(ended)
                .is_ok_and(|age| age > self.retain_for)
        };
        while inner.finished.front().is_some_and(old)
            && let Some(oldest) = inner.finished.pop_front()
        {
            inner.forget(&oldest);
        }
        inner
    }

    /// How many there are.
    pub fn counts(&self) -> Counts {
        let inner = self.fresh();
        let (queued, finished) = (inner.queued.len(), inner.finished.len());
        Counts {
            queued,
            processing: inner.by_id.len() - inner.children - queued - finished,
            finished,
        }
    }
}

impl Inner {
    fn next(&mut self) -> (String, u64) {
        self.submitted += 1;
        (Uuid::new_v4().simple().to_string(), self.submitted)
    }

    fn remember(&mut self, analysis: &Arc<Analysis>) {
        self.by_id
            .insert(analysis.data_id.clone(), analysis.clone());
        for hash in analysis.received.digests.all() {
            let same = self.by_hash.entry(hash.to_owned()).or_default();
            same.push(analysis.clone());
        }
    }

    fn forget(&mut self, analysis: &Analysis) {
        for child in analysis.children() {
            self.forget(&child);
            self.children -= 1;
        }
        self.by_id.remove(&analysis.data_id);
        for hash in analysis.received.digests.all() {
            if let Some(same) = self.by_hash.get_mut(hash) {
                same.retain(|other| other.sequence != analysis.sequence);
                if same.is_empty() {
                    self.by_hash.remove(hash);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
