//! JSON, folded while it is parsed: a reader says what it does with each key, and no tree is built. Values of another
//! type than expected are passed over, so that one odd value does not cost the report; syntax errors do.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::diagnostics::{Diagnostic, Reported, Sink, codes};

use super::super::decode::Position;
use super::super::format::{Input, behind, malformed, place, report_damage, unreadable};

/// What a reader does with the entries of an object.
pub trait Fold {
    /// Takes the value of `key` from `map`, or passes over it with [`skip`].
    ///
    /// # Errors
    /// Those of the parser.
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error>;
}

/// Parses the whole input as one object.
///
/// # Errors
/// [`Reported`] where it is no JSON, ends too early, or is nested too deep.
pub fn parse(input: Input<'_>, fold: &mut impl Fold, sink: &mut Sink) -> Result<(), Reported> {
    parse_values(input, fold, sink, Values::One)
}

/// Parses the whole input as one object by itself.
///
/// # Errors
/// As [`parse`].
pub fn parse_new<T: Fold + Default>(input: Input<'_>, sink: &mut Sink) -> Result<T, Reported> {
    let mut fold = T::default();
    parse(input, &mut fold, sink)?;
    Ok(fold)
}

/// Parses the whole input as one object, or as an array of objects that are folded into the same.
///
/// # Errors
/// As [`parse`].
pub fn parse_list(input: Input<'_>, fold: &mut impl Fold, sink: &mut Sink) -> Result<(), Reported> {
    parse_values(input, fold, sink, Values::List)
}

/// Parses the whole input as one object, and hands each object of the list that stands in it under `key` to `take`; all
/// else in it is passed over.
///
/// # Errors
/// As [`parse`].
pub fn parse_each_of<T: Fold + Default>(
    input: Input<'_>,
    key: &'static str,
    take: impl FnMut(T),
    sink: &mut Sink,
) -> Result<(), Reported> {
    parse(input, &mut OneList { key, take, of: PhantomData }, sink)
}

struct OneList<T, F> {
    key: &'static str,
    take: F,
    of: PhantomData<T>,
}

impl<T: Fold + Default, F: FnMut(T)> Fold for OneList<T, F> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != self.key {
            return skip(map);
        }
        map.next_value_seed(each_object(&mut self.take))
    }
}

/// Parses the whole input as objects that follow each other, as some tools write one for each of their inputs.
///
/// # Errors
/// As [`parse`].
pub fn parse_stream(input: Input<'_>, fold: &mut impl Fold, sink: &mut Sink) -> Result<(), Reported> {
    parse_values(input, fold, sink, Values::Stream)
}

/// What stands at the outermost level.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    One,
    List,
    Stream,
}

fn parse_values(input: Input<'_>, fold: &mut impl Fold, sink: &mut Sink, values: Values) -> Result<(), Reported> {
    parse_with(input, sink, |parser| {
        loop {
            let parsed = match values {
                Values::List => Objects(&mut *fold).deserialize(&mut *parser),
                Values::One | Values::Stream => Object(&mut *fold).deserialize(&mut *parser),
            };
            let parsed = parsed.and_then(|()| parser.end());
            let goes_on = parsed.as_ref().is_err_and(|error| {
                values == Values::Stream && error.is_syntax() && error.to_string().starts_with("trailing characters")
            });
            if !goes_on {
                break parsed;
            }
        }
    })
}

/// Parses the whole input as an array of objects, each handed to a function.
///
/// # Errors
/// As [`parse`].
pub fn parse_each<T: Fold + Default>(input: Input<'_>, take: impl FnMut(T), sink: &mut Sink) -> Result<(), Reported> {
    let mut take = take;
    parse_with(input, sink, |parser| each_object(&mut take).deserialize(&mut *parser).and_then(|()| parser.end()))
}

type Parser<'t> = serde_json::Deserializer<serde_json::de::StrRead<'t>>;

fn parse_with(
    input: Input<'_>,
    sink: &mut Sink,
    parse: impl FnOnce(&mut Parser<'_>) -> serde_json::Result<()>,
) -> Result<(), Reported> {
    let Input { name, text } = input;
    let before = text.position().line.saturating_sub(1);
    let (text, damage) = text.into_string().map_err(|error| sink.fatal(unreadable(&name, &error)))?;
    report_damage(&name, damage, sink);
    let mut parser = serde_json::Deserializer::from_str(&text);
    match parse(&mut parser) {
        Err(error) if is_behind(&error, &text) => {
            sink.push(behind(&name, position(&error, before)));
            Ok(())
        }
        parsed => parsed.map_err(|error| sink.fatal(broken(&name, &error, before))),
    }
}

/// Whether the whole value was read, and lines of text follow that are no JSON.
fn is_behind(error: &serde_json::Error, text: &str) -> bool {
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let (before, rest) = line.split_at_checked(error.column().saturating_sub(1)).unwrap_or((line, ""));
    let is_value = rest.starts_with(|c: char| "{}[]\",:<-".contains(c) || c.is_ascii_digit());
    let is_trailing = error.is_syntax() && error.to_string().starts_with("trailing characters");
    is_trailing && before.trim().is_empty() && !rest.is_empty() && !is_value
}

/// Where an error is; `line`: how many lines come before the text that was parsed.
fn position(error: &serde_json::Error, line: u32) -> Position {
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position { line: clamp(error.line()).saturating_add(line), column: clamp(error.column().max(1)) }
}

/// The diagnostic for what is no JSON; `line`: how many lines come before the text that was parsed.
pub(super) fn broken(name: &Arc<str>, error: &serde_json::Error, line: u32) -> Diagnostic {
    let position = position(error, line);
    if error.to_string().starts_with("recursion limit") {
        Diagnostic::new(&codes::TOO_DEEP, "values are nested deeper than any report does").at(place(name, position))
    } else if error.is_eof() {
        malformed(name, position, "the file ends in the middle of a value: it was cut off")
    } else {
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        malformed(name, position, format!("not JSON: {message}"))
    }
}

/// Visitor methods that pass over values of these kinds.
macro_rules! pass_over {
    ($($kind:ident)*) => { $(pass_over!(@ $kind);)* };
    (@ map) => {
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (@ seq) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (@ text) => { pass_over!(@ visit_str &str); };
    (@ numbers) => { pass_over!(@ visit_i64 i64); pass_over!(@ visit_u64 u64); pass_over!(@ visit_f64 f64); };
    (@ rest) => {
        pass_over!(@ visit_bool bool);
        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@ $visit:ident $of:ty) => {
        fn $visit<E: Error>(self, _: $of) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
}

mod fields;
pub mod sums;
mod values;

pub use fields::Field;
pub(in crate::ingest) use fields::fields;
pub use values::{Flag, Pair, Row, Scalar, Text};

/// An object whose entries are folded; anything else is passed over.
pub struct Object<'f, F>(pub &'f mut F);

impl<'de, F: Fold> DeserializeSeed<'de> for Object<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: Fold> Visitor<'de> for Object<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Text<'de>>()? {
            self.0.entry(&key.0, &mut map)?;
        }
        Ok(())
    }

    pass_over! { seq text numbers rest }
}

/// An array of objects whose entries are all folded into the same, or one such object; anything else is passed over.
pub struct Objects<'f, F>(pub &'f mut F);

impl<'de, F: Fold> DeserializeSeed<'de> for Objects<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: Fold> Visitor<'de> for Objects<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Object(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        Object(self.0).visit_map(map)
    }

    pass_over! { text numbers rest }
}

/// A value that a [`Fold`] of its own makes of an object; its default for anything else. For lists of which each element
/// counts, whatever it is; those of objects go to [`each_object`].
#[derive(Debug, Default)]
pub struct Folded<F>(pub F);

impl<'de, F: Fold + Default> Deserialize<'de> for Folded<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fold = F::default();
        Object(&mut fold).deserialize(deserializer)?;
        Ok(Self(fold))
    }
}

/// Hands each object of an array, folded by itself, to `take`; an element that is none is passed over.
pub fn each_object<T: Fold + Default>(mut take: impl FnMut(T)) -> Each<OneObject<T>, impl FnMut(OneObject<T>)> {
    Each::of(move |OneObject(object)| {
        if let Some(object) = object {
            take(object);
        }
    })
}

/// What a [`Fold`] makes of an object; nothing of anything else.
pub struct OneObject<F>(Option<F>);

impl<'de, F: Fold + Default> Deserialize<'de> for OneObject<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads<F>(PhantomData<F>);
        impl<'de, F: Fold + Default> Visitor<'de> for Reads<F> {
            type Value = Option<F>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<F>, A::Error> {
                let mut fold = F::default();
                Object(&mut fold).visit_map(map)?;
                Ok(Some(fold))
            }

            pass_over! { seq text numbers rest }
        }
        deserializer.deserialize_any(Reads(PhantomData)).map(Self)
    }
}

/// An array of which each element is handed to a function; anything else is passed over.
pub struct Each<T, F>(F, PhantomData<T>);

impl<T, F: FnMut(T)> Each<T, F> {
    /// Hands each element to `take`.
    pub fn of(take: F) -> Self {
        Self(take, PhantomData)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Each<T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Each<T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while let Some(element) = seq.next_element()? {
            (self.0)(element);
        }
        Ok(())
    }

    pass_over! { map text numbers rest }
}

/// Passes over a value.
///
/// # Errors
/// Those of the parser.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(|_| ())
}
