//! SonarQube's generic coverage, as gcovr, ReportGenerator, Bazel rules and many converters write it.
//!
//! Specified at <https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/test-coverage/generic-test-data/>,
//! version 1: a `file` with its path, and a `lineToCover` for each line that can run. Covered is yes or no;
//! `branchesToCover` and `coveredBranches` are the branches of the line. There are no functions and no totals.
//!
//! Traps: test executions have the same elements around other ones (`testExecutions/file/testCase`); a file may stand
//! twice, and a line then was covered if one of them says so.

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::xml::{Element, Visit, read_records};

/// SonarQube generic coverage.
pub const FORMAT: Format = Format {
    id: "sonarqube",
    title: "SonarQube generic coverage",
    tools: &["gcovr", "ReportGenerator", "sonar-generic-coverage"],
    usual_names: &["sonarqube*.xml", "sonar-coverage*.xml", "generic-coverage*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let known = |name: &String| matches!(name.as_str(), "file" | "lineToCover");
    let is_empty = xml.attributes == ["version"] && xml.elements.iter().all(known);
    Match::sure_if(xml.root == "coverage" && (xml.has_element("lineToCover") || is_empty))
}

#[derive(Default)]
struct State;

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.yes_no();
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        match element.name {
            "file" => out.file(&element.text("path")),
            "lineToCover" => {
                let line = element.count("lineNumber");
                let hits = match element.get("covered") {
                    Some(_) => Count::Exact(u64::from(element.is_true("covered"))),
                    None => Count::None,
                };
                out.line(line, hits);
                if element.get("branchesToCover").is_some() && line != Count::Exact(0) {
                    let covered = element.get("coveredBranches").map(|text| Count::parse(text.as_bytes()));
                    let covered = covered.unwrap_or(Count::Exact(0));
                    out.tally(Metric::Branches, line, covered, element.count("branchesToCover"));
                }
            }
            _ => {}
        }
    }
}
