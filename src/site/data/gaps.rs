//! `gaps.json`: the register.

use serde::Serialize;

use crate::model::paths::ProjectPath;
use crate::model::ratio::Ratio;
use crate::site::Site;

#[derive(Serialize)]
pub(super) struct Gaps<'a> {
    version: u32,
    gaps: Vec<Gap<'a>>,
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
                condition: gap.priority.condition.as_ref().map(|condition| {
                    let word = if condition.inverted { "unless" } else { "if" };
                    format!("{word} {}", condition.text)
                }),
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
        })
        .collect();
    Gaps { version: super::VERSION, gaps }
}
