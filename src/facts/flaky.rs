//! Flaky tests: those that passed only on a second try, or failed in one run of a commit and not in another of the same.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use super::history::case_name;
use super::runs::{earlier, failed, retried};
use crate::model::results::{Outcome, TestCase};

/// One run: its commit, what failed, and what passed on a second try.
struct Seen {
    commit: Option<String>,
    failed: BTreeSet<String>,
    retried: BTreeSet<String>,
}

/// What the newest runs say.
#[derive(Debug)]
pub struct Flaky {
    /// How many runs were looked at: this build, and those before it that are known.
    pub runs: usize,
    /// The flaky tests, by the names that runs give them.
    pub names: BTreeSet<String>,
}

/// The flaky tests of the newest `wanted` runs, this build among them; `head` is its commit.
pub fn flaky(facts: &Facts<'_>, head: Option<&str>, wanted: usize) -> Flaky {
    let seen = seen(facts, head, wanted);
    let mut names: BTreeSet<String> = seen.iter().flat_map(|run| run.retried.iter().cloned()).collect();
    let mut by_commit: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    for run in &seen {
        if let Some(commit) = &run.commit {
            by_commit.entry(commit).or_default().push(run);
        }
    }
    for runs in by_commit.values() {
        let all = runs.iter().flat_map(|run| &run.failed);
        names.extend(all.filter(|name| runs.iter().any(|run| !run.failed.contains(*name))).cloned());
    }
    Flaky { runs: seen.len(), names }
}

fn seen(facts: &Facts<'_>, head: Option<&str>, wanted: usize) -> Vec<Seen> {
    let names = |is: fn(&TestCase) -> bool| {
        let cases = facts.inputs.results.cases();
        cases.filter(|(_, case)| is(case)).map(|(suite, case)| case_name(suite, case)).collect()
    };
    let this = facts.tests.is_some().then(|| Seen {
        commit: head.map(str::to_owned),
        failed: names(|case| matches!(case.outcome, Outcome::Failed | Outcome::Error)),
        retried: names(TestCase::is_flaky),
    });
    let before = earlier(facts, head).filter(|run| run.tests.is_some()).map(|run| Seen {
        commit: run.commit.clone(),
        failed: run.cases.iter().filter(|case| failed(case)).map(|case| case.name.clone()).collect(),
        retried: run.cases.iter().filter(|case| retried(case)).map(|case| case.name.clone()).collect(),
    });
    this.into_iter().chain(before).take(wanted).collect()
}
