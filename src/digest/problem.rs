//! What somebody must act upon, each with the file that it belongs to: checks that do not hold, claims that are
//! contradicted, tests that fail, and what is wrong with the inputs. Annotations and code scanning are made from it.

use super::claim::{against, check_title, contradicted, cut, words};
use super::failure::failures;
use crate::config::{Config, line_of_check};
use crate::diagnostics::Severity;
use crate::diagnostics::text::visible;
use crate::model::gate::{CheckResult, GateResult, GateVerdict};
use crate::model::inputs::{Holds, Report};
use crate::site::Site;

/// So many failing tests are told; the test page and the JSON have all.
const MOST_FAILURES: usize = 100;

/// Where the project lies, as far as paths outside of it matter.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// The way from the root of the repository to that of the project; empty where they are one.
    pub below: String,
    /// The configuration file, from the root of the project.
    pub config: Option<String>,
    /// Its text.
    pub config_text: String,
}

impl Setting {
    /// The line of the configuration in which a check stands; 0 where it can't be told.
    fn line_of(&self, config: &Config, gate: &GateResult, check: &CheckResult) -> u32 {
        let at = config.gates.iter().position(|known| known.name == gate.name);
        at.and_then(|at| line_of_check(&self.config_text, at, check.at)).unwrap_or(0)
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// It makes the verdict a no, or an input is left out.
    Error,
    /// It is to be seen to.
    Warning,
}

/// Something to act upon.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    /// What kind of thing: `gate/coverage`, `claim/sum`, `test/failed`, `input/malformed`.
    pub(super) rule: String,
    /// What that means.
    pub(super) about: String,
    /// How bad it is.
    pub(super) level: Level,
    /// In a few words.
    pub(super) title: String,
    /// In a sentence or two.
    pub(super) message: String,
    /// The file, from the root of the repository; none where no file of the project is to blame.
    pub(super) file: Option<String>,
    /// Line in it, from 1; 0 for the whole file.
    pub(super) line: u32,
    /// Column, from 1; 0 for the whole line.
    pub(super) column: u32,
    /// What makes it the same thing in the next run, wherever it stands in its file by then.
    pub(super) identity: String,
}

/// All of them, what stands in a source or a note first, because services show few: tests, claims, checks, inputs.
pub(super) fn problems(site: &Site<'_>, setting: &Setting) -> Vec<Problem> {
    let mut all = Vec::new();
    failing(site, setting, &mut all);
    claims(site, setting, &mut all);
    for gate in &site.findings.gates {
        let broken = gate.checks.iter().filter(|it| matches!(it.verdict, GateVerdict::Fail | GateVerdict::Unknown));
        for check in broken {
            let problem = of_check(site, setting, gate, check);
            let places = check.places.iter().map(|hit| Problem {
                file: within(setting, hit.path.as_str()),
                line: hit.line,
                identity: [problem.identity.as_str(), hit.path.as_str()].join("\0"),
                ..problem.clone()
            });
            all.extend(places);
            all.push(problem);
        }
    }
    inputs(site, setting, &mut all);
    all
}

/// The level of what a kind of check counts: an error where an enforced gate fails by it.
fn level_of(site: &Site<'_>, kind: &str) -> Level {
    let fails = |gate: &GateResult| {
        gate.enforce && gate.checks.iter().any(|check| check.kind == kind && check.verdict == GateVerdict::Fail)
    };
    if site.findings.gates.iter().any(fails) { Level::Error } else { Level::Warning }
}

fn of_check(site: &Site<'_>, setting: &Setting, gate: &GateResult, check: &CheckResult) -> Problem {
    let fails = check.verdict == GateVerdict::Fail;
    let verb = if fails { "fails" } else { "is undecided" };
    let measured = check.measured.as_ref().map(|measured| format!(", measured {measured}")).unwrap_or_default();
    Problem {
        rule: format!("gate/{}", check.kind),
        about: format!("A check of the kind `{}` of a gate does not hold, or could not be decided.", check.kind),
        level: if gate.enforce { Level::Error } else { Level::Warning },
        title: plain(&format!("{} {verb}", check_title(gate, check)), 200),
        message: plain(
            &sentence(&check.clause, &format!("expected {}{measured}", check.expected), &check.reason),
            1000,
        ),
        file: home_of(site, setting, gate, check.kind),
        line: if gate.configured { setting.line_of(site.config, gate, check) } else { 0 },
        column: 0,
        identity: ["gate", &gate.name, gate.service.as_deref().unwrap_or_default(), check.kind, &check.name].join("\0"),
    }
}

/// The file that a check belongs to: the configuration that states it, else what it judges.
fn home_of(site: &Site<'_>, setting: &Setting, gate: &GateResult, kind: &str) -> Option<String> {
    if let Some(config) = setting.config.as_ref().filter(|_| gate.configured) {
        return within(setting, config);
    }
    let report = |is: fn(&Holds) -> bool| site.inputs.reports.iter().find(|report| is(&report.holds));
    let note = |note: usize| Some(site.inputs.notes.get(note)?.path.as_str());
    let judged = match kind {
        "tests" => report(|holds| matches!(holds, Holds::Tests(_))).map(Report::file),
        "coverage" => report(|holds| matches!(holds, Holds::Coverage { .. })).map(Report::file),
        "claims" => contradicted(site).next().and_then(|claim| note(claim.note)),
        _ => None,
    };
    let any = || site.inputs.reports.first().map(Report::file).or_else(|| note(0));
    within(setting, judged.or_else(any)?)
}

fn claims(site: &Site<'_>, setting: &Setting, all: &mut Vec<Problem>) {
    let level = level_of(site, "claims");
    for checked in contradicted(site) {
        let kind = checked.claim.kind;
        all.push(Problem {
            rule: format!("claim/{kind}"),
            about: format!("A statement of the kind `{kind}` in a note is contradicted by the evidence."),
            level,
            title: format!("Contradicted claim ({kind})"),
            message: plain(&format!("{} does not hold: {}", words(checked), against(checked)), 1000),
            file: within(setting, site.inputs.notes[checked.note].path.as_str()),
            line: checked.claim.line,
            column: checked.claim.column,
            identity: ["claim", site.inputs.notes[checked.note].path.as_str(), &checked.id].join("\0"),
        });
    }
}

fn failing(site: &Site<'_>, setting: &Setting, all: &mut Vec<Problem>) {
    let level = level_of(site, "tests");
    for failure in failures(site).into_iter().take(MOST_FAILURES) {
        let why = failure.case.message.as_deref().unwrap_or("the results give no reason");
        let report = || site.inputs.reports.get(failure.suite.report).map(Report::file);
        all.push(Problem {
            rule: "test/failed".into(),
            about: "A test fails.".into(),
            level,
            title: plain(&format!("Test fails: {}", failure.case.name), 200),
            message: plain(&format!("{}: {why}", failure.name), 1000),
            file: failure.file.or_else(report).and_then(|file| within(setting, file)),
            line: failure.line.unwrap_or(0),
            column: 0,
            identity: ["test", &failure.name].join("\0"),
        });
    }
}

fn inputs(site: &Site<'_>, setting: &Setting, all: &mut Vec<Problem>) {
    for problem in site.problems.iter().filter(|problem| problem.severity() > Severity::Note) {
        let place = problem.place.as_ref();
        let help = problem.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        let file = place.map_or("", |place| &*place.file);
        let line = place.map_or(0, |place| place.line);
        all.push(Problem {
            rule: format!("input/{}", problem.code.id),
            about: problem.code.explanation.to_owned(),
            level: if problem.severity() == Severity::Error { Level::Error } else { Level::Warning },
            title: format!("covsite: {}", problem.code.id),
            message: plain(&format!("{}{help}", problem.message), 1000),
            file: within(setting, file),
            line: if line == u32::MAX { 0 } else { line },
            column: place.map_or(0, |place| place.column),
            identity: ["input", problem.code.id, file, &problem.message].join("\0"),
        });
    }
}

/// A path of the project from the root of the repository. None for one that leads out of it, and for no path at all.
fn within(setting: &Setting, path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let path = path.trim_start_matches("./");
    let is_inside = !path.is_empty() && !path.starts_with('/') && path.split('/').all(|part| part != "..");
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    let below = setting.below.as_str();
    (is_inside && !has_drive).then(|| if below.is_empty() { path.to_owned() } else { format!("{below}/{path}") })
}

/// What a check says, as one sentence. It has no capital letter at all: what a clause or a reason begins with may be a
/// name, and `coverage/a.xml` is another file than `Coverage/a.xml`.
fn sentence(clause: &str, expected: &str, reason: &str) -> String {
    let parts = [clause, expected, reason].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("; ")
}

/// One line without what controls a terminal, of at most so many characters.
fn plain(text: &str, most: usize) -> String {
    cut(&visible(&text.replace(['\n', '\r'], " ")), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_repository_and_stay_in_it() {
        let setting = Setting { below: "services/api".into(), ..Setting::default() };
        assert_eq!(within(&setting, "notes/a.md").as_deref(), Some("services/api/notes/a.md"));
        assert_eq!(within(&Setting::default(), "./notes/a.md").as_deref(), Some("notes/a.md"));
        for outside in ["", "/etc/passwd", "../a.md", "a/../../b", "C:/a.md", "C:\\a.md"] {
            assert_eq!(within(&setting, outside), None, "{outside}");
        }
    }

    #[test]
    fn no_name_is_changed_where_a_sentence_begins() {
        let said = sentence("coverage/junit.xml is 79 days old", "expected at most 30 days", "shop is measured there");
        assert_eq!(said, "coverage/junit.xml is 79 days old; expected at most 30 days; shop is measured there");
        assert_eq!(sentence("shop fails", "expected none", ""), "shop fails; expected none");
    }
}
