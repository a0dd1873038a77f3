//! The queue of files that wait for their analysis, and its workers.

use std::sync::Arc;

use tempfile::TempPath;
use tokio::sync::{Mutex, mpsc};

use crate::analysis::Analysis;
use crate::error::ApiError;
use crate::pipeline::Pipeline;
use crate::store::Store;
use crate::unpack::Nesting;

/// A file that waits.
pub struct Job {
    /// Its analysis.
    pub analysis: Arc<Analysis>,
    /// Where it is spooled; deleted with the job.
    pub file: TempPath,
}

/// The queue's entrance.
pub struct Queue(mpsc::Sender<Job>);

/// A reserved place in the queue.
pub type Place = mpsc::OwnedPermit<Job>;

impl Queue {
    /// Starts the workers on a queue of that length.
    pub fn start(
        length: usize,
        workers: usize,
        pipeline: Arc<Pipeline>,
        store: Arc<Store>,
    ) -> Self {
        let (sender, receiver) = mpsc::channel(length);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..workers {
            let (receiver, pipeline, store) = (receiver.clone(), pipeline.clone(), store.clone());
            tokio::spawn(async move {
                loop {
                    let job = receiver.lock().await.recv().await;
                    let Some(job) = job else { break };
                    pipeline.process(&store, job, Nesting::default()).await;
                }
            });
        }
        Self(sender)
    }

    /// Reserves a place before the body is read; fails if the queue is full.
    pub fn reserve(&self) -> Result<Place, ApiError> {
        self.0
            .clone()
            .try_reserve_owned()
            .map_err(|_| ApiError::busy())
    }
}
