//! Numbers in running text and in cells, in every form that people write them: `~27%`, `25+`, `66-91%`, `3/4`, `1,234`,
//! `≥ 80 %`, `12% → 40%`, `from 57% to 80%`, `+0.06 pp`, `3 of 4`.
//!
//! Dates, versions, times, hashes, issue numbers, ids, places in files and ordinals hold digits and are no numbers.

mod bounds;
mod token;

use std::ops::Range;

use crate::model::value::{Bound, Number, Quantity, Unit};

/// What part a number has in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// None: the number stands for itself.
    Alone,
    /// It is where something was: the first of `12 % → 40 %`, "from 57 %".
    From,
    /// It is a step on the way.
    Step,
    /// It is where something comes to.
    To,
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its bytes, with the words and signs that loosen it and with its unit: `at least 80 %`.
    pub range: Range<usize>,
    /// What it says. A difference downward is negative.
    pub quantity: Quantity,
    /// The other number of `3/4` and `3 of 4`.
    pub total: Option<Number>,
    /// Whether it has a sign before it or counts percentage points: a difference and no amount.
    pub difference: bool,
    /// Its part in a change.
    pub role: Role,
    /// The word behind it (`tests`, `min`), if there is one.
    pub noun: Option<Range<usize>>,
}

impl Found {
    /// The word behind the number.
    pub fn noun<'a>(&self, text: &'a str) -> &'a str {
        self.noun.clone().and_then(|noun| text.get(noun)).unwrap_or_default()
    }

    /// Whether it is a count that stands for itself: exact, no part of a range, change or fraction, and no difference.
    pub fn is_plain_count(&self) -> bool {
        self.quantity.unit == Unit::Count
            && self.quantity.bound == Bound::Exact
            && self.role == Role::Alone
            && !self.difference
            && self.total.is_none()
    }

    /// Whether it is a percentage of something, and no difference.
    pub fn is_percentage(&self) -> bool {
        self.quantity.unit == Unit::Percent && !self.difference
    }
}

/// All numbers of a text, in order.
pub fn scan(text: &str) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(skip) = text.as_bytes()[at..].iter().position(u8::is_ascii_digit) {
        at += skip;
        match token::read(text, at) {
            Ok(token) => {
                at = token.end.max(at + 1);
                let floor = all.last().map_or(0, |found| found.range.end);
                all.push(found(text, &token, floor));
            }
            Err(end) => at = end.max(at + 1),
        }
    }
    if text.contains("://") || text.contains("www.") {
        all.retain(|found| !is_in_address(text, found.range.start));
    }
    ranges(text, &mut all);
    changes(text, &mut all);
    all
}

/// Whether a byte lies within a web address: what stands in one is stated by nobody.
fn is_in_address(text: &str, at: usize) -> bool {
    let word = text[..at].rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
    let before = text[word..at].trim_start_matches(|c: char| !c.is_alphanumeric());
    before.contains("://") || before.starts_with("www.")
}

/// "between 60 % and 70 %" is one number: a range.
fn ranges(text: &str, all: &mut Vec<Found>) {
    let joined = |a: &Found, b: &Found| {
        let between = text[a.range.end..b.range.start].trim();
        ["and", "und", "et", "y"].iter().any(|word| between.eq_ignore_ascii_case(word))
            && ends_with_any(&text[..a.range.start], &["between", "zwischen", "entre"])
            && [a, b].iter().all(|number| number.quantity.bound == Bound::Exact && !number.difference)
            && a.total.is_none()
            && a.quantity.low.nanos() <= b.quantity.low.nanos()
    };
    for at in (1..all.len()).rev() {
        if joined(&all[at - 1], &all[at]) {
            let upper = all.remove(at);
            let lower = &mut all[at - 1];
            lower.range.end = upper.range.end;
            lower.noun = upper.noun;
            let quantity = Quantity { bound: Bound::Range, low: lower.quantity.low, ..upper.quantity };
            lower.quantity = quantity;
        }
    }
}

/// The first number of a text.
pub fn first(text: &str) -> Option<Found> {
    scan(text).into_iter().next()
}

/// A cell or value that is a number and little else: a judgement, a glyph, a remark in brackets may stand beside it.
pub fn only(text: &str) -> Option<Found> {
    let found = first(text)?;
    let before = text[..found.range.start].chars().filter(|c| c.is_alphanumeric()).count();
    let letters = |part: &str| {
        part.split(['(', ',', ';', '|', '←', '—', '–'])
            .next()
            .unwrap_or("")
            .chars()
            .filter(|c| c.is_alphabetic())
            .count()
    };
    // "1, 2, 5" is a list of names.
    let listed = text[found.range.end..].trim_start().strip_prefix([',', ';', '、', '&']);
    let listed = listed.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    (before == 0 && !listed && letters(&text[found.range.end..]) <= 16).then_some(found)
}

fn found(text: &str, token: &token::Token, floor: usize) -> Found {
    let sign = bounds::before(text, token.start, floor);
    let start = sign.start;
    let bound = match (token.high, sign.bound, token.plus) {
        (Some(_), _, _) => Bound::Range,
        // "~5,000+" is no less, give or take.
        (None, Some(Bound::About) | None, true) => Bound::AtLeast,
        (None, Some(bound), _) => bound,
        (None, None, false) => Bound::Exact,
    };
    let turn = |number: Number| if sign.minus { Number { scaled: -number.scaled, ..number } } else { number };
    let quantity = Quantity {
        bound,
        low: turn(token.low),
        high: turn(token.high.unwrap_or(token.low)),
        unit: if token.percent { Unit::Percent } else { Unit::Count },
    };
    let noun = noun(text, token);
    Found {
        range: start..token.end,
        quantity,
        total: token.total,
        difference: token.points || sign.minus || sign.plus,
        role: Role::Alone,
        noun,
    }
}

fn noun(text: &str, token: &token::Token) -> Option<Range<usize>> {
    if let Some(glued) = &token.glued {
        return Some(glued.clone());
    }
    let rest = &text[token.end..];
    let start = token.end + (rest.len() - rest.trim_start_matches([' ', '\u{A0}', '-', '(']).len());
    let length = text[start..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - start);
    (length > 0).then_some(start..start + length)
}

/// Marks what belongs to a change: numbers joined by arrows, and "from … to …".
fn changes(text: &str, all: &mut [Found]) {
    for at in 1..all.len() {
        let between = text[all[at - 1].range.end..all[at].range.start].trim();
        let arrow = ["->", "→", "=>", "➜", "⟶", "➔"].iter().any(|arrow| {
            let rest = between.strip_suffix(arrow).or_else(|| between.strip_prefix(arrow));
            rest.is_some_and(|rest| rest.split_whitespace().count() <= 3 && !rest.contains(['.', ';', '|']))
        });
        let joined = ["to", "up to", "down to", "bis", "à", "al", "a", "para", "auf"]
            .iter()
            .any(|word| between.eq_ignore_ascii_case(word));
        let worded = joined
            && ends_with_any(
                &text[..all[at - 1].range.start],
                &["from", "von", "de", "was", "dal", "del", "da", "desde"],
            );
        if arrow || worded {
            all[at - 1].role = if all[at - 1].role == Role::To { Role::Step } else { Role::From };
            all[at].role = Role::To;
            inherit_unit(all, at);
        }
    }
    for found in all.iter_mut().filter(|found| found.role == Role::Alone) {
        let before = &text[..found.range.start];
        if ends_with_any(before, FROM) && !ends_with_any(before, &["apart from"]) {
            found.role = Role::From;
        }
    }
}

/// What makes a number one of the past.
const FROM: &[&str] =
    &["from", "from current", "from the current", "was", "previously", "formerly", "up from", "down from"];

/// Whether a text ends with one of these words, in any case.
fn ends_with_any(text: &str, words: &[&str]) -> bool {
    let text = text.trim_end();
    words.iter().any(|word| bounds::ends_with_word(text, word))
}

/// `25 -> 40%`: both are percentages.
fn inherit_unit(all: &mut [Found], at: usize) {
    if all[at].quantity.unit == Unit::Percent && !all[at].difference && all[at - 1].noun.is_none() {
        all[at - 1].quantity.unit = Unit::Percent;
    }
}

#[cfg(test)]
mod tests {
    use super::{Role, scan};
    use crate::model::value::{Bound, Unit};

    /// Each number as sign, number, unit, total and part in a change.
    fn read(text: &str) -> Vec<String> {
        let one = |found: &super::Found| {
            let sign = match found.quantity.bound {
                Bound::Exact | Bound::Range => "",
                Bound::About => "~",
                Bound::AtLeast => ">=",
                Bound::MoreThan => ">",
                Bound::AtMost => "<=",
                Bound::LessThan => "<",
            };
            let high =
                if found.quantity.bound == Bound::Range { format!("..{}", found.quantity.high) } else { String::new() };
            let unit = if found.quantity.unit == Unit::Percent { "%" } else { "" };
            let total = found.total.map_or_else(String::new, |total| format!(" of {total}"));
            let difference = if found.difference { " diff" } else { "" };
            let role = if found.role == Role::Alone { String::new() } else { format!(" {:?}", found.role) };
            format!("{sign}{}{high}{unit}{total}{difference}{role}", found.quantity.low)
        };
        scan(text).iter().map(one).collect()
    }

    #[test]
    fn what_stands_in_an_address_is_no_number_of_the_text() {
        let said = |text: &str| scan(text).iter().map(|found| text[found.range.clone()].to_owned()).collect::<Vec<_>>();
        assert_eq!(said("44 tests, at https://ci.example.com/run?tests=99 and then 50"), ["44", "50"]);
        assert_eq!(said("(www.example.com/coverage=75%), 3 left"), ["3"]);
    }

    #[test]
    fn reads_every_form() {
        let forms: &[(&str, &[&str])] = &[
            ("3/4", &["3 of 4"]),
            ("134 tests", &["134"]),
            ("25+", &[">=25"]),
            ("80%+", &[">=80%"]),
            ("87.76%", &["87.76%"]),
            ("87,76 %", &["87.76%"]),
            ("1,234 and 12,345,678", &["1234", "12345678"]),
            ("1\u{202F}234 Tests", &["1234"]),
            ("+6%", &["6% diff"]),
            ("-3%", &["-3% diff"]),
            ("66-91%", &["66..91%"]),
            ("60–90 %", &["60..90%"]),
            ("60% - 90%", &["60%", "90%"]),
            ("60%-90%", &["60..90%"]),
            ("between 60% and 70%", &["60..70%"]),
            ("between 60 and 70 %", &["60..70%"]),
            ("zwischen 5 und 8 Tests", &["5..8"]),
            ("between 2 modules, 3 and 4", &["2", "3", "4"]),
            (">80%", &[">80%"]),
            ("≥ 80 %", &[">=80%"]),
            (">= 80 percent", &[">=80%"]),
            ("~27%", &["~27%"]),
            ("<5%", &["<5%"]),
            ("12 → 40", &["12 From", "40 To"]),
            ("12% -> 40%", &["12% From", "40% To"]),
            ("25 -> 40%", &["25% From", "40% To"]),
            ("25% → 40% → 55% → 70%", &["25% From", "40% Step", "55% Step", "70% To"]),
            ("from 57% to 80%", &["57% From", "80% To"]),
            ("Overall coverage ≥80% (from current 57.37%)", &[">=80%", "57.37% From"]),
            ("3 of 4", &["3 of 4"]),
            ("3 out of the 4", &["3 of 4"]),
            ("12% (3/25)", &["12%", "3 of 25"]),
            ("+0.06 pp", &["0.06% diff"]),
            ("2 percentage points", &["2% diff"]),
            ("❌ 5%", &["5%"]),
            ("164 (min 50)", &["164", "50"]),
            ("15% avg", &["15%"]),
            ("at least 5", &[">=5"]),
            ("up to 5 minutes, under 10", &["<=5", "<10"]),
            ("about 74 %", &["~74%"]),
            ("4-8 workers", &["4..8"]),
            ("5-15 minutes", &["5..15"]),
            ("1.2k", &["1200.0"]),
            ("kapsam %55,6, hedef %80", &["55.6%", "80%"]),
            ("(%60'a)", &["60%"]),
            ("60-90  %24", &["60..90%", "24"]),
            ("printf %5d and 100%20", &["5", "100%", "20"]),
            ("9 个测试用例，共15个", &["9", "15"]),
        ];
        for (text, want) in forms {
            assert_eq!(read(text), *want, "{text}");
        }
    }

    #[test]
    fn reads_no_number_where_there_is_none() {
        for text in [
            "2026-01-21",
            "2026-01-21T10:00:00Z",
            "02:15 UTC",
            "v2.1",
            "1.2.3",
            "pytest 8.4.2",
            "6b804f7",
            "D-12-04-01",
            "#42",
            "src/a.rs:12-20",
            "P0-015",
            "12-04",
            "Plan 04",
            "test_2",
            "1st",
            "10.0.0.1",
            "October 2, 2025",
            "(Feb 2026)",
            "utf8",
            "$5",
            "12/31/2025",
            "a/3/4",
        ] {
            let found: Vec<String> = read(text).into_iter().filter(|number| number != "2").collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }
}
