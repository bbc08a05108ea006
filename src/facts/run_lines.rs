//! The lines of a history file, and what becomes of them when runs are added: one run for each commit, the oldest first,
//! only the newest with what was measured of each file. Lines that can't be read are not ours to drop: they stay.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{self, bad, run_of, timed};
use crate::diagnostics::Sink;
use crate::model::run::{Run, RunTests};
use crate::model::time::stamp;

/// A history file in memory.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    text: String,
    /// `None` where the line can't be read.
    run: Option<Run>,
}

/// What became of a run that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is there now.
    Appended,
    /// A run of its commit was there that says the same. Nothing changed.
    Same,
    /// It took the place of the run of its commit.
    Replaced,
    /// A run of its commit is there that says something else. Nothing changed.
    Kept,
}

impl Runs {
    /// Reads the text of a file. `name` is how messages call it; what can't be read is a diagnostic.
    pub fn read(text: &str, name: &str, sink: &mut Sink) -> Self {
        let mut lines = Vec::new();
        for (index, line) in history::lines(text) {
            let run = run_of(line);
            let run = run.map_err(|why| sink.push(bad(name, index, format!("this is no run: {why}")))).ok();
            lines.push(Line { text: line.to_owned(), run });
        }
        Self { lines }
    }

    /// How many runs there are.
    pub fn len(&self) -> usize {
        self.lines.iter().filter(|line| line.run.is_some()).count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a run behind the others. Where one of its commit is there and says something else, it stays, or gives way
    /// where that is asked for. A run without a commit is of none, and takes nobody's place.
    pub fn add(&mut self, run: Run, replace: bool) -> Added {
        if self.knows(&run) {
            return Added::Same;
        }
        let known = self.lines.iter_mut().find(|line| line.run.as_ref().is_some_and(|known| is_of_same(known, &run)));
        match known {
            Some(_) if !replace => Added::Kept,
            Some(known) => {
                *known = line(run);
                Added::Replaced
            }
            None => {
                self.lines.push(line(run));
                Added::Appended
            }
        }
    }

    /// What the run of the same commit says otherwise, in words.
    pub fn differences(&self, run: &Run) -> Vec<String> {
        let mut runs = self.lines.iter().filter_map(|line| line.run.as_ref());
        runs.find(|known| is_of_same(known, run))
            .map(|known| differences(&essence(known), &essence(run)))
            .unwrap_or_default()
    }

    /// Adds the runs of another history, and puts all in the order of their times. What says no time, or can't be read,
    /// stays behind the line before it in its own history.
    pub fn add_all(&mut self, theirs: Vec<Run>, replace: bool) -> Vec<Added> {
        let own = self.lines.len();
        let added: Vec<Added> = theirs.into_iter().map(|run| self.add(run, replace)).collect();
        if added.iter().any(|it| matches!(it, Added::Appended | Added::Replaced)) {
            let time = |line: &Line| line.run.as_ref().and_then(history::time);
            let new = timed(self.lines.split_off(own), time);
            let mut all = timed(self.lines.drain(..), time);
            all.extend(new);
            all.sort_by_key(|(time, _)| *time);
            self.lines = all.into_iter().map(|(_, line)| line).collect();
        }
        added
    }

    /// Whether this run is there and says the same: one of its commit, else one of its time, else the last one.
    fn knows(&self, run: &Run) -> bool {
        let runs = || self.lines.iter().filter_map(|line| line.run.as_ref());
        let says_same = |known: &Run| essence(known) == essence(run);
        let is_of_time = |known: &Run| commit(known).is_none() && known.time == run.time;
        match (commit(run), &run.time) {
            (Some(_), _) => runs().find(|known| is_of_same(known, run)).is_some_and(says_same),
            (None, Some(_)) => runs().any(|known| is_of_time(known) && says_same(known)),
            (None, None) => runs().next_back().is_some_and(|last| is_of_time(last) && says_same(last)),
        }
    }

    /// The text of the file. Only the newest run says what was measured of each file; other lines are as they were.
    pub fn text(&self) -> String {
        let newest = self.newest();
        let mut out = String::new();
        for (at, line) in self.lines.iter().enumerate() {
            match &line.run {
                Some(run) if Some(at) != newest && !run.files.is_empty() => {
                    out.push_str(&written(&Run { files: BTreeMap::new(), ..run.clone() }));
                }
                _ => out.push_str(&line.text),
            }
            out.push('\n');
        }
        out
    }

    /// The place of the newest run.
    fn newest(&self) -> Option<usize> {
        let runs = self.lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.run.as_ref()?)));
        let newest = timed(runs, |(_, run)| history::time(run)).into_iter().max_by_key(|(time, _)| *time);
        newest.map(|(_, (at, _))| at)
    }
}

/// The runs of another history that may be taken over. What says neither when nor of which commit it is, or says it in a
/// way that can't be understood, is a diagnostic and is kept out.
pub fn imported(text: &str, name: &str, sink: &mut Sink) -> Vec<Run> {
    let mut runs = Vec::new();
    for (index, line) in history::lines(text) {
        match run_of(line).and_then(sound) {
            Ok(run) => runs.push(run),
            Err(why) => sink.push(bad(name, index, format!("this run is not taken over: {why}"))),
        }
    }
    runs
}

fn sound(mut run: Run) -> Result<Run, String> {
    if let Some(commit) = &run.commit
        && !((7..=64).contains(&commit.len()) && commit.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return Err("its commit is no hash".into());
    }
    if run.time.is_some() {
        let time = history::time(&run).ok_or("its time is none of ISO 8601")?;
        // One form for all: they are compared as text.
        run.time = stamp(time.as_second());
    }
    if run.commit.is_none() && run.time.is_none() {
        return Err("it says neither its commit nor its time".into());
    }
    Ok(run)
}

/// Whether two runs are of one commit.
fn is_of_same(a: &Run, b: &Run) -> bool {
    matches!((commit(a), commit(b)), (Some(a), Some(b)) if a.starts_with(b) || b.starts_with(a))
}

fn commit(run: &Run) -> Option<&str> {
    run.commit.as_deref().filter(|commit| !commit.is_empty())
}

/// What a run says that another one of the same commit must say as well: durations differ each time.
fn essence(run: &Run) -> Run {
    let mut essence = Run { time: None, commit: None, files: BTreeMap::new(), ..run.clone() };
    essence.tests = run.tests.map(|tests| RunTests { duration_s: 0.0, ..tests });
    essence.cases.retain(|case| case.outcome == "failed" || case.outcome == "error");
    for case in &mut essence.cases {
        (case.duration_s, case.retries) = (None, 0);
    }
    essence
}

fn line(run: Run) -> Line {
    Line { text: written(&run), run: Some(run) }
}

fn written(run: &Run) -> String {
    // Serializing plain data to memory does not fail.
    serde_json::to_string(run).unwrap_or_default()
}

/// Where two runs differ: totals, tests, parts of the project, gates with their verdicts.
fn differences(known: &Run, run: &Run) -> Vec<String> {
    let names = known.totals.keys().chain(run.totals.keys());
    let metrics: BTreeSet<&String> = names.filter(|name| known.totals.get(*name) != run.totals.get(*name)).collect();
    let mut found: Vec<String> = metrics.into_iter().cloned().collect();
    let parts = [
        (known.tests != run.tests, "tests"),
        (known.components != run.components, "components"),
        (known.flags != run.flags, "flags"),
        (known.cases != run.cases, "single tests"),
    ];
    found.extend(parts.into_iter().filter(|(differ, _)| *differ).map(|(_, name)| name.to_owned()));
    let verdict = |run: &Run, name: &str| run.gates.get(name).cloned().unwrap_or_else(|| "not there".into());
    let gates: BTreeSet<&String> = known.gates.keys().chain(run.gates.keys()).collect();
    for gate in gates {
        let (before, now) = (verdict(known, gate), verdict(run, gate));
        if before != now {
            found.push(format!("gate {gate} ({before}, now {now})"));
        }
    }
    found
}
