//! coverage.py's JSON report (`coverage json`).
//!
//! Specified at <https://coverage.readthedocs.io/en/latest/commands/cmd_json.html>, formats 2 and 3. What it calls
//! statements are lines: `executed_lines` and `missing_lines` of each file; hits are yes and no, and a line that stands
//! in both was executed. Branches are pairs of
//! lines, from and to; a negative target leaves the function or module. Since 7.6 `functions` hold the same by
//! name; the unnamed one is the module's own code and no function.
//! With `show_contexts` a file has `contexts`: for a line the names of the contexts that it ran in. They are tests where
//! `dynamic_context = test_function`, pytest-cov's `--cov-context=test` or a static context says so; the empty one is what ran
//! outside of all. pytest-cov puts `|setup`, `|run` or `|teardown` behind the name (its `plugin.py`): one test all the same.
//!
//! Traps: versions before 7.13.1 list excluded lines and docstrings among the executed ones, though they are no
//! statements and no other report of coverage.py has them; a file's `summary` tells how many real ones there are.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Fold, Object, Pair, Text, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::time;

/// coverage.py.
pub const FORMAT: Format = Format {
    id: "coveragepy",
    title: "coverage.py JSON",
    tools: &["coverage.py", "pytest-cov", "SlipCover"],
    usual_names: &["coverage.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

/// The arm that stands for the `nth` way (from 0) to leave a function or module from one line: no line is its target.
pub(super) fn exit_arm(nth: usize) -> u32 {
    u32::MAX - u32::try_from(nth).unwrap_or(u32::MAX >> 1).min(u32::MAX >> 1)
}

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_lines = json.has(3, "executed_lines") || json.has(3, "missing_lines");
    Match::sure_if(json.has(1, "files") && (has_lines || json.has(1, "meta") && json.has(2, "branch_coverage")))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.yes_no();
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "meta" => {
                let mut meta = Meta { out: self.out, tool: "coverage.py".to_owned(), version: String::new() };
                map.next_value_seed(Object(&mut meta))?;
                if !meta.version.is_empty() {
                    meta.out.producer(&format!("{} {}", meta.tool, meta.version));
                }
                Ok(())
            }
            "files" => map.next_value_seed(Object(&mut Files { out: self.out })),
            "totals" => {
                let mut sums = Sums::default();
                map.next_value_seed(Object(&mut sums))?;
                self.out.stated(Scope::Report, Metric::Lines, sums.lines, sums.all_lines);
                self.out.stated(Scope::Report, Metric::Branches, sums.branches, sums.all_branches);
                Ok(())
            }
            _ => skip(map),
        }
    }
}

struct Meta<'o> {
    out: &'o mut dyn Record,
    tool: String,
    version: String,
}

impl Fold for Meta<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "version" => self.version = map.next_value::<Text<'_>>()?.0.into_owned(),
            // SlipCover writes the same and says its name.
            "software" => self.tool = map.next_value::<Text<'_>>()?.0.into_owned(),
            "timestamp" => self.out.stamp(time::stamp(&map.next_value::<Text<'_>>()?.0)),
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Sums {
    lines: Count,
    all_lines: Count,
    branches: Count,
    all_branches: Count,
}

impl Fold for Sums {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let sum = match key {
            "covered_lines" => &mut self.lines,
            "num_statements" => &mut self.all_lines,
            "covered_branches" => &mut self.branches,
            "num_branches" => &mut self.all_branches,
            _ => return skip(map),
        };
        *sum = map.next_value()?;
        Ok(())
    }
}

struct Files<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Files<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, path: &str, map: &mut A) -> Result<(), A::Error> {
        let mut file = File::default();
        map.next_value_seed(Object(&mut file))?;
        self.out.file(path);
        file.say(self.out);
        Ok(())
    }
}

/// What a file's entry holds. The order of its keys does not matter.
#[derive(Default)]
struct File {
    executed: Vec<Count>,
    missing: Vec<Count>,
    excluded: Vec<Count>,
    executed_branches: Vec<Pair>,
    missing_branches: Vec<Pair>,
    functions: Vec<(String, Function)>,
    /// Lines by the test that they ran in.
    tests: BTreeMap<Box<str>, Vec<Count>>,
    sums: Sums,
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "executed_lines" => map.next_value_seed(Each::of(|line| self.executed.push(line))),
            "missing_lines" => map.next_value_seed(Each::of(|line| self.missing.push(line))),
            "excluded_lines" => map.next_value_seed(Each::of(|line| self.excluded.push(line))),
            "executed_branches" => map.next_value_seed(Each::of(|pair| self.executed_branches.push(pair))),
            "missing_branches" => map.next_value_seed(Each::of(|pair| self.missing_branches.push(pair))),
            "contexts" => map.next_value_seed(Object(&mut Contexts(&mut self.tests))),
            "functions" => map.next_value_seed(Object(&mut Functions(&mut self.functions))),
            "summary" => map.next_value_seed(Object(&mut self.sums)),
            _ => skip(map),
        }
    }
}

impl File {
    fn say(mut self, out: &mut dyn Record) {
        self.drop_what_is_no_statement();
        for (lines, hits) in [(&self.executed, 1), (&self.missing, 0)] {
            for line in lines {
                out.line(*line, Count::Exact(hits));
            }
        }
        for line in &self.excluded {
            out.excluded(*line);
        }
        self.say_branches(out);
        for (name, function) in &self.functions {
            let definition = self.executed.iter().chain(&self.missing).map(|line| line.nearest());
            let definition = definition.filter(|line| *line < function.first).max().unwrap_or(function.first);
            let start = if function.start > 0 { function.start } else { definition };
            out.function(name, Count::Exact(start), Count::Exact(u64::from(function.ran)));
        }
        let ran: HashSet<Count> =
            if self.tests.is_empty() { HashSet::new() } else { self.executed.iter().copied().collect() };
        for (test, lines) in &self.tests {
            // Contexts are told of docstrings, excluded lines and the middle of statements, too.
            lines.iter().filter(|line| ran.contains(line)).for_each(|line| out.reached(test, *line, *line));
        }
        out.stated(Scope::File, Metric::Lines, self.sums.lines, self.sums.all_lines);
    }

    fn say_branches(&self, out: &mut dyn Record) {
        let mut exits: Vec<Pair> =
            self.executed_branches.iter().chain(&self.missing_branches).filter(|pair| pair.1 < 0).copied().collect();
        exits.sort_unstable_by_key(|pair| (pair.0, Reverse(pair.1)));
        exits.dedup();
        for (pairs, hits) in [(&self.executed_branches, 1), (&self.missing_branches, 0)] {
            for pair in pairs {
                let line = u64::try_from(pair.0).map_or(Count::Negative, Count::Exact);
                let arm = u32::try_from(pair.1).unwrap_or_else(|_| {
                    let first = exits.partition_point(|exit| exit.0 < pair.0);
                    let at = exits.iter().skip(first).position(|exit| exit == pair).unwrap_or(0);
                    exit_arm(at)
                });
                out.unit(Metric::Branches, line, 0, arm, Count::Exact(hits));
            }
        }
    }

    /// Takes what older versions list as executed and do not count. Excluded lines are named; docstrings are not, and
    /// only the summary knows how many there are: then it is that many of the lines that look most like one.
    fn drop_what_is_no_statement(&mut self) {
        let excluded: HashSet<u64> = self.excluded.iter().map(|line| line.nearest()).collect();
        self.executed.retain(|line| !excluded.contains(&line.nearest()));
        let Count::Exact(covered) = self.sums.lines else { return };
        let surplus = self.executed.len().saturating_sub(usize::try_from(covered).unwrap_or(usize::MAX));
        if surplus == 0 {
            return;
        }
        let mut all: Vec<u64> = self.executed.iter().chain(&self.missing).map(|line| line.nearest()).collect();
        all.sort_unstable();
        // A docstring is the first line of all or follows its class at once, and is followed by its own second line or a
        // blank one.
        let looks = |line: u64| {
            let at = all.partition_point(|other| *other < line);
            let leads = at == 0 || all[at - 1] + 1 == line;
            let is_followed_by_a_gap = all.get(at + 1).is_none_or(|next| *next > line + 1);
            u8::from(leads) + u8::from(is_followed_by_a_gap) + u8::from(at == 0)
        };
        let mut likely: Vec<u64> = self.executed.iter().map(|line| line.nearest()).collect();
        likely.sort_by_key(|line| (Reverse(looks(*line)), *line));
        let dropped: HashSet<u64> = likely.into_iter().take(surplus).collect();
        self.executed.retain(|line| !dropped.contains(&line.nearest()));
    }
}

struct Contexts<'f>(&'f mut BTreeMap<Box<str>, Vec<Count>>);

impl Fold for Contexts<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, line: &str, map: &mut A) -> Result<(), A::Error> {
        let line = Count::parse(line.as_bytes());
        map.next_value_seed(Each::of(|context: Text<'_>| {
            let test = test(&context.0);
            if let Some(lines) = self.0.get_mut(test) {
                lines.push(line);
            } else if !test.is_empty() {
                self.0.insert(test.into(), vec![line]);
            }
        }))
    }
}

/// The test of a context, whatever its phase.
fn test(context: &str) -> &str {
    ["|run", "|setup", "|teardown"].iter().find_map(|phase| context.strip_suffix(phase)).unwrap_or(context)
}

struct Functions<'f>(&'f mut Vec<(String, Function)>);

impl Fold for Functions<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let mut function = Function::default();
        map.next_value_seed(Object(&mut function))?;
        if !name.is_empty() && function.first > 0 {
            self.0.push((name.to_owned(), function));
        }
        Ok(())
    }
}

/// A function: the line of its definition (since 7.13.1), its first own line, and whether any of its lines ran.
#[derive(Default)]
struct Function {
    start: u64,
    first: u64,
    ran: bool,
}

impl Fold for Function {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let ran = key == "executed_lines";
        match key {
            "start_line" => self.start = map.next_value::<Count>()?.nearest(),
            "executed_lines" | "missing_lines" => {
                return map.next_value_seed(Each::of(|line: Count| {
                    let line = line.nearest();
                    self.ran |= ran;
                    self.first = if self.first == 0 { line } else { self.first.min(line) };
                }));
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}
