//! Coverage of Salesforce's Apex (`sf apex run test --code-coverage`, `test-result-codecoverage.json`).
//!
//! Its keys are those of `ApexCodeCoverageAggregate`, described at <https://developer.salesforce.com/docs/>: classes and triggers by
//! name, each with `lines` that ran, 1, or did not, 0.
//!
//! Traps: no file is named. A class is taken to be in the file that is called like it.

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::hits::LineHits;
use super::super::scan::json::{fields, parse_each};
use super::super::scan::number::Count;

/// Apex.
pub const FORMAT: Format = Format {
    id: "apex-coverage",
    title: "Apex code coverage",
    tools: &["Salesforce CLI"],
    usual_names: &["test-result-codecoverage.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(json: &JsonHead, head: &Head<'_>) -> Match {
    let is_list = head.text.trim_start_matches('\u{FEFF}').trim_start().starts_with('[');
    let is_class = json.holds(1, "lines", b'{') && json.has(1, "totalLines") && json.has(1, "totalCovered");
    Match::sure_if(is_list && is_class && json.has(1, "name"))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.yes_no();
    parse_each(input, |class: Class| class.say(out), sink)
}

fields! {
    struct Class {
        name: String = "name",
        lines: LineHits = "lines",
        covered: Count = "totalCovered",
        total: Count = "totalLines",
    }
}

impl Class {
    fn say(self, out: &mut dyn Record) {
        out.file(&format!("{}.cls", self.name));
        self.lines.say(0, out);
        out.stated(Scope::File, Metric::Lines, self.covered, self.total);
    }
}
