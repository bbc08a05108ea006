//! `forbid = { pattern, paths, except }`: no line of these files matches. `require` is its mirror: one does, or with
//! `each` one in every file. A pattern that looks at no file fails: it can't find anything.

use std::collections::BTreeSet;

use super::draft::{Draft, counted, listed};
use super::{CheckKind, Evidence};
use crate::config::{CheckConfig, ScanCheck};
use crate::facts::Facts;
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::paths::ProjectPath;
use crate::model::question::{Question, Scan, ScanAnswer};

/// `forbid`.
pub(super) const FORBID: CheckKind =
    CheckKind { id: "forbid", title: "Forbidden pattern", asks: ask, evaluate: forbid };

/// `require`.
pub(super) const REQUIRE: CheckKind =
    CheckKind { id: "require", title: "Required pattern", asks: ask, evaluate: require };

/// So many places stand in the reason; the page links more.
const NAMED: usize = 5;

fn ask(config: &CheckConfig, _: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    questions.extend(config.forbid.iter().chain(&config.require).map(|check| Question::Scan(scan(check))));
}

fn scan(check: &ScanCheck) -> Scan {
    Scan { pattern: check.pattern.as_str().to_owned(), paths: check.paths.0.clone(), except: check.except.0.clone() }
}

fn forbid(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.forbid.as_ref()?;
    let draft = Draft::new(config, &FORBID, format!("no line {}", looks(check)));
    let found = match answered(check, evidence, &draft) {
        Ok(found) => found,
        Err(result) => return Some(*result),
    };
    let measured = Some(format!("{} in {}", counted(found.lines, "line"), counted(found.files, "file")));
    if found.lines > 0 {
        let places: Vec<String> =
            found.hits.iter().take(NAMED).map(|hit| format!("{}:{}", hit.path, hit.line)).collect();
        let rest = usize::try_from(found.lines).unwrap_or(usize::MAX).saturating_sub(places.len());
        let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
        let verb = if found.lines == 1 { "has" } else { "have" };
        let clause = format!("{} {verb} what {} forbids", counted(found.lines, "line"), draft.name);
        let failing = draft.fails(measured, clause, format!("change {}{more}", places.join(", ")));
        return Some(CheckResult { places: found.hits.clone(), ..failing });
    }
    let clause = format!("{} without what {} forbids", counted(found.files, "file"), draft.name);
    Some(unless_unread(found, &draft, draft.passes(measured, clause, "it stands nowhere in them")))
}

fn require(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.require.as_ref()?;
    let which = if check.each { "in each file a line" } else { "a line" };
    let draft = Draft::new(config, &REQUIRE, format!("{which} {}", looks(check)));
    let found = match answered(check, evidence, &draft) {
        Ok(found) => found,
        Err(result) => return Some(*result),
    };
    let files = counted(found.files, "file");
    let measured = Some(if check.each {
        format!("in {} of {files}", found.matching)
    } else {
        format!("{} in {files}", counted(found.lines, "line"))
    });
    let without = found.files - found.matching;
    Some(if check.each && without > 0 {
        let names = listed(found.without.iter().map(ProjectPath::as_str), NAMED);
        let verb = if without == 1 { "lacks" } else { "lack" };
        let clause = format!("{} {verb} what {} requires", counted(without, "file"), draft.name);
        draft.fails(measured, clause, format!("add it to {names}"))
    } else if found.lines == 0 {
        let clause = format!("nothing has what {} requires", draft.name);
        let open = unless_unread(found, &draft, draft.fails(measured, clause, "it stands in none of these files"));
        return Some(open);
    } else {
        let passed = draft.passes(measured, format!("{} is found", draft.name), "it stands there");
        if check.each { unless_unread(found, &draft, passed) } else { passed }
    })
}

/// What a scan found, if there was anything to look at.
fn answered<'a>(check: &ScanCheck, evidence: &Evidence<'a>, draft: &Draft) -> Result<&'a ScanAnswer, Box<CheckResult>> {
    let Some(found) = evidence.answers.scan(&scan(check)) else {
        let clause = format!("{} was not looked for", draft.name);
        return Err(Box::new(draft.is_open(None, clause, "the files were not read")));
    };
    if found.files == 0 && found.unread.is_empty() {
        let clause = format!("{} looks at no file", draft.name);
        let reason = "its paths fit no file of the project: a check that can't fail guards nothing";
        return Err(Box::new(draft.fails(Some("no file".into()), clause, reason)));
    }
    Ok(found)
}

/// A verdict, unless it rests on files that can't be read.
fn unless_unread(found: &ScanAnswer, draft: &Draft, verdict: CheckResult) -> CheckResult {
    let Some(first) = found.unread.first() else { return verdict };
    let clause = format!("{first} can't be read");
    let reason = format!("what {} holds is not known", counted(found.unread.len() as u64, "file"));
    CheckResult { verdict: GateVerdict::Unknown, ..draft.is_open(verdict.measured, clause, reason) }
}

/// What a pattern looks for, and where.
fn looks(check: &ScanCheck) -> String {
    let list = |paths: &[String]| listed(paths.iter().map(String::as_str), 4);
    let files = if check.paths.0.is_empty() { "source files".to_owned() } else { list(&check.paths.0) };
    let except = if check.except.0.is_empty() { String::new() } else { format!(" except {}", list(&check.except.0)) };
    format!("like `{}` in {files}{except}", check.pattern.as_str())
}
