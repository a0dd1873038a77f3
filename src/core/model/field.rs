//! A field that may be absent or of another type than the reference says.

use alloc::string::String;
use alloc::vec::Vec;

use super::json::{Json, Kind};

/// What became of a field of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// Missing, or `null`.
    #[default]
    Absent,
    /// As the reference describes it.
    Is(T),
    /// Of another type.
    Malformed,
}

impl<T> Field<T> {
    /// The value, if there is one of the right type.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Malformed => None,
        }
    }

    /// Whether it is missing, or `null`.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is there, but of another type.
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed)
    }
}

impl<T: Shape> Field<T> {
    /// Reads the field that a value is.
    pub fn read(json: &impl Json) -> Self {
        match json.kind() {
            Kind::Null => Self::Absent,
            kind => T::read(json, kind).map_or(Self::Malformed, Self::Is),
        }
    }
}

impl Field<String> {
    /// The text, unless it is absent, empty or malformed.
    pub fn text(&self) -> Option<&str> {
        self.value()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }
}

/// A type that a [`Field`] can be of.
pub trait Shape: Sized {
    /// Reads it from a value of this kind, unless that is another one than it has.
    fn read(json: &impl Json, kind: Kind) -> Option<Self>;
}

impl Shape for bool {
    fn read(_: &impl Json, kind: Kind) -> Option<Self> {
        match kind {
            Kind::Flag(flag) => Some(flag),
            _ => None,
        }
    }
}

impl Shape for i64 {
    fn read(_: &impl Json, kind: Kind) -> Option<Self> {
        match kind {
            // Beyond 2^53 a JSON number of JavaScript is not exact, and nothing here counts that far.
            Kind::Number(number)
                if number.trunc() == number && number.abs() <= 9_007_199_254_740_992.0 =>
            {
                Some(number as i64)
            }
            _ => None,
        }
    }
}

impl Shape for String {
    fn read(_: &impl Json, kind: Kind) -> Option<Self> {
        match kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// An array of strings; elements of other types are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Texts(pub Vec<String>);

impl Shape for Texts {
    fn read(json: &impl Json, kind: Kind) -> Option<Self> {
        let text = |element: &_| match Field::read(element) {
            Field::Is(text) => Some(text),
            Field::Absent | Field::Malformed => None,
        };
        (kind == Kind::Array).then(|| Self(json.elements().iter().filter_map(text).collect()))
    }
}

/// An array; elements of another type are as if they said nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct List<T>(pub Vec<T>);

impl<T: Shape + Default> Shape for List<T> {
    fn read(json: &impl Json, kind: Kind) -> Option<Self> {
        let element = |element: &_| match Field::read(element) {
            Field::Is(element) => element,
            Field::Absent | Field::Malformed => T::default(),
        };
        (kind == Kind::Array).then(|| Self(json.elements().iter().map(element).collect()))
    }
}

/// An object whose keys are data: engine names, rule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries<T>(pub Vec<(String, Field<T>)>);

impl<T: Shape> Shape for Entries<T> {
    fn read(json: &impl Json, kind: Kind) -> Option<Self> {
        let entry = |(name, member): (String, _)| (name, Field::read(&member));
        (kind == Kind::Object).then(|| Self(json.members().into_iter().map(entry).collect()))
    }
}

/// Makes structs, all of whose members are [`Field`]s, such that a [`Field`] can be of. A member has
/// the name that the JSON has, or says which.
macro_rules! object_shape {
    ($($name:ident { $($field:ident $(= $key:literal)?),* })+) => {$(
        impl $crate::core::model::Shape for $name {
            fn read(
                json: &impl $crate::core::model::Json,
                kind: $crate::core::model::Kind,
            ) -> Option<Self> {
                let _ = json;
                (kind == $crate::core::model::Kind::Object).then(|| Self {
                    $($field: $crate::core::model::Field::read(
                        &json.member(object_shape!(@key $field $($key)?)),
                    )),*
                })
            }
        }
    )+};
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}
pub(super) use object_shape;
