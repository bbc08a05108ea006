//! `roadmap`: how far a phase or plan is, as a roadmap says: ticked boxes, rows with "3/3" and "Complete". Checked against
//! the summaries of the phase. Roadmaps lag behind summaries: one that does is outdated, and not wrong.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::ClaimKind;
use super::judge::{evidence, judgement, unverified};
use super::passages::{COLUMNS, Reader};
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::document::{Block, BlockKind, Inline, Table, TableRow};
use crate::model::note::{NoteKind, State};
use crate::model::question::{Answers, Question};
use crate::notes::numbers;
use crate::notes::states;
use crate::notes::table::View;

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "roadmap", find, asks, check };

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !matches!(reader.note.kind, NoteKind::Roadmap | NoteKind::State) {
        return Vec::new();
    }
    let mut claims = Vec::new();
    for block in reader.note.document.blocks.iter().filter(|block| !block.quoted) {
        if let BlockKind::Item { task: Some(done), .. } = block.kind {
            claims.extend(of_box(reader, block, done));
        }
    }
    for table in &reader.note.document.tables {
        claims.extend(of_table(reader, table));
    }
    claims
}

/// The folder that the phases of a roadmap lie in.
fn planning(reader: &Reader<'_>) -> String {
    reader.note.path.folder().to_owned()
}

/// "- [x] **Phase 1: Foundation**", "- [x] 01-02-PLAN.md — …".
fn of_box(reader: &Reader<'_>, block: &Block, done: bool) -> Option<Claim> {
    static NAMED: OnceLock<Option<Regex>> = OnceLock::new();
    let said = block.text.plain.trim();
    let start = block.text.plain.len() - block.text.plain.trim_start().len();
    let pattern = NAMED.get_or_init(|| {
        Regex::new(r"^(?i:phase (?P<phase>\d{1,3}(?:\.\d+)?)\b|(?:plan )?(?P<of>\d{1,3}(?:\.\d+)?)-(?P<plan>\d{1,3})(?:-plan)?(?:\.md)?(?:\b|:))").ok()
    });
    let found = pattern.as_ref()?.captures(said)?;
    if block.text.style_at(start).struck {
        return None;
    }
    let phase = found.name("phase").or_else(|| found.name("of"))?.as_str().to_owned();
    let plan = found.name("plan").and_then(|plan| plan.as_str().parse().ok());
    let range = found.get(0)?.range();
    let span = block.text.source(start + range.start..start + range.end);
    let state = if done { State::Closed } else { State::Open };
    let counts = plan.is_none().then(|| counts(said)).flatten();
    let subject = Subject::Phase { planning: planning(reader), phase, plan, state, counts };
    Some(reader.claim(KIND.id, said, span, said.get(range)?, None, subject))
}

/// "(3/3 plans)".
fn counts(text: &str) -> Option<(u64, u64)> {
    let found =
        numbers::scan(text).into_iter().find(|found| found.total.is_some() && found.noun(text).starts_with("plan"))?;
    Some((found.quantity.low.as_count()?, found.total?.as_count()?))
}

fn of_table(reader: &Reader<'_>, table: &Table) -> Vec<Claim> {
    let view = View::new(table);
    let Some(named) =
        view.names.iter().position(|name| name == "phase" || name == "#").filter(|_| table.header.len() <= COLUMNS)
    else {
        return Vec::new();
    };
    let plans =
        view.names.iter().position(|name| matches!(name.as_str(), "plans" | "plans complete" | "plans completed"));
    let state = view.names.iter().position(|name| matches!(name.as_str(), "status" | "state"));
    if state.is_none() && plans.is_none() {
        return Vec::new();
    }
    table.rows.iter().filter_map(|row| of_row(reader, row, named, state, plans)).collect()
}

fn of_row(
    reader: &Reader<'_>,
    row: &TableRow,
    named: usize,
    state: Option<usize>,
    plans: Option<usize>,
) -> Option<Claim> {
    let name = row.cells.get(named)?.plain.trim().trim_start_matches(['*', ' ']);
    let name = name.strip_prefix("Phase ").unwrap_or(name);
    let end = name.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(name.len());
    let phase = name[..end].trim_end_matches('.').to_owned();
    let cell = |at: Option<usize>| row.cells.get(at?);
    let counts = cell(plans).and_then(|cell| {
        let found = numbers::only(&cell.plain)?;
        Some((found.quantity.low.as_count()?, found.total?.as_count()?))
    });
    let said = cell(state).and_then(|cell| Some((cell, states::read_inline(cell)?.state)));
    // Without a state the numbers say how far it is.
    let by_counts = || {
        let (done, total) = counts?;
        let state = if total > 0 && done >= total {
            State::Closed
        } else if done > 0 {
            State::Partial
        } else {
            State::Open
        };
        Some((cell(plans)?, state))
    };
    let (cell, state): (&Inline, State) = said.or_else(by_counts)?;
    if phase.is_empty() || state == State::Unknown {
        return None;
    }
    let whole: Range<usize> = 0..cell.plain.len();
    let subject = Subject::Phase { planning: planning(reader), phase, plan: None, state, counts };
    Some(reader.claim(KIND.id, &Reader::row_text(&row.cells), cell.source(whole), cell.plain.trim(), None, subject))
}

fn asks(_: &Claim, _: &Facts<'_>) -> Vec<Question> {
    Vec::new()
}

fn check(claim: &Claim, facts: &Facts<'_>, _: &Answers) -> Judgement {
    let Subject::Phase { planning, phase, plan, state, counts } = &claim.subject else {
        return unverified("it names no phase");
    };
    let Some(found) = facts.phase_notes().of(planning, phase) else {
        return unverified("no plan of this phase has a note");
    };
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let (summaries, plans) = (number(found.summaries.len()), number(found.plans.len()));
    let measured = format!("{summaries} of {plans} plans summarised");
    let say = |verdict: Verdict, measured: String, reason: String| {
        judgement(
            verdict,
            measured,
            evidence(EvidenceKind::Document, "the notes of the phase", EvidenceTarget::None),
            reason,
        )
    };
    if let Some(plan) = plan {
        return match (state, found.summaries.contains(&plan.to_string())) {
            (State::Closed, true) => say(Verdict::Confirmed, "summarised".into(), "the plan has a summary".into()),
            (_, true) => {
                say(Verdict::Outdated, "summarised".into(), "the plan has a summary; the roadmap lags behind".into())
            }
            (State::Open, false) => say(Verdict::Confirmed, "no summary".into(), "the plan has no summary yet".into()),
            (_, false) => unverified("the plan has no summary"),
        };
    }
    let (stated, of) = counts.unwrap_or(match state {
        State::Closed => (plans, plans),
        State::Open => (0, plans),
        _ => return of_begun(summaries, plans, say),
    });
    let reason = in_words(summaries, plans);
    if summaries > stated {
        return say(Verdict::Outdated, measured, format!("{reason}; the roadmap lags behind"));
    }
    // What is said to be done and has a plan, but no summary.
    if summaries < stated {
        let planned = counts.is_some() && plans >= stated && claim.as_of.is_none() && *state == State::Closed;
        let verdict = if planned { Verdict::Contradicted } else { Verdict::Unverified };
        return say(verdict, measured, reason);
    }
    let whole = of >= plans && (*state != State::Closed || stated == of);
    say(if whole { Verdict::Confirmed } else { Verdict::Unverified }, measured, reason)
}

fn in_words(summaries: u64, plans: u64) -> String {
    if plans == 1 {
        return format!("the one plan that has a note has {} summary", if summaries == 0 { "no" } else { "a" });
    }
    format!("{summaries} of {plans} plans that have a note have a summary")
}

/// "In progress": some are done, and some are not.
fn of_begun(summaries: u64, plans: u64, say: impl Fn(Verdict, String, String) -> Judgement) -> Judgement {
    let measured = format!("{summaries} of {plans} plans summarised");
    let reason = in_words(summaries, plans);
    match summaries {
        0 => say(Verdict::Unverified, measured, reason),
        done if done < plans => say(Verdict::Confirmed, measured, reason),
        _ => say(Verdict::Outdated, measured, format!("{reason}; the roadmap may lag behind")),
    }
}
