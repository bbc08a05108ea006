//! States as notes give them: words of any case, glyphs before or behind them, a judgement, a word struck out.

use super::words::Words;
use crate::model::note::{Inline, State};

/// A state with what it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The state.
    pub state: State,
    /// Whether a glyph says so.
    pub glyph: bool,
    /// Whether a word says so.
    pub word: bool,
}

/// The state that a cell, a heading or a remark gives. `None` if it gives none.
pub fn read(text: &str) -> Option<Said> {
    let glyph = glyph(text);
    let word = word(text);
    let state = match (glyph, word) {
        (None, word) => word?,
        (Some(State::Closed), Some(State::Partial)) => State::Partial,
        (Some(State::Partial), Some(State::Open)) => State::Open,
        (Some(State::Unknown), Some(word)) => word,
        (Some(glyph), _) => glyph,
    };
    Some(Said { state, glyph: glyph.is_some(), word: word.is_some() })
}

/// The state of a cell; what is struck out is over.
pub fn read_inline(words: &Inline) -> Option<Said> {
    let struck = words.pieces.iter().any(|piece| piece.style.struck);
    if !struck {
        return read(&words.plain);
    }
    let rest: String = words.pieces.iter().filter(|p| !p.style.struck).map(|p| &words.plain[p.plain.clone()]).collect();
    read(&rest).or_else(|| read(&words.plain).map(|said| Said { state: State::Closed, ..said }))
}

/// The state of the first glyph that gives one.
pub fn glyph(text: &str) -> Option<State> {
    let state = |c: char| GLYPHS.iter().find(|(glyphs, _)| glyphs.contains(c)).map(|(_, state)| *state);
    text.chars().find_map(state).or_else(|| (text.trim() == "?").then_some(State::Unknown))
}

/// Whether a character is a glyph that notes use for states.
pub fn is_glyph(c: char) -> bool {
    GLYPHS.iter().any(|(glyphs, _)| glyphs.contains(c))
}

/// The text without glyphs of state and what binds them, trimmed.
pub fn without_glyphs(text: &str) -> &str {
    text.trim_matches(|c: char| is_glyph(c) || c.is_whitespace() || matches!(c, '\u{FE0F}' | '\u{FFFD}'))
}

const GLYPHS: &[(&str, State)] = &[
    ("✓✔✅🟢☑💚🎉⭐🌟", State::Closed),
    ("⚠🟡🚧⏳🟠🔶◐🔄⌛", State::Partial),
    ("✗✘❌🔴🛑⬜⛔☐🚫❎⏭⏸", State::Open),
    ("❓❔", State::Unknown),
];

/// The state that the first word or phrase of a text gives: "Missing in CI", not "Zero tests missing".
pub fn opens(text: &str) -> Option<State> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(5).collect();
    if words.is_empty() { None } else { at_word(&words, 0).or_else(|| unspaced(&lower)) }
}

/// The state of the first words that give one.
fn word(text: &str) -> Option<State> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty()).take(24).collect();
    if words.is_empty() {
        return None;
    }
    (0..words.len()).find_map(|at| at_word(&words, at)).or_else(|| unspaced(&lower))
}

/// The state of the phrase at a word.
fn at_word(words: &[&str], at: usize) -> Option<State> {
    let known = |at: usize| words.get(at).and_then(|word| WORDS.get(word));
    let pair = |list: &[(&str, &str)]| list.iter().any(|(a, b)| words[at] == *a && words.get(at + 1) == Some(b));
    if pair(OPEN_PAIRS) {
        return Some(State::Open);
    }
    if pair(PARTIAL_PAIRS) {
        return Some(State::Partial);
    }
    match words[at] {
        // "not covered" is open, "no gaps" is closed, "not only" says nothing.
        "not" | "no" | "non" | "never" | "without" | "nicht" | "kein" | "keine" | "pas" => {
            let next = (at + 1..words.len().min(at + 4)).find_map(known)?;
            Some(if next == State::Closed { State::Open } else { State::Closed })
        }
        "partially" | "partly" | "mostly" | "almost" | "nearly" | "teilweise" => Some(State::Partial),
        _ => known(at),
    }
}

const OPEN_PAIRS: &[(&str, &str)] = &[
    ("not", "started"),
    ("no", "tests"),
    ("no", "test"),
    ("no", "coverage"),
    ("not", "tested"),
    ("to", "do"),
    ("not", "yet"),
    ("not", "met"),
    ("not", "installed"),
    ("needs", "creation"),
    ("gaps", "found"),
    ("zero", "coverage"),
    ("no", "data"),
    ("does", "not"),
    ("do", "not"),
    ("doesn't", "exist"),
];
const PARTIAL_PAIRS: &[(&str, &str)] = &[
    ("in", "progress"),
    ("needs", "improvement"),
    ("needs", "work"),
    ("some", "gaps"),
    ("en", "cours"),
    ("human", "needed"),
];

static WORDS: Words<State> = Words::new(&[
    (
        State::Closed,
        "verified|satisfied|wired|complete|completed|pass|passed|passes|passing|done|covered|green|resolved|\
         fixed|achieved|met|ok|okay|yes|implemented|merged|closed|shipped|validated|success|successful|\
         succeeded|excellent|good|great|solid|strong|full|fully|ready|operational|active|working|works|modern|\
         found|exists|present|approved|accepted|confirmed|installed|updated|created|added|integrated|tested|\
         comprehensive|finished|delivered|mitigated|healthy|stable|erledigt|fertig|abgedeckt|terminé|fait|\
         couvert|completado|hecho|cubierto",
    ),
    (
        State::Partial,
        "partial|near|wip|started|ongoing|thin|weak|limited|moderate|fair|basic|amber|yellow|stale|orphaned|\
         flaky|degraded|partiel|parcial|begonnen|minimal|stub|active",
    ),
    (
        State::Open,
        "pending|missing|failed|fails|failing|failure|fail|blocked|blocker|deferred|todo|open|untested|\
         uncovered|unresolved|incomplete|absent|broken|red|planned|skipped|gap|gaps|issue|issues|error|errors|\
         none|unverified|unimplemented|backlog|poor|critical|offen|fehlt|fehlend|manquant|ouvert|pendiente|\
         falta|abierto|failures|problems|bugs|no",
    ),
    (State::Unknown, "unknown|unclear|uncertain|tbd|n/a"),
]);

/// Words of scripts without spaces, the negative ones first.
fn unspaced(text: &str) -> Option<State> {
    const LIST: &[(&str, State)] = &[
        ("部分", State::Partial),
        ("进行中", State::Partial),
        ("進行中", State::Partial),
        ("未", State::Open),
        ("缺", State::Open),
        ("无", State::Open),
        ("失败", State::Open),
        ("不合规", State::Open),
        ("待", State::Open),
        ("完成", State::Closed),
        ("完全", State::Closed),
        ("已", State::Closed),
        ("通过", State::Closed),
        ("符合", State::Closed),
    ];
    LIST.iter().find(|(word, _)| text.contains(word)).map(|(_, state)| *state)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::model::note::State::{self, Closed, Open, Partial, Unknown};

    #[test]
    fn reads_words_and_glyphs() {
        let cases: &[(&str, State)] = &[
            ("✓ VERIFIED", Closed),
            ("SATISFIED", Closed),
            ("✅ Excellent", Closed),
            ("⭐⭐ Good", Closed),
            ("Passing", Closed),
            ("✅ PARTIALLY RESOLVED", Partial),
            ("⚠ Thin", Partial),
            ("🚧", Partial),
            ("in progress", Partial),
            ("⚠️ Blocked", Open),
            ("⏳ Pending", Open),
            ("NOT STARTED", Open),
            ("No tests", Open),
            ("not covered", Open),
            ("❌ Missing", Open),
            ("❌ Not installed", Open),
            ("⬜", Open),
            ("no gaps", Closed),
            ("No issues found", Closed),
            ("没有实现，未完成", Open),
            ("已完成", Closed),
            ("?", Unknown),
            ("⏭ skipped", Open),
        ];
        for (text, state) in cases {
            assert_eq!(read(text).map(|said| said.state), Some(*state), "{text}");
        }
        for text in ["", "—", "87%", "Needs", "A-", "src/a.rs"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
