//! A field that may be absent or of another type than the reference says.

use ::core::fmt;
use ::core::marker::PhantomData;
use alloc::string::String;
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

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

    /// Whether it is there, but of another type.
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed)
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

/// A type that a [`Field`] can be of: it says which JSON types it takes.
pub trait Shape: Sized {
    /// From `true` or `false`.
    fn from_flag(_flag: bool) -> Option<Self> {
        None
    }

    /// From a JSON number.
    fn from_number(_number: f64) -> Option<Self> {
        None
    }

    /// From a JSON string.
    fn from_text(_text: &str) -> Option<Self> {
        None
    }

    /// From a JSON object, which has to be read to its end.
    ///
    /// # Errors
    /// Those of the deserializer.
    fn from_object<'de, A: MapAccess<'de>>(mut object: A) -> Result<Option<Self>, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    /// From a JSON array, which has to be read to its end.
    ///
    /// # Errors
    /// Those of the deserializer.
    fn from_array<'de, A: SeqAccess<'de>>(mut array: A) -> Result<Option<Self>, A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

impl Shape for i64 {
    fn from_number(number: f64) -> Option<Self> {
        // Beyond 2^53 a JSON number of JavaScript is not exact, and nothing here counts that far.
        let exact = number.trunc() == number && number.abs() <= 9_007_199_254_740_992.0;
        exact.then_some(number as i64)
    }
}

impl Shape for bool {
    fn from_flag(flag: bool) -> Option<Self> {
        Some(flag)
    }
}

impl Shape for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.into())
    }
}

/// An array of strings; elements of other types are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Texts(pub Vec<String>);

impl Shape for Texts {
    fn from_array<'de, A: SeqAccess<'de>>(mut array: A) -> Result<Option<Self>, A::Error> {
        let mut texts = Vec::new();
        while let Some(element) = array.next_element::<Field<String>>()? {
            texts.extend(element.value().cloned());
        }
        Ok(Some(Self(texts)))
    }
}

/// An array; elements of another type are as if they said nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct List<T>(pub Vec<T>);

impl<T: Shape + Default> Shape for List<T> {
    fn from_array<'de, A: SeqAccess<'de>>(mut array: A) -> Result<Option<Self>, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = array.next_element::<Field<T>>()? {
            list.push(match element {
                Field::Is(element) => element,
                Field::Absent | Field::Malformed => T::default(),
            });
        }
        Ok(Some(Self(list)))
    }
}

/// An object whose keys are data: engine names, rule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries<T>(pub Vec<(String, Field<T>)>);

impl<T: Shape> Shape for Entries<T> {
    fn from_object<'de, A: MapAccess<'de>>(mut object: A) -> Result<Option<Self>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = object.next_entry()? {
            entries.push(entry);
        }
        Ok(Some(Self(entries)))
    }
}

/// Makes a struct, all of whose fields are [`Field`]s, one that a [`Field`] can be of.
macro_rules! object_shape {
    ($($name:ty),+) => {$(
        impl $crate::core::model::Shape for $name {
            fn from_object<'de, A: serde::de::MapAccess<'de>>(
                object: A,
            ) -> Result<Option<Self>, A::Error> {
                let object = serde::de::value::MapAccessDeserializer::new(object);
                serde::Deserialize::deserialize(object).map(Some)
            }
        }
    )+};
}
pub(super) use object_shape;

impl<'de, T: Shape> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyType(PhantomData))
    }
}

struct AnyType<T>(PhantomData<T>);

impl<T: Shape> AnyType<T> {
    fn field(value: Option<T>) -> Field<T> {
        value.map_or(Field::Malformed, Field::Is)
    }
}

impl<'de, T: Shape> Visitor<'de> for AnyType<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    fn visit_some<D: Deserializer<'de>>(self, some: D) -> Result<Self::Value, D::Error> {
        some.deserialize_any(self)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Self::field(T::from_flag(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Self::field(T::from_number(number as f64)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Self::field(T::from_number(number as f64)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Self::field(T::from_number(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Self::field(T::from_text(text)))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        T::from_object(object).map(Self::field)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Self::Value, A::Error> {
        T::from_array(array).map(Self::field)
    }
}
