//! The inputs that stay in memory, and what a change of files means for them: one note is read again by itself, a
//! source file or a commit asks for a new analysis, anything else for everything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::head::Head;
use crate::analyse::Memory;
use crate::config::load::{self, FILE_NAME, Loaded};
use crate::diagnostics::{Diagnostic, Reported, Sink};
use crate::evidence::DiskSources;
use crate::ingest::discover::Discovered;
use crate::model::inputs::Inputs;
use crate::model::note::Note;
use crate::model::paths::ProjectPath;
use crate::publish::watch::Change;
use crate::site::theme::{Choice, Theme};
use crate::{ingest, pipeline};

/// Where the inputs come from.
#[derive(Clone, Debug)]
pub(super) struct Sources {
    /// The configuration, if it is named.
    pub(super) config: Option<PathBuf>,
    /// The root, if it is named.
    pub(super) root: Option<PathBuf>,
    /// `SOURCE_DATE_EPOCH`.
    pub(super) epoch: Option<i64>,
}

/// All inputs, ready to be analysed.
#[derive(Debug)]
pub(super) struct Work {
    /// Where they come from.
    pub(super) sources: Sources,
    /// The configuration.
    pub(super) loaded: Loaded,
    /// What was gathered.
    pub(super) inputs: Inputs,
    /// The theme.
    pub(super) theme: Theme,
    /// What the last analysis found out.
    pub(super) memory: Memory,
    found: Discovered,
    /// What is wrong with everything but the notes that were read.
    problems: Sink,
    /// What is wrong with each note.
    note_problems: Vec<Sink>,
    head: Head,
    /// The root without links on the way, as events name it.
    root: PathBuf,
}

/// What a change comes to.
#[derive(Debug)]
pub(super) enum Step {
    /// Nothing that a page shows.
    Nothing,
    /// These notes, by their index, were read again.
    Notes(Vec<(usize, Note, Sink)>),
    /// The text of files that are known.
    Texts,
    /// HEAD has moved.
    Git(Head),
    /// The theme was read again.
    Theme(Box<Theme>),
    /// Everything was read again.
    All(Box<Work>),
    /// The inputs can't be used as they are.
    Failed(Vec<Diagnostic>),
}

impl Work {
    /// Reads everything. What is wrong stays with it; what makes it impossible goes to the sink.
    ///
    /// # Errors
    /// [`Reported`] if there is nothing to publish, or the configuration or the theme can't be used.
    pub(super) fn read(sources: &Sources, sink: &mut Sink) -> Result<Self, Reported> {
        let loaded = load::load(sources.config.as_deref(), sources.root.as_deref(), sink)?;
        let found = pipeline::find(&loaded, sink)?;
        let theme = read_theme(&loaded, sink)?;
        let gathered = ingest::gather(&loaded.root, &found, sink, &|_| ());
        let read: Vec<(Result<Note, Reported>, Sink)> = found
            .notes
            .par_iter()
            .map(|path| {
                let mut sink = Sink::default();
                (pipeline::read_note(&loaded.root, path, &mut sink), sink)
            })
            .collect();
        let (mut notes, mut note_problems) = (Vec::with_capacity(read.len()), Vec::with_capacity(read.len()));
        for (note, problems) in read {
            if let Ok(note) = note {
                notes.push(note);
                note_problems.push(problems);
            } else {
                sink.absorb(problems);
            }
        }
        let history = pipeline::read_history(&loaded.root, &loaded.config, sink);
        let root = std::fs::canonicalize(&loaded.root).unwrap_or_else(|_| loaded.root.clone());
        Ok(Self {
            sources: sources.clone(),
            inputs: Inputs {
                root: loaded.root.clone(),
                reports: gathered.reports,
                coverage: gathered.coverage,
                shared_flags: gathered.shared_flags,
                results: gathered.results,
                refused: gathered.refused,
                notes,
                tree: found.tree.clone(),
                aside: found.aside.clone(),
                sources: Arc::new(DiskSources::new(&loaded.root)),
                history,
                base: None,
            },
            theme,
            memory: Memory::default(),
            found,
            problems: std::mem::take(sink),
            note_problems,
            head: Head::look(&root),
            root,
            loaded,
        })
    }

    /// What is wrong with the inputs.
    pub(super) fn problems(&self) -> Sink {
        let mut all = self.problems.clone();
        for problems in &self.note_problems {
            all.absorb(problems.clone());
        }
        all
    }

    /// The folders in which an input may change.
    pub(super) fn folders(&self) -> BTreeSet<PathBuf> {
        let mut folders = self.head.folders.clone();
        folders.insert(self.root.clone());
        folders.extend(self.found.folders.iter().map(|folder| self.root.join(folder.as_str())));
        // What is named by itself may lie in folders that nobody looks into.
        let reports = self.found.reports.iter().map(|report| self.root.join(report.file()));
        let notes = self.found.notes.iter().map(|note| self.root.join(note.as_str()));
        let history = self.loaded.config.history.path.iter().map(|path| self.root.join(path));
        let named = reports.chain(notes).chain(history).chain(self.config_file());
        folders.extend(named.filter_map(|file| file.parent().map(Path::to_path_buf)));
        if let Some(theme) = self.theme_folder() {
            let below = walkdir::WalkDir::new(&theme).into_iter().flatten();
            folders.extend(below.filter(|entry| entry.file_type().is_dir()).map(walkdir::DirEntry::into_path));
        }
        // What is named and not there yet will come into the nearest folder that is.
        let patterns = self.loaded.config.reports.iter().flat_map(|entry| &entry.paths);
        folders.extend(
            patterns.map(|pattern| self.root.join(pattern.split(['*', '?', '[', '{']).next().unwrap_or_default())),
        );
        folders
            .into_iter()
            .filter_map(|path| path.ancestors().find(|above| above.is_dir()).map(Path::to_path_buf))
            .collect()
    }

    /// What a change comes to; and what changed, as the user knows it. With `anew`, everything is read again whatever
    /// it was.
    pub(super) fn step(&self, change: &Change, anew: bool) -> (Step, Vec<String>) {
        let Change::Paths(paths) = change else { return (self.all(), vec!["everything".to_owned()]) };
        let mut touched: BTreeMap<Touched, Vec<&PathBuf>> = BTreeMap::new();
        for path in paths {
            if let Some(what) = self.touched(path) {
                touched.entry(what).or_default().push(path);
            }
        }
        let names = touched.iter().filter(|(what, _)| !matches!(what, Touched::Git)).flat_map(|(_, paths)| paths);
        let mut names: Vec<String> = names.map(|path| self.name(path)).collect();
        let head = touched.remove(&Touched::Git).map(|_| Head::look(&self.root)).filter(|head| *head != self.head);
        if head.is_some() {
            names.push("HEAD".into());
        }
        if touched.is_empty() && head.is_none() {
            return (Step::Nothing, names);
        }
        let only = (head, touched.len(), touched.pop_last());
        let step = match only {
            _ if anew => self.all(),
            (Some(head), 0, None) => Step::Git(head),
            (None, 1, Some((Touched::Note, paths))) => self.notes(&paths),
            (None, 1, Some((Touched::Text, _))) => Step::Texts,
            (None, 1, Some((Touched::Theme, _))) => self.theme(),
            (None, 1, Some((Touched::Unknown, _))) if self.finds_the_same() => Step::Nothing,
            _ => self.all(),
        };
        (step, names)
    }

    /// Takes a step.
    pub(super) fn apply(&mut self, step: Step) {
        match step {
            Step::Nothing | Step::Failed(_) => {}
            Step::Notes(notes) => {
                for (index, note, problems) in notes {
                    self.memory.forget_note(&note.path);
                    self.inputs.notes[index] = note;
                    self.note_problems[index] = problems;
                }
            }
            Step::Texts => {
                self.inputs.sources = Arc::new(DiskSources::new(&self.loaded.root));
                // Whether a source is what HEAD says is another question now.
                self.memory.forget_git();
            }
            Step::Git(head) => {
                self.memory.forget_git();
                self.head = head;
            }
            Step::Theme(theme) => self.theme = *theme,
            Step::All(new) => {
                let mut memory = std::mem::take(&mut self.memory);
                memory.forget_git();
                for note in &self.inputs.notes {
                    let same = new.inputs.notes.iter().find(|new| new.path == note.path);
                    if same.is_none_or(|same| same.text != note.text) {
                        memory.forget_note(&note.path);
                    }
                }
                *self = *new;
                self.memory = memory;
            }
        }
    }

    fn all(&self) -> Step {
        let mut sink = Sink::default();
        match Self::read(&self.sources, &mut sink) {
            Ok(new) => Step::All(Box::new(new)),
            Err(Reported) => Step::Failed(sink.finish()),
        }
    }

    fn notes(&self, paths: &[&PathBuf]) -> Step {
        let mut read = Vec::new();
        for path in paths {
            let mut sink = Sink::default();
            let Some(path) = self.project_path(path) else { return self.all() };
            let Some(index) = self.note(&path) else { return self.all() };
            match pipeline::read_note(&self.loaded.root, &path, &mut sink) {
                // Saved, and the same as before.
                Ok(note) if note.text == self.inputs.notes[index].text => {}
                Ok(note) => read.push((index, note, sink)),
                Err(Reported) => return self.all(),
            }
        }
        if read.is_empty() { Step::Nothing } else { Step::Notes(read) }
    }

    fn theme(&self) -> Step {
        let mut sink = Sink::default();
        match read_theme(&self.loaded, &mut sink) {
            Ok(theme) => Step::Theme(Box::new(theme)),
            Err(Reported) => Step::Failed(sink.finish()),
        }
    }

    /// Whether looking around again finds the same files: something came or went that is no input.
    fn finds_the_same(&self) -> bool {
        let Ok(found) = pipeline::find(&self.loaded, &mut Sink::default()) else { return false };
        found.tree == self.found.tree
            && found.aside == self.found.aside
            && found.reports == self.found.reports
            && found.notes == self.found.notes
            && found.folders == self.found.folders
    }

    fn touched(&self, path: &Path) -> Option<Touched> {
        if is_scratch(path) {
            return None;
        }
        if path.parent().is_some_and(|folder| self.is_git_folder(folder)) {
            return Some(Touched::Git);
        }
        if self.config_file().as_deref() == Some(path) || path == self.root.join(FILE_NAME) {
            return Some(Touched::Everything);
        }
        if self.theme_folder().is_some_and(|theme| path.starts_with(theme)) {
            return Some(Touched::Theme);
        }
        let project_path = self.project_path(path);
        let is_there = path.is_file();
        let named = |file: &str| self.root.join(file) == path;
        if self.found.reports.iter().any(|report| named(report.file()))
            || self.loaded.config.history.path.as_deref().is_some_and(named)
        {
            return Some(Touched::Everything);
        }
        let Some(project_path) = project_path else { return path.exists().then_some(Touched::Unknown) };
        if is_there && self.note(&project_path).is_some() {
            return Some(Touched::Note);
        }
        let known = self.found.tree.binary_search(&project_path).is_ok()
            || self.found.notes.binary_search(&project_path).is_ok();
        match (known, is_there) {
            (true, true) if matches!(project_path.name(), ".gitignore" | ".ignore" | "go.mod") => {
                Some(Touched::Everything)
            }
            (true, true) => Some(Touched::Text),
            (true, false) => Some(Touched::Unknown),
            (false, _) if path.exists() || self.found.folders.binary_search(&project_path).is_ok() => {
                // A folder that only says that something in it changed is known.
                let is_known_folder = path.is_dir() && self.found.folders.binary_search(&project_path).is_ok();
                (!is_known_folder).then_some(Touched::Unknown)
            }
            (false, _) => None,
        }
    }

    /// Whether a folder is watched for git's sake alone.
    fn is_git_folder(&self, folder: &Path) -> bool {
        let is_own =
            || self.project_path(folder).is_some_and(|folder| self.found.folders.binary_search(&folder).is_ok());
        self.head.folders.contains(folder) && folder != self.root && !is_own()
    }

    fn note(&self, path: &ProjectPath) -> Option<usize> {
        self.inputs.notes.binary_search_by(|note| note.path.cmp(path)).ok()
    }

    fn project_path(&self, path: &Path) -> Option<ProjectPath> {
        ProjectPath::parse(&path.strip_prefix(&self.root).ok()?.to_str()?.replace('\\', "/"))
    }

    fn name(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    fn config_file(&self) -> Option<PathBuf> {
        std::fs::canonicalize(self.loaded.file.as_ref()?).ok()
    }

    fn theme_folder(&self) -> Option<PathBuf> {
        std::fs::canonicalize(chosen(&self.loaded).folder?).ok()
    }
}

/// What a changed path is, the smallest consequence first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Touched {
    Git,
    Note,
    Text,
    Theme,
    Unknown,
    Everything,
}

fn chosen(loaded: &Loaded) -> Choice {
    Choice::find(&loaded.root, loaded.config.site.theme.as_deref())
}

fn read_theme(loaded: &Loaded, sink: &mut Sink) -> Result<Theme, Reported> {
    Theme::load(&chosen(loaded), sink)
}

/// What editors put beside a file while it is open.
fn is_scratch(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return true };
    let is_swap =
        |end: &str| name.starts_with('.') && name.rsplit_once('.').is_some_and(|(_, last)| last.starts_with(end));
    name.ends_with('~')
        || is_swap("sw")
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || name.contains("___jb_")
        || matches!(name, "4913" | ".DS_Store")
}
