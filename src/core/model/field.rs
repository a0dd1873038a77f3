//! Fields that may be absent, or of another type than the reference states.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A field of a response, or an option of the user's.
///
/// It is read from a value that is already in memory (`JsValue`, `serde_json::Value`), never from text: a malformed
/// field is simply not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    /// Missing, or `null`.
    #[default]
    Absent,
    /// Of the expected type.
    Is(T),
    /// Of another type.
    Malformed,
}

impl<T> Field<T> {
    /// The value, if there is one of the expected type.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Malformed => None,
        }
    }

    /// The value, owned.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Absent | Self::Malformed => None,
        }
    }

    /// Whether it is missing or `null`.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl Field<String> {
    /// The text, unless it is absent, malformed or empty.
    pub fn text(&self) -> Option<&str> {
        self.value()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }
}

impl Field<Whole> {
    /// The number, unless it is absent or malformed.
    pub fn number(&self) -> Option<i64> {
        self.value().map(|whole| whole.0)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(FieldVisitor(PhantomData))
    }
}

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        Ok(T::deserialize(value).map_or(Field::Malformed, Field::Is))
    }
}

/// A whole number. Beyond 2^53, a JavaScript number is not exact, but no field here is that large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole(pub i64);

/// The number up to which all whole numbers of JavaScript are exact.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        match number.trunc() == number && number.abs() <= MAX_EXACT {
            true => Ok(Self(number as i64)),
            false => Err(D::Error::custom("not a whole number")),
        }
    }
}

/// A number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self)
    }
}

/// Declares structs that are read from an object. Each member is a [`Field`], and has the name of the field unless another
/// name is given.
///
/// `#[derive(Deserialize)]` would also read an array, its elements by position: an array that a server sends instead of
/// an object could become a verdict.
macro_rules! view {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty $(= $member:literal)?,)*
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $crate::core::model::Field<$type>,)*
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::core::model::{ARRAY_METHOD, not_an_object, view};

                struct Members;

                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut members: A,
                    ) -> Result<Self::Value, A::Error> {
                        let mut view = $name::default();
                        while let Some(member) = members.next_key::<String>()? {
                            $(if member == view!(@member $field $($member)?) {
                                view.$field = members.next_value()?;
                                continue;
                            })*
                            if member == ARRAY_METHOD {
                                return Err(not_an_object());
                            }
                            members.next_value::<serde::de::IgnoredAny>()?;
                        }
                        Ok(view)
                    }
                }

                const MEMBERS: &[&str] = &[$(view!(@member $field $($member)?),)* ARRAY_METHOD];
                deserializer.deserialize_struct(stringify!($name), MEMBERS, Members)
            }
        }
    )+};
    (@member $field:ident) => { stringify!($field) };
    (@member $field:ident $member:literal) => { $member };
}
pub(in crate::core) use view;

/// A member of every JavaScript array, but of no JSON object: serde-wasm-bindgen reads arrays like objects.
pub(in crate::core) const ARRAY_METHOD: &str = "copyWithin";

/// The error for an array instead of an object.
pub(in crate::core) fn not_an_object<E: serde::de::Error>() -> E {
    E::custom("an array is no object")
}

/// An object whose keys are data: names of engines, of rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Entries<T>(pub Vec<(String, Field<T>)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = members.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

/// The strings in an array.
pub(super) fn texts<'de, A: SeqAccess<'de>>(mut elements: A) -> Result<Vec<String>, A::Error> {
    let mut texts = Vec::new();
    while let Some(element) = elements.next_element::<Field<String>>()? {
        texts.extend(element.into_value());
    }
    Ok(texts)
}

/// A value whose content does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anything;

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}
