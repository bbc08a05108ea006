//! The lines of a history file, and what becomes of them when runs are added: one run for each commit, the oldest first,
//! only the newest with what was measured of each file. Lines that can't be read are not ours to drop: they stay.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::history::bad;
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
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let run = match serde_json::from_str::<Run>(line) {
                Ok(run) if run.version <= 1 => Some(run),
                Ok(run) => {
                    sink.push(bad(name, index, format!("version {} of the history is not known", run.version)));
                    None
                }
                Err(error) => {
                    sink.push(bad(name, index, format!("this is no run: {error}")));
                    None
                }
            };
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
    /// where that is asked for.
    pub fn add(&mut self, run: Run, replace: bool) -> Added {
        let known = self.lines.iter_mut().find(|line| line.run.as_ref().is_some_and(|known| is_of_same(known, &run)));
        let Some(known) = known else {
            self.lines.push(line(run));
            return Added::Appended;
        };
        let says_same = known.run.as_ref().is_some_and(|known| essence(known) == essence(&run));
        match (says_same, replace) {
            (true, _) => Added::Same,
            (false, true) => {
                *known = line(run);
                Added::Replaced
            }
            (false, false) => Added::Kept,
        }
    }

    /// Puts the runs in the order of their times, where all have one. A line that can't be read stays behind the one
    /// before it.
    pub fn sort(&mut self) {
        let time = |run: &Run| run.time.as_deref().and_then(|time| time.parse::<Timestamp>().ok());
        if self.lines.iter().filter_map(|line| line.run.as_ref()).any(|run| time(run).is_none()) {
            return;
        }
        let mut last = Timestamp::MIN;
        let mut keyed: Vec<(Timestamp, Line)> = Vec::with_capacity(self.lines.len());
        for line in self.lines.drain(..) {
            last = line.run.as_ref().and_then(time).unwrap_or(last);
            keyed.push((last, line));
        }
        keyed.sort_by_key(|(time, _)| *time);
        self.lines.extend(keyed.into_iter().map(|(_, line)| line));
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

    /// The place of the newest run: the last one by time where all have one, else the last line.
    fn newest(&self) -> Option<usize> {
        let runs = || self.lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.run.as_ref()?)));
        if runs().all(|(_, run)| run.time.is_some()) {
            return runs().max_by(|a, b| a.1.time.cmp(&b.1.time)).map(|(at, _)| at);
        }
        runs().next_back().map(|(at, _)| at)
    }
}

/// The runs of another history that may be taken over. What says neither when nor of which commit it is, or says it in a
/// way that can't be understood, is a diagnostic and is kept out.
pub fn imported(text: &str, name: &str, sink: &mut Sink) -> Vec<Run> {
    let mut runs = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Run>(line).map_err(|error| error.to_string()).and_then(sound) {
            Ok(run) => runs.push(run),
            Err(why) => sink.push(bad(name, index, format!("this run is not taken over: {why}"))),
        }
    }
    runs
}

fn sound(mut run: Run) -> Result<Run, String> {
    if run.version > 1 {
        return Err(format!("version {} of the history is not known", run.version));
    }
    if let Some(commit) = &run.commit
        && !((7..=64).contains(&commit.len()) && commit.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return Err("its commit is no hash".into());
    }
    if let Some(time) = &run.time {
        let time = time.parse::<Timestamp>().map_err(|_| "its time is none of ISO 8601".to_owned())?;
        // One form for all: they are compared as text.
        run.time = stamp(time.as_second());
    }
    if run.commit.is_none() && run.time.is_none() {
        return Err("it says neither its commit nor its time".into());
    }
    Ok(run)
}

/// Whether two runs are of one commit; without commits, whether they are of one time.
fn is_of_same(a: &Run, b: &Run) -> bool {
    match (a.commit.as_deref(), b.commit.as_deref()) {
        (Some(a), Some(b)) => !a.is_empty() && !b.is_empty() && (a.starts_with(b) || b.starts_with(a)),
        (None, None) => a.time == b.time,
        _ => false,
    }
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
