//! SARIF 2.1.0, as code scanning takes it: each problem as a result of a rule.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::problem::{Level, Problem, Setting, problems};
use crate::site::{Site, routes};

/// The log: one run with all problems. Results have a fingerprint that does not hang on lines, so that a result is the
/// same when text above it moves.
pub fn sarif(site: &Site<'_>, setting: &Setting, exit_code: u8) -> String {
    let problems = problems(site, setting);
    let mut rules: BTreeMap<&str, &Problem> = BTreeMap::new();
    for problem in &problems {
        rules.entry(&problem.rule).or_insert(problem);
    }
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, rule)| (*rule, at)).collect();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let results: Vec<Value> = problems
        .iter()
        .map(|problem| {
            let occurrence = seen.entry(&problem.identity).or_default();
            *occurrence += 1;
            result(problem, index.get(&*problem.rule).copied(), *occurrence, setting)
        })
        .collect();
    let mut run = json!({
        "tool": {"driver": {
            "name": "covsite",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.values().map(|problem| rule(problem)).collect::<Vec<_>>(),
        }},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": true, "exitCode": exit_code}],
        "results": results,
        "properties": {
            "verdict": site.findings.headline.status.id(),
            "sentence": site.findings.headline.sentence(),
        },
    });
    if let (Some(forge), Some(commit)) = (&site.forge, &site.findings.git.head) {
        run["versionControlProvenance"] = json!([{"repositoryUri": forge, "revisionId": commit}]);
    }
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    // Serializing plain data to memory does not fail.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn rule(problem: &Problem) -> Value {
    json!({
        "id": problem.rule,
        "shortDescription": {"text": problem.about},
        "fullDescription": {"text": problem.about},
        "defaultConfiguration": {"level": level(problem.level)},
    })
}

/// Code scanning takes no result without a place: what belongs to no file of the project stands at the configuration,
/// written or not.
fn result(problem: &Problem, rule: Option<usize>, occurrence: u32, setting: &Setting) -> Value {
    let config = || {
        let name = setting.config.as_deref().unwrap_or(crate::config::load::FILE_NAME);
        if setting.below.is_empty() { name.to_owned() } else { format!("{}/{name}", setting.below) }
    };
    let file = problem.file.clone().unwrap_or_else(config);
    let mut region = json!({"startLine": problem.line.max(1)});
    if problem.line > 0 && problem.column > 0 {
        region["startColumn"] = json!(problem.column);
    }
    let fingerprint = blake3::hash(problem.identity.as_bytes()).to_hex();
    let fingerprint = fingerprint.get(..32).unwrap_or_default();
    json!({
        "ruleId": problem.rule,
        "ruleIndex": rule,
        "level": level(problem.level),
        "message": {"text": format!("{}\n{}", problem.title, problem.message)},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": routes::encode(&file), "uriBaseId": "%SRCROOT%"},
            "region": region,
        }}],
        // The first is covsite's own; code scanning looks at the second.
        "partialFingerprints": {
            "covsiteProblem/v1": format!("{fingerprint}:{occurrence}"),
            "primaryLocationLineHash": format!("{fingerprint}:{occurrence}"),
        },
    })
}
