//! The options of `digest` and `createHasher`.

use serde::Deserialize;

use super::{ALGORITHMS, option};
use crate::core::algorithm::Algorithm;
use crate::core::error::Error;
use crate::core::model::{Field, view};

/// What hashes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// The functions of this crate.
    Wasm,
    /// Those of the runtime: node:crypto, `crypto.DigestStream` or `crypto.subtle`.
    Native,
}

/// How a file is hashed.
#[derive(Clone, Debug, Default)]
pub struct DigestOptions {
    /// By which algorithms; SHA-256 where none is named.
    pub algorithms: Vec<Algorithm>,
    /// The only engine that may be used; the fastest one for the file where none is named.
    pub engine: Option<Engine>,
}

impl DigestOptions {
    /// The algorithms, each once, in their order; SHA-256 where none is named.
    pub fn algorithms(&self) -> Vec<Algorithm> {
        match self.algorithms.as_slice() {
            [] => vec![Algorithm::Sha256],
            named => Algorithm::ALL
                .into_iter()
                .filter(|algorithm| named.contains(algorithm))
                .collect(),
        }
    }
}

view! {
    /// The same as JavaScript gives it.
    pub struct DigestInput {
        algorithms: Vec<Algorithm>,
        engine: Engine,
    }
}

impl DigestInput {
    /// The options.
    ///
    /// # Errors
    /// `invalid-input` for a wrong type.
    pub fn options(self) -> Result<DigestOptions, Error> {
        Ok(DigestOptions {
            algorithms: AlgorithmsInput(self.algorithms).algorithms()?,
            engine: option("engine", "wasm or native", self.engine)?,
        })
    }
}

/// A list of algorithms as JavaScript gives it.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct AlgorithmsInput(Field<Vec<Algorithm>>);

impl AlgorithmsInput {
    /// The algorithms; none where nothing is said.
    ///
    /// # Errors
    /// `invalid-input`, where it is no array of their names.
    pub fn algorithms(self) -> Result<Vec<Algorithm>, Error> {
        match self.0 {
            Field::Absent => Ok(Vec::new()),
            Field::Is(algorithms) => Ok(algorithms),
            Field::Malformed => Err(Error::invalid_input(format!(
                "the algorithms have to be an array of {ALGORITHMS}"
            ))),
        }
    }
}
