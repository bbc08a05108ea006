//! Codecov's own JSON, as `cargo llvm-cov --codecov` and other converters write it.
//!
//! Specified at <https://docs.codecov.com/docs/codecov-custom-coverage-format>: `coverage` has for each file an object
//! from line to hits, or an array whose first element stands for line 0, which does not exist. Hits are a number,
//! "1/2" (one of two parts of the line ran), `true` (a part ran) or `null` (no line).
//!
//! Traps: what covr writes has a list of `files`, each with `name` and `coverage`. What the parts of a line are is not said (branches in Codecov's words, regions from cargo-llvm-cov), so
//! they make lines only.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::hits::LineHits;
use super::super::scan::json::{Fold, Object, each_object, fields, parse, skip};

/// Codecov.
pub const FORMAT: Format = Format {
    id: "codecov",
    title: "Codecov JSON",
    tools: &["cargo-llvm-cov", "hpc-codecov", "Devel::Cover", "Apex", "covr"],
    usual_names: &["codecov.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_only = |depth, keys: &[&str]| json.entries(depth).all(|(name, _)| keys.contains(&name));
    if json.holds(1, "files", b'[') && has_only(1, &["files", "uploader"]) && has_only(2, &["name", "coverage"]) {
        return Match::sure_if(json.holds(2, "coverage", b'['));
    }
    if !json.holds(1, "coverage", b'{') || json.has(1, "meta") {
        return Match::No;
    }
    let is_path = |name: &str| name.contains(['.', '/']);
    let has_array = json.entries(2).any(|(name, value)| value == b'[' && is_path(name));
    let is_line = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    let has_lines = json.entries(3).next().is_some_and(|(name, _)| is_line(name));
    let has_nothing = json.entries(2).any(|(name, value)| value == b'{' && is_path(name)) && !json.has_any(3);
    Match::sure_if(has_array || has_lines || has_nothing)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "coverage" => map.next_value_seed(Object(&mut Files { out: self.out })),
            "files" => map.next_value_seed(each_object(|file: File| {
                self.out.file(&file.name);
                file.lines.say(0, self.out);
            })),
            _ => skip(map),
        }
    }
}

fields! {
    /// A file in a list.
    struct File {
        name: String = "name",
        lines: LineHits = "coverage",
    }
}

struct Files<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Files<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, path: &str, map: &mut A) -> Result<(), A::Error> {
        let lines: LineHits = map.next_value()?;
        self.out.file(path);
        lines.say(0, self.out);
        Ok(())
    }
}
