//! What was found, with its state: rows of tables that have one, headings and bullets with a glyph, lines
//! `Environment: ✅ set up`, and lists of issues or strengths.

use super::super::gaps::is_gap_table;
use super::super::labels::Label;
use super::super::levels;
use super::super::reading::{Reading, clean};
use super::super::sections::{self, strong_length};
use super::super::states;
use super::super::table::{self, View};
use super::super::topics::{Topic, Topics};
use super::outcomes;
use crate::model::document::{Block, BlockKind, Column, TableRow};
use crate::model::note::{NoteKind, State};
use crate::model::taken::{Finding, Score};

/// All findings, in order.
pub(super) fn read(reading: &Reading<'_>, scores: &[Score]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for view in reading.tables.iter().filter(|view| holds_findings(reading, view)) {
        findings.extend(view.rows().filter_map(|row| from_row(reading, view, row)));
    }
    let stated = from_headings(reading, &mut findings);
    for (at, block) in reading.running() {
        findings.extend(from_bullet(reading, at, block));
    }
    let parts: Vec<u32> = scores.iter().flat_map(|score| score.parts.iter().map(|part| part.line)).collect();
    for label in &reading.labels {
        let line = reading.line(label.offset);
        if !parts.contains(&line) {
            findings.extend(from_label(reading, label, &stated));
        }
    }
    findings.sort_by_key(|finding| finding.line);
    findings.dedup_by(|next, kept| {
        next.line == kept.line && (next.subject == kept.subject || kept.text.as_deref() == next.text.as_deref())
    });
    findings
}

/// Tables whose rows have a state, or that list issues by severity; not those that are something else.
fn holds_findings(reading: &Reading<'_>, view: &View<'_>) -> bool {
    let progress = matches!(reading.kind, NoteKind::Roadmap | NoteKind::Requirements | NoteKind::State);
    let other = view.with_word(&["commit", "hash", "decision", "test file", "suite"]).is_some()
        || view.named(&["test file", "test files", "test suite"]).is_some()
        || view.column(Column::Wanted).is_some()
        || is_gap_table(reading, view);
    let state = view.column(Column::State).is_some();
    let level = view.column(Column::Level).is_some() && reading.topics(view.table.section).has(Topic::Issue);
    !progress && !other && (state || level) && view.column(Column::Subject).is_some()
}

fn from_row(reading: &Reading<'_>, view: &View<'_>, row: &TableRow) -> Option<Finding> {
    let subject = clean(states::without_glyphs(view.subject(row)));
    if matches!(subject.to_lowercase().as_str(), "" | "none" | "n/a" | "(none)" | "yes" | "no" | "any") {
        return None;
    }
    let state = match view.state(row) {
        Some(said) => said.state,
        None if view.column(Column::State).is_none() => State::Open,
        None => return None,
    };
    let level = view.column(Column::Level);
    let priority = Some(table::text(row, level).to_owned()).filter(|text| !matches!(text.as_str(), "" | "-" | "—"));
    let told = |at: &usize| {
        let text = states::without_glyphs(table::text(row, Some(*at)));
        let only_state = view.table.columns.get(*at) == Some(&Column::State)
            && text.split_whitespace().count() <= 1
            && !text.contains(|c: char| c.is_ascii_digit());
        Some(*at) != level
            && !only_state
            && text.contains(char::is_alphanumeric)
            && !(*at == 0 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    };
    let rest: Vec<&str> = (0..row.cells.len())
        .filter(told)
        .map(|at| states::without_glyphs(table::text(row, Some(at))))
        .filter(|text| !matches!(*text, "" | "-" | "—") && *text != view.subject(row))
        .collect();
    let text = Some(rest.join("; ")).filter(|text| !text.is_empty());
    Some(Finding { subject, state, priority, text, line: reading.line(row.span.start) })
}

/// Headings that say a state in words beside a glyph ("1. Environment ✅ RESOLVED"). The sections that did.
fn from_headings(reading: &Reading<'_>, findings: &mut Vec<Finding>) -> Vec<usize> {
    let mut stated = Vec::new();
    for (index, heading) in reading.document.headings.iter().enumerate() {
        let plain = heading.text.plain.trim();
        let Some(at) =
            plain.char_indices().filter(|(at, c)| *at > 0 && states::is_glyph(*c)).map(|(at, _)| at).next_back()
        else {
            continue;
        };
        let (head, tail) = plain.split_at(at);
        let said = states::read(tail).filter(|said| said.glyph);
        let counted = head.starts_with(|c: char| c.is_ascii_digit());
        let words = states::without_glyphs(tail);
        let short = if words.is_empty() { counted } else { words.split_whitespace().count() <= 4 };
        let subject = clean(without_number(head));
        if let Some(said) = said.filter(|said| short && (said.word || words.is_empty()) && !subject.is_empty()) {
            let text = Some(words.to_owned()).filter(|text| !text.is_empty());
            findings.push(Finding {
                subject,
                state: said.state,
                priority: None,
                text,
                line: reading.line(heading.span.start),
            });
            stated.push(index);
        }
    }
    stated
}

/// The text without symbols before its first word.
fn without_ornament(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '[' | '"' | '`' | '@' | '.' | '/'))
        .trim_end()
}

fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if rest.len() < text.len() && rest.starts_with([' ', ')']) { rest.trim_start_matches([' ', ')']) } else { text }
}

/// Bullets with a glyph, and items of lists of issues or strengths.
fn from_bullet(reading: &Reading<'_>, at: usize, block: &Block) -> Option<Finding> {
    if block.quoted || !matches!(block.kind, BlockKind::Item { task: None, .. }) {
        return None;
    }
    let text = block.text.plain.trim();
    let (state, listed) = if outcomes::starts_with_glyph(text) {
        let bare = states::without_glyphs(text).to_lowercase();
        let advice =
            ["don't ", "do not ", "never ", "avoid ", "always ", "do "].iter().any(|start| bare.starts_with(start));
        if advice || outcomes::is_covered_bullet(reading, at) {
            return None;
        }
        (states::glyph(text)?, false)
    } else {
        (listed_state(reading, block)?, true)
    };
    let bare = states::without_glyphs(text);
    let strong = strong_length(block).map(|length| length.saturating_sub(text.len() - bare.len()));
    let (head, tail) = if listed { sections::lead(bare, strong) } else { (bare.to_owned(), None) };
    let own = if listed { states::read(&head).filter(|said| said.word && said.state != State::Unknown) } else { None };
    let own = own.map(|said| said.state);
    let priority = priority(reading, at, block);
    Some(Finding {
        subject: clean(&head),
        state: own.unwrap_or(state),
        priority,
        text: tail,
        line: reading.block_line(block),
    })
}

/// The state that a list's heading gives its items: "Known issues", "Strengths ✅". Only items of the first level.
fn listed_state(reading: &Reading<'_>, block: &Block) -> Option<State> {
    let topics = reading.topics(block.section);
    let first = matches!(block.kind, BlockKind::Item { depth: 1, .. });
    if !first || strong_length(block).is_none() {
        return None;
    }
    if topics.has(Topic::Strength) {
        return Some(State::Closed);
    }
    let issues = topics.has(Topic::Issue) && !topics.has(Topic::Done);
    issues.then(|| states::glyph(reading.heading_text(block.section)).unwrap_or(State::Open))
}

/// "Remaining issues (low priority):" above a list, or a heading that says it.
fn priority(reading: &Reading<'_>, at: usize, block: &Block) -> Option<String> {
    let said = |text: &str| -> Option<String> {
        levels::worded(text).filter(|_| Topics::of(text).has(Topic::Priority)).map(|(_, word)| word.to_owned())
    };
    said(reading.announcement(at)).or_else(|| said(reading.heading_text(block.section)))
}

/// `Environment: ✅ set up`; a label that only says "Status" speaks of its section.
fn from_label(reading: &Reading<'_>, label: &Label<'_>, stated: &[usize]) -> Option<Finding> {
    let generic = matches!(label.key.as_str(), "status" | "state" | "result" | "verdict" | "current status" | "状态");
    let task = matches!(label.block.kind, BlockKind::Item { task: Some(_), .. });
    let glyph = outcomes::starts_with_glyph(label.value);
    if !(glyph || generic) || label.block.quoted || task || outcomes::starts_with_glyph(label.name) {
        return None;
    }
    let said = states::read(label.value)?;
    let subject = if generic {
        let section = label.block.section.filter(|index| !stated.contains(index))?;
        let heading = reading.document.headings.get(section).filter(|heading| heading.level > 1)?;
        clean(without_number(without_ornament(&heading.text.plain)))
    } else {
        clean(label.name)
    };
    let text = Some(clean(states::without_glyphs(label.value))).filter(|text| !text.is_empty());
    let state = if glyph { states::glyph(label.value).unwrap_or(said.state) } else { said.state };
    Some(Finding { subject, state, priority: None, text, line: reading.line(label.offset) })
}
