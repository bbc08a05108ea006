//! Single values in JSON. What is of another type than expected is nothing: it costs only itself.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::number::Count;
use super::Each;

mod scalar;

pub use scalar::Scalar;

/// A text; empty for anything else.
#[derive(Debug, Default)]
pub struct Text<'t>(pub Cow<'t, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            pass_over! { map seq numbers rest }
        }
        deserializer.deserialize_any(Reads)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Count;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Count, E> {
                Ok(Count::Exact(number))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Count, E> {
                Ok(u64::try_from(number).map_or(Count::Negative, Count::Exact))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Count, E> {
                Ok(Count::from_float(number))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Count, E> {
                Ok(Count::parse(text.as_bytes()))
            }

            pass_over! { map seq rest }
        }
        deserializer.deserialize_any(Reads)
    }
}

/// Yes or no; no for anything else.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flag(pub bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Flag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("yes or no")
            }

            fn visit_bool<E: Error>(self, is: bool) -> Result<Flag, E> {
                Ok(Flag(is))
            }

            fn visit_unit<E: Error>(self) -> Result<Flag, E> {
                Ok(Flag(false))
            }

            pass_over! { map seq text numbers }
        }
        deserializer.deserialize_any(Reads)
    }
}

/// The first two numbers of an array, which may be negative; 0 for what is no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair(pub i64, pub i64);

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut pair, mut seen) = (Pair::default(), 0);
        Each::of(|number: Signed| {
            match seen {
                0 => pair.0 = number.0,
                1 => pair.1 = number.0,
                _ => {}
            }
            seen += 1;
        })
        .deserialize(deserializer)?;
        Ok(pair)
    }
}

#[derive(Default)]
struct Signed(i64);

impl<'de> Deserialize<'de> for Signed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Signed;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Signed, E> {
                Ok(Signed(i64::try_from(number).unwrap_or(i64::MAX)))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Signed, E> {
                Ok(Signed(number))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Signed, E> {
                #[expect(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
                Ok(Signed(number as i64))
            }

            pass_over! { map seq text rest }
        }
        deserializer.deserialize_any(Reads)
    }
}

/// The first numbers of an array; yes is 1, no is 0, what is missing or no number is none.
#[derive(Clone, Copy, Debug)]
pub struct Row<const N: usize>(pub [Count; N]);

impl<'de, const N: usize> Deserialize<'de> for Row<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut row, mut at) = ([Count::None; N], 0);
        Each::of(|number: NumberOrFlag| {
            if let Some(cell) = row.get_mut(at) {
                *cell = number.0;
            }
            at += 1;
        })
        .deserialize(deserializer)?;
        Ok(Self(row))
    }
}

#[derive(Default)]
struct NumberOrFlag(Count);

impl<'de> Deserialize<'de> for NumberOrFlag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = NumberOrFlag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<NumberOrFlag, E> {
                Ok(NumberOrFlag(Count::Exact(number)))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<NumberOrFlag, E> {
                Ok(NumberOrFlag(u64::try_from(number).map_or(Count::Negative, Count::Exact)))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<NumberOrFlag, E> {
                Ok(NumberOrFlag(Count::from_float(number)))
            }

            fn visit_bool<E: Error>(self, is: bool) -> Result<NumberOrFlag, E> {
                Ok(NumberOrFlag(Count::Exact(u64::from(is))))
            }

            fn visit_unit<E: Error>(self) -> Result<NumberOrFlag, E> {
                Ok(NumberOrFlag(Count::None))
            }

            pass_over! { map seq text }
        }
        deserializer.deserialize_any(Reads)
    }
}
