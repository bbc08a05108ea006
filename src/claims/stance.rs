//! What a part of a note is meant as: fact, plan, history or example. Told by headings, boxes and quotes here, and by
//! the words around a statement in the files of the kinds.

use super::path_tokens;
use super::words::Words;
use crate::model::document::{Block, BlockKind, Document};
use crate::model::note::NoteKind;

/// How the words of a part are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stance {
    /// As what is so.
    #[default]
    Fact,
    /// As what is wanted, or to be done.
    Planned,
    /// As what was so before.
    Past,
    /// As what may be so somewhere.
    Example,
}

/// Words of headings over what is still to come.
static PLANNED: Words = Words::new(
    "projected|projection|next step|next steps|next phase|next action|next actions|recommendation|recommendations|recommended|future|\
     roadmap|todo|to do|goal|goals|objective|objectives|criteria|target|targets|action plan|action items|\
     proposed|proposal|desired|planned|expected|validation gates|implementation plan|implementation blueprint|\
     remaining work|deferred|backlog|ideas|nice to have|short term|medium term|long term|short-term|medium-term|\
     long-term|out of scope|open questions|estimated effort|effort|immediate actions|wave 0|suggested|ziele|ziel|\
     nächste schritte|prochaines étapes|próximos pasos|objetivo|objetivos|objectifs|目标|目標|建议|计划",
);

/// Words of headings that turn such a heading into one over results.
static REACHED: Words = Words::new(
    "readiness|achieved|achievement|achievements|met|completed|complete|done|result|results|verification|verified|status|\
     reached|fulfilled|satisfied|criteria coverage|✅",
);

/// Words that open headings over what was before.
static PAST: Words = Words::new("before|previous|previously|prior|historical|history|initial|original|baseline|old");

/// Those of them that say so whatever else the heading says: "Previous Results".
static ALWAYS_PAST: Words = Words::new("before|previous|previously|prior|original|old");

/// What "Pre-" stands before in headings over what was before: "Pre-Refactoring Status".
static EVENTS: Words = Words::new(
    "enhancement|refactoring|refactor|migration|fix|change|changes|audit|improvement|improvements|optimization|\
     optimisation|upgrade|rewrite|cleanup|phase|work|implementation|expansion",
);

/// Words of headings that set what was before beside what is now.
static COMPARED: Words = Words::new("after|now|current|vs|versus");

/// Words of headings over examples and instructions, and over what others have or nobody took.
static EXAMPLE: Words = Words::new(
    "alternatives|alternatives considered|options considered|considered options|example|examples|template|templates|sample output|usage|how to|quick start|\
     competitors|other projects|upstream|legacy system|rejected|proposals|wettbewerber|konkurrenz|competidores",
);

/// Headings over places of the project that are shown as examples: the places are there.
static SHOWN: Words = Words::new(
    "good examples|examples to copy|examples to follow|examples in the code|good example|to copy from|where to look|gute beispiele|\
     buenos ejemplos|bons exemples",
);

/// Whether a heading stands over places of the project that are shown as examples.
pub(crate) fn shows_places(heading: &str) -> bool {
    SHOWN.stand_in(&heading.to_lowercase())
}

/// Headings over what must be so, though they name the end.
static GATE: Words = Words::new("definition of done|exit gate|exit criteria|entry criteria|quality gate criteria|dod");

/// Whether words before a list make its items conditions: "Done when:", "A release needs all tests, once:".
pub(crate) fn sets_conditions(introduction: &str) -> bool {
    const ENDS: [&str; 14] = [
        "when", "if", "once", "until", "unless", "must", "should", "needs", "need", "requires", "require", "needs to",
        "wenn", "sobald",
    ];
    let lower = introduction.trim_end_matches([':', '：', ' ', '*']).to_lowercase();
    ENDS.iter().any(|word| lower.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
}

/// What each section is meant as, by its own heading and those above it. The title of the note is left out: it names
/// the whole, and what kind of note that is was told before.
pub(crate) fn of_sections(document: &Document) -> Vec<Stance> {
    let mut stances: Vec<Stance> = Vec::with_capacity(document.headings.len());
    for heading in &document.headings {
        let above = heading.parent.and_then(|parent| stances.get(parent)).copied().unwrap_or_default();
        let own =
            if heading.level == 1 && heading.parent.is_none() { Stance::Fact } else { of_heading(&heading.text.plain) };
        stances.push(if own == Stance::Fact && !is_of_now(&heading.text.plain) { above } else { own });
    }
    stances
}

/// Headings over what is so now, as plans have them.
static OF_NOW: Words = Words::new(
    "where we stand|where we are|where things stand|status quo|as-is|as is|today|present state|present situation|ist-zustand|ist-stand|\
     ausgangslage|situación actual|estado actual|situação atual|état actuel|état des lieux|mevcut durum|stato attuale",
);

/// Words of a plan's sentence that says what is so now.
static NOWADAYS: Words = Words::new(
    "currently|today|right now|as of now|at present|at the moment|where we stand|as things stand|aktuell|derzeit|actualmente|actuellement|\
     atualmente|attualmente|şu anda",
);

/// Whether a sentence of a plan says what is so now.
pub(crate) fn says_now(lower: &str) -> bool {
    NOWADAYS.stand_in(lower)
}

/// Whether a heading of a plan says that what stands below is so now.
pub(crate) fn heads_present(text: &str) -> bool {
    is_of_now(text) || OF_NOW.stand_in(&text.to_lowercase())
}

/// Whether a heading says that what stands below is so now, whatever stands above it: "Current coverage" under goals.
fn is_of_now(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let opens =
        matches!(words.next(), Some("current" | "actual" | "aktuelle" | "aktueller" | "aktuelles" | "当前" | "现状"));
    opens && !PLANNED.stand_in(&lower)
}

fn of_heading(text: &str) -> Stance {
    // Words in the name of a file say nothing of what stands below: `criteria.test.ts`.
    let words = text.split_whitespace().filter(|word| !word.contains('.') || path_tokens::read(word, false).is_none());
    let lower = words.collect::<Vec<_>>().join(" ").to_lowercase();
    if GATE.stand_in(&lower) {
        return Stance::Planned;
    }
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let event = first == "pre" && words.next().is_some_and(|word| EVENTS.has(word));
    if event || (ALWAYS_PAST.has(first) && !COMPARED.stand_in(&lower)) {
        return Stance::Past;
    }
    // "Expected test results" are those that a reader should see.
    if matches!(first, "expected" | "projected" | "anticipated" | "esperados" | "erwartete")
        && !COMPARED.stand_in(&lower)
    {
        return Stance::Planned;
    }
    // "Test 3: `make help` lists all targets" names what was tried.
    if REACHED.stand_in(&lower) || is_test_case(&lower) {
        return Stance::Fact;
    }
    if PLANNED.stand_in(&lower) {
        Stance::Planned
    } else if PAST.has(first) {
        Stance::Past
    } else if EXAMPLE.stand_in(&lower) {
        Stance::Example
    } else {
        Stance::Fact
    }
}

/// Whether a heading numbers a test: "Test 3: …", "TC-012 …".
fn is_test_case(lower: &str) -> bool {
    let opening = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let numbered = |word: &str, marks: &[char]| {
        let behind = opening.strip_prefix(word).filter(|rest| rest.starts_with([' ', '-', '#'])).unwrap_or_default();
        let number = behind.trim_start_matches([' ', '-', '#']);
        let rest = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        rest.len() < number.len() && rest.trim_start().starts_with(marks)
    };
    ["test", "test case", "scenario"].iter().any(|word| numbered(word, &[':', '-', '–', '—']))
        || opening.strip_prefix("tc-").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Glyphs before what is still awaited.
const AWAITED: [char; 6] = ['⏳', '⌛', '⬜', '☐', '🔲', '⏸'];

/// What a block is meant as, in a section that is meant as `section`.
pub(crate) fn of_block(block: &Block, section: Stance) -> Stance {
    match block.kind {
        _ if block.quoted => Stance::Example,
        // A ticked box under a heading of goals is a goal that was reached.
        BlockKind::Item { task: Some(true), .. } => Stance::Fact,
        BlockKind::Item { task: Some(false), .. } => Stance::Planned,
        BlockKind::Item { .. } | BlockKind::Paragraph if block.text.plain.trim_start().starts_with(AWAITED) => {
            Stance::Planned
        }
        _ => section,
    }
}

/// Whether a note says what is so. Plans and requirements say what shall be, research what others have.
pub(crate) fn states_facts(kind: NoteKind) -> bool {
    !matches!(kind, NoteKind::Plan | NoteKind::Requirements | NoteKind::Research)
}

/// Whether one of `words` stands in `lower` as a word of its own. Words of scripts without spaces stand anywhere.
pub(crate) fn has_word(lower: &str, words: &[&str]) -> bool {
    words.iter().any(|word| find_word(lower, word).is_some())
}

/// Where `word` stands in `lower` as a word of its own.
pub(crate) fn find_word(lower: &str, word: &str) -> Option<usize> {
    let spaced = word.is_ascii();
    let (bytes, first) = (lower.as_bytes(), *word.as_bytes().first()?);
    let mut from = 0;
    // Sentences are short: looking for a letter takes less time than preparing to look for a word.
    while let Some(at) = memchr::memchr(first, &bytes[from..]) {
        let (start, end) = (from + at, from + at + word.len());
        from = start + 1;
        if !bytes[start..].starts_with(word.as_bytes()) {
            continue;
        }
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let whole = free(lower[..start].chars().next_back()) && free(lower[end..].chars().next());
        if !spaced || !word.starts_with(char::is_alphanumeric) || whole {
            return Some(start);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tell_plans_from_results() {
        for heading in
            ["Next Steps", "Target Coverage for MVP", "Success Criteria", "## 🚀 Recommendations", "Phase 2 Goals"]
        {
            assert_eq!(of_heading(heading), Stance::Planned, "{heading}");
        }
        for heading in [
            "Goal Achievement",
            "Deviations from Plan",
            "Success Criteria Verification",
            "Test Summary",
            "Plan 01-02 Truths",
        ] {
            assert_eq!(of_heading(heading), Stance::Fact, "{heading}");
        }
        for heading in ["Test 3: `make help` - lists all targets", "TC-012 Goal of a route"] {
            assert_eq!(of_heading(heading), Stance::Fact, "{heading}");
        }
        assert_eq!(of_heading("Expected Test Results"), Stance::Planned);
        assert_eq!(of_heading("Expected vs actual results"), Stance::Fact);
        for heading in ["Before Audit", "Pre-Refactoring Status", "Previous Results"] {
            assert_eq!(of_heading(heading), Stance::Past, "{heading}");
        }
        for heading in ["Before and After Results", "Pre-commit Status"] {
            assert_eq!(of_heading(heading), Stance::Fact, "{heading}");
        }
        assert_eq!(of_heading("Usage"), Stance::Example);
    }
}
