//! States as notes give them: words of any case, glyphs before or behind them, a judgement, a word struck out.

use super::words::{Words, is_between, tokens};
use crate::model::document::Inline;
use crate::model::note::State;

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
    if text.is_ascii() {
        return (text.trim() == "?").then_some(State::Unknown);
    }
    text.chars().find_map(glyph_state)
}

/// Whether a character is a glyph that notes use for states.
pub fn is_glyph(c: char) -> bool {
    glyph_state(c).is_some()
}

fn glyph_state(c: char) -> Option<State> {
    if c < '\u{2300}' {
        return None;
    }
    Some(match c {
        '✓' | '✔' | '✅' | '🟢' | '☑' | '💚' | '🎉' | '⭐' | '🌟' => State::Closed,
        '⚠' | '🟡' | '🚧' | '⏳' | '🟠' | '🔶' | '◐' | '🔄' | '⌛' => State::Partial,
        '✗' | '✘' | '❌' | '🔴' | '🛑' | '⬜' | '⛔' | '☐' | '🚫' | '❎' | '⏭' | '⏸' => State::Open,
        '❓' | '❔' => State::Unknown,
        _ => return None,
    })
}

/// The text without glyphs of state and what binds them, trimmed.
pub fn without_glyphs(text: &str) -> &str {
    text.trim_matches(|c: char| is_glyph(c) || c.is_whitespace() || matches!(c, '\u{FE0F}' | '\u{FFFD}'))
}

/// The state that the first word or phrase of a text gives: "Missing in CI", not "Zero tests missing".
pub fn opens(text: &str) -> Option<State> {
    let (at, word) = tokens(text, is_between).next()?;
    at_word(text, at, word).or_else(|| unspaced(text))
}

/// The state of the first words that give one.
fn word(text: &str) -> Option<State> {
    tokens(text, is_between).take(24).find_map(|(at, word)| at_word(text, at, word)).or_else(|| unspaced(text))
}

/// The state of the phrase at a word.
fn at_word(text: &str, at: usize, word: &str) -> Option<State> {
    let negated = match WORDS.at(text, at, word)? {
        Word::Says(state) => return Some(state),
        Word::Not => &text[at + word.len()..],
    };
    // "not covered" is open, "no gaps" is closed, "not only" says nothing; a bare "no" is open.
    let next = tokens(negated, is_between).take(3).find_map(|(at, word)| match WORDS.at(negated, at, word)? {
        Word::Says(state) => Some(state),
        Word::Not => None,
    });
    let bare = !negated.trim_start().starts_with(char::is_alphabetic) && !word.eq_ignore_ascii_case("not");
    let next = next.or(bare.then_some(State::Closed))?;
    Some(if next == State::Closed { State::Open } else { State::Closed })
}

/// What a word does.
#[derive(Clone, Copy, Debug)]
enum Word {
    Says(State),
    /// Turns round what follows.
    Not,
}

static WORDS: Words<Word> = Words::new(&[
    (
        Word::Says(State::Closed),
        "verified|satisfied|wired|complete|completed|pass|passed|passes|passing|done|covered|green|resolved|\
         fixed|achieved|met|ok|okay|yes|implemented|merged|closed|shipped|validated|success|successful|\
         succeeded|excellent|good|great|solid|strong|full|fully|ready|operational|active|working|works|modern|\
         found|exists|present|approved|accepted|confirmed|installed|updated|created|added|integrated|tested|\
         comprehensive|finished|delivered|mitigated|healthy|stable|erledigt|fertig|abgedeckt|terminé|fait|\
         couvert|completado|hecho|cubierto",
    ),
    (
        Word::Says(State::Partial),
        "partial|near|wip|started|ongoing|thin|weak|limited|moderate|fair|basic|amber|yellow|stale|orphaned|\
         flaky|degraded|partiel|parcial|begonnen|minimal|stub|active|in progress|needs improvement|needs work|\
         some gaps|en cours|human needed|partially|partly|mostly|almost|nearly|teilweise",
    ),
    (
        Word::Says(State::Open),
        "pending|missing|failed|fails|failing|failure|fail|blocked|blocker|deferred|todo|open|untested|\
         uncovered|unresolved|incomplete|absent|broken|red|planned|skipped|gap|gaps|issue|issues|error|errors|\
         none|unverified|unimplemented|backlog|poor|critical|offen|fehlt|fehlend|manquant|ouvert|pendiente|\
         falta|abierto|failures|problems|bugs|not started|no tests|no test|no coverage|not tested|to do|not yet|\
         not met|not installed|needs creation|gaps found|zero coverage|no data|does not|do not|doesn't exist",
    ),
    (Word::Says(State::Unknown), "unknown|unclear|uncertain|tbd|n/a"),
    (Word::Not, "not|no|non|never|without|nicht|kein|keine|pas"),
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
    if text.is_ascii() || !text.contains(|c| c >= '\u{2E80}') {
        return None;
    }
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
