//! Istanbul's `coverage-final.json`, as nyc, Jest, Vitest, Karma, Playwright and Cypress write it.
//!
//! An object with one entry for each file; specified by the code of `istanbul-lib-coverage` (`FileCoverage`). Maps say
//! where things are (`statementMap`, `fnMap`, `branchMap`), `s`, `f` and `b` how often each ran, by the same ids. A
//! line is the first line of a statement; of several on one line the largest count speaks, as in Istanbul itself.
//! Statements, branches and functions are counted apart: none is made from another.
//!
//! Istanbul before 1.0 and Solidity's fork of it (Hardhat's and Truffle's `coverage.json`) say in `l` how often each
//! line ran, and all that they report of lines is from there: where Solidity's puts no statement, a line is still one.
//! What their comments tell to ignore is in the maps with `skip`, and counts as run, as in every total of theirs.
//!
//! Traps: the order of keys is free, so counts may come before maps; columns may be `null`; ids need not begin at 0; a
//! file may be wrapped in `data`, or be the whole report; branches have as many arms as `b` has counts. Source maps and sources may be
//! embedded and are passed over.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Flag, Fold, Folded, Object, Text, fields, parse, skip};
use super::super::scan::number::Count;

/// Istanbul.
pub const FORMAT: Format = Format {
    id: "istanbul",
    title: "Istanbul JSON (coverage-final.json)",
    tools: &["nyc", "Jest", "Vitest", "Karma", "c8", "Cypress", "Playwright", "solidity-coverage"],
    usual_names: &["coverage-final.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_file = |depth, json: &JsonHead| {
        let maps = ["fnMap", "branchMap", "s"].iter().any(|key| json.holds(depth, key, b'{'));
        json.holds(depth, "statementMap", b'{') && (maps || json.holds(depth, "path", b'"'))
    };
    let is_alone = json.holds(1, "path", b'"') && is_file(1, json);
    Match::sure_if(is_alone || is_file(2, json) || json.has(2, "data") && is_file(3, json))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut files = Files { out, alone: None };
    parse(input, &mut files, sink)?;
    if let Some(mut file) = files.alone {
        files.out.file(&file.path);
        file.say(files.out);
    }
    Ok(())
}

struct Files<'o> {
    out: &'o mut dyn Record,
    /// The file whose entry is the whole report.
    alone: Option<File>,
}

impl Fold for Files<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if self.alone.is_some() || matches!(key, "path" | "statementMap" | "fnMap" | "branchMap") {
            return self.alone.get_or_insert_default().entry(key, map);
        }
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
    lines: Vec<(Count, Count)>,
    statements: Vec<(u64, Location)>,
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
            "l" => map.next_value_seed(Object(&mut Lines(&mut self.lines)))?,
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
        for (line, hits) in &self.lines {
            out.line(*line, *hits);
        }
        for (id, Location { start, is_ignored }) in &self.statements {
            let hits = find(&self.statement_hits, *id).copied().unwrap_or(Count::Exact(0));
            let hits = counted(hits, *is_ignored);
            if self.lines.is_empty() {
                out.line(start.line, hits);
            }
            out.unit(Metric::Statements, start.line, short(start.column.nearest()), short(*id), hits);
        }
        self.functions
            .sort_by(|(i, a), (j, b)| (a.line().nearest(), &a.name, i).cmp(&(b.line().nearest(), &b.name, j)));
        let mut again = 0;
        for (at, (id, place)) in self.functions.iter().enumerate() {
            let hits = find(&self.function_hits, *id).copied().unwrap_or(Count::Exact(0));
            let hits = counted(hits, place.is_ignored);
            // Two of one name on one line are two functions.
            let before = at.checked_sub(1).and_then(|before| self.functions.get(before));
            let same = before.is_some_and(|(_, before)| before.line() == place.line() && before.name == place.name);
            again = if same { again + 1 } else { 0 };
            let numbered = format!("{}#{}", place.name, again + 1);
            out.function(if same { &numbered } else { &place.name }, place.line(), hits);
        }
        for (id, counts) in &self.branch_hits {
            let place = find(&self.branches, *id);
            let line = place.map_or(Count::Exact(0), Place::line);
            for (arm, hits) in counts.iter().enumerate() {
                let is_ignored = place.is_some_and(|place| place.ignored.get(arm).is_some_and(|arm| *arm));
                out.unit(Metric::Branches, line, short(*id), short(arm as u64), counted(*hits, is_ignored));
            }
        }
    }
}

/// What is ignored and did not run counts as run once, as it does in Istanbul itself.
fn counted(hits: Count, is_ignored: bool) -> Count {
    if is_ignored && hits == Count::Exact(0) { Count::Exact(1) } else { hits }
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

struct Lines<'f>(&'f mut Vec<(Count, Count)>);

impl Fold for Lines<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let hits = map.next_value()?;
        if let line @ Count::Exact(_) = Count::parse(key.as_bytes()) {
            self.0.push((line, hits));
        }
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

struct Statements<'f>(&'f mut Vec<(u64, Location)>);

impl Fold for Statements<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut location = Location::default();
        map.next_value_seed(Object(&mut location))?;
        self.0.push((id(key), location));
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

fields! {
    /// A line and a column.
    #[derive(Clone, Copy)]
    struct Start {
        line: Count = "line",
        column: Count = "column",
    }
}

/// `{start, end, skip}`: only the start, and whether it is ignored.
#[derive(Default)]
struct Location {
    start: Start,
    is_ignored: bool,
}

impl Fold for Location {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "start" => map.next_value_seed(Object(&mut self.start)),
            "skip" => {
                self.is_ignored = map.next_value::<Flag>()?.0;
                Ok(())
            }
            _ => skip(map),
        }
    }
}

/// A function or a branch: its name and the lines that it may be said to start at.
#[derive(Default)]
struct Place {
    name: String,
    declared: Location,
    located: Location,
    line: Count,
    is_ignored: bool,
    /// Of a branch's arms, in order, up to the last that is ignored.
    ignored: Vec<bool>,
}

impl Place {
    /// The line of the declaration, else of the whole, else the bare line that old versions wrote; 0 for none.
    fn line(&self) -> Count {
        let lines = [self.declared.start.line, self.located.start.line, self.line];
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
            "skip" => self.is_ignored = map.next_value::<Flag>()?.0,
            "locations" => {
                let mut arm = 0;
                map.next_value_seed(Each::of(|Folded(location): Folded<Location>| {
                    arm += 1;
                    if location.is_ignored {
                        self.ignored.resize(arm - 1, false);
                        self.ignored.push(true);
                    }
                }))?;
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}
