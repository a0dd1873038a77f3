//! A batch that is made when it is needed.

use futures_util::lock::Mutex;

use super::MetaDefender;
use super::batch::Batch;
use crate::core::request::NewBatch;
use crate::platform::Failure;

/// The batch of a scan, made when the first file needs it.
pub(super) struct LazyBatch {
    new: NewBatch,
    made: Mutex<Option<Batch>>,
}

impl LazyBatch {
    /// One that is made with this.
    pub fn of(new: NewBatch) -> Self {
        Self {
            new,
            made: Mutex::default(),
        }
    }

    /// The batch, if it was needed.
    pub fn into_inner(self) -> Option<Batch> {
        self.made.into_inner()
    }

    /// The id of the batch; none where the service has no batches.
    pub async fn id(&self, client: &MetaDefender) -> Result<Option<String>, Failure> {
        if !client.dialect().has_batches() {
            return Ok(None);
        }
        let mut made = self.made.lock().await;
        if made.is_none() {
            *made = Some(client.create_batch(self.new.clone(), None).await?);
        }
        Ok(made.as_ref().map(|batch| batch.id().to_owned()))
    }
}
