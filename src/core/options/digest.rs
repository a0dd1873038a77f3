//! The options of `digest` and `createHasher`.

use serde::Deserialize;

use super::{ALGORITHMS, choice};
use crate::core::algorithm::Algorithm;
use crate::core::error::Error;
use crate::core::model::{Field, view};

/// The engine that hashes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The functions of this crate.
    Wasm,
    /// The functions of the runtime: node:crypto, `crypto.DigestStream` or `crypto.subtle`.
    Native,
}

impl Engine {
    /// The engine with this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "wasm" => Some(Self::Wasm),
            "native" => Some(Self::Native),
            _ => None,
        }
    }
}

/// How a file is hashed.
#[derive(Clone, Debug, Default)]
pub struct DigestOptions {
    /// The algorithms; SHA-256 if the list is empty.
    pub algorithms: Vec<Algorithm>,
    /// The only engine that may be used; `None` for the fastest one for the file.
    pub engine: Option<Engine>,
}

impl DigestOptions {
    /// The algorithms in their order, without duplicates; SHA-256 if the list is empty.
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
    /// The options from JavaScript.
    pub struct DigestInput {
        algorithms: Vec<String>,
        engine: String,
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
            engine: choice("engine", "wasm or native", self.engine, Engine::named)?,
        })
    }
}

/// A list of algorithms from JavaScript.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct AlgorithmsInput(Field<Vec<String>>);

impl AlgorithmsInput {
    /// The algorithms; empty if there is no list.
    ///
    /// # Errors
    /// `invalid-input` if it is not an array of their names.
    pub fn algorithms(self) -> Result<Vec<Algorithm>, Error> {
        let algorithms = match self.0 {
            Field::Absent => Some(Vec::new()),
            Field::Is(names) => names.iter().map(|name| Algorithm::named(name)).collect(),
            Field::Malformed => None,
        };
        algorithms.ok_or_else(|| {
            let message = format!("the algorithms have to be an array of {ALGORITHMS}");
            Error::invalid_input(message)
        })
    }
}
