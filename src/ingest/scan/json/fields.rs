//! Objects whose entries become the fields of a value, each by its type: the table of a key and a field is all that
//! tells one from another.

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

/// The [`Fold`] that takes the entries under these keys into these fields; `: Text` where only a text is one, and
/// anything else is none. What goes by no key is passed over, or left to the field that comes behind `_`.
macro_rules! fields {
    ($of:ident { $($($key:literal)|+ => $field:tt $(: $text:ident)?,)* $(_ => $rest:ident,)? }) => {
        impl $crate::ingest::scan::json::Fold for $of {
            fn entry<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
                match key {
                    $($($key)|+ => fields!(@ self map $field $($text)?),)*
                    _ => fields!(@ rest self key map $($rest)?),
                }
            }
        }
    };
    (@ rest $self:ident $key:ident $map:ident) => { $crate::ingest::scan::json::skip($map) };
    (@ rest $self:ident $key:ident $map:ident $rest:ident) => {
        $crate::ingest::scan::json::Fold::entry(&mut $self.$rest, $key, $map)
    };
    (@ $self:ident $map:ident $field:tt) => {
        $crate::ingest::scan::json::Field::take(&mut $self.$field, $map)
    };
    (@ $self:ident $map:ident $field:tt $text:ident) => {
        $map.next_value().map(|text: $crate::ingest::scan::json::$text<'_>| $self.$field = text.0.into_owned())
    };
}
pub(in crate::ingest) use fields;
