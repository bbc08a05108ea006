//! The status of a note, or of one of its sections: `status: passed` in the frontmatter, "**Status:** complete", a heading
//! that ends with "— COMPLETE". Rows and boxes below it confirm or deny it.

use crate::claims::passages::{Reader, Sentence};
use crate::claims::sections::{Judged, Tally, judged};
use crate::claims::stance::Stance;
use crate::claims::status::KIND;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::BlockKind;
use crate::model::note::State;
use crate::notes::labels::split;
use crate::notes::states::is_glyph;

/// What a status must say to be one of everything below it.
static CLOSED: Words = Words::new(
    "complete|completed|done|pass|all pass|all passing|passed|verified|resolved|finished|closed|all done|all passed|fully complete|\
     fully verified|100% complete|implemented|satisfied|abgeschlossen|erledigt|fertig|terminé|completado|完成|已完成",
);

static OPEN: Words = Words::new("gaps found|failed|fail|incomplete|not complete|not passed|gaps|unvollständig");

/// Rows of what is to be reached: a table of findings or files says nothing of the whole.
const REACHED: [&str; 8] = ["truth", "requirement", "artifact", "criterion", "must", "check", "link", "goal"];

/// Words of headings over boxes that may stay open.
static LATER: Words = Words::new(
    "next|future|recommendation|recommendations|deferred|out of scope|optional|backlog|follow-up|follow up|manual|human|\
     later|remaining|todo|to do|ideas|nice to have|upcoming|roadmap|planned|v2|sign-off|maintenance",
);

/// So many statements of a note are compared with it.
const MOST: usize = 500;

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let judged = judged(reader);
    let mut claims: Vec<Claim> = in_frontmatter(reader, &judged).into_iter().collect();
    for sentence in reader.sentences() {
        if claims.len() >= MOST {
            break;
        }
        let claim = match reader.note.document.blocks[sentence.block].kind {
            BlockKind::Heading(index) => of_heading(reader, &judged, sentence, index),
            _ => of_label(reader, &judged, sentence),
        };
        claims.extend(claim);
    }
    claims
}

fn in_frontmatter(reader: &Reader<'_>, judged: &[Judged<'_>]) -> Option<Claim> {
    let field = reader.note.frontmatter.as_ref()?.get("status")?;
    let written = field.scalar()?;
    let state = state(written)?;
    let span = reader.in_line(field.line, written)?;
    let subject = said(reader, judged, None, state, "the note");
    Some(reader.claim(KIND.id, &format!("status: {written}"), span, written, None, subject))
}

fn of_label(reader: &Reader<'_>, judged: &[Judged<'_>], sentence: &Sentence<'_>) -> Option<Claim> {
    let text = sentence.text();
    let (name, value) = split(text)?;
    let key = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    // What an item says behind its first line is of that item.
    if matches!(reader.note.document.blocks[sentence.block].kind, BlockKind::Item { .. }) && sentence.range.start > 0 {
        return None;
    }
    let named =
        matches!(key.as_str(), "status" | "overall status" | "phase status" | "verdict" | "statut" | "estado" | "状态");
    // "P0 evaluation: all pass" below a table of criteria.
    let judged_here = || judged.iter().any(|judged| judged.table.section == sentence.section);
    let named = named || (key.split_whitespace().count() <= 4 && key.ends_with(" evaluation") && judged_here());
    if !named || sentence.stance != Stance::Fact || value.is_empty() {
        return None;
    }
    let state = state(value)?;
    let at = text.rfind(value)?;
    let span = sentence.words.source(sentence.whole(&(at..at + value.len())));
    let scope = reader.heading_above(sentence).filter(|index| {
        let heading = &reader.note.document.headings[*index];
        heading.parent.is_some() || heading.level > 1
    });
    let about = reader.heading(scope).map_or("the note", |heading| heading.text.plain.trim());
    Some(reader.claim(KIND.id, text, span, value, None, said(reader, judged, scope, state, about)))
}

/// A heading that ends with its state, over boxes or rows of states.
fn of_heading(reader: &Reader<'_>, judged: &[Judged<'_>], sentence: &Sentence<'_>, index: usize) -> Option<Claim> {
    let text =
        sentence.text().trim_end_matches(|c: char| is_glyph(c) || c.is_whitespace() || ")*_.!\u{FE0F}".contains(c));
    let start = text
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let word = &text[start..];
    let before = text[..start].trim_end();
    // "Tasks Completed" names what is listed; "Setup — complete" and "Setup COMPLETE" say how it stands.
    let apart =
        before.ends_with(['—', '–', '-', ':', '(', '|']) || before.ends_with(|c: char| is_glyph(c) || c == '\u{FE0F}');
    let shouted = word.len() > 3 && word.chars().all(char::is_uppercase);
    let negated = before.to_lowercase();
    let negated = ["not", "partially", "partly", "almost", "nearly", "in"].iter().any(|word| negated.ends_with(word));
    if before.is_empty() || !(apart || shouted) || negated || state(word)? != State::Closed {
        return None;
    }
    let about = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let subject = said(reader, judged, Some(index), State::Closed, about);
    if matches!(subject, Subject::Said { elsewhere: None, .. }) {
        return None;
    }
    let at = start..start + word.len();
    let span = sentence.words.source(sentence.whole(&at));
    Some(reader.claim(KIND.id, sentence.text(), span, word, None, subject))
}

/// The state that a status gives: the whole of it, up to a remark.
fn state(value: &str) -> Option<State> {
    let lower = value.to_lowercase().replace('_', " ");
    let head = lower.split(['(', '—', '–', ';', ',', '|', '.', '\n']).next()?.split(" - ").next()?;
    let bare = head.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
    match bare {
        word if CLOSED.has(word) => Some(State::Closed),
        word if OPEN.has(word) => Some(State::Open),
        _ => None,
    }
}

fn said(reader: &Reader<'_>, judged: &[Judged<'_>], scope: Option<usize>, state: State, about: &str) -> Subject {
    let elsewhere = match state {
        State::Closed => of_closed(reader, judged, scope),
        _ => of_open(reader, judged, scope),
    };
    Subject::Said { about: about.to_owned(), elsewhere }
}

/// The tables of states in a scope.
fn tables<'j, 'n>(
    reader: &'j Reader<'n>,
    judged: &'j [Judged<'n>],
    scope: Option<usize>,
) -> impl Iterator<Item = &'j Judged<'n>> {
    judged
        .iter()
        .filter(move |judged| reader.lies_under(judged.table.section, scope))
        .filter(|judged| reader.section_stance(judged.table.section) == Stance::Fact)
        .filter(|judged| REACHED.iter().any(|noun| judged.is_about(noun)))
}

fn of_closed(reader: &Reader<'_>, judged: &[Judged<'_>], scope: Option<usize>) -> Option<Elsewhere> {
    let mut tally = Tally::default();
    for judged in tables(reader, judged, scope) {
        for (row, state) in &judged.rows {
            if *state == Some(State::Open) {
                let line = reader.line(row.span.start);
                let what: String = judged.cell_of_state(row).chars().take(40).collect();
                let reason = format!("line {line} gives a row as \"{what}\"");
                return Some(elsewhere(Some(false), "a row is open", format!("line {line}"), reason));
            }
        }
        tally += judged.tally();
    }
    let boxes: Vec<_> = reader.boxes_under(scope).filter(|task| !is_later(reader, task.section, scope)).collect();
    let open: Vec<_> = boxes.iter().filter(|task| !task.done).collect();
    if let Some(first) = open.first() {
        let line = reader.line(first.offset);
        let measured = format!("{} of {} boxes open", open.len(), boxes.len());
        let reason = format!("{measured}, the first in line {line}");
        return Some(elsewhere(Some(false), &measured, format!("line {line}"), reason));
    }
    if tally.total() > 0 && tally.closed == tally.total() {
        let measured = format!("{} of {} rows closed", tally.closed, tally.total());
        return Some(elsewhere(Some(true), &measured, "the rows of the note".into(), measured.clone()));
    }
    if tally.total() > 0 {
        let measured = format!("{} of {} rows closed", tally.closed, tally.total());
        let reason = format!("{measured}, {} partly", tally.partial);
        return Some(elsewhere(None, &measured, "the rows of the note".into(), reason));
    }
    if boxes.is_empty()
        && let Some(found) = findings(reader, scope)
    {
        return Some(found);
    }
    let measured = format!("{} of {} boxes ticked", boxes.len(), boxes.len());
    (!boxes.is_empty()).then(|| elsewhere(Some(true), &measured, "the boxes of the note".into(), measured.clone()))
}

/// The items of a section that says what was looked for: "FOUND: src/tide.rs", "Commit `1f2e3d4`: MISSING".
fn findings(reader: &Reader<'_>, scope: Option<usize>) -> Option<Elsewhere> {
    let items = reader.note.document.blocks.iter().filter(|block| block.section == scope && scope.is_some());
    let said = items.filter(|block| matches!(block.kind, BlockKind::Item { task: None, .. })).filter_map(|block| {
        let plain = block.text.plain.trim().trim_end_matches('.');
        let word = |word: &str| plain.starts_with(&format!("{word}:")) || plain.ends_with(&format!(" {word}"));
        let found = ["FOUND", "VERIFIED", "EXISTS"].iter().any(|known| word(known));
        let missing = ["MISSING", "NOT FOUND"].iter().any(|known| word(known));
        (found || missing).then_some(!missing)
    });
    let said: Vec<bool> = said.collect();
    let found = said.iter().filter(|found| **found).count();
    let measured = format!("{found} of {} items found", said.len());
    (!said.is_empty())
        .then(|| elsewhere(Some(found == said.len()), &measured, "the items of the section".into(), measured.clone()))
}

fn of_open(reader: &Reader<'_>, judged: &[Judged<'_>], scope: Option<usize>) -> Option<Elsewhere> {
    let listed = reader
        .note
        .frontmatter
        .as_ref()
        .and_then(|frontmatter| frontmatter.get("gaps"))
        .map_or(0, |gaps| gaps.items().len());
    let listed = if scope.is_none() { listed } else { 0 };
    let mut tally = Tally::default();
    for judged in tables(reader, judged, scope) {
        tally += judged.tally();
    }
    if listed > 0 {
        let measured = format!("{listed} listed");
        let reason = format!("the frontmatter lists {listed} of them");
        return Some(elsewhere(Some(true), &measured, "the frontmatter".into(), reason));
    }
    let measured = format!("{} of {} rows closed", tally.closed, tally.total());
    match tally.total() {
        0 => None,
        total if tally.closed < total => {
            Some(elsewhere(Some(true), &measured, "the rows of the note".into(), measured.clone()))
        }
        _ => {
            Some(elsewhere(None, &measured, "the rows of the note".into(), format!("{measured}, and no gap is listed")))
        }
    }
}

/// Whether boxes lie under a heading of what comes later, below the scope.
fn is_later(reader: &Reader<'_>, section: Option<usize>, scope: Option<usize>) -> bool {
    let mut at = section.filter(|index| Some(*index) != scope);
    while let Some(heading) = reader.heading(at) {
        if LATER.stand_in(&heading.text.plain.to_lowercase()) {
            return true;
        }
        at = heading.parent.filter(|index| Some(*index) != scope);
    }
    false
}

fn elsewhere(agrees: Option<bool>, measured: &str, place: String, reason: String) -> Elsewhere {
    Elsewhere { agrees, measured: measured.to_owned(), place, reason }
}

#[cfg(test)]
mod tests {
    use super::state;
    use crate::model::note::State::{Closed, Open};

    #[test]
    fn a_status_is_the_whole_of_what_it_says() {
        for text in ["passed", "✅ **COMPLETE**", "Complete (all 5 plans)", "done — see below", "PASSED"] {
            assert_eq!(state(text), Some(Closed), "{text}");
        }
        for text in ["gaps_found", "GAPS FOUND", "❌ Failed", "incomplete"] {
            assert_eq!(state(text), Some(Open), "{text}");
        }
        for text in [
            "Comprehensive Audit Complete",
            "Environment Setup Complete ✅ (85% Ready)",
            "planning",
            "human_needed",
            "draft",
        ] {
            assert_eq!(state(text), None, "{text}");
        }
    }
}
