//! `sum`: the total row of a table against its rows, in every column of numbers; a total in words beside a table that
//! has no total row; a number with its parts in brackets. The document itself is the evidence: a sum that adds up confirms the sum, not what it counts.
//!
//! Where another line of the note names the difference ("134 passing, 8 skipped" for rows that add up to 142), the
//! total is contradicted all the same, and the reason says so. A total in words that some list of the note adds up to
//! exactly is confirmed by it.

mod brackets;
mod enumerated;
mod headed;
mod label;
mod listed;
mod pairs;
mod prose;
mod table;
mod units;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::ClaimKind;
use super::judge::{evidence, judgement, unverified};
use super::passages::{COLUMNS, Reader};
use super::stance::Stance;
use crate::claims::coverage::words::first_words;

use self::table::{Compared, Total, add, totals};
use super::words::Words;
use crate::claims::test_count::words::speaks_of_tests;
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Remark, Subject, Verdict};
use crate::model::question::{Answers, Question};
use crate::model::value::{Number, Quantity, Unit};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "sum", find, asks, check };

/// Words that explain why some do not count.
static EXPLAINING: Words = Words::new(
    "skipped|skip|skips|skipping|ignored|ignore|excluded|excludes|excluding|disabled|pending|xfail|xfailed|\
     deselected|deferred|not run|not counted|omitted|quarantined|flaky|duplicate|duplicates|todo|failed|failing|\
     left out|removed|übersprungen|ignorés|跳过",
);

/// Words that are put before the total of a table with a qualified total row.
const QUALIFIED: &str = "(some rows are left out)";

/// A remark on a number whose parts stand in brackets behind it.
const PARTS: &str = "(its parts stand beside it)";

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    let explained = OnceCell::new();
    for table in &reader.note.document.tables {
        if reader.section_stance(table.section) == Stance::Example || table.header.len() > COLUMNS {
            continue;
        }
        for total in totals(table).into_iter().chain(pairs::totals(table)) {
            claims.push(of_total(reader, &total, &explained));
        }
    }
    let in_words = prose::totals(reader).into_iter().chain(listed::totals(reader));
    let in_words = in_words
        .map(|stated| (stated, None))
        .chain(brackets::totals(reader).into_iter().map(|stated| (stated, Some(PARTS))))
        .chain(enumerated::totals(reader).into_iter().map(|stated| (stated, Some(PARTS))))
        .chain(headed::totals(reader).into_iter().map(|stated| (stated, Some(PARTS))));
    for (stated, remark) in in_words {
        let text = stated.sentence.text();
        let span = stated.sentence.words.source(stated.sentence.whole(&stated.range));
        if claims.iter().any(|known: &Claim| known.span == span) {
            continue;
        }
        let subject = Subject::Addends { rows: stated.addends };
        let mut claim = reader.claim(KIND.id, text, span, &text[stated.range], Some(stated.value), subject);
        claim.context.extend(remark.map(|text| Remark { text: text.to_owned(), line: claim.line, value: None }));
        claims.push(claim);
    }
    claims
}

/// Where a note names a number of things that do not count.
struct Explanation {
    word: String,
    line: u32,
    /// The other numbers of the sentence.
    beside: Vec<Number>,
    about_tests: bool,
}

/// Such places by their number.
type Explained = BTreeMap<u64, Vec<Explanation>>;

fn of_total(reader: &Reader<'_>, total: &Total<'_>, explained: &OnceCell<Explained>) -> Claim {
    let cell = &total.row.cells[total.column];
    let text = Reader::row_text(&total.row.cells);
    let span = cell.source(total.range.clone());
    let written = &cell.plain[total.range.clone()];
    let rows = total.addends.clone();
    let difference = add(&rows).difference(&total.value).filter(|difference| *difference > 0);
    let mut claim = reader.claim(KIND.id, &text, span, written, Some(total.value), Subject::Addends { rows });
    if let Some(difference) = difference {
        let explained = explained.get_or_init(|| explanations(reader));
        claim.context.extend(explanation(explained, difference, &total.value, counts_tests(reader, total)));
    }
    if total.qualified {
        claim.context.push(Remark { text: QUALIFIED.into(), line: claim.line, value: None });
    }
    claim
}

fn explanations(reader: &Reader<'_>) -> Explained {
    let mut explained = Explained::new();
    for sentence in reader.sentences().iter().filter(|sentence| !sentence.numbers.is_empty()) {
        if !EXPLAINING.stand_in(&sentence.lower) {
            continue;
        }
        for found in &sentence.numbers {
            let Some(count) = found.quantity.low.as_count().filter(|_| found.quantity.unit == Unit::Count) else {
                continue;
            };
            let behind = first_words(&sentence.lower[found.range.end..], 3);
            let Some(word) = EXPLAINING.first(behind) else { continue };
            let (line, _) = reader.position(sentence.words.source(sentence.whole(&found.range)).start);
            explained.entry(count).or_default().push(Explanation {
                word: word.to_owned(),
                line,
                beside: sentence.numbers.iter().map(|other| other.quantity.low).collect(),
                about_tests: speaks_of_tests(&sentence.lower),
            });
        }
    }
    explained
}

/// The line of the note that names the difference as something that does not count: in a sentence that names the total
/// as well, or that speaks of tests as the column does.
fn explanation(explained: &Explained, difference: u64, total: &Quantity, tests: bool) -> Option<Remark> {
    let all = explained.get(&difference)?;
    let names_total = all.iter().find(|place| place.beside.contains(&total.low));
    let found = names_total.or_else(|| all.iter().find(|place| tests && place.about_tests))?;
    Some(Remark { text: found.word.clone(), line: found.line, value: Some(difference) })
}

/// Whether the column of a total counts tests.
fn counts_tests(reader: &Reader<'_>, total: &Total<'_>) -> bool {
    let header =
        total.table.header.get(total.column).is_some_and(|cell| speaks_of_tests(&cell.plain.to_ascii_lowercase()));
    let heading = reader.heading(total.table.section);
    header || heading.is_some_and(|heading| speaks_of_tests(&heading.text.plain.to_ascii_lowercase()))
}

fn asks(_: &Claim, _: &Facts<'_>) -> Vec<Question> {
    Vec::new()
}

fn check(claim: &Claim, _: &Facts<'_>, _: &Answers) -> Judgement {
    let (Some(total), Subject::Addends { rows }) = (claim.value, &claim.subject) else {
        return unverified("it states no total");
    };
    let sum = add(rows);
    let parts = rows.iter().map(|(_, value)| written(value)).collect::<Vec<_>>().join(" + ");
    let in_brackets = claim.context.iter().any(|remark| remark.text == PARTS);
    let (what, place) = if in_brackets { ("parts", "the same sentence") } else { ("rows", "the same table") };
    let proof = evidence(EvidenceKind::Document, format!("{} {what} of {place}", rows.len()), EvidenceTarget::None);
    let adds_up = if rows.len() <= 8 {
        format!("{what} add up to {}: {parts}", sum.text())
    } else {
        format!("{what} add up to {}", sum.text())
    };
    let qualified = claim.context.iter().any(|remark| remark.text == QUALIFIED);
    match sum.compare(&total) {
        Compared::Equal => judgement(Verdict::Confirmed, sum.text(), proof, adds_up),
        Compared::Open => Judgement {
            verdict: Verdict::Unverified,
            measured: Some(sum.text()),
            evidence: Some(proof),
            reason: format!("{adds_up}; both are bounds"),
        },
        Compared::Different if qualified => {
            let reason = format!("{adds_up}; it is open whether the total counts all of them");
            Judgement { verdict: Verdict::Unverified, measured: Some(sum.text()), evidence: Some(proof), reason }
        }
        Compared::Different => {
            let explained = claim.context.iter().find_map(|remark| Some((remark.value?, &remark.text, remark.line)));
            let reason = match explained {
                Some((count, word, line)) => {
                    let was = if count == 1 { "was" } else { "were" };
                    format!("rows add up to {}; {count} {was} {word}, line {line} says", sum.text())
                }
                None => adds_up,
            };
            judgement(Verdict::Contradicted, sum.text(), proof, reason)
        }
    }
}

/// A number as it stands in its row, with what loosens it.
fn written(value: &Quantity) -> String {
    use crate::model::value::Bound;
    match value.bound {
        Bound::About => format!("~{}", value.low),
        Bound::AtLeast => format!("{}+", value.low),
        Bound::MoreThan => format!(">{}", value.low),
        Bound::AtMost => format!("≤{}", value.low),
        Bound::LessThan => format!("<{}", value.low),
        Bound::Range => format!("{}-{}", value.low, value.high),
        Bound::Exact => value.low.to_string(),
    }
}
