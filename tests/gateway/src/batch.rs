//! Batches: files that are analysed and judged together.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use uuid::Uuid;

use crate::analysis::Analysis;
use crate::error::ApiError;

/// A batch.
pub struct Batch {
    /// Its identifier.
    pub batch_id: String,
    /// Who initiated it.
    pub username: String,
    /// The name of its rule.
    pub rule: String,
    /// `user_agent` at its creation.
    pub user_agent: String,
    /// `user-data` at its creation, decoded.
    pub user_data: String,
    /// When it was initiated.
    pub created_at: SystemTime,
    content: Mutex<Content>,
}

#[derive(Default)]
struct Content {
    files: Vec<Arc<Analysis>>,
    uploads: usize,
    end: Option<End>,
}

/// How and when a batch was closed.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// The time.
    pub at: SystemTime,
    /// Whether by cancellation.
    pub cancelled: bool,
}

/// A snapshot of a batch.
pub struct Snapshot {
    /// Its files in the order in which their uploads ended.
    pub files: Vec<Arc<Analysis>>,
    /// Whether and how it was closed.
    pub end: Option<End>,
}

/// An upload into a batch, which stays open for it.
pub struct Upload(Arc<Batch>);

impl Batch {
    /// An open batch with no files.
    pub fn new(username: String, rule: String, user_agent: String, user_data: String) -> Self {
        Self {
            batch_id: Uuid::new_v4().simple().to_string(),
            username,
            rule,
            user_agent,
            user_data,
            created_at: SystemTime::now(),
            content: Mutex::default(),
        }
    }

    /// Opens an upload into the batch, unless it is closed.
    pub fn enter(self: &Arc<Self>) -> Result<Upload, ApiError> {
        let mut content = self.content.lock().unwrap();
        if content.end.is_some() {
            return Err(ApiError::bad_request("The batch is closed"));
        }
        content.uploads += 1;
        Ok(Upload(self.clone()))
    }

    /// Closes it, unless its files are still being processed. A closed one stays as it is.
    pub fn close(&self) -> Result<(), ApiError> {
        let mut content = self.content.lock().unwrap();
        let unfinished = content.files.iter().filter(|it| it.finished_at().is_none());
        let busy = content.uploads + unfinished.count();
        if content.end.is_none() && busy > 0 {
            return Err(ApiError::bad_request(format!(
                "The batch cannot be closed: {busy} of its files are still being processed"
            )));
        }
        content.end.get_or_insert(End {
            at: SystemTime::now(),
            cancelled: false,
        });
        Ok(())
    }

    /// Closes it at once, and returns the files whose analyses have to be cancelled.
    pub fn cancel(&self) -> Result<Vec<Arc<Analysis>>, ApiError> {
        let mut content = self.content.lock().unwrap();
        if content.end.is_some() {
            return Err(ApiError::bad_request("The batch is already closed"));
        }
        content.end = Some(End {
            at: SystemTime::now(),
            cancelled: true,
        });
        Ok(content.files.clone())
    }

    /// A snapshot of its content.
    pub fn snapshot(&self) -> Snapshot {
        let content = self.content.lock().unwrap();
        Snapshot {
            files: content.files.clone(),
            end: content.end,
        }
    }
}

impl Upload {
    /// Puts the uploaded file into the batch, or says that it was cancelled meanwhile.
    pub fn add(&self, analysis: &Arc<Analysis>) -> Result<(), ApiError> {
        let mut content = self.0.content.lock().unwrap();
        if content.end.is_some() {
            return Err(ApiError::bad_request("The batch was cancelled"));
        }
        content.files.push(analysis.clone());
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.0.content.lock().unwrap().uploads -= 1;
    }
}

/// All batches; of the closed ones only the newest are kept.
pub struct Batches {
    retain: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    by_id: HashMap<String, Arc<Batch>>,
    order: VecDeque<String>,
}

impl Batches {
    /// An empty list that keeps this many closed batches.
    pub fn new(retain: usize) -> Self {
        Self {
            retain,
            inner: Mutex::default(),
        }
    }

    /// Adds a batch, which may remove the oldest closed one.
    pub fn add(&self, batch: Batch) -> Arc<Batch> {
        let inner = &mut *self.inner.lock().unwrap();
        let batch = Arc::new(batch);
        inner.by_id.insert(batch.batch_id.clone(), batch.clone());
        inner.order.push_back(batch.batch_id.clone());
        if inner.order.len() > self.retain {
            let closed = |id: &String| inner.by_id[id].content.lock().unwrap().end.is_some();
            if let Some(index) = inner.order.iter().position(closed)
                && let Some(id) = inner.order.remove(index)
            {
                inner.by_id.remove(&id);
            }
        }
        batch
    }

    /// The batch of that identifier.
    pub fn get(&self, batch_id: &str) -> Option<Arc<Batch>> {
        self.inner.lock().unwrap().by_id.get(batch_id).cloned()
    }
}
