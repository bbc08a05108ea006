//! What became of things: "Inbox: parser, actions (covered)", "basic covered; payloads (gap)", and ticked bullets in
//! lists of what is covered.

use super::super::labels;
use super::super::reading::{Reading, clean};
use super::super::sections::{self, strong_length};
use super::super::states;
use super::super::topics::{Topic, Topics};
use super::super::words::Words;
use crate::model::document::{Block, BlockKind};
use crate::model::note::State;
use crate::model::taken::Outcome;

/// All outcomes, in order.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (at, block) in reading.running() {
        if block.quoted || !matches!(block.kind, BlockKind::Item { task: None, .. }) {
            continue;
        }
        let line = reading.block_line(block);
        if is_covered_bullet(reading, at) {
            let state = states::glyph(&block.text.plain).unwrap_or_default();
            let subject = clean(states::without_glyphs(&block.text.plain));
            outcomes.push(Outcome { subject, state, text: String::new(), line });
        } else {
            told(block, line, &mut outcomes);
        }
    }
    outcomes
}

/// "Subject — part, part (covered); part (gap)".
fn told(block: &Block, line: u32, outcomes: &mut Vec<Outcome>) {
    let text = block.text.plain.trim();
    if text.len() > 1000 || !text.split([';', '；']).any(ends_with_mark) {
        return;
    }
    let (head, tail) = match sections::lead(text, strong_length(block)) {
        (head, Some(tail)) => (head, tail),
        _ => match labels::split(text) {
            Some((name, value)) => (name.to_owned(), value.to_owned()),
            None => return,
        },
    };
    let subject = clean(&head);
    // What stands behind these is said of something else.
    if REMARKS.contains(&subject.to_lowercase().as_str()) {
        return;
    }
    let parts: Vec<&str> = if tail.len() <= 600 { tail.split([';', '；']).collect() } else { Vec::new() };
    for (state, part) in parts.into_iter().filter_map(marked) {
        outcomes.push(Outcome { subject: subject.clone(), state, text: part, line });
    }
}

/// Labels of remarks, which name nothing that could be covered.
const REMARKS: &[&str] = &[
    "reason",
    "reasons",
    "rationale",
    "why",
    "because",
    "cause",
    "root cause",
    "impact",
    "effect",
    "issue",
    "problem",
    "risk",
    "note",
    "notes",
    "remark",
    "context",
    "fix",
    "explanation",
    "consequence",
    "grund",
    "raison",
    "motivo",
];

/// Whether the last word of a part is the last word of a mark: all others are left at once.
fn ends_with_mark(part: &str) -> bool {
    let bare = part.trim_end_matches(|c: char| !c.is_alphanumeric());
    bare.rsplit(|c: char| !c.is_alphanumeric()).next().is_some_and(|word| LAST.at(word, 0, word).is_some())
}

static LAST: Words<()> = Words::list(
    "covered|tested|partial|thin|gap|gaps|missing|uncovered|untested|tests|abgedeckt|teilweise|lücke|couvert|partiel|manquant",
);

/// A part with its mark: "parser, actions (covered)", "basic covered", "covered".
fn marked(part: &str) -> Option<(State, String)> {
    let bare = part.trim().trim_end_matches(['.', ',']).trim_end();
    if let Some((before, mark)) = bare.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        return mark_state(mark).map(|state| (state, clean(before)));
    }
    let (before, mark) = MARKS
        .iter()
        .filter_map(|(mark, _)| Some((strip_word(bare, mark)?, *mark)))
        .min_by_key(|(before, _)| before.len())?;
    let said = mark_state(mark)?;
    let state = if said == State::Closed { negation(before).unwrap_or(said) } else { said };
    (before.split_whitespace().count() <= 8).then(|| (state, clean(before)))
}

/// "not explicitly tested", "only happy path tested".
fn negation(before: &str) -> Option<State> {
    let topics = Topics::of(before);
    if topics.has(Topic::Negation) {
        return Some(State::Open);
    }
    let little = |word: &str| matches!(word.to_lowercase().as_str(), "little" | "few" | "half" | "some" | "poorly");
    let is_little = topics.has(Topic::Little) || before.split(|c: char| !c.is_alphanumeric()).any(little);
    is_little.then_some(State::Partial)
}

fn mark_state(mark: &str) -> Option<State> {
    let lower = mark.trim().to_lowercase();
    MARKS.iter().find(|(known, _)| *known == lower).map(|(_, state)| *state)
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(word.len())?;
    let tail = text.get(at..)?;
    let free = !text[..at].ends_with(char::is_alphanumeric);
    (free && tail.eq_ignore_ascii_case(word)).then(|| &text[..at])
}

const MARKS: &[(&str, State)] = &[
    ("covered", State::Closed),
    ("fully covered", State::Closed),
    ("well covered", State::Closed),
    ("tested", State::Closed),
    ("well tested", State::Closed),
    ("fully tested", State::Closed),
    ("partial", State::Partial),
    ("partially covered", State::Partial),
    ("partly covered", State::Partial),
    ("partially tested", State::Partial),
    ("partly tested", State::Partial),
    ("mostly covered", State::Partial),
    ("mostly tested", State::Partial),
    ("largely covered", State::Partial),
    ("largely tested", State::Partial),
    ("nearly covered", State::Partial),
    ("almost covered", State::Partial),
    ("barely covered", State::Partial),
    ("barely tested", State::Partial),
    ("thin", State::Partial),
    ("gap", State::Open),
    ("gaps", State::Open),
    ("missing", State::Open),
    ("uncovered", State::Open),
    ("untested", State::Open),
    ("not covered", State::Open),
    ("not tested", State::Open),
    ("no tests", State::Open),
    ("abgedeckt", State::Closed),
    ("teilweise", State::Partial),
    ("lücke", State::Open),
    ("couvert", State::Closed),
    ("partiel", State::Partial),
    ("manquant", State::Open),
];

/// A bullet with a glyph in a list of what is covered or tested.
pub(super) fn is_covered_bullet(reading: &Reading<'_>, at: usize) -> bool {
    let Some(block) = reading.document.blocks.get(at) else { return false };
    starts_with_glyph(&block.text.plain)
        && (reading.topics(block.section).has(Topic::Coverage) || reading.announced(at).has(Topic::Coverage))
}

/// Whether a text opens with a glyph of state.
pub(super) fn starts_with_glyph(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(states::is_glyph)
}
