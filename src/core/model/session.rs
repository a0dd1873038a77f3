//! The small answers: of a log-in and of a submission.

use alloc::string::String;

use serde::Deserialize;

use super::field::{Field, object_shape};

/// *Login*, 200.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The API key of the calls that follow.
    pub session_id: Field<String>,
}

/// *Analyze File*, 200.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Submission {
    /// Unique submission identifier.
    pub data_id: Field<String>,
}

object_shape!(Session, Submission);
