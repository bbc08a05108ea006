//! The file of runs: this build's is added to it, those of another history are taken over, it is read to be shown.

use std::fs;
use std::path::{Path, PathBuf};

use super::base::{history_in, text_of};
use crate::config::load::Loaded;
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::facts::history;
use crate::facts::run_lines::{Added, Runs, imported};
use crate::model::run::Run;
use crate::publish::replace;

/// What became of the runs that were to be taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// New ones.
    pub added: usize,
    /// Those that were there already.
    pub same: usize,
    /// Those that took the place of another run of their commit.
    pub replaced: usize,
    /// Those that say something else than the run of their commit that is there, which stays.
    pub kept: usize,
    /// How many runs there are now.
    pub all: usize,
}

/// The file of runs: the one that is named, else the configuration's.
///
/// # Errors
/// [`Reported`] where there is neither.
pub fn file(loaded: &Loaded, named: Option<&Path>, sink: &mut Sink) -> Result<PathBuf, Reported> {
    let configured = || loaded.config.history.path.as_ref().map(|path| loaded.root.join(path));
    named.map(Path::to_path_buf).or_else(configured).ok_or_else(|| {
        let problem = Diagnostic::new(&codes::NO_HISTORY, "no file of runs is named");
        sink.fatal(problem.help("set [history] path in covsite.toml, or give --file"))
    })
}

/// Adds a run to the file, all at once. The file is made where it is not there.
///
/// # Errors
/// [`Reported`] if a run of its commit is there that says something else and may not be replaced, or the file can't be
/// read or written.
pub fn add(file: &Path, run: Run, replace: bool, sink: &mut Sink) -> Result<Added, Reported> {
    let commit = history::name(&run).unwrap_or_default();
    let (added, differences) = update(file, sink, |runs, _| {
        let differences = runs.differences(&run);
        (runs.add(run, replace), differences)
    })?;
    if added == Added::Kept {
        let of_what = if differences.is_empty() { String::new() } else { format!(": {}", differences.join(", ")) };
        let message = format!("the history has a run of {commit} that says something else{of_what}");
        let problem = Diagnostic::new(&codes::OTHER_RUN, message).at(Place::file(shown(file)));
        return Err(sink.fatal(problem.help("--force puts this build's in its place")));
    }
    Ok(added)
}

/// Takes over the runs of other histories: files, or folders of published sites.
///
/// # Errors
/// [`Reported`] if one of them is no history, or a file can't be read or written. Nothing is written then.
pub fn import(file: &Path, from: &[PathBuf], replace: bool, sink: &mut Sink) -> Result<Taken, Reported> {
    let mut theirs = Vec::new();
    for path in from {
        let Some(source) = history_in(path) else { return Err(sink.fatal(no_history(path))) };
        let text = text_of(&source, sink)?;
        theirs.push(imported(&text, &shown(&source), sink));
    }
    update(file, sink, |runs, _| {
        let mut taken = Taken::default();
        for added in theirs.into_iter().flat_map(|theirs| runs.add_all(theirs, replace)) {
            match added {
                Added::Appended => taken.added += 1,
                Added::Same => taken.same += 1,
                Added::Replaced => taken.replaced += 1,
                Added::Kept => taken.kept += 1,
            }
        }
        taken.all = runs.len();
        taken
    })
}

/// The runs of the file, oldest first.
///
/// # Errors
/// [`Reported`] if it can't be read.
pub fn read(file: &Path, sink: &mut Sink) -> Result<Vec<Run>, Reported> {
    let text = text_of(file, sink)?;
    Ok(history::read(&text, &shown(file), sink))
}

fn update<T>(file: &Path, sink: &mut Sink, change: impl FnOnce(&mut Runs, &mut Sink) -> T) -> Result<T, Reported> {
    let mut problems = Sink::default();
    let updated = replace::update(file, |bytes| {
        let before = String::from_utf8_lossy(bytes);
        let mut runs = Runs::read(&before, &shown(file), &mut problems);
        let said = change(&mut runs, &mut problems);
        let after = runs.text();
        ((*after != *before).then(|| after.into_bytes()), said)
    });
    sink.absorb(problems);
    updated.map_err(|error| {
        let problem = Diagnostic::new(&codes::OUTPUT, format!("the history can't be written: {error}"));
        sink.fatal(problem.at(Place::file(shown(file))).help("look whether the file may be read and written"))
    })
}

fn no_history(path: &Path) -> Diagnostic {
    let name = path.display().to_string();
    let (message, help) = if name.starts_with("http://") || name.starts_with("https://") {
        let help = "download it first, then import the file: the published site has it at data/history.jsonl";
        ("covsite asks no network", help)
    } else if fs::metadata(path).is_ok() {
        ("this is no history", "name a history.jsonl, or the folder of a published site with data/history.jsonl")
    } else {
        ("there is no such file", "name a history.jsonl, or the folder of a published site")
    };
    Diagnostic::new(&codes::NO_HISTORY, message).at(Place::file(name)).help(help)
}

/// The file as the user knows it.
pub fn shown(file: &Path) -> String {
    file.display().to_string().replace('\\', "/").trim_start_matches("./").to_owned()
}
