//! What is different from the run that a build is compared with: each metric, files, tests, gates.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::model::findings::Findings;
use crate::model::ratio::{Metric, Ratio};
use crate::model::run::Run;

/// All differences to a run.
#[derive(Debug)]
pub struct Changes<'f> {
    /// Each metric that either of the two knows: then, now.
    pub metrics: Vec<(Metric, Option<Ratio>, Option<Ratio>)>,
    /// The metric that files are compared in.
    pub metric: Metric,
    /// Whether the run knows what was measured of each file.
    pub knows_files: bool,
    /// Files with other numbers: what was lost first, then by how much.
    pub files: Vec<FileChange<'f>>,
    /// Names of tests that fail and did not fail then. Empty where the run has no test results.
    pub new_failures: BTreeSet<&'f str>,
    /// Names of tests that failed then and do not fail.
    pub mended: BTreeSet<&'f str>,
    /// Gates with another verdict: name, then, now.
    pub gates: Vec<(String, &'f str, &'static str)>,
}

/// A file with other numbers than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileChange<'f> {
    /// Its path.
    pub path: &'f str,
    /// What was measured then; `None` for one that was not.
    pub before: Option<Ratio>,
    /// What is measured now; `None` for one that is not.
    pub now: Option<Ratio>,
}

impl FileChange<'_> {
    /// How many more are missed than before; negative where fewer are.
    pub fn more_missed(&self) -> i128 {
        let missed = |ratio: Option<Ratio>| i128::from(ratio.map_or(0, Ratio::missed));
        match self.now {
            // What is measured no more is no loss of its own: the totals say what it does to the whole.
            None => 0,
            Some(_) => missed(self.now) - missed(self.before),
        }
    }

    /// How much of it is different.
    fn weight(&self) -> u64 {
        let (before, now) = (self.before.unwrap_or_default(), self.now.unwrap_or_default());
        now.missed().abs_diff(before.missed()).max(now.covered.abs_diff(before.covered))
    }
}

/// What is different in `findings` from `run`, which is the one that they are compared with.
pub fn changes<'f>(findings: &'f Findings, run: &'f Run) -> Changes<'f> {
    let metric = findings.totals.leading().map_or(Metric::Lines, |(metric, _)| metric);
    let metrics = Metric::ALL.into_iter().map(|metric| (metric, run.ratio(metric), findings.totals.get(metric)));
    let (failing, failed) = (failures(&findings.run), failures(run));
    let both = findings.run.tests.is_some() && run.tests.is_some();
    let of = |these: &BTreeSet<&'f str>, those: &BTreeSet<&'f str>| {
        if both { these.difference(those).copied().collect() } else { BTreeSet::new() }
    };
    let gates = findings.gates.iter().filter_map(|gate| {
        let title = gate.title();
        let then = run.gates.get(&title)?;
        (then != gate.verdict.id()).then(|| (title, then.as_str(), gate.verdict.id()))
    });
    Changes {
        metrics: metrics.filter(|(_, then, now)| then.is_some() || now.is_some()).collect(),
        metric,
        knows_files: findings.before.as_ref().is_some_and(|before| before.knows_files),
        files: files(findings, metric),
        new_failures: of(&failing, &failed),
        mended: of(&failed, &failing),
        gates: gates.collect(),
    }
}

fn files(findings: &Findings, metric: Metric) -> Vec<FileChange<'_>> {
    let Some(before) = findings.before.as_ref().filter(|before| before.knows_files) else { return Vec::new() };
    let measured = findings.files.iter().filter_map(|file| {
        let now = file.totals.get(metric);
        let is_same = now.unwrap_or_default() == file.before.unwrap_or_default();
        (!is_same).then(|| FileChange { path: file.path.as_str(), before: file.before, now })
    });
    let gone = before.gone.iter().map(|(path, then)| FileChange { path, before: Some(*then), now: None });
    let mut files: Vec<FileChange<'_>> = measured.chain(gone).collect();
    files.sort_by_key(|file| (Reverse(file.more_missed().max(0)), Reverse(file.weight()), file.path));
    files
}

/// The names of the tests that failed in a run.
fn failures(run: &Run) -> BTreeSet<&str> {
    let cases = run.cases.iter().filter(|case| case.outcome == "failed" || case.outcome == "error");
    cases.map(|case| case.name.as_str()).collect()
}
