//! What the core asks of a JSON value, wherever that lives: in JavaScript's memory, or in a test's.

use alloc::string::String;
use alloc::vec::Vec;

/// A JSON value.
pub trait Json: Sized {
    /// Its type, and what it is if that is no array or object.
    fn kind(&self) -> Kind;

    /// The member of an object by its name; `null` where there is none.
    fn member(&self, name: &str) -> Self;

    /// The members of an object with their names.
    fn members(&self) -> Vec<(String, Self)>;

    /// The elements of an array.
    fn elements(&self) -> Vec<Self>;
}

/// The types of JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`, or nothing at all.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    Array,
    /// An object.
    Object,
    /// What is no JSON.
    Other,
}
