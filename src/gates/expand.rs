//! Gates as they are evaluated: one that is judged per service becomes one for each, with `{service}` in its checks
//! replaced by the name.

use std::borrow::Cow;

use crate::config::values::{Paths, Pattern};
use crate::config::{CheckConfig, Config, GateConfig, Per, ScanCheck, ServiceConfig};

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
    }
    if let Some(component) = check.coverage.as_mut().and_then(|coverage| coverage.component.as_mut()) {
        replace(component, service);
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
    let text = scan.pattern.as_str().replace("{service}", &regex::escape(service));
    if let Ok(pattern) = Pattern::try_from(text) {
        scan.pattern = pattern;
    }
}

fn replace(text: &mut String, service: &str) {
    if text.contains("{service}") {
        *text = text.replace("{service}", service);
    }
}

/// A name as variables of the environment write it: `lead-capture` is `LEAD_CAPTURE`.
fn variable(service: &str) -> String {
    service.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}
