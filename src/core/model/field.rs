//! A field that may be absent or of another type than the reference says.

use alloc::string::String;

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
    pub fn value(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Malformed => None,
        }
    }

    /// Whether it is missing, or `null`.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl Field<String> {
    /// The text, unless it is absent, empty or malformed.
    pub fn filled(self) -> Option<String> {
        self.value().filter(|text| !text.is_empty())
    }
}
