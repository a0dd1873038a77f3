use super::*;
use crate::digest::Hasher;

const DAY: Duration = Duration::from_secs(86_400);

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
    let store = Store::new(10, DAY);
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
    let store = Store::new(2, DAY);
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
