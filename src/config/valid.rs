//! What a configuration must be beyond its types: the parts fit together.

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use super::checks::{CHECK_KINDS, CheckConfig, CoverageCheck};
use super::command::Run;
use super::gates::{GateConfig, is_variable};
use super::{Config, Per};
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes, near};
use crate::model::ratio::Metric;

/// Checks a configuration that was read from `text`; `name` is how messages call the file.
///
/// # Errors
/// [`Reported`] with the first thing that does not fit.
pub(super) fn check(config: &Config, text: &str, name: &str, sink: &mut Sink) -> Result<(), Reported> {
    let gates = config.gates.iter().enumerate();
    let problem = of_whole(config).map(|problem| (problem, None)).or_else(|| {
        gates
            .into_iter()
            .find_map(|(at, gate)| of_gate(gate, config).map(|(problem, check)| (problem, Some((at, check)))))
    });
    let Some(((message, help), at)) = problem else { return Ok(()) };
    let offset = at.and_then(|(gate, check)| offset(text, gate, check));
    let place = offset.map_or_else(|| Place::file(name), |offset| Place::at(name, text.as_bytes(), offset));
    Err(sink.fatal(Diagnostic::new(&codes::BAD_CONFIG, message).at(place).help(help)))
}

/// The line of a check of a gate in a configuration, both by their order; `None` where the text has no such check.
pub fn line_of_check(text: &str, gate: usize, check: usize) -> Option<u32> {
    let offset = offset(text, gate, Some(check)).or_else(|| offset(text, gate, None))?;
    Some(Place::at("", text.as_bytes(), offset).line)
}

/// Where a gate, or one of its checks, begins in the file.
fn offset(text: &str, gate: usize, check: Option<usize>) -> Option<usize> {
    #[derive(Deserialize)]
    struct Whole {
        gates: Vec<Spanned<Gate>>,
    }
    #[derive(Deserialize)]
    struct Gate {
        checks: Vec<Spanned<IgnoredAny>>,
    }
    let whole: Whole = toml::from_str(text).ok()?;
    let gate = whole.gates.get(gate)?;
    let check = check.and_then(|check| gate.get_ref().checks.get(check));
    Some(check.map_or(gate.span().start, |check| check.span().start))
}

/// What is wrong, and what to do.
type Problem = (String, String);

fn is_blank(name: &str) -> bool {
    name.trim().is_empty()
}

fn of_whole(config: &Config) -> Option<Problem> {
    if config.site.title.as_deref().is_some_and(is_blank) {
        return Some(("the title of [site] is empty".into(), "give it one, or leave it out".into()));
    }
    let twice = |what: &str, names: Vec<&str>| {
        if names.iter().any(|name| is_blank(name)) {
            return Some((format!("one of the {what} has an empty name"), "give it a name".to_owned()));
        }
        let found = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
        found.map(|(_, name)| (format!("two {what} are called `{name}`"), "give each a name of its own".to_owned()))
    };
    let conditions: Vec<String> = config.conditions.keys().map(|name| name.trim().to_lowercase()).collect();
    if let Some(component) = config.components.iter().find(|component| component.paths.is_empty()) {
        let message = format!("component `{}` has no paths", component.name);
        return Some((message, "name its files, such as paths = [\"core/**\"]".into()));
    }
    twice("services", config.services.iter().map(|service| service.name.as_str()).collect())
        .or_else(|| twice("measures", config.measures.iter().map(|measure| measure.name.as_str()).collect()))
        .or_else(|| twice("components", config.components.iter().map(|component| component.name.as_str()).collect()))
        .or_else(|| twice("gates", config.gates.iter().map(|gate| gate.name.as_str()).collect()))
        .or_else(|| twice("conditions", conditions.iter().map(String::as_str).collect()))
}

/// What is wrong with a gate, and in which of its checks.
fn of_gate(gate: &GateConfig, config: &Config) -> Option<(Problem, Option<usize>)> {
    if gate.per == Some(Per::Service) && config.services.is_empty() {
        let message = format!("gate `{}` is judged per service, and there is no service", gate.name);
        return Some(((message, "name them under [[services]]".into()), None));
    }
    if gate.checks.is_empty() {
        let message = format!("gate `{}` has no check", gate.name);
        return Some(((message, "write one, such as checks = [{ tests = {} }]".into()), None));
    }
    let checks = gate.checks.iter().enumerate();
    checks.into_iter().find_map(|(at, check)| Some((of_check(check, gate, config)?, Some(at))))
}

fn of_check(check: &CheckConfig, gate: &GateConfig, config: &Config) -> Option<Problem> {
    let said = |what: &str, help: &str| {
        let name = check.name.as_ref().map_or_else(|| "a check".into(), |name| format!("check `{name}`"));
        Some((format!("{name} of gate `{}` {what}", gate.name), help.to_owned()))
    };
    match check.kinds().as_slice() {
        [_] => {}
        [] => {
            return said(
                "must have exactly one kind",
                &format!("write one of {} in each check", CHECK_KINDS.join(", ")),
            );
        }
        several => {
            return said(&format!("has the kinds {}", several.join(" and ")), "write each as a check of its own");
        }
    }
    if check.any.as_ref().or(check.all.as_ref()).is_some_and(Vec::is_empty) {
        return said("holds no checks", "list the checks in it");
    }
    if let Some(names) = &check.env {
        if names.is_empty() {
            return said("names no variable", "write env = [\"NAME\"]");
        }
        if let Some(name) = names.iter().find(|name| !is_variable(name)) {
            return said(&format!("names `{name}`, which is no variable"), "write the name alone, never its value");
        }
    }
    if check.files.as_ref().is_some_and(|files| files.exist.0.is_empty() && files.absent.0.is_empty()) {
        return said("names no files", "write exist = [\"…\"] or absent = [\"…\"]");
    }
    if check.forbid.as_ref().is_some_and(|scan| scan.each) {
        return said("has `each`, which is for `require`", "leave it out: what is forbidden is forbidden in each file");
    }
    let scans = check.forbid.iter().chain(&check.require);
    if gate.per != Some(Per::Service) && scans.into_iter().any(|scan| scan.pattern.names_service()) {
        return said("has {service} in its pattern", "write per = \"service\" in its gate, or escape the braces");
    }
    if let Some((what, help)) = of_kind(check, config) {
        return said(&what, &help);
    }
    if let Some(word) = check.when.0.iter().find(|word| !is_known(word, config)) {
        let services = config.services.iter().flat_map(|service| [&service.name].into_iter().chain(&service.uses));
        let known = services.chain(config.conditions.keys()).map(String::as_str);
        let help = near::nearest(word, known).map_or_else(
            || "name a service, something that one uses, or a condition".to_owned(),
            |nearest| format!("did you mean `{nearest}`?"),
        );
        return said(&format!("is for `{word}`, which is no service, no use of one and no condition"), &help);
    }
    check.parts().find_map(|part| of_check(part, gate, config))
}

/// What does not fit in the settings of a kind.
fn of_kind(check: &CheckConfig, config: &Config) -> Option<Problem> {
    let problem = |what: &str, help: &str| Some((what.to_owned(), help.to_owned()));
    if let Some(coverage) = &check.coverage {
        return of_coverage(coverage);
    }
    if let Some(command) = &check.command {
        let empty = match &command.run {
            Run::Program(words) => words.first().is_none_or(|word| word.trim().is_empty()),
            Run::Shell(line) => line.trim().is_empty(),
        };
        let pointer = command.value.as_ref().is_some_and(|value| !value.starts_with('/'));
        return match () {
            () if empty => problem("runs nothing", "write run = [\"program\", \"argument\"]"),
            () if command.timeout == 0 => problem("has no time to run", "write timeout = 60"),
            () if pointer => problem("has a value that is no JSON pointer", "begin it with /, as in \"/summary/ok\""),
            () if command.equals.is_some() && command.value.is_none() => {
                problem("has equals without a value", "write value = \"/summary/ok\"")
            }
            () => None,
        };
    }
    if let Some(ratchet) = &check.ratchet
        && ratchet.lowered_to.is_some()
        && ratchet.reason.as_ref().is_none_or(|reason| reason.trim().is_empty())
    {
        return problem("is lowered without a reason", "write reason = \"…\" beside lowered_to");
    }
    if let Some(problem) = check.ratchet.as_ref().and_then(|ratchet| of_metric(&ratchet.metric)) {
        return Some(problem);
    }
    if check.age.as_ref().is_some_and(|age| age.days.is_none() && age.commit.is_none() && !age.checkout) {
        return problem("asks for nothing", "write days, commit or checkout");
    }
    if check.duration.as_ref().is_some_and(|duration| duration.at_most.is_none() && duration.each.is_none()) {
        return problem("has no limit", "write at_most or each");
    }
    let measure = check.measure.as_ref().filter(|it| it.at_least.is_none() && it.at_most.is_none());
    if measure.is_some() || check.ratio.as_ref().is_some_and(|it| it.at_least.is_none() && it.at_most.is_none()) {
        return problem("has no bound", "write at_least or at_most");
    }
    let runs = check.tests.as_ref().and_then(|tests| tests.runs).or(check.flaky.as_ref().map(|flaky| flaky.runs));
    if runs == Some(0) {
        return problem("looks at no run", "write runs = 1 or more");
    }
    let names = check.measure.iter().map(|it| &it.name).chain(check.ratio.iter().flat_map(|it| [&it.of, &it.to]));
    for name in names.filter(|name| !name.contains("{service}")) {
        if !config.measures.iter().any(|measure| measure.name == *name) {
            let known = config.measures.iter().map(|measure| measure.name.as_str());
            let help = near::nearest(name, known).map_or_else(
                || "name it under [[measures]]".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            return problem(&format!("counts `{name}`, which is no measure"), &help);
        }
    }
    None
}

/// A metric that there is none of would never be measured.
fn of_metric(name: &str) -> Option<Problem> {
    let known = || Metric::ALL.into_iter().map(Metric::id);
    let name = name.trim().to_lowercase();
    if known().any(|id| id == name) {
        return None;
    }
    let help = near::nearest(&name, known()).map_or_else(
        || format!("write one of {}", known().collect::<Vec<_>>().join(", ")),
        |nearest| format!("did you mean `{nearest}`?"),
    );
    Some((format!("asks for `{name}`, which is no metric"), help))
}

fn of_coverage(check: &CoverageCheck) -> Option<Problem> {
    let problem = |what: &str, help: &str| Some((what.to_owned(), help.to_owned()));
    if let Some(problem) = of_metric(&check.metric) {
        return Some(problem);
    }
    if check.at_least.is_none() && check.drop.is_none() {
        return problem("has no threshold", "write at_least = 80 or drop = 0.5");
    }
    let scopes = [check.component.is_some(), check.folder.is_some(), check.flag.is_some(), !check.paths.0.is_empty()];
    if scopes.into_iter().filter(|is| *is).count() > 1 {
        return problem("names several parts of the project", "write one of component, folder, flag and paths");
    }
    if check.flag.is_some() && (check.every_file || check.patch.is_some()) {
        return problem("asks a flag for its files", "a flag has totals only: leave out every_file and patch");
    }
    if check.every_file && check.patch.is_some() {
        return problem("has both every_file and patch", "write each as a check of its own");
    }
    if let Some(least) = check.at_least.filter(|least| (1..100).contains(&least.0)) {
        let meant = least.0;
        return problem("needs less than one percent", &format!("write at_least = {meant}, in percent"));
    }
    if check.at_least.is_none() && (check.every_file || check.patch.is_some()) {
        return problem("has no threshold", "write at_least = 80");
    }
    if check.patch.is_some() && check.metric.trim().to_lowercase() != "lines" {
        return problem("asks for another metric of changed lines", "lines alone are known line by line");
    }
    if check.min_lines > 0 && check.patch.is_none() {
        return problem("has min_lines without patch", "it is for changed lines: write patch = \"main\"");
    }
    if check.base.is_some() && check.drop.is_none() {
        return problem("has a base without drop", "write drop = 0, or patch = \"main\" for changed lines");
    }
    if check.base.as_ref().is_some_and(|base| !is_revision(base)) {
        let help = "write base = \"origin/main\"; leave it out to compare with the run before this one";
        return problem("has a base that is no commit, branch or tag", help);
    }
    if check.patch.as_ref().is_some_and(|base| !is_revision(base)) {
        return problem("names no commit, branch or tag", "write patch = \"origin/main\"");
    }
    None
}

/// Whether it names a commit, branch or tag, or one of its ancestors (`HEAD~2`, `main^`, `v1^2~3`): nothing that git
/// would take for an option, a range or a file.
fn is_revision(text: &str) -> bool {
    let (name, ancestor) = text.split_at(text.find(['^', '~']).unwrap_or(text.len()));
    let odd = |c: char| c.is_whitespace() || c.is_control() || ":?*[\\".contains(c);
    let named = !name.is_empty() && !name.starts_with('-') && !name.contains("..") && !name.contains(odd);
    named && ancestor.bytes().all(|byte| matches!(byte, b'^' | b'~' | b'0'..=b'9'))
}

fn is_known(word: &str, config: &Config) -> bool {
    config.conditions.contains_key(word)
        || config.services.iter().any(|service| service.name == word || service.uses.iter().any(|used| used == word))
}
