//! Gates and goals that are said to be met or missed without a number beside them: "Coverage gate (75 %) passed", "Goal:
//! 65 % of lines. Goal reached", "2.4 points short of 65 %". The reports decide.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use crate::claims::aside::{is_aside, is_in_code, place_in_time};
use crate::claims::coverage;
use crate::claims::passages::{Reader, Sentence};
use crate::claims::threshold::{prose, reaches};
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::ratio::Metric;
use crate::model::value::{Bound, Quantity, Unit};
use crate::notes::numbers::{self, Found};

/// Words that make such a sentence a wish or a rule.
static WISHED: Words = Words::new(
    "must|should|would|could|will|if|when|until|ensure|require|requires|need|needs|once|whether|expected|plan|aim|want|new code|diff|patch|\
     mutation|was|were|last|previous|next",
);

/// The claim of a sentence, if it is such a one.
pub(super) fn find(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    if sentence.asks() || WISHED.stand_in(&sentence.lower) {
        return None;
    }
    of_gate(reader, sentence).or_else(|| of_goal_before(reader, sentence)).or_else(|| short(reader, sentence))
}

/// "Coverage gate (75 %) passed", "threshold of 50 % lines met with 60.5 %".
fn of_gate(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static GATE: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !lower.contains('%') {
        return None;
    }
    let pattern = GATE.get_or_init(|| {
        Regex::new(r"\b(?:gate|threshold|target|goal|floor|minimum) ?(?:\(|of |: ?|at )(?P<n>\d{1,3}(?:\.\d+)?) ?%\)?(?: of)?(?: (?:lines?|branches|line coverage|coverage))?:? (?:is |has been )?(?P<said>met|passed|reached|achieved|exceeded|satisfied|green|missed|not met|not reached|failed)\b").ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    let (number, said, all) = (found.name("n")?, found.name("said")?, found.get(0)?.range());
    let goal =
        sentence.numbers.iter().find(|known| known.range.start <= number.start() && number.end() <= known.range.end)?;
    let met = !matches!(said.as_str(), "missed" | "not met" | "not reached" | "failed");
    let with = sentence.numbers.iter().find(|known| known.range.start >= all.end && known.is_percentage());
    let behind = &lower[all.end..with.map_or(all.end, |known| known.range.start)];
    if let Some(with) = with.filter(|_| matches!(behind.trim(), "with" | "at" | ":" | "(")) {
        let wanted = least(goal);
        let reached = reaches(&with.quantity, &wanted, true);
        let written = sentence.text().get(with.range.clone())?.trim().to_owned();
        let reason = format!("{written} in the same sentence");
        let elsewhere = Elsewhere {
            agrees: reached.map(|reached| reached == met),
            measured: written,
            place: "the same sentence".into(),
            reason,
        };
        let subject = Subject::Said { about: "the goal".into(), elsewhere: Some(elsewhere) };
        return claim(reader, sentence, &all, subject, None);
    }
    let of_coverage = coverage::words::speaks_of_coverage(lower);
    let mut claim = measured(reader, sentence, &all, sentence, goal, met).filter(|_| of_coverage)?;
    if let Some(name) = named(sentence.text().get(..all.start)?) {
        claim.subject = Subject::Part { name, metric: None };
        claim.inherited = false;
    }
    Some(claim)
}

/// What stands before "coverage gate" and is gated: "Quay coverage gate".
fn named(before: &str) -> Option<String> {
    static NONE: Words = Words::new(
        "the|our|a|this|total|overall|global|project|code|test|tests|unit|line|lines|branch|minimum|quality|ci|coverage|and|all",
    );
    let lower = before.to_ascii_lowercase();
    let end = coverage::words::coverage_word(&lower, lower.len())?.start;
    let words: Vec<&str> = before.get(..end)?.split_whitespace().collect();
    let telling = words.iter().all(|word| {
        word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !NONE.has(&word.to_lowercase())
    });
    ((1..=2).contains(&words.len()) && telling).then(|| words.join(" "))
}

/// Words of headings that name no part of a project.
static GENERAL: Words = Words::new(
    "gate|gates|checklist|plan|goal|goals|target|targets|criteria|quality|decision|decisions|summary|status|result|results|release|coverage|\
     milestone|milestones|overview|sign-off",
);

/// "Milestone goal: 65 % of lines. Goal reached".
fn of_goal_before(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static REACHED: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    let pattern = REACHED.get_or_init(|| {
        Regex::new(r"^\W*(?:the |this )?(?:goal|target|threshold|it is|it was)?(?: is| was)? ?(?P<said>reached|met|achieved|missed|not reached|not met)\b[^\w]*$").ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    let all = found.get(0)?.range();
    let before = reader.sentences_before(sentence).next()?;
    let words = ["goal", "target", "threshold"];
    let is_goal = words.iter().any(|word| before.lower.contains(word)) && lower.chars().any(char::is_alphabetic);
    let mut percentages = before.numbers.iter().filter(|known| known.is_percentage());
    let goal = percentages.next().filter(|_| is_goal && percentages.next().is_none())?;
    let of_lines = coverage::words::speaks_of_coverage(&before.lower)
        || before.lower.contains("of lines")
        || before.lower.contains("of all lines");
    let met = !matches!(found.name("said")?.as_str(), "missed" | "not reached" | "not met");
    let start = lower.find(|c: char| c.is_alphabetic())?;
    let end = found.name("said")?.end().min(all.end);
    of_lines.then(|| measured(reader, sentence, &(start..end), before, goal, met))?
}

/// "Keep the gate at 65, although we are 2.4 points short over all lines".
fn short(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static SHORT: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    let pattern = SHORT.get_or_init(|| {
        Regex::new(r"\b(?:gate|threshold|target|goal|floor) (?:is |stays |remains )?(?:at |of )(?P<goal>\d{1,2}(?:\.\d+)?)\b.* (?P<all>(?P<gap>\d{1,2}(?:\.\d+)?) (?:percentage )?points (?:short|away|below)) (?:over all lines|of lines|in total|overall|of line coverage)").ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    let number = |name: &str| found.name(name)?.as_str().parse::<f64>().ok();
    let value = number("goal")? - number("gap")?;
    let quantity = numbers::only(&format!("{value:.1}%"))?.quantity;
    let range = found.name("all")?.range();
    let subject = Subject::Total { metric: Some(Metric::Lines) };
    claim(reader, sentence, &range, subject, Some(quantity))
}

fn least(goal: &Found) -> Quantity {
    Quantity { bound: Bound::AtLeast, low: goal.quantity.low, high: goal.quantity.low, unit: Unit::Percent }
}

/// A goal that the reports decide; `stated` is the sentence that has its number and says of what.
fn measured(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    stated: &Sentence<'_>,
    goal: &Found,
    met: bool,
) -> Option<Claim> {
    let bound = if met { Bound::AtLeast } else { Bound::LessThan };
    let quantity = Quantity { bound, ..least(goal) };
    let word = coverage::words::coverage_word(&stated.lower, goal.range.start);
    let (subject, inherited) = coverage::subject::subject(reader, stated, &goal.range, word.as_ref());
    let subject = match subject {
        Subject::Part { name, metric } if GENERAL.stand_in(&name.to_lowercase()) => Subject::Total { metric },
        subject => subject,
    };
    let mut claim = claim(reader, sentence, range, subject, Some(quantity))?;
    claim.inherited = inherited;
    place_in_time(reader, stated, &goal.range, &mut claim);
    Some(claim)
}

fn claim(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    subject: Subject,
    value: Option<Quantity>,
) -> Option<Claim> {
    let aside = is_aside(sentence, range)
        || is_in_code(sentence.words, &sentence.whole(range))
        || sentence.is_struck(range.start);
    (!aside).then(|| prose::claim(reader, sentence, range, subject, value))
}
