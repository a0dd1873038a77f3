//! Looking hashes up, one or many at a time.

use std::sync::Arc;

use serde::Deserialize;

use crate::analysis::Analysis;
use crate::auth::Identity;
use crate::error::ApiError;
use crate::{digest, server};

/// "At most 1000".
const MOST: usize = 1000;

#[derive(Deserialize)]
struct Wanted {
    hash: Vec<String>,
}

/// The newest finished analysis of that hash; `Err` when it is no hash.
pub fn find(
    state: &server::State,
    identity: &Identity,
    hash: &str,
) -> Result<Option<Arc<Analysis>>, ApiError> {
    let hash = digest::normalised(hash)
        .ok_or_else(|| ApiError::bad_request(format!("Not a hash: {hash}")))?;
    let fits = |analysis: &Analysis| identity.may_access(&analysis.username);
    Ok(state.store.find(&hash, None, false, fits))
}

/// The hashes of a bulk look-up: `{"hash": […]}`.
pub fn wanted(body: &[u8]) -> Result<Vec<String>, ApiError> {
    let Wanted { hash } = serde_json::from_slice(body)
        .map_err(|error| ApiError::bad_request(format!("Invalid body: {error}")))?;
    if hash.len() > MOST {
        return Err(ApiError::bad_request(format!("More than {MOST} hashes")));
    }
    Ok(hash)
}
