//! How much something matters, in the words of a cell, and on what that depends: "High if self-serve trials".

use std::ops::Range;

use super::words::{Words, tokens};
use crate::model::gap::{Condition, Level, Priority};

/// Reads the cell of a level and, where the condition stands there, the remarks beside it.
pub fn read(text: &str, remarks: &str) -> Priority {
    let (level, condition) = match find_condition(text) {
        Some(found) => found.read(text),
        None => (level(text), leading_condition(remarks)),
    };
    Priority { level, text: text.trim().to_owned(), condition }
}

/// The level that a text names; [`Level::None`] if it names none. Of "Medium-High" the higher counts.
pub fn level(text: &str) -> Level {
    if let Some((level, _)) = worded(text) {
        return level;
    }
    let told = || if text.is_ascii() { None } else { unspaced_or_glyph(text) };
    let numbered = || match text.trim() {
        "0" => Some(Level::Critical),
        "1" => Some(Level::High),
        "2" => Some(Level::Medium),
        "3" | "4" | "5" => Some(Level::Low),
        _ => None,
    };
    told().or_else(numbered).unwrap_or_default()
}

fn unspaced_or_glyph(text: &str) -> Option<Level> {
    let unspaced = UNSPACED.iter().find(|(word, _)| text.contains(word)).map(|(_, level)| *level);
    unspaced.or_else(|| GLYPHS.iter().find(|(glyph, _)| text.contains(*glyph)).map(|(_, level)| *level))
}

/// The first word of a text that names a level, and that level; of two joined by a hyphen or slash, the higher.
pub fn worded(text: &str) -> Option<(Level, &str)> {
    let parts = |c: char| !c.is_alphanumeric();
    let words: Vec<Range<usize>> = tokens(text, parts).take(12).map(|(at, word)| at..at + word.len()).collect();
    let known = |at: &Range<usize>| WORDS.at(text, at.start, &text[at.clone()]);
    let at = words.iter().position(|word| known(word).is_some())?;
    let first = known(&words[at])?;
    let joined = |next: &&Range<usize>| matches!(&text[words[at].end..next.start], "-" | "/" | "–" | " / " | " to ");
    let next = words.get(at + 1).filter(joined).and_then(known);
    Some((next.map_or(first, |next| next.min(first)), &text[words[at].clone()]))
}

static WORDS: Words<Level> = Words::new(&[
    (Level::Critical, "critical|blocker|blocking|urgent|p0|sev0|sev1|s1|showstopper|kritisch|critique|crítica|crítico"),
    (Level::High, "high|higher|highest|major|important|severe|p1|sev2|s2|must|hoch|haute|élevé|élevée|alta|alto"),
    (Level::Medium, "medium|med|moderate|normal|mid|p2|sev3|s3|should|mittel|moyen|moyenne|media|medio"),
    (
        Level::Low,
        "low|lower|lowest|minor|trivial|info|informational|p3|p4|sev4|could|nice|negligible|niedrig|gering|\
         faible|basse|baja|bajo",
    ),
]);

const UNSPACED: &[(&str, Level)] = &[
    ("紧急", Level::Critical),
    ("严重", Level::Critical),
    ("緊急", Level::Critical),
    ("高", Level::High),
    ("中", Level::Medium),
    ("低", Level::Low),
];

const GLYPHS: &[(char, Level)] = &[
    ('🔴', Level::High),
    ('🔥', Level::High),
    ('🟠', Level::High),
    ('🟡', Level::Medium),
    ('🟢', Level::Low),
    ('🔵', Level::Low),
];

/// Words that begin a condition, and whether they turn it round.
const CONDITIONALS: &[(&str, bool)] = &[
    ("only if", false),
    ("only when", false),
    ("if", false),
    ("when", false),
    ("once", false),
    ("unless", true),
    ("except if", true),
    ("wenn", false),
    ("falls", false),
    ("sofern nicht", true),
    ("si", false),
    ("sauf si", true),
];

/// A condition in a level's own cell.
struct Found<'a> {
    /// What stands before its first word.
    before: &'a str,
    /// What stands behind that word.
    after: &'a str,
    inverted: bool,
}

/// The first condition of a cell: behind a level ("High if sold"), or before it ("If sold: High").
fn find_condition(text: &str) -> Option<Found<'_>> {
    let lower = text.to_lowercase();
    // Lower case changes the length of few letters; those texts are not cut.
    if lower.len() != text.len() {
        return None;
    }
    let found = CONDITIONALS.iter().filter_map(|(word, inverted)| {
        let at = find_word(&lower, word)?;
        Some((at, std::cmp::Reverse(word.len()), at + word.len(), *inverted))
    });
    let (at, _, end, inverted) = found.min()?;
    Some(Found { before: &text[..at], after: &text[end..], inverted })
}

impl Found<'_> {
    /// The level of the cell and its condition. Of two levels before the condition the first holds without it, of one
    /// behind an "else" that one does.
    fn read(&self, text: &str) -> (Level, Option<Condition>) {
        let Some(mut condition) = cut(self.after, self.inverted) else { return (level(text), None) };
        let leads = !self.before.chars().any(char::is_alphanumeric);
        let (own, behind) =
            if leads { self.after.split_once([':', ',']).unwrap_or((self.after, "")) } else { ("", self.after) };
        if leads && worded(behind).is_some() {
            condition = cut(own, self.inverted).unwrap_or(condition);
        }
        condition.otherwise = otherwise(behind);
        if leads {
            return (level(behind), Some(condition));
        }
        let first = level(self.before);
        let last = self.before.rsplit([',', ';', '(', '/']).find_map(|part| Some(worded(part)?.0));
        if let Some(last) = last.filter(|last| *last != first && first != Level::None) {
            condition.then = Some(last);
            condition.otherwise = condition.otherwise.or(Some(first));
        }
        (first, Some(condition))
    }
}

/// The level behind an "else".
fn otherwise(text: &str) -> Option<Level> {
    let lower = text.to_lowercase();
    let behind = ELSE.iter().find_map(|word| lower.split_once(word).map(|(_, behind)| behind))?;
    worded(behind).map(|(level, _)| level)
}

const ELSE: &[&str] = &["else", "otherwise", "sonst", "sinon", "si no,", "de lo contrario"];

/// The condition with which remarks begin: "Unless sold explicitly (see …)".
fn leading_condition(remarks: &str) -> Option<Condition> {
    let start = remarks.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '*' | '—' | '-'));
    let lower = start.to_lowercase();
    let (word, inverted) = CONDITIONALS.iter().find(|(word, _)| lower.starts_with(&format!("{word} ")))?;
    cut(start.get(word.len()..)?, *inverted)
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        free(text[..*at].chars().next_back()) && text[at + word.len()..].starts_with(char::is_whitespace)
    })
}

fn cut(text: &str, inverted: bool) -> Option<Condition> {
    let end = text.find(['(', ')', ';', ',', '—', '–']).unwrap_or(text.len());
    let end = text[..end].find(". ").unwrap_or(end);
    let mut text = text[..end].trim().trim_end_matches('.').trim();
    let mut inverted = inverted;
    // "if not sold" is "unless sold".
    let negated = NEGATIONS.iter().find_map(|word| {
        let begins = text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        text.get(word.len()..).filter(|rest| begins && rest.starts_with(' ')).map(str::trim)
    });
    if let Some(rest) = negated.filter(|rest| !rest.is_empty()) {
        (text, inverted) = (rest, !inverted);
    }
    (!text.is_empty()).then(|| Condition { text: text.to_owned(), inverted, ..Condition::default() })
}

/// Words that turn a condition round, at its beginning.
const NEGATIONS: &[&str] = &[
    "there is no",
    "there are no",
    "we have no",
    "not",
    "no",
    "without",
    "nicht",
    "kein",
    "keine",
    "keinen",
    "ohne",
    "pas de",
    "sans",
    "sin",
];

#[cfg(test)]
mod tests {
    use super::{level, read};
    use crate::model::gap::Level::{self, Critical, High, Low, Medium};

    #[test]
    fn reads_levels() {
        let cases: &[(&str, Level)] = &[
            ("CRITICAL", Critical),
            ("Blocker", Critical),
            ("P0", Critical),
            ("**High**", High),
            ("P1 - must", High),
            ("Very high", High),
            ("Medium-High", High),
            ("🟡 Medium", Medium),
            ("2", Medium),
            ("Lower", Low),
            ("minor", Low),
            ("🟢", Low),
            ("高", High),
            ("mittel", Medium),
            ("—", Level::None),
            ("", Level::None),
            ("n/a", Level::None),
        ];
        for (text, want) in cases {
            assert_eq!(level(text), *want, "{text}");
        }
    }

    #[test]
    fn reads_conditions_in_the_cell_and_beside_it() {
        let said = |text, remarks| {
            let read = read(text, remarks);
            (read.level, read.condition.map(|c| (c.text, c.inverted)))
        };
        let holds = |text: &str| Some((text.to_owned(), false));
        assert_eq!(said("High if invoices are sold", "x"), (High, holds("invoices are sold")));
        assert_eq!(said("Medium (when on-premise), else low", ""), (Medium, holds("on-premise")));
        assert_eq!(said("Lower", "Unless sold explicitly (see A.md)."), (Low, Some(("sold explicitly".into(), true))));
        assert_eq!(said("Low unless audited", "If it rains"), (Low, Some(("audited".into(), true))));
        assert_eq!(said("High", "Fails if the token is old"), (High, None));
        assert_eq!(said("High if not sold", ""), (High, Some(("sold".into(), true))));
        assert_eq!(said("High unless there are no customers", ""), (High, holds("customers")));
        assert_eq!(said("If sold: High", ""), (High, holds("sold")));
        assert_eq!(said("Normal", "if not"), (Medium, holds("not")));
    }

    #[test]
    fn reads_two_levels_of_one_cell() {
        let said = |text: &str| {
            let read = read(text, "");
            let condition = read.condition.unwrap();
            (read.level, condition.text, condition.then, condition.otherwise)
        };
        let eu = || "EU".to_owned();
        assert_eq!(said("Low, but High if EU"), (Low, eu(), Some(High), Some(Low)));
        assert_eq!(said("Medium (High if EU)"), (Medium, eu(), Some(High), Some(Medium)));
        assert_eq!(said("Low; Critical unless EU"), (Low, eu(), Some(Critical), Some(Low)));
        assert_eq!(said("High if EU, else Low"), (High, eu(), None, Some(Low)));
        assert_eq!(said("If EU, High; otherwise Medium"), (High, eu(), None, Some(Medium)));
        assert_eq!(said("Medium-High if EU"), (High, eu(), None, None));
        assert_eq!(said("P1 - must, if EU"), (High, eu(), None, None));
    }
}
