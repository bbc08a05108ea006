//! How far targets of notes are today: percentages of coverage with a subject that means the whole, a component, a file
//! or a folder. Whose subject means anything else is nobody's: a false alarm costs more than a miss.

use super::Facts;
use super::words::normal;
use crate::evidence::tree::Resolved;
use crate::model::findings::TargetToday;
use crate::model::ratio::{Metric, Totals};
use crate::model::taken::Target;
use crate::model::value::{Bound, Quantity, Unit};

/// Words that say of a number that it is coverage, and not of what.
const COVERAGE: [&str; 4] = ["coverage", "covered", "kapsama", "abdeckung"];
/// Words beside them that narrow nothing.
const WHOLE: [&str; 15] = [
    "overall",
    "total",
    "test",
    "tests",
    "testing",
    "code",
    "project",
    "combined",
    "the",
    "of",
    "whole",
    "percentage",
    "rate",
    "increase",
    "raise",
];

/// Words of a subject that say that it is a way to go, and not of what.
const WAY: [&str; 8] = ["target", "targets", "milestone", "milestones", "goal", "goals", "threshold", "thresholds"];

/// Whether a subject, with the words around it, means the coverage of everything: it names nothing of which, and one of
/// them speaks of coverage.
pub fn means_the_whole(subject: &str, around: &str) -> bool {
    let said = |words: &str| words.split(' ').any(|word| COVERAGE.contains(&word));
    let own = normal(subject);
    let narrow = |word: &&str| !(COVERAGE.contains(word) || WHOLE.contains(word) || WAY.contains(word));
    !own.split(' ').any(|word| !word.is_empty() && narrow(&word)) && (said(&own) || said(&normal(around)))
}

/// What is measured of each target that data can judge, in the order of notes and targets.
pub fn targets(facts: &Facts<'_>) -> Vec<TargetToday> {
    let notes = facts.inputs.notes.iter().enumerate();
    let all = notes.flat_map(|(note, it)| it.facts.targets.iter().enumerate().map(move |(at, it)| (note, at, it)));
    all.filter_map(|(note, target, it)| today(facts, note, target, it)).collect()
}

fn today(facts: &Facts<'_>, note: usize, target: usize, it: &Target) -> Option<TargetToday> {
    if it.to.unit != Unit::Percent || it.unit.is_some() {
        return None;
    }
    let (hundredths, above) = wanted(&it.to)?;
    let (totals, of, metric) = subject(facts, &it.subject)?;
    let measured = totals.get(metric).filter(|ratio| !ratio.is_empty())?;
    let reached = measured.reaches(hundredths) && !(above && measured.is_exactly(hundredths));
    let stale = facts.coverage_span.current == Some(false);
    Some(TargetToday { note, target, measured, of, reached: (!stale).then_some(reached) })
}

/// Hundredths of a percent to be reached, and whether they must be passed. An upper bound is no target of coverage.
fn wanted(to: &Quantity) -> Option<(u64, bool)> {
    let hundredths = u64::try_from(to.low.nanos() / 10_000_000).ok().filter(|hundredths| *hundredths <= 10_000)?;
    match to.bound {
        Bound::Exact | Bound::About | Bound::AtLeast | Bound::Range => Some((hundredths, false)),
        Bound::MoreThan => Some((hundredths, true)),
        Bound::AtMost | Bound::LessThan => None,
    }
}

/// What a subject means: its totals, its name, and the metric.
fn subject(facts: &Facts<'_>, written: &str) -> Option<(Totals, String, Metric)> {
    let words = normal(written);
    let mut metric = None;
    let mut is_coverage = false;
    let mut left: Vec<&str> = Vec::new();
    for word in words.split(' ') {
        match word {
            "line" | "lines" => metric = Some(Metric::Lines),
            "branch" | "branches" => metric = Some(Metric::Branches),
            "function" | "functions" => metric = Some(Metric::Functions),
            "statement" | "statements" => metric = Some(Metric::Statements),
            word if COVERAGE.contains(&word) => is_coverage = true,
            word => left.push(word),
        }
    }
    // "Lines: 80 %" is a share of lines, and nothing else is shared out in lines.
    let is_coverage = is_coverage || metric.is_some();
    let metric = metric.or_else(|| facts.measured.totals.leading().map(|(metric, _)| metric))?;
    if let Some(index) = facts.component(&left.join(" ")).or_else(|| facts.component(written)) {
        let component = &facts.measured.components[index];
        return Some((component.totals, component.name.clone(), metric));
    }
    left.retain(|word| !WHOLE.contains(word));
    match left.as_slice() {
        [] if is_coverage => Some((facts.measured.totals, "everything measured".to_owned(), metric)),
        [path] if path.contains(['/', '.', '_']) => {
            let Resolved::Found(found) = facts.resolve(path) else { return None };
            let [only] = found.as_slice() else { return None };
            let file = facts.file(only).map(|file| file.totals);
            let totals = file.or_else(|| facts.measured.folders.get(only.as_str()).map(|folder| folder.totals))?;
            Some((totals, only.to_string(), metric))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::means_the_whole;

    #[test]
    fn a_subject_means_the_whole_only_where_it_names_no_part() {
        assert!(means_the_whole("Coverage targets", ""));
        assert!(means_the_whole("Target milestones", "As coverage improves, increase `fail_under`"));
        assert!(!means_the_whole("Target milestones", "Migration of the warehouse"));
        assert!(!means_the_whole("Billing coverage", "coverage"));
        assert!(!means_the_whole("", ""));
    }
}
