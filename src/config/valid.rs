//! What a configuration must be beyond its types: the parts fit together.

use super::checks::{CHECK_KINDS, CheckConfig};
use super::gates::{GateConfig, is_variable};
use super::{Config, Per};
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes, near};

/// Checks a configuration that was read; `name` is how messages call the file.
///
/// # Errors
/// [`Reported`] with the first thing that does not fit.
pub(super) fn check(config: &Config, name: &str, sink: &mut Sink) -> Result<(), Reported> {
    problem(config).map_or(Ok(()), |(message, help)| {
        Err(sink.fatal(Diagnostic::new(&codes::BAD_CONFIG, message).at(Place::file(name)).help(help)))
    })
}

/// What is wrong, and what to do.
type Problem = (String, String);

fn problem(config: &Config) -> Option<Problem> {
    if config.numbers.precision > 4 {
        return Some((format!("precision = {} is more than 4", config.numbers.precision), "use 0 to 4".into()));
    }
    let twice = |what: &str, names: Vec<&str>| {
        let found = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
        found.map(|(_, name)| (format!("two {what} are called `{name}`"), "give each a name of its own".to_owned()))
    };
    twice("services", config.services.iter().map(|service| service.name.as_str()).collect())
        .or_else(|| twice("measures", config.measures.iter().map(|measure| measure.name.as_str()).collect()))
        .or_else(|| config.gates.iter().find_map(|gate| of_gate(gate, config)))
}

fn of_gate(gate: &GateConfig, config: &Config) -> Option<Problem> {
    if gate.per == Some(Per::Service) && config.services.is_empty() {
        let message = format!("gate `{}` is judged per service, and there is no service", gate.name);
        return Some((message, "name them under [[services]]".into()));
    }
    gate.checks.iter().find_map(|check| of_check(check, gate, config))
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

fn is_known(word: &str, config: &Config) -> bool {
    config.conditions.contains_key(word)
        || config.services.iter().any(|service| service.name == word || service.uses.iter().any(|used| used == word))
}
