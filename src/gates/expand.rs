//! Gates as they are evaluated: one that is judged per service becomes one for each, with `{service}` in its checks
//! replaced by the name.

use std::borrow::Cow;

use crate::config::values::{Paths, Pattern, SERVICE};
use crate::config::{CheckConfig, Config, GateConfig, Per, Run, ScanCheck, ServiceConfig};

/// A gate to be evaluated.
pub(super) struct Instance<'c> {
    pub(super) gate: &'c GateConfig,
    pub(super) service: Option<&'c ServiceConfig>,
    pub(super) checks: Vec<Cow<'c, CheckConfig>>,
}

/// Each of `gates`, for each service where it is judged so.
pub(super) fn instances<'c>(gates: &'c [GateConfig], config: &'c Config) -> Vec<Instance<'c>> {
    gates
        .iter()
        .flat_map(|gate| -> Vec<Instance<'c>> {
            let for_service = |service: &'c ServiceConfig| Instance {
                gate,
                service: Some(service),
                checks: gate.checks.iter().map(|check| Cow::Owned(named(check, &service.name))).collect(),
            };
            match gate.per {
                Some(Per::Service) => config.services.iter().map(for_service).collect(),
                None => vec![Instance { gate, service: None, checks: gate.checks.iter().map(Cow::Borrowed).collect() }],
            }
        })
        .collect()
}

/// Whether a check applies: to the service, else to any service, or because a condition holds.
pub(super) fn applies(check: &CheckConfig, service: Option<&ServiceConfig>, config: &Config) -> bool {
    let fits = |service: &ServiceConfig, word: &String| service.name == *word || service.uses.contains(word);
    let words = &check.when.0;
    words.is_empty()
        || words.iter().any(|word| match (config.conditions.get(word), service) {
            (Some(holds), _) => *holds,
            (None, Some(service)) => fits(service, word),
            (None, None) => config.services.iter().any(|service| fits(service, word)),
        })
}

/// A check with the name of a service in it.
fn named(check: &CheckConfig, service: &str) -> CheckConfig {
    let mut check = check.clone();
    let texts = |texts: &mut Vec<String>| texts.iter_mut().for_each(|text| replace(text, service));
    check.name.iter_mut().for_each(|name| replace(name, service));
    if let Some(tests) = &mut check.tests {
        texts(&mut tests.include);
        texts(&mut tests.exclude);
        texts(&mut tests.paths.0);
        tests.flag.iter_mut().for_each(|flag| replace(flag, service));
    }
    if let Some(coverage) = &mut check.coverage {
        let names = [&mut coverage.component, &mut coverage.folder, &mut coverage.flag];
        names.into_iter().flatten().for_each(|name| replace(name, service));
        texts(&mut coverage.paths.0);
    }
    if let Some(ratchet) = &mut check.ratchet {
        ratchet.component.iter_mut().for_each(|component| replace(component, service));
    }
    if let Some(duration) = &mut check.duration {
        texts(&mut duration.include);
        texts(&mut duration.exclude);
    }
    if let Some(checklist) = &mut check.checklist {
        replace(&mut checklist.note, service);
        checklist.section.iter_mut().for_each(|section| replace(section, service));
    }
    if let Some(measure) = &mut check.measure {
        replace(&mut measure.name, service);
    }
    if let Some(ratio) = &mut check.ratio {
        replace(&mut ratio.of, service);
        replace(&mut ratio.to, service);
    }
    for scan in check.forbid.iter_mut().chain(&mut check.require) {
        in_scan(scan, service);
    }
    if let Some(files) = &mut check.files {
        texts(&mut files.exist.0);
        texts(&mut files.absent.0);
    }
    if let Some(names) = &mut check.env {
        for name in names.iter_mut() {
            *name = name.replace("{SERVICE}", &variable(service));
        }
        texts(names);
    }
    if let Some(command) = &mut check.command {
        command.service = Some(service.to_owned());
        command.value.iter_mut().for_each(|value| replace(value, service));
        match &mut command.run {
            Run::Program(words) => texts(words),
            Run::Shell(line) => *line = line.replace(SERVICE, &shell_word(service)),
        }
    }
    for parts in check.any.iter_mut().chain(&mut check.all) {
        for part in parts {
            *part = named(part, service);
        }
    }
    check
}

fn in_scan(scan: &mut ScanCheck, service: &str) {
    let in_paths = |paths: &mut Paths| paths.0.iter_mut().for_each(|path| replace(path, service));
    in_paths(&mut scan.paths);
    in_paths(&mut scan.except);
    // In a pattern the name stands for itself, whatever its letters.
    let text = scan.pattern.as_str().replace(SERVICE, &regex::escape(service));
    if let Ok(pattern) = Pattern::try_from(text) {
        scan.pattern = pattern;
    }
}

fn replace(text: &mut String, service: &str) {
    if text.contains(SERVICE) {
        *text = text.replace(SERVICE, service);
    }
}

/// A name that a shell takes as one word, whatever it holds.
fn shell_word(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

/// A name as variables of the environment write it: `lead-capture` is `LEAD_CAPTURE`.
fn variable(service: &str) -> String {
    service.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}
