//! The small answers: those that bring an id or an address.

use alloc::string::String;

use super::field::{Field, object_shape};

/// *Login*, 200.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// The API key of the calls that follow.
    pub session_id: Field<String>,
}

/// *Analyze File*, 200.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submission {
    /// Unique submission identifier.
    pub data_id: Field<String>,
    /// Cloud v4: the hash of the bytes that it received.
    pub sha256: Field<String>,
}

/// *Initiate Batch*, 200.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchCreated {
    /// The batch identifier used to submit files in the batch and to close the batch.
    pub batch_id: Field<String>,
}

/// Cloud v4, *Download Sanitized File*.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SanitizedFile {
    /// The address of the clean copy.
    pub sanitized_file_path: Field<String>,
}

object_shape! {
    Session { session_id }
    Submission { data_id, sha256 }
    BatchCreated { batch_id }
    SanitizedFile { sanitized_file_path = "sanitizedFilePath" }
}
