//! Objects whose entries become the fields of a struct, each by its type: a table of fields and keys says all of it.

use serde::de::MapAccess;

use super::super::hits::LineHits;
use super::super::number::Count;
use super::values::{Flag, Scalar};
use super::{Each, Fold, Object, each_object};

/// What an entry becomes.
pub trait Field {
    /// Takes the value of an entry from `map`.
    ///
    /// # Errors
    /// Those of the parser.
    fn take<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error>;
}

/// Fields that read themselves.
macro_rules! values {
    ($($value:ty)*) => { $(
        impl Field for $value {
            fn take<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
                map.next_value().map(|value| *self = value)
            }
        }
    )* };
}
values! { Count LineHits Scalar }

impl Field for String {
    fn take<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value().map(|scalar: Scalar| *self = scalar.text())
    }
}

impl Field for bool {
    fn take<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value().map(|flag: Flag| *self = flag.0)
    }
}

impl<F: Fold> Field for F {
    fn take<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value_seed(Object(self))
    }
}

impl<F: Fold + Default> Field for Vec<F> {
    fn take<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value_seed(each_object(|object| self.push(object)))
    }
}

impl Field for Vec<String> {
    fn take<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value_seed(Each::of(|scalar: Scalar| self.push(scalar.text())))
    }
}

/// A struct whose fields are entries of an object: each with the keys that it goes by, or with none where it is not read.
/// `as Text`: only a text is one, and anything else is none. What goes by no key is passed over, or left to the field
/// that is named behind `else`.
macro_rules! fields {
    ($(#[$about:meta])* $visible:vis struct $of:ident {
        $($(#[$note:meta])* $field:ident: $type:ty $(= $($key:literal)|+ $(as $text:ident)?)?,)*
    } $(else $rest:ident)?) => {
        $(#[$about])*
        #[derive(Default)]
        $visible struct $of { $($(#[$note])* $field: $type,)* }

        impl $crate::ingest::scan::json::Fold for $of {
            fn entry<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
                match key {
                    $($($($key)|+ => fields!(@ self map $field $($text)?),)?)*
                    _ => fields!(@ rest self key map $($rest)?),
                }
            }
        }
    };
    (@ rest $self:ident $key:ident $map:ident) => { $crate::ingest::scan::json::skip($map) };
    (@ rest $self:ident $key:ident $map:ident $rest:ident) => {
        $crate::ingest::scan::json::Fold::entry(&mut $self.$rest, $key, $map)
    };
    (@ $self:ident $map:ident $field:ident) => {
        $crate::ingest::scan::json::Field::take(&mut $self.$field, $map)
    };
    (@ $self:ident $map:ident $field:ident $text:ident) => {
        $map.next_value().map(|text: $crate::ingest::scan::json::$text<'_>| $self.$field = text.0.into_owned())
    };
}
pub(in crate::ingest) use fields;
