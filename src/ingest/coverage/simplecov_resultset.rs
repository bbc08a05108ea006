//! SimpleCov's `.resultset.json`: what Ruby's `Coverage` measured in each run.
//!
//! Specified by the code of SimpleCov (`ResultMerger`) and Ruby's `Coverage.result`. For each command (RSpec, Minitest
//! …) `coverage` has a file's hits by line, as an array or below `lines`; the first element is line 1. Branches and
//! methods have Ruby's arrays, written as texts, for keys: `[:if, 0, 12, 4, 14, 7]` is kind, id, first line and
//! column, last line and column; `["Cart", :add, 5, 2, 7, 5]` is class, method and the same positions.
//!
//! Traps: runs of one file add up; time stamps may be fractions; before 0.18 a file is an array.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor, value};

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::hits::LineHits;
use super::super::scan::json::{Fold, Object, parse, skip};
use super::super::scan::number::{Count, fold};

/// SimpleCov's result set.
pub const FORMAT: Format = Format {
    id: "simplecov-resultset",
    title: "SimpleCov result set (.resultset.json)",
    tools: &["SimpleCov"],
    usual_names: &[".resultset.json", "*resultset.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_command = json.entries(1).next().is_some_and(|(_, value)| value == b'{') && !json.has(1, "coverage");
    Match::sure_if(is_command && json.holds(2, "coverage", b'{') && has_file(json))
}

/// Whether the first file of the first command looks like one.
fn has_file(json: &JsonHead) -> bool {
    let is_lines = |(name, value): (&str, u8)| name == "lines" && matches!(value, b'[' | b'n');
    json.entries(3).next().map_or(json.has(2, "timestamp"), |(path, value)| {
        path.contains(['.', '/']) && (value == b'[' || json.entries(4).next().is_none_or(is_lines) || is_ruby(json))
    })
}

/// Whether there are branches or methods, should they come before the lines.
fn is_ruby(json: &JsonHead) -> bool {
    json.entries(4).next().is_some_and(|(name, value)| matches!(name, "branches" | "methods") && value == b'{')
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Commands { out }, sink)
}

struct Commands<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Commands<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, _: &str, map: &mut A) -> Result<(), A::Error> {
        map.next_value_seed(Object(&mut Command { out: self.out }))
    }
}

struct Command<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Command<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "coverage" => map.next_value_seed(Object(&mut Files { out: self.out }))?,
            "timestamp" => self.out.stamp(i64::try_from(map.next_value::<Count>()?.nearest()).ok()),
            _ => skip(map)?,
        }
        Ok(())
    }
}

struct Files<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Files<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, path: &str, map: &mut A) -> Result<(), A::Error> {
        self.out.file(path);
        map.next_value_seed(Lines(&mut File { out: self.out }, |file, lines| lines.say(1, file.out)))
    }
}

struct File<'o> {
    out: &'o mut dyn Record,
}

impl Fold for File<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "lines" => map.next_value::<LineHits>()?.say(1, self.out),
            "branches" => map.next_value_seed(Object(&mut Decisions { out: self.out }))?,
            "methods" => map.next_value_seed(Object(&mut Methods { out: self.out }))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// The parts of an array that Ruby wrote as a text. Names may hold commas, so numbers are counted from the end.
fn parts(key: &str) -> (Vec<&str>, [Count; 5]) {
    let inner = key.trim().trim_start_matches('[').trim_end_matches(']');
    let parts: Vec<&str> = inner.split(',').map(str::trim).collect();
    let mut numbers = [Count::None; 5];
    for (number, part) in numbers.iter_mut().rev().zip(parts.iter().rev()) {
        *number = Count::parse(part.as_bytes());
    }
    (parts, numbers)
}

/// The id of a decision or an arm in its file; a number made from the whole where it can't be read.
fn ordinal(key: &str, id: Count) -> u32 {
    match id {
        Count::Exact(id) => u32::try_from(id).unwrap_or(u32::MAX),
        _ => fold(key.as_bytes()),
    }
}

struct Decisions<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Decisions<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (_, [id, line, ..]) = parts(key);
        let line = if line == Count::None { Count::Exact(0) } else { line };
        map.next_value_seed(Object(&mut Arms { out: self.out, line, block: ordinal(key, id) }))
    }
}

struct Arms<'o> {
    out: &'o mut dyn Record,
    line: Count,
    block: u32,
}

impl Fold for Arms<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (_, [id, ..]) = parts(key);
        let hits = map.next_value()?;
        self.out.unit(Metric::Branches, self.line, self.block, ordinal(key, id), hits);
        Ok(())
    }
}

struct Methods<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Methods<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (parts, [_, line, ..]) = parts(key);
        let names = parts.get(..parts.len().saturating_sub(4)).unwrap_or_default();
        let name = match names {
            [class @ .., method] => format!("{}#{}", class.join(",").trim_matches('"'), method.trim_start_matches(':')),
            [] => key.to_owned(),
        };
        let hits = map.next_value()?;
        self.out.function(&name, line, hits);
        Ok(())
    }
}

/// A file that is an object, or only its lines as an array.
pub(super) struct Lines<'f, F>(pub &'f mut F, pub fn(&mut F, LineHits));

impl<'de, F: Fold> DeserializeSeed<'de> for Lines<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: Fold> Visitor<'de> for Lines<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        Object(self.0).deserialize(value::MapAccessDeserializer::new(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let lines = serde::Deserialize::deserialize(value::SeqAccessDeserializer::new(seq))?;
        (self.1)(self.0, lines);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
}
