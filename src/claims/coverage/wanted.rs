//! Whether a number is one that somebody wants, supposes or sets, and none that is so.

use std::ops::Range;

use super::words::{SO, clause, first_words, without_files, words};
use crate::claims::stance::has_word;
use crate::claims::words::Words;

/// Words that make a number one that is wanted.
static WANTED: Words = Words::new(
    "target|targets|targeting|threshold|goal|goals|minimum|min|maximum|max|required|require|requires|requirement|\
     needs|need|needed|must|should|shall|will|would|could|gate|gates|floor|baseline|aim|aims|desired|expected|\
     aspirational|milestone|milestones|budget|limit|limits|fail_under|fail-under|drops|drop|falls|ensure|\
     maintain|increase|raise|reach|improve|want|wanted|proposed|until|enforce|enforced|at least|standard|if|when|hope|typically|usually|normally|in general|to get to|to get it to|\
     plan|planned|estimate to|hedef|hedefi|çıkarmak|yapılacaklar|ziel|soll|mindestens|objectif|objetivo|meta|\
     umbral|cible|seuil|obiettivo|soglia|traguardo|doel|esperado|esperados|esperada|esperadas|erwartet|erwartete|erwarteter|attendu|attendus|mínima|mínimo|minimale|阈值|閾值|门槛|最低|目标|目標|要求|达到",
);

/// Words that open a label over what is wanted: all of "Target: 90 % lines, 85 % branches" is.
static AIMS: Words = Words::new(
    "target|targets|goal|goals|threshold|thresholds|required|minimum|hedef|hedefler|yapılacaklar|obiettivo|soglia|objetivo|meta|ziel|ziele|objectif|目标|目標",
);

/// Words of a label by which an aim was reached.
static MET: Words =
    Words::new("achieved|reached|met|exceeded|alcanzado|alcançado|atingido|erreicht|atteint|raggiunto|达成|達成");

/// Words behind which all numbers up to a comma are wanted ones.
static AIM_OF: Words = Words::new(
    "target of|targets of|goal of|goals of|threshold of|thresholds of|minimum of|floor of|floors of|gate of|gates of",
);

/// Words of those who want something: what follows them in their clause and the next ones is not there yet.
static WISHES: Words = Words::new(
    "we need|we want|we aim|we aim for|we plan|we accept|we require|we expect|we hope|we target|we ask for|you need|wir wollen|\
     wir brauchen|wir erwarten|queremos|necesitamos|hay que|hace falta|il faut|il faudra|il faudrait|nous voulons",
);

/// Words that open what is only supposed: "For example, a module with 70 % coverage".
static SUPPOSED: Words = Words::new(
    "example|examples|e.g|suppose|supposing|imagine|assume|assuming|say|hypothetically|beispiel|beispielsweise|ejemplo|\
     exemple|örneğin|mesela",
);

/// Whether the words of its clause make a number one that is wanted.
pub(crate) fn is_wanted(lower: &str, number: &Range<usize>) -> bool {
    let lower = &*without_files(lower);
    let clause = clause(lower, number);
    let before = &lower[clause.start..number.start];
    let behind = &lower[number.end..clause.end];
    // "Expected outcome: …": the first label of the sentence makes all of it a wish.
    let label = lower[..number.start].split([':', '：']).next().filter(|label| label.len() < number.start);
    let wished = label.is_some_and(|label| {
        label.split_whitespace().count() <= 3
            && has_word(
                label,
                &[
                    "expected",
                    "projected",
                    "planned",
                    "erwartete",
                    "erwartet",
                    "next",
                    "tomorrow",
                    "todo",
                    "nächste",
                    "próximos",
                    "prochaines",
                ],
            )
    });
    let met = label.is_some_and(|label| MET.stand_in(label) && words(label).len() <= 4);
    let before =
        if met { &lower[clause.start.max(label.map_or(0, str::len)).min(number.start)..number.start] } else { before };
    let aims = |label: &&str| words(label).len() <= 3 && words(label).iter().any(|word| AIMS.has(word));
    // "Target achieved: 78 %" says what is so.
    let aim = label.as_ref().is_some_and(aims) && !met && !SO.stand_in(&lower[clause.clone()]);
    let listed = AIM_OF.places(&lower[..number.start]).last();
    let listed = listed.is_some_and(|aim| !lower[aim.end..number.start].contains([',', ';', '(', ')']));
    let hoped = || {
        WISHES.places(&lower[..number.start]).last().is_some_and(|wish| {
            let since = &lower[wish.end..number.start];
            !since.contains([':', ';', '—']) && !SO.stand_in(since)
        })
    };
    wished
        || aim
        || listed
        || WANTED.stand_in(before)
        || before.trim_end().ends_with(" to get")
        || WANTED.stand_in(first_words(behind, 4))
        || is_conditional(lower, number.start)
        || hoped()
}

/// Whether a sentence speaks of what is not so: "would", "if", "setting 70 %".
fn is_conditional(lower: &str, at: usize) -> bool {
    let opening = first_words(lower, 2);
    has_word(
        opening,
        &["if", "when", "setting", "set", "fail", "fails", "raise", "increase", "maintain", "ensure", "add", "once"],
    ) || SUPPOSED.stand_in(opening)
        || has_word(&lower[..at], &["would", "should", "must", "shall", "will"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, number: &str) -> Range<usize> {
        let at = text.find(number).unwrap();
        at..at + number.len()
    }

    #[test]
    fn what_is_wanted_is_told_from_what_is_so() {
        let wanted = [
            ("baseline coverage threshold: 15%", "15%"),
            ("the 70% target is aspirational", "70%"),
            ("fails if coverage drops below 15%", "15%"),
            ("setting 70% would cause immediate ci failure", "70%"),
            ("maintain 95% coverage", "95%"),
            ("achieved 81% (exceeds the 80% threshold)", "80%"),
            ("to close all gaps we need about 40 more tests and a coverage of 80 %", "80 %"),
            ("we want 80% for business logic and accept 40% for the cli", "40%"),
            ("for example, a module of which 7 lines are covered has 70% coverage", "70%"),
        ];
        for (text, found) in wanted {
            assert!(is_wanted(text, &number(text, found)), "{text}");
        }
        for (text, found) in [
            ("achieved 81% (exceeds the 80% threshold)", "81%"),
            ("current coverage: 27%, target 70%", "27%"),
            ("line coverage stands at 55.6% against a target of 80%", "55.6%"),
        ] {
            assert!(!is_wanted(text, &number(text, found)), "{text}");
        }
    }
}
