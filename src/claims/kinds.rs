//! Kinds of tests that words name ("unit", "E2E"), and the report that the configuration flags so: what one kind of
//! tests covers is measured by its own report, and not by all of them together.

use super::coverage::words::first_words;
use super::stance::has_word;
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, Subject};
use crate::model::inputs::Holds;

/// Kinds of tests.
static KINDS: Words = Words::new(
    "unit|integration|e2e|end-to-end|functional|ui|smoke|contract|acceptance|system|browser|manual|component|unitarias|unitarios|\
     unitários|unitaires|integración|integração|intégration",
);

/// Whether a heading names one kind of tests: "E2E tests", "Unit Tests", "Unit".
pub(crate) fn is_kind_of_tests(heading: &str) -> bool {
    KINDS.stand_in(heading) && has_word(heading, &["test", "tests", "testing", "pruebas", "testes"])
        || KINDS.has(heading.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// The one kind that a heading or title is about; none where it names several.
pub(crate) fn of_heading(lower: &str) -> Option<&str> {
    only(KINDS.places(lower).map(|place| &lower[place])).filter(|_| is_kind_of_tests(lower))
}

/// The one kind of tests of which words say what it covers: "unit test coverage", "with unit tests only".
pub(crate) fn said(lower: &str) -> Option<&str> {
    let telling = KINDS.places(lower).filter(|kind| {
        let behind = first_words(&lower[kind.end..], 3);
        has_word(behind, &["test", "tests", "testing", "coverage", "covers", "cover", "suite"])
    });
    only(telling.map(|place| &lower[place]))
}

fn only<'t>(mut kinds: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let first = kinds.next()?;
    kinds.all(|other| other == first).then_some(first)
}

/// Whether a claim may speak of what one kind of tests covers: it, its sentence or its heading names one.
pub(crate) fn may_be_meant(claim: &Claim) -> bool {
    claim.tests.is_some() || name(claim).is_some() || said(&claim.text.to_lowercase()).is_some()
}

/// The kind of tests that a claim calls its part: "E2E tests" in a list of coverage.
fn name(claim: &Claim) -> Option<String> {
    let Subject::Part { name, .. } = &claim.subject else { return None };
    let lower = name.to_lowercase();
    of_heading(&lower).map(str::to_owned)
}

/// The report of the kind of tests that a claim speaks of, if there is one, and whether its own words name that kind.
/// Of a part of the project no report of a kind is asked.
pub(crate) fn report(claim: &Claim, facts: &Facts<'_>) -> Option<(usize, bool)> {
    let part = name(claim);
    if part.is_none() && !matches!(claim.subject, Subject::Total { .. }) {
        return None;
    }
    let (kind, own) = match (part, &claim.tests) {
        (_, Some(tests)) if tests.own => (tests.name.clone(), true),
        (Some(part), _) => (part, !claim.inherited),
        (None, Some(tests)) => (tests.name.clone(), tests.own),
        (None, None) => return None,
    };
    Some((flagged(facts, &kind, false)?, own))
}

/// The only report that bears a flag: `tests` asks for one of test results, otherwise of coverage.
pub(crate) fn flagged(facts: &Facts<'_>, name: &str, tests: bool) -> Option<usize> {
    let wanted = plain(name);
    let reports = facts.inputs.reports.iter().enumerate();
    let mut of_name = reports.filter(|(_, report)| {
        matches!(report.holds, Holds::Tests(_)) == tests
            && report.flag.as_deref().is_some_and(|flag| !wanted.is_empty() && plain(flag) == wanted)
    });
    let (at, _) = of_name.next()?;
    of_name.next().is_none().then_some(at)
}

/// A name without regard to case, signs, and the word for tests: `unit-tests`, "Unit tests" and `unit` are one.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace("end-to-end", "e2e");
    let lower = ["unitarias", "unitarios", "unitários", "unitaires"]
        .iter()
        .fold(lower, |lower, word| lower.replace(word, "unit"));
    let lower = ["integración", "integração", "intégration"]
        .iter()
        .fold(lower, |lower, word| lower.replace(word, "integration"));
    let kept = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !matches!(*word, "test" | "tests" | "testing" | "pruebas" | "testes" | "de"));
    let joined: String = kept.collect();
    joined.strip_suffix("tests").unwrap_or(&joined).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_is_told_from_several() {
        assert_eq!(of_heading("integration tests report"), Some("integration"));
        assert_eq!(of_heading("unit and integration tests"), None);
        assert_eq!(of_heading("system overview"), None);
        assert_eq!(said("e2e coverage: 65 %"), Some("e2e"));
        assert_eq!(said("unit tests and e2e tests cover 65 %"), None);
        assert_eq!(said("the component is covered"), None);
        assert_eq!(
            (plain("Unit Tests"), plain("unit-tests"), plain("end-to-end")),
            ("unit".into(), "unit".into(), "e2e".into())
        );
    }
}
