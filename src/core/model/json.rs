//! What the core asks of a JSON value, wherever that lives: in JavaScript's memory, or in a test's.

use alloc::string::String;
use alloc::vec::Vec;

use super::field::Field;

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

    /// A member that is to be a string.
    fn text(&self, name: &str) -> Field<String> {
        match self.member(name).kind() {
            Kind::Null => Field::Absent,
            Kind::Text(text) => Field::Is(text),
            _ => Field::Malformed,
        }
    }

    /// A member that is to be a whole number.
    fn whole(&self, name: &str) -> Field<i64> {
        match self.member(name).kind() {
            Kind::Null => Field::Absent,
            // Beyond 2^53 a JSON number of JavaScript is not exact, and nothing here counts that far.
            Kind::Number(number)
                if number.trunc() == number && number.abs() <= 9_007_199_254_740_992.0 =>
            {
                Field::Is(number as i64)
            }
            _ => Field::Malformed,
        }
    }

    /// A member that is to be `true` or `false`.
    fn flag(&self, name: &str) -> Field<bool> {
        match self.member(name).kind() {
            Kind::Null => Field::Absent,
            Kind::Flag(flag) => Field::Is(flag),
            _ => Field::Malformed,
        }
    }

    /// A member that is to be an object.
    fn object(&self, name: &str) -> Field<Self> {
        self.member(name).into_object()
    }

    /// A member that is to be an array.
    fn array(&self, name: &str) -> Field<Vec<Self>> {
        let member = self.member(name);
        match member.kind() {
            Kind::Null => Field::Absent,
            Kind::Array => Field::Is(member.elements()),
            _ => Field::Malformed,
        }
    }

    /// A member that is to be an object whose keys are data: engine names, rule names.
    fn entries(&self, name: &str) -> Field<Vec<(String, Self)>> {
        match self.object(name) {
            Field::Is(object) => Field::Is(object.members()),
            Field::Absent => Field::Absent,
            Field::Malformed => Field::Malformed,
        }
    }

    /// A member that is to be an array of strings; elements of other types are passed over.
    fn texts(&self, name: &str) -> Field<Vec<String>> {
        let elements = match self.array(name) {
            Field::Is(elements) => elements,
            Field::Absent => return Field::Absent,
            Field::Malformed => return Field::Malformed,
        };
        let mut texts = Vec::new();
        for element in elements {
            if let Kind::Text(text) = element.kind() {
                texts.push(text);
            }
        }
        Field::Is(texts)
    }

    /// The value, which is to be an object.
    fn into_object(self) -> Field<Self> {
        match self.kind() {
            Kind::Null => Field::Absent,
            Kind::Object => Field::Is(self),
            _ => Field::Malformed,
        }
    }
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
