//! `gaps.json` and `gaps.csv`: the register.

use std::borrow::Cow;

use serde::Serialize;

use crate::model::gap::Condition;
use crate::model::paths::ProjectPath;
use crate::model::ratio::Ratio;
use crate::site::Site;

#[derive(Serialize)]
pub(super) struct Gaps<'a> {
    version: u32,
    gaps: Vec<Gap<'a>>,
    undocumented: Vec<Undocumented<'a>>,
}

/// A gap that is measured and that no note names.
#[derive(Serialize)]
struct Undocumented<'a> {
    path: &'a ProjectPath,
    page: Option<&'a str>,
    coverage: Option<Ratio>,
    changes: Option<u32>,
}

#[derive(Serialize)]
struct Gap<'a> {
    id: &'a str,
    subject: &'a str,
    files: &'a [ProjectPath],
    priority: Priority<'a>,
    state: &'static str,
    notes: &'a str,
    note: &'a str,
    line: u32,
    also: Vec<Also<'a>>,
    coverage: Option<Ratio>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    lines: &'a [(u32, u32)],
    today: &'static str,
    proposal: Option<&'static str>,
    gone: Vec<Gone<'a>>,
    owners: &'a [String],
    phases: Vec<&'a str>,
}

#[derive(Serialize)]
struct Gone<'a> {
    path: &'a str,
    commit: &'a str,
    date: Option<String>,
}

#[derive(Serialize)]
struct Priority<'a> {
    level: &'static str,
    text: &'a str,
    condition: Option<String>,
    met: Option<bool>,
    effective: &'static str,
}

#[derive(Serialize)]
struct Also<'a> {
    note: &'a str,
    line: u32,
}

pub(super) fn of<'a>(site: &'a Site<'_>) -> Gaps<'a> {
    let gaps = site
        .findings
        .gaps
        .iter()
        .map(|gap| Gap {
            id: &gap.id,
            subject: &gap.subject,
            files: &gap.files,
            priority: Priority {
                level: gap.priority.level.id(),
                text: &gap.priority.text,
                condition: gap.priority.condition.as_ref().map(words),
                met: gap.met,
                effective: gap.effective.id(),
            },
            state: gap.state.id(),
            notes: &gap.notes,
            note: super::note_path(site, gap.note),
            line: gap.line,
            also: gap
                .also
                .iter()
                .map(|(note, line)| Also { note: super::note_path(site, *note), line: *line })
                .collect(),
            coverage: gap.coverage,
            lines: &gap.lines,
            today: gap.today.id(),
            proposal: gap.proposal(),
            gone: gap
                .gone
                .iter()
                .map(|file| Gone {
                    path: &file.path,
                    commit: &file.commit,
                    date: file.date.map(|date| date.to_string()),
                })
                .collect(),
            owners: &gap.owners,
            phases: site.phases_of(gap).into_iter().map(|index| site.findings.phases[index].id.as_str()).collect(),
        })
        .collect();
    let metric = site.findings.totals.leading().map(|(metric, _)| metric);
    let undocumented = site
        .findings
        .undocumented
        .iter()
        .map(|index| &site.findings.files[*index])
        .map(|file| Undocumented {
            path: &file.path,
            page: super::page(site, &file.path),
            coverage: metric.and_then(|metric| file.totals.get(metric)),
            changes: file.changes,
        })
        .collect();
    Gaps { version: super::VERSION, gaps, undocumented }
}

/// A condition with its word: "if sold", "unless sold".
fn words(condition: &Condition) -> String {
    format!("{} {}", if condition.inverted { "unless" } else { "if" }, condition.text)
}

const COLUMNS: [&str; 18] = [
    "id",
    "level",
    "written",
    "condition",
    "met",
    "state",
    "today",
    "proposal",
    "subject",
    "remarks",
    "files",
    "covered",
    "total",
    "owners",
    "phases",
    "note",
    "line",
    "also",
];

/// The register as a table for spreadsheets: RFC 4180, a row for each gap, lists parted by semicolons.
pub(super) fn csv(site: &Site<'_>) -> Vec<u8> {
    let mut out = String::new();
    row(&mut out, &COLUMNS.map(Cow::Borrowed));
    for gap in of(site).gaps {
        let number = |number: Option<u64>| Cow::Owned(number.map(|number| number.to_string()).unwrap_or_default());
        let list = |items: Vec<&str>| Cow::Owned(items.join("; "));
        let also: Vec<String> = gap.also.iter().map(|also| format!("{}:{}", also.note, also.line)).collect();
        let met = match gap.priority.met {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        row(
            &mut out,
            &[
                gap.id.into(),
                gap.priority.effective.into(),
                gap.priority.text.into(),
                gap.priority.condition.unwrap_or_default().into(),
                met.into(),
                gap.state.into(),
                gap.today.into(),
                gap.proposal.unwrap_or_default().into(),
                gap.subject.into(),
                gap.notes.into(),
                list(gap.files.iter().map(ProjectPath::as_str).collect()),
                number(gap.coverage.map(|ratio| ratio.covered)),
                number(gap.coverage.map(|ratio| ratio.total)),
                list(gap.owners.iter().map(String::as_str).collect()),
                list(gap.phases),
                gap.note.into(),
                gap.line.to_string().into(),
                also.join("; ").into(),
            ],
        );
    }
    out.into_bytes()
}

fn row(out: &mut String, cells: &[Cow<'_, str>; COLUMNS.len()]) {
    for (index, text) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        cell(out, text);
    }
    out.push_str("\r\n");
}

/// Appends a cell. What a spreadsheet would take for a formula becomes text by an apostrophe before it: notes may come
/// from anybody.
fn cell(out: &mut String, text: &str) {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let guarded = if is_formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) };
    if guarded.contains([',', '"', '\n', '\r', ';']) {
        out.push('"');
        out.push_str(&guarded.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&guarded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_never_formulas_and_keep_their_text() {
        let table = [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            (" +1", "' +1"),
            ("@org/team", "'@org/team"),
            ("-", "'-"),
            ("\t=1", "'\t=1"),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ];
        for (text, expected) in table {
            let mut out = String::new();
            cell(&mut out, text);
            assert_eq!(out, expected);
        }
    }
}
