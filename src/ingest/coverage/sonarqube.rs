//! SonarQube's generic coverage, as gcovr, ReportGenerator, Bazel rules and many converters write it.
//!
//! Specified at <https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/test-coverage/generic-test-data/>,
//! version 1: a `file` with its path, and a `lineToCover` for each line that can run. Covered is yes or no;
//! `branchesToCover` and `coveredBranches` are the branches of the line. There are no functions and no totals.
//!
//! Traps: test executions have the same elements around other ones (`testExecutions/file/testCase`); a file may stand
//! twice, and a line then was covered if one of them says so.

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats};
use super::super::head::{Head, Shape};
use super::super::scan::number::Count;
use super::super::scan::xml::{Event, Xml};

/// SonarQube generic coverage.
pub const FORMAT: Format = Format {
    id: "sonarqube",
    title: "SonarQube generic coverage",
    tools: &["gcovr", "ReportGenerator", "sonar-generic-coverage"],
    usual_names: &["sonarqube*.xml", "sonar-coverage*.xml", "generic-coverage*.xml"],
    sniff,
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    let known = |name: &String| matches!(name.as_str(), "file" | "lineToCover");
    let is_empty = xml.attributes == ["version"] && xml.elements.iter().all(known);
    Match::sure_if(xml.root == "coverage" && (xml.has_element("lineToCover") || is_empty))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.yes_no();
    let mut xml = Xml::of(input);
    while let Some(event) = xml.next(sink)? {
        if let Event::Open(element) = event {
            match element.name {
                "file" => out.file(&element.get("path").unwrap_or_default()),
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
        xml.place(out);
    }
    Ok(())
}
