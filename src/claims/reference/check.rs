//! What the file says of the lines that a note points to.
//!
//! A note without a date speaks for now: a place past the end, or a name that is defined elsewhere in the file,
//! contradicts it. For a note with a date the history of git says what stood there on that day; what has moved or changed
//! since is outdated.

use crate::claims::file::check::gone;
use crate::claims::judge::{evidence, judgement, unverified};
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, FileStatement, Judgement, Subject, Verdict};
use crate::model::contents::{LinesFound, LinesWanted, NamePlaces, Then};
use crate::model::question::Answers;

/// Judges a claim about lines of a file.
pub(super) fn check(claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    let Subject::Lines(wanted) = &claim.subject else { return unverified("it points to no line") };
    let Some(file) = answers.file(&wanted.path) else { return unverified("nobody looked") };
    match file.present.as_slice() {
        _ if file.ambiguous => return unverified("the name alone does not say which file"),
        [] => return gone(claim, &wanted.path, FileStatement::Named, file, answers),
        [_] => {}
        several => return unverified(format!("{} files in the tree fit", several.len())),
    }
    match answers.lines(wanted) {
        Some(found) => of_lines(claim, wanted, found, facts),
        None => unverified("the file has no text to look into"),
    }
}

fn of_lines(claim: &Claim, wanted: &LinesWanted, found: &LinesFound, facts: &Facts<'_>) -> Judgement {
    let target = match facts.file(&found.path) {
        Some(_) => EvidenceTarget::Source(found.path.clone()),
        None => EvidenceTarget::None,
    };
    let say = |verdict: Verdict, measured: String, reason: String| {
        let label = format!("{}, {} lines", found.path, found.total);
        judgement(verdict, measured, evidence(EvidenceKind::Tree, label, target.clone()), reason)
    };
    let dated = claim.as_of.is_some();
    // What is so today is an error only of a note that speaks for today.
    let differs = if dated { Verdict::Outdated } else { Verdict::Contradicted };
    let lines = wanted.text();
    let named = if lines.contains([',', '-']) { format!("lines {lines}") } else { format!("line {lines}") };
    if wanted.last() > found.total {
        let verdict = if found.then == Then::PastEnd { Verdict::Contradicted } else { differs };
        let reason = match found.then {
            Then::PastEnd => format!("the file has {} lines, and had no more then", found.total),
            _ => format!("the file has {} lines", found.total),
        };
        return say(verdict, "past the end".into(), reason);
    }
    let beside: Vec<(&String, &NamePlaces)> = wanted.names.iter().zip(&found.names).collect();
    if let Some((name, places)) = beside.iter().find(|(_, places)| places.there) {
        let reason = match places.defined {
            Some(line) if !wanted.holds(line) => format!("`{name}` is defined in line {line}, beside {named}"),
            _ => format!("`{name}` stands in {named}"),
        };
        return say(Verdict::Confirmed, "ok".into(), reason);
    }
    let since = claim.as_of.map_or_else(String::new, |day| format!(" since {day}"));
    match found.then {
        Then::Same if beside.is_empty() => {
            return say(Verdict::Confirmed, "ok".into(), format!("{named}, as on the day of the note"));
        }
        Then::Moved(line) => {
            return say(
                Verdict::Outdated,
                format!("moved to line {line}"),
                format!("what stood there then stands in line {line} now"),
            );
        }
        Then::Changed => return say(Verdict::Outdated, "changed".into(), format!("{named} changed{since}")),
        Then::Same | Then::Unknown | Then::PastEnd => {}
    }
    // Only the name right before the place is what it points to; the others may be called there.
    if let Some((name, places)) = beside.first() {
        return match (places.defined, places.first) {
            // The lines are those of that day: the name did not stand there then, either.
            (Some(line), _) if found.then == Then::Same => {
                say(Verdict::Contradicted, format!("line {line}"), format!("`{name}` is defined in line {line}"))
            }
            (Some(line), _) => {
                say(differs, format!("moved to line {line}"), format!("`{name}` is defined in line {line}"))
            }
            (None, Some(line)) => {
                say(Verdict::Unverified, "not there".into(), format!("`{name}` stands in line {line}, not in {named}"))
            }
            (None, None) => {
                say(Verdict::Unverified, "not there".into(), format!("`{name}` stands nowhere in the file"))
            }
        };
    }
    if found.blank {
        return say(Verdict::Unverified, "empty".into(), format!("nothing stands in {named}"));
    }
    say(Verdict::Confirmed, "ok".into(), format!("the file has {named}; what the words say of it is not checked"))
}
