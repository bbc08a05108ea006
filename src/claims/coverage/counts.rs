//! Coverage that is stated as two counts and no percentage: "30 of 47 lines are covered", "`core/x.py` (39/56 lines)",
//! "Lines covered: 128/138", a cell beside "Lines covered".

use super::subject::subject;
use super::words::{coverage_word, first_words, is_past, is_wanted, metric, speaks_of_coverage};
use super::{KIND, beside};
use crate::claims::aside::{is_aside, is_in_code, place_in_time};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::stance::has_word;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Subject};
use crate::model::document::Inline;
use crate::model::ratio::{Metric, Ratio};
use crate::model::value::{Bound, Number, Quantity, Unit};
use crate::notes::numbers::{self, Found, Role};

/// The claims of a sentence in which no percentage says the same.
pub(super) fn find(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Vec<Claim> {
    let text = sentence.text();
    let mut claims = Vec::new();
    for found in &sentence.numbers {
        let Some((ratio, metric, labelled)) = counted(reader, sentence, found) else { continue };
        let (subject, inherited) = subject(reader, sentence, &found.range, None);
        let subject = match subject {
            Subject::Part { name, .. } => Subject::Part { name, metric: Some(metric) },
            _ => Subject::Total { metric: Some(metric) },
        };
        let span = sentence.words.source(sentence.whole(&found.range));
        let value = Some(share(ratio));
        let mut claim = reader.claim(KIND.id, text, span, &text[found.range.clone()], value, subject);
        claim.ratio = Some(ratio);
        // "Lines covered: 128/138" are those of the whole, "0 of 50 lines covered" may be those of what was spoken of before.
        claim.inherited = inherited && !(labelled && matches!(claim.subject, Subject::Total { .. }));
        place_in_time(reader, sentence, &found.range, &mut claim);
        super::of_kind(reader, sentence.section, &sentence.lower, &mut claim);
        claims.push(claim);
    }
    claims
}

/// The percentage of two counts, cut behind two digits.
pub(super) fn share(ratio: Ratio) -> Quantity {
    let hundredths = u128::from(ratio.covered) * 10_000 / u128::from(ratio.total.max(1));
    let share = Number { scaled: i64::try_from(hundredths).unwrap_or(0), decimals: 2 };
    Quantity { bound: Bound::Exact, low: share, high: share, unit: Unit::Percent }
}

/// The counts of a cell beside a label that names what is covered: `| Lines covered | 367/930 (39 %) |`.
pub(super) fn of_cell(cell: &Inline, label: &str) -> Option<(Found, Quantity, Ratio)> {
    label_of_counts(label)?;
    let found = numbers::only(&cell.plain)?;
    let (covered, total) = (found.quantity.low.as_count()?, found.total.and_then(Number::as_count)?);
    let stated = found.quantity.bound == Bound::Exact && covered <= total && found.role == Role::Alone;
    let sound = stated && found.quantity.unit == Unit::Count && !cell.style_at(found.range.start).struck;
    let ratio = Ratio::new(covered, total);
    sound.then(|| (found, share(ratio), ratio))
}

/// Words that say of lines that tests ran them.
static RAN: Words = Words::new("executed|hit|ejecutadas|executadas|ausgeführt|exécutées|执行|実行");

/// The metric that a label names as covered: "Lines covered", "covered branches", "Líneas ejecutadas".
pub(super) fn label_of_counts(label: &str) -> Option<Metric> {
    let bare = label.trim_matches(|c: char| !c.is_alphanumeric());
    let short = bare.split_whitespace().count() <= 4 && !has_word(bare, &["not", "un", "missing", "no"]);
    let covered = coverage_word(bare, 0).is_some() || RAN.stand_in(bare);
    metric(bare).filter(|_| short && covered)
}

/// The counts that a number states, what they count, and whether a label says so.
fn counted(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> Option<(Ratio, Metric, bool)> {
    let lower = sentence.lower.as_str();
    let (covered, total) = (found.quantity.low.as_count()?, found.total.and_then(Number::as_count)?);
    let label = lower[..found.range.start].trim_end_matches([' ', '*', '`', '_']).strip_suffix([':', '：']);
    let of_label = label.and_then(|label| label_of_counts(label.rsplit([';', '.', '(']).next().unwrap_or(label)));
    let behind = first_words(&lower[found.range.end..], 2);
    let metric = of_label.or_else(|| metric(found.noun(lower))).or_else(|| metric(behind)).or_else(|| {
        // "Functions in billing: 5 of 9 entered", "Branches: 210/290".
        let label = label?.rsplit(['.', ';', '(']).next()?;
        metric(label).filter(|_| label.split_whitespace().count() <= 4)
    })?;
    let stated = found.quantity.bound == Bound::Exact && covered <= total && found.role == Role::Alone;
    // The word stands right behind what is counted: "lines covered", "branches are covered by tests".
    let behind = first_words(&lower[found.range.end..], 4);
    let said = is_run(behind)
        || label.is_some_and(|label| metric_alone(label) && is_said_before(reader, sentence))
        || of_label.is_some()
        || is_of_line_coverage(lower, found)
        || beside::named(reader, sentence, found).is_some()
        || in_bracket_of_path(reader, sentence, found);
    let aside = is_aside(sentence, &found.range)
        || is_in_code(sentence.words, &sentence.whole(&found.range))
        || is_wanted(lower, &found.range)
        || is_past(lower, &found.range)
        || sentence.is_struck(found.range.start);
    (stated && said && !aside).then(|| (Ratio::new(covered, total), metric, of_label.is_some()))
}

/// Words behind a count of lines by which tests ran them.
static RUN: Words = Words::new(
    "executed|hit|run|taken|entered|exercised|reached|tested|ausgeführt|getestet|ejecutan|ejecutadas|exécutées|executadas|\
     eseguite|uitgevoerd|wykonano|wykonane",
);

/// Whether words behind a count say that tests ran what is counted.
fn is_run(behind: &str) -> bool {
    let denied = has_word(behind, &["not", "un", "only", "never", "nie", "nicht", "no", "nunca", "jamais"]);
    !denied && (coverage_word(behind, 0).is_some() || RUN.stand_in(behind))
}

/// Whether a label is the name of a metric and nothing else.
fn metric_alone(label: &str) -> bool {
    let label = label.rsplit(['.', ';', '(']).next().unwrap_or(label).trim();
    !label.contains(char::is_whitespace) && metric(label).is_some()
}

/// Whether the sentence before one speaks of coverage.
fn is_said_before(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    reader.sentences_before(sentence).next().is_some_and(|before| speaks_of_coverage(&before.lower))
}

/// "Line coverage of the release: 547/714 lines".
fn is_of_line_coverage(lower: &str, found: &Found) -> bool {
    let label = lower[..found.range.start].trim_end_matches([' ', '*', '`', '_']).strip_suffix([':', '：']);
    let label = label.and_then(|label| label.rsplit([';', '.', '(']).next());
    label.is_some_and(|label| speaks_of_coverage(label) && label.split_whitespace().count() <= 7)
}

/// "`core/x.py` (39/56 lines)" where a heading speaks of coverage.
fn in_bracket_of_path(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> bool {
    let lower = sentence.lower.as_str();
    let Some(noun) = found.noun.clone() else { return false };
    let Some(before) = lower[..found.range.start].trim_end().strip_suffix('(') else { return false };
    if !lower[noun.end..].trim_start().starts_with(')') {
        return false;
    }
    let end = sentence.range.start + before.trim_end().trim_end_matches(['`', '*']).len();
    let named = paths(sentence.words, &sentence.range).into_iter().any(|token| token.range.end == end);
    let title = reader.heading(Some(0)).map(|title| title.text.plain.as_str());
    let mut above = title.into_iter().chain(reader.headings_above(sentence.section));
    named && above.any(|words| speaks_of_coverage(&words.to_lowercase()))
}
