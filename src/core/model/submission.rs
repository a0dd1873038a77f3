//! Responses that identify what the server created: an analysis, a batch, a session, a clean copy.

use super::field::view;

view! {
    /// `POST /file`: MDDC API Gateway, *Analyze File*.
    pub struct Submission {
        /// Unique submission identifier.
        pub data_id: String,
        /// Cloud: the hash of the file that it received.
        pub sha256: String,
    }
}

view! {
    /// `POST /file/batch`: MDDC API Gateway, *Initiate Batch*.
    pub struct NewBatch {
        /// The batch identifier.
        pub batch_id: String,
    }
}

view! {
    /// `POST /login`: MDDC API Gateway, *Login*.
    pub struct Session {
        /// The session id, which is the API key from then on.
        pub session_id: String,
    }
}

view! {
    /// `GET /file/converted/{data_id}` of Cloud v4.
    pub struct CleanCopy {
        /// The address of the clean copy.
        pub sanitized_file_path: String = "sanitizedFilePath",
    }
}
