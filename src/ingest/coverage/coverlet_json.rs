//! coverlet's own JSON (`coverage.json`), and AltCover's.
//!
//! Specified by the code of coverlet (`CoverageResult`: `Modules`, `Documents`, `Classes`, `Methods`): modules hold
//! documents, these classes, these methods, these `Lines` with their hits and `Branches`, each of which is one way out
//! of a decision. Hits are counts. A method was hit if one of its lines was.
//!
//! Traps: the names are keys and can be anything; a line may be in several methods (lambdas, iterators) and counts once.

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess};

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Fold, Object, fields, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::points::Numbers;

/// coverlet.
pub const FORMAT: Format = Format {
    id: "coverlet-json",
    title: "coverlet JSON",
    tools: &["coverlet", "AltCover"],
    usual_names: &["coverlet*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has = |depth: usize, is: fn(&str) -> bool| json.entries(depth).any(|(key, value)| value == b'{' && is(key));
    if json.has(5, "Lines") && (json.has(5, "Branches") || json.has(5, "SeqPnts")) {
        Match::Sure
    } else if has(1, |module| [".dll", ".exe"].iter().any(|end| module.ends_with(end)))
        && has(2, |path| path.contains(['/', '\\']))
    {
        // Names may be so long that what is below them lies beyond the head.
        Match::Maybe
    } else {
        Match::No
    }
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("coverlet");
    let mut level = Level { depth: 0, names: Default::default(), numbers: Numbers::default(), out };
    parse(input, &mut level, sink)
}

/// What is between the root and a method: module, document, class.
struct Level<'o> {
    depth: usize,
    names: [String; 4],
    numbers: Numbers,
    out: &'o mut dyn Record,
}

impl Fold for Level<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        key.clone_into(&mut self.names[self.depth]);
        if self.depth == 1 {
            self.out.file(key);
        }
        if self.depth < 3 {
            self.depth += 1;
            map.next_value_seed(Object(self))?;
            self.depth -= 1;
            return Ok(());
        }
        let mut method = Method::default();
        map.next_value_seed(Object(&mut method))?;
        let [module, document, class, name] = &self.names;
        let number = self.numbers.next(&[module, document, class, name]);
        method.say(name, number, self.out);
        Ok(())
    }
}

#[derive(Default)]
struct Method {
    lines: Vec<(Count, Count)>,
    branches: Vec<Branch>,
}

impl Fold for Method {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "Lines" => map.next_value_seed(Object(&mut Lines(&mut self.lines))),
            "Branches" => map.next_value_seed(Each::of(|branch| self.branches.push(branch))),
            _ => skip(map),
        }
    }
}

impl Method {
    fn say(&self, name: &str, number: u32, out: &mut dyn Record) {
        for (line, hits) in &self.lines {
            out.line(*line, *hits);
        }
        for (branch, arm) in self.branches.iter().zip(0..) {
            out.unit(Metric::Branches, branch.line, number, arm, branch.hits);
        }
        let start = self.lines.iter().map(|(line, _)| line.nearest()).filter(|line| *line > 0).min();
        if let Some(start) = start {
            let hits = self.lines.iter().map(|(_, hits)| hits.nearest()).max().unwrap_or(0);
            out.function(name, start.into(), hits.into());
        }
    }
}

struct Lines<'f>(&'f mut Vec<(Count, Count)>);

impl Fold for Lines<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        self.0.push((Count::parse(key.as_bytes()), map.next_value()?));
        Ok(())
    }
}

fields! {
    struct Branch {
        line: Count = "Line",
        hits: Count = "Hits",
    }
}

impl<'de> Deserialize<'de> for Branch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut branch = Branch::default();
        Object(&mut branch).deserialize(deserializer)?;
        Ok(branch)
    }
}
