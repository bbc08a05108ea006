//! Istanbul's `coverage-final.json`, as nyc, Jest, Vitest, Karma, Playwright and Cypress write it.
//!
//! An object with one entry for each file; specified by the code of `istanbul-lib-coverage` (`FileCoverage`). Maps say
//! where things are (`statementMap`, `fnMap`, `branchMap`), `s`, `f` and `b` how often each ran, by the same ids. A
//! line is the first line of a statement; of several on one line the largest count speaks, as in Istanbul itself.
//! Statements, branches and functions are counted apart: none is made from another.
//!
//! Traps: the order of keys is free, so counts may come before maps; columns may be `null`; ids need not begin at 0; a
//! file may be wrapped in `data`; branches have as many arms as `b` has counts. Source maps and sources may be
//! embedded and are passed over.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats};
use super::super::head::{Head, JsonHead, Shape};
use super::super::scan::json::{Each, Fold, Object, Text, parse, skip};
use super::super::scan::number::Count;

/// Istanbul.
pub const FORMAT: Format = Format {
    id: "istanbul",
    title: "Istanbul JSON (coverage-final.json)",
    tools: &["nyc", "Jest", "Vitest", "Karma", "c8", "Cypress", "Playwright"],
    usual_names: &["coverage-final.json"],
    sniff,
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Json(json) = &head.shape else { return Match::No };
    let is_file = |depth, json: &JsonHead| {
        let maps = ["fnMap", "branchMap", "s"].iter().any(|key| json.holds(depth, key, b'{'));
        json.holds(depth, "statementMap", b'{') && (maps || json.holds(depth, "path", b'"'))
    };
    Match::sure_if(is_file(2, json) || json.has(2, "data") && is_file(3, json))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Files { out }, sink)
}

struct Files<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Files<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut file = File::default();
        map.next_value_seed(Object(&mut file))?;
        let path = if file.path.is_empty() { key } else { &file.path };
        self.out.file(path);
        file.say(self.out);
        Ok(())
    }
}

/// What a file's entry holds, by id. Ids are numbers; the order of keys in the file does not matter.
#[derive(Default)]
struct File {
    path: String,
    statements: Vec<(u64, Start)>,
    statement_hits: Vec<(u64, Count)>,
    functions: Vec<(u64, Place)>,
    function_hits: Vec<(u64, Count)>,
    branches: Vec<(u64, Place)>,
    branch_hits: Vec<(u64, Vec<Count>)>,
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "path" => self.path = map.next_value::<Text<'_>>()?.0.into_owned(),
            "data" => map.next_value_seed(Object(self))?,
            "statementMap" => map.next_value_seed(Object(&mut Statements(&mut self.statements)))?,
            "fnMap" => map.next_value_seed(Object(&mut Places(&mut self.functions)))?,
            "branchMap" => map.next_value_seed(Object(&mut Places(&mut self.branches)))?,
            "s" => map.next_value_seed(Object(&mut Counts(&mut self.statement_hits)))?,
            "f" => map.next_value_seed(Object(&mut Counts(&mut self.function_hits)))?,
            "b" => map.next_value_seed(Object(&mut Arms(&mut self.branch_hits)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl File {
    fn say(&mut self, out: &mut dyn Record) {
        sort(&mut self.statement_hits);
        sort(&mut self.function_hits);
        sort(&mut self.branches);
        for (id, start) in &self.statements {
            let hits = find(&self.statement_hits, *id).copied().unwrap_or(Count::Exact(0));
            out.line(start.line, hits);
            out.unit(Metric::Statements, start.line, short(start.column.nearest()), short(*id), hits);
        }
        self.functions
            .sort_by(|(i, a), (j, b)| (a.line().nearest(), &a.name, i).cmp(&(b.line().nearest(), &b.name, j)));
        let mut again = 0;
        for (at, (id, place)) in self.functions.iter().enumerate() {
            let hits = find(&self.function_hits, *id).copied().unwrap_or(Count::Exact(0));
            // Two of one name on one line are two functions.
            let before = at.checked_sub(1).and_then(|before| self.functions.get(before));
            let same = before.is_some_and(|(_, before)| before.line() == place.line() && before.name == place.name);
            again = if same { again + 1 } else { 0 };
            let numbered = format!("{}#{}", place.name, again + 1);
            out.function(if same { &numbered } else { &place.name }, place.line(), hits);
        }
        for (id, counts) in &self.branch_hits {
            let line = find(&self.branches, *id).map_or(Count::Exact(0), Place::line);
            for (hits, arm) in counts.iter().zip(0..) {
                out.unit(Metric::Branches, line, short(*id), arm, *hits);
            }
        }
    }
}

fn sort<T>(by_id: &mut [(u64, T)]) {
    if !by_id.is_sorted_by_key(|(id, _)| *id) {
        by_id.sort_by_key(|(id, _)| *id);
    }
}

fn find<T>(by_id: &[(u64, T)], id: u64) -> Option<&T> {
    let guess = usize::try_from(id).ok().and_then(|at| by_id.get(at)).filter(|(at, _)| *at == id);
    let found = guess.or_else(|| by_id.get(by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?));
    found.map(|(_, found)| found)
}

/// An id as a number; one that is none as a number made from it.
fn id(key: &str) -> u64 {
    match Count::parse(key.as_bytes()) {
        Count::Exact(id) => id,
        _ => key
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)),
    }
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

struct Counts<'f>(&'f mut Vec<(u64, Count)>);

impl Fold for Counts<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        self.0.push((id(key), map.next_value()?));
        Ok(())
    }
}

struct Arms<'f>(&'f mut Vec<(u64, Vec<Count>)>);

impl Fold for Arms<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut arms = Vec::new();
        map.next_value_seed(Each::of(|hits| arms.push(hits)))?;
        self.0.push((id(key), arms));
        Ok(())
    }
}

struct Statements<'f>(&'f mut Vec<(u64, Start)>);

impl Fold for Statements<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut location = Location::default();
        map.next_value_seed(Object(&mut location))?;
        self.0.push((id(key), location.0));
        Ok(())
    }
}

struct Places<'f>(&'f mut Vec<(u64, Place)>);

impl Fold for Places<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut place = Place::default();
        map.next_value_seed(Object(&mut place))?;
        self.0.push((id(key), place));
        Ok(())
    }
}

/// A line and a column.
#[derive(Clone, Copy, Default)]
struct Start {
    line: Count,
    column: Count,
}

impl Fold for Start {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "line" => self.line = map.next_value()?,
            "column" => self.column = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// `{start, end}`: only the start.
#[derive(Default)]
struct Location(Start);

impl Fold for Location {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "start" { map.next_value_seed(Object(&mut self.0)) } else { skip(map) }
    }
}

/// A function or a branch: its name and the lines that it may be said to start at.
#[derive(Default)]
struct Place {
    name: String,
    declared: Location,
    located: Location,
    line: Count,
}

impl Place {
    /// The line of the declaration, else of the whole, else the bare line that old versions wrote; 0 for none.
    fn line(&self) -> Count {
        let lines = [self.declared.0.line, self.located.0.line, self.line];
        lines.into_iter().find(|line| *line != Count::None).unwrap_or(Count::Exact(0))
    }
}

impl Fold for Place {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" => self.name = map.next_value::<Text<'_>>()?.0.into_owned(),
            "decl" => map.next_value_seed(Object(&mut self.declared))?,
            "loc" => map.next_value_seed(Object(&mut self.located))?,
            "line" => self.line = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}
