//! Answers that name what the server made: an analysis, a batch, a session, a clean copy.

use serde::Deserialize;

use super::field::Field;

/// `POST /file`: MDDC API Gateway, *Analyze File*.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Submission {
    /// Unique submission identifier.
    pub data_id: Field<String>,
    /// Cloud: the hash of what it received.
    pub sha256: Field<String>,
}

/// `POST /file/batch`: MDDC API Gateway, *Initiate Batch*.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct NewBatch {
    /// The batch identifier.
    pub batch_id: Field<String>,
}

/// `POST /login`: MDDC API Gateway, *Login*.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The session, which is the API key from then on.
    pub session_id: Field<String>,
}

/// `GET /file/converted/{data_id}` of Cloud v4.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CleanCopy {
    /// The address of the clean copy.
    #[serde(rename = "sanitizedFilePath")]
    pub sanitized_file_path: Field<String>,
}
