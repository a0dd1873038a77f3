//! The analyses the gateway knows, by data id and by hash.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use uuid::Uuid;

use crate::analysis::{Analysis, Received, State};
use crate::headers::SubmissionHeaders;
use crate::outcome::{Findings, Outcome};
use crate::result_code::ResultCode;
use crate::rules::Rule;

/// All analyses; of the finished ones only the newest are kept.
pub struct Store {
    retain: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    submitted: u64,
    by_id: HashMap<String, Arc<Analysis>>,
    /// In the order of submission.
    by_hash: HashMap<String, Vec<Arc<Analysis>>>,
    /// How many are files of archives.
    children: usize,
    /// The sequence numbers of those that wait.
    queued: BTreeSet<u64>,
    /// In the order in which they ended.
    finished: VecDeque<Arc<Analysis>>,
}

/// How many analyses are in which state.
pub struct Counts {
    /// Waiting for a worker.
    pub queued: usize,
    /// Being worked on.
    pub processing: usize,
    /// Ended and kept.
    pub finished: usize,
}

impl Store {
    /// An empty store that keeps so many finished analyses.
    pub fn new(retain: usize) -> Self {
        Self {
            retain,
            inner: Mutex::default(),
        }
    }

    /// Takes in a new analysis, queued.
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

    /// Takes in a file of an archive. It is forgotten with the archive.
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
        self.inner.lock().unwrap().by_id.get(data_id).cloned()
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

    /// The newest finished analysis of that hash, since that time, that fits; failing that, and if they
    /// are wanted too, the newest unfinished one.
    pub fn find(
        &self,
        hash: &str,
        since: Option<SystemTime>,
        include_in_progress: bool,
        fits: impl Fn(&Analysis) -> bool,
    ) -> Option<Arc<Analysis>> {
        let inner = self.inner.lock().unwrap();
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

    /// Takes the analysis out of the queue; `false` when it was cancelled there.
    pub fn begin(&self, analysis: &Analysis, state: State) -> bool {
        self.inner.lock().unwrap().queued.remove(&analysis.sequence);
        analysis.move_to(state)
    }

    /// Ends the analysis; `false` when it had ended before. The oldest result may be forgotten for it.
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

    /// Ends the analysis as cancelled; `false` when it had ended before.
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

    /// How many there are.
    pub fn counts(&self) -> Counts {
        let inner = self.inner.lock().unwrap();
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
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::digest::Hasher;

    fn add(store: &Store, content: &[u8]) -> Arc<Analysis> {
        let mut hasher = Hasher::default();
        hasher.update(content);
        let now = SystemTime::now();
        let received = Received {
            size: content.len() as u64,
            digests: hasher.finish(),
            hash_time: Duration::ZERO,
            first_byte_at: now,
            last_byte_at: now,
        };
        let headers = SubmissionHeaders::parse(&Default::default()).unwrap();
        store.add("user".into(), Arc::default(), headers, received)
    }

    fn outcome(finished_at: SystemTime) -> Outcome {
        Outcome {
            finished_at,
            ..Outcome::of(Findings::default(), &Rule::default(), finished_at)
        }
    }

    #[test]
    fn finds_the_newest_finished_and_only_then_the_unfinished() {
        let store = Store::new(10);
        let now = SystemTime::now();
        let [old, new, open] = [(); 3].map(|()| add(&store, b"abc"));
        let hash = &new.received.digests.sha256;
        let find = |since, unfinished| {
            store
                .find(hash, since, unfinished, |_| true)
                .map(|it| it.sequence)
        };
        assert_eq!(find(None, false), None);
        assert_eq!(find(None, true), Some(open.sequence));

        let hours = |n: u64| now - Duration::from_secs(3600 * n);
        assert!(store.finish(&new, outcome(hours(2))));
        assert!(store.finish(&old, outcome(hours(5))));
        assert_eq!(find(None, true), Some(new.sequence));
        assert_eq!(find(Some(hours(3)), false), Some(new.sequence));
        assert_eq!(find(Some(hours(1)), false), None);
        assert!(!store.finish(&new, outcome(now)), "an end is final");
    }

    #[test]
    fn forgets_the_oldest_finished_and_nothing_unfinished() {
        let store = Store::new(2);
        let waiting = add(&store, b"waiting");
        let finished: Vec<_> = (0..5u8).map(|n| add(&store, &[n])).collect();
        for analysis in &finished {
            store.finish(analysis, outcome(SystemTime::now()));
        }
        let known = |analysis: &Analysis| store.get(&analysis.data_id).is_some();
        assert_eq!(
            finished.iter().map(|it| known(it)).collect::<Vec<_>>(),
            [false, false, false, true, true]
        );
        assert!(known(&waiting));
        assert!(
            store
                .find(&finished[0].received.digests.md5, None, true, |_| true)
                .is_none()
        );
        assert_eq!(store.inner.lock().unwrap().by_hash.len(), 3 * 4);
        assert_eq!(store.counts().queued, 1);
    }
}
