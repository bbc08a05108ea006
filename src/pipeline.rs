//! The way of the data: gather, analyse, render, publish. Four functions; every verb is some of them.

mod base;
pub mod build;
mod cache;
pub mod history;
pub mod sync;
mod target;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::config::globs::folder;
use crate::config::load::Loaded;
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::evidence::DiskSources;
use crate::facts::history as runs;
use crate::ingest::discover::{Discovered, discover};
use crate::model::findings::Findings;
use crate::model::inputs::Inputs;
use crate::model::note::Note;
use crate::model::paths::ProjectPath;
use crate::model::run::Run;
use crate::publish::{Before, Options, Outcome, Written, alone};
use crate::site::theme::{Choice, Theme};
use crate::site::{Site, single};
use crate::{analyse, evidence, gates, ingest, notes, publish};

/// Larger notes are no notes.
const LARGEST_NOTE: u64 = 16 << 20;

/// Hears how far a step is, from any thread.
pub trait Progress: Sync {
    /// A step of so many pieces begins.
    fn begin(&self, step: &'static str, pieces: usize);
    /// A piece is done.
    fn advance(&self);
}

/// Nobody listens.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &'static str, _: usize) {}
    fn advance(&self) {}
}

/// Finds and reads everything: reports, test results, notes, history.
///
/// # Errors
/// [`Reported`] if there is nothing at all to publish.
pub fn gather(loaded: &Loaded, progress: &dyn Progress, sink: &mut Sink) -> Result<Inputs, Reported> {
    gather_with(loaded, None, progress, sink)
}

/// The same, to be compared with `base`: a history, a coverage report or test results of earlier, or a revision of git.
///
/// # Errors
/// [`Reported`] if there is nothing at all to publish, and for a base that is none of these.
pub fn gather_with(
    loaded: &Loaded,
    base: Option<&str>,
    progress: &dyn Progress,
    sink: &mut Sink,
) -> Result<Inputs, Reported> {
    let mut found = find(loaded, sink)?;
    let history = read_history(&loaded.root, &loaded.config, sink);
    let base = match base {
        Some(named) => {
            base::leave_out(named, loaded, &mut found);
            Some(base::find(named, loaded, &found, &history, sink)?)
        }
        None => None,
    };
    let sources = Arc::new(DiskSources::new(&loaded.root));
    Ok(Inputs { base, ..gather_found(loaded, (found, history), sources, progress, sink) })
}

/// The second half of [`gather`]: reads what was found.
fn gather_found(
    loaded: &Loaded,
    (found, history): (Discovered, Vec<Run>),
    sources: Arc<DiskSources>,
    progress: &dyn Progress,
    sink: &mut Sink,
) -> Inputs {
    let root = loaded.root.as_path();
    progress.begin("reading", found.reports.len() + found.notes.len());
    let gathered = ingest::gather(root, &found, sink, &|_| progress.advance());
    Inputs {
        root: root.to_path_buf(),
        reports: gathered.reports,
        refused: gathered.refused,
        coverage: gathered.coverage,
        shared_flags: gathered.shared_flags,
        results: gathered.results,
        notes: read_notes(root, &found, progress, sink),
        history,
        base: None,
        tree: found.tree,
        aside: found.aside,
        sources,
    }
}

/// Gathers, analyses, and hands the site with all diagnostics to `then`, which says something of it without writing
/// it. `base` is what is compared with, `epoch` is `SOURCE_DATE_EPOCH`.
///
/// # Errors
/// [`Reported`] if there is nothing to say anything of.
pub fn consult<T>(
    loaded: &Loaded,
    base: Option<&str>,
    epoch: Option<i64>,
    progress: &dyn Progress,
    mut sink: Sink,
    then: impl FnOnce(&Site<'_>) -> T,
) -> (Result<T, Reported>, Vec<Diagnostic>) {
    let gathered = gather_with(loaded, base, progress, &mut sink);
    let (inputs, theme) = match gathered.and_then(|inputs| Ok((inputs, Theme::load(&Choice::default(), &mut sink)?))) {
        Ok(both) => both,
        Err(reported) => return (Err(reported), sink.finish()),
    };
    let findings = analyse(&inputs, &loaded.config, epoch, &mut sink);
    let title = title(loaded, findings.git.forge.as_deref());
    let site = Site::new(&inputs, &findings, &loaded.config, &theme, title, &mut sink);
    let problems = sink.finish();
    let said = then(&site.with_problems(&problems));
    (Ok(said), problems)
}

/// The way from the root of the repository to the project's; empty where they are one, or without a repository.
pub fn below_repository(root: &Path) -> String {
    let below = || {
        let root = std::fs::canonicalize(root).ok()?;
        let top = root.ancestors().find(|folder| folder.join(".git").exists())?;
        Some(root.strip_prefix(top).ok()?.to_string_lossy().replace('\\', "/"))
    };
    below().unwrap_or_default()
}

/// The first half of [`gather`]: what there is to read.
///
/// # Errors
/// [`Reported`] if there is nothing at all to publish.
pub fn find(loaded: &Loaded, sink: &mut Sink) -> Result<Discovered, Reported> {
    let root = loaded.root.as_path();
    if !root.is_dir() {
        let problem = Diagnostic::new(&codes::NO_INPUT, "the root is not a folder");
        return Err(
            sink.fatal(problem.at(Place::file(root.display().to_string())).help("give --root the project's folder"))
        );
    }
    check_source(loaded, sink)?;
    let mut found = discover(root, &loaded.config, sink);
    if gates::look_at_files(&loaded.config) {
        found.aside = tracked_aside(&found, loaded);
    }
    // A gate has something to judge before there is anything to publish.
    if found.reports.is_empty() && found.notes.is_empty() && loaded.config.gates.is_empty() {
        return Err(sink.fatal(nothing_found(root)));
    }
    Ok(found)
}

/// A folder of sources that is mistyped would leave files out of the count, and nothing would say so.
fn check_source(loaded: &Loaded, sink: &mut Sink) -> Result<(), Reported> {
    let source = &loaded.config.project.source;
    let plain = folder(source);
    let is_inside = plain.is_empty() || ProjectPath::parse(plain).is_some();
    if is_inside && loaded.root.join(plain).is_dir() {
        return Ok(());
    }
    let message = format!("`source` of [project] is no folder of the project: `{source}`");
    let place = Place::file(loaded.file.as_deref().unwrap_or(Path::new("covsite.toml")).display().to_string());
    let problem = Diagnostic::new(&codes::BAD_CONFIG, message).at(place);
    Err(sink.fatal(problem.help("name a folder from the root, or leave it out where sources lie everywhere")))
}

/// Checks that look at files look at what git tracks, too, where the walk did not find it: in folders of other people's code,
/// or ignored. What covsite wrote is none of it.
fn tracked_aside(found: &Discovered, loaded: &Loaded) -> Vec<ProjectPath> {
    let out = loaded.root.join(&loaded.config.site.out);
    let is_site = out.join(publish::MANIFEST).is_file();
    let is_output = |path: &ProjectPath| {
        path.is_below(cache::FOLDER) || (is_site && path.is_below(folder(&loaded.config.site.out)))
    };
    let mut aside = evidence::git::tracked(&loaded.root);
    aside.retain(|path| found.tree.binary_search(path).is_err() && !is_output(path));
    aside.retain(|path| loaded.root.join(path.as_str()).is_file());
    aside.sort_unstable();
    aside.dedup();
    aside
}

fn nothing_found(root: &Path) -> Diagnostic {
    let folder = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    let message = format!("found no coverage report, no test results and no notes below {}", folder.display());
    let above = folder.ancestors().skip(1).find(|folder| folder.join(".git").exists());
    let above = above.filter(|_| !folder.join(".git").exists()).map_or_else(String::new, |above| {
        format!("the repository begins at {}: build there, or name that folder with --root; ", above.display())
    });
    Diagnostic::new(&codes::NO_INPUT, message).help(above + "covsite looks for reports by content (LCOV, Cobertura, JaCoCo, coverage.py, Istanbul, JUnit XML, …) in well-known \
         places such as coverage/, target/, build/ and test-results/, and for Markdown notes below content/, docs/ and \
         notes/, or named like TEST_REPORT.md; run your tests with coverage first, or name the files in covsite.toml under [[reports]] and [notes]")
}

fn read_notes(root: &Path, found: &Discovered, progress: &dyn Progress, sink: &mut Sink) -> Vec<Note> {
    let read: Vec<(Option<Note>, Sink)> = found
        .notes
        .par_iter()
        .map(|path| {
            let mut sink = Sink::default();
            let note = read_note(root, path, &mut sink).ok();
            progress.advance();
            (note, sink)
        })
        .collect();
    read.into_iter()
        .filter_map(|(note, problems)| {
            sink.absorb(problems);
            note
        })
        .collect()
}

/// Reads one note of the project.
///
/// # Errors
/// [`Reported`] if the file can't be read or is too large for a note.
pub fn read_note(root: &Path, path: &ProjectPath, sink: &mut Sink) -> Result<Note, Reported> {
    let file = root.join(path.as_str());
    let place = Place::file(path.as_str());
    let size = std::fs::metadata(&file).map(|found| found.len());
    let bytes = match size {
        Ok(size) if size > LARGEST_NOTE => {
            let problem = Diagnostic::new(&codes::TOO_LARGE, "a note of more than 16 MiB is not read");
            return Err(sink.fatal(problem.at(place).help("split it, or leave it out with [notes] exclude")));
        }
        Ok(_) => std::fs::read(&file),
        Err(error) => Err(error),
    };
    match bytes {
        Ok(bytes) => Ok(notes::read(path, &bytes, sink)),
        Err(error) => {
            let problem = Diagnostic::new(&codes::UNREADABLE, format!("the note can't be read: {error}"));
            Err(sink.fatal(problem.at(place)))
        }
    }
}

/// Reads the earlier runs, where the configuration says that they are kept.
pub fn read_history(root: &Path, config: &Config, sink: &mut Sink) -> Vec<Run> {
    let Some(path) = &config.history.path else { return Vec::new() };
    match std::fs::read_to_string(root.join(path)) {
        Ok(text) => runs::read(&text, path, sink),
        // The first build comes before the first run that is kept.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let problem = Diagnostic::new(&codes::BAD_HISTORY, format!("the history can't be read: {error}"));
            sink.push(problem.at(Place::file(path.as_str())));
            Vec::new()
        }
    }
}

/// Runs each command that a gate checks, one after the other, in the root, and keeps what came of it: the analysis after
/// it, and every build at this commit, shows that. Returns how many were run.
pub fn run_commands(loaded: &Loaded, sink: &mut Sink) -> usize {
    let commands = gates::commands(&loaded.config);
    if commands.is_empty() {
        return 0;
    }
    let repository = evidence::git::Repository::open(&loaded.root, &[], None, sink);
    let head = repository.and_then(|repository| repository.state().head);
    for (command, timeout) in &commands {
        evidence::commands::run(&loaded.root, command, *timeout, head.as_deref(), sink);
    }
    commands.len()
}

/// Rolls up the measurements, judges the notes, and makes the sentence that answers. `epoch` is `SOURCE_DATE_EPOCH`.
pub fn analyse(inputs: &Inputs, config: &Config, epoch: Option<i64>, sink: &mut Sink) -> Findings {
    analyse::analyse(inputs, config, epoch, sink)
}

/// Renders every page and puts the site into its folder. Takes over the diagnostics so far, because one page shows
/// them; returns all of them with what was done.
pub fn publish(
    inputs: &Inputs,
    findings: &Findings,
    loaded: &Loaded,
    target: &Target,
    progress: &dyn Progress,
    sink: Sink,
) -> (Result<Outcome, Reported>, Vec<Diagnostic>) {
    let theme = load_theme(loaded, target.form);
    let (result, problems) = publish_again(inputs, findings, loaded, target, (theme, None), progress, sink);
    (result.map(|(outcome, _)| outcome), problems)
}

/// The same, with the theme, and with what is known of the build before. Returns also what the next one wants to know.
fn publish_again(
    inputs: &Inputs,
    findings: &Findings,
    loaded: &Loaded,
    target: &Target,
    (theme, before): (Loading, Option<&Before<'_>>),
    progress: &dyn Progress,
    mut sink: Sink,
) -> (Result<Published, Reported>, Vec<Diagnostic>) {
    let (theme, problems) = theme;
    sink.absorb(problems);
    let theme = match target::check_target(target::named_inputs(inputs), loaded, target, &mut sink).and(theme) {
        Ok(theme) => theme,
        Err(reported) => return (Err(reported), sink.finish()),
    };
    let title = title(loaded, findings.git.forge.as_deref());
    let site = Site::new(inputs, findings, &loaded.config, &theme, title, &mut sink);
    let mut problems = sink.finish();
    let site = site.with_problems(&problems);
    let pages = if target.form == Form::Folder { site.pages() } else { vec![single::page(&site)] };
    progress.begin("writing", pages.len());
    let mut sink = Sink::default();
    let made = || progress.advance();
    let outcome = match (target.form, pages.first()) {
        (Form::File, Some(page)) => {
            alone::publish(page, &target.out, target.options, &mut sink).map(|outcome| (outcome, Vec::new()))
        }
        _ => publish::publish_again(&pages, &target.out, target.options, before, &made, &mut sink),
    };
    drop(pages);
    drop(site);
    problems.extend(sink.finish());
    (outcome, problems)
}

/// What a site is put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A folder of pages.
    Folder,
    /// A folder with one page, which needs no other file.
    OnePage,
    /// A file: that page.
    File,
}

/// Where a site goes, and how.
#[derive(Clone, Debug)]
pub struct Target {
    /// The output folder, or the file.
    pub out: PathBuf,
    /// Which of the two.
    pub form: Form,
    /// How to publish.
    pub options: Options,
}

/// What was done, and what was written.
type Published = (Outcome, Vec<Written>);

/// A theme, or why there is none.
type Loading = (Result<Theme, Reported>, Sink);

/// Loads the theme that the configuration names, over a built-in one.
fn load_theme(loaded: &Loaded, form: Form) -> Loading {
    let mut sink = Sink::default();
    let choice = Choice::find(&loaded.root, loaded.config.site.theme.as_deref());
    let choice = if form == Form::Folder { choice } else { choice.for_document() };
    (Theme::load(&choice, &mut sink), sink)
}

/// The output folder that the configuration names, as the user would type it.
pub fn configured_out(loaded: &Loaded) -> PathBuf {
    let out = Path::new(&loaded.config.site.out);
    if loaded.root == Path::new(".") { out.to_path_buf() } else { loaded.root.join(out) }
}

/// The site's name: the configuration's, else the repository's (`forge` is its web address), which is the same in every
/// checkout, else that of the root folder.
pub fn title(loaded: &Loaded, forge: Option<&str>) -> String {
    let repository = || {
        let address = loaded.config.project.repository.as_deref().or(forge)?;
        let name = address.trim_end_matches('/').rsplit('/').next()?;
        (!name.is_empty()).then(|| name.to_owned())
    };

    let folder = || {
        let root = std::fs::canonicalize(&loaded.root).ok()?;
        Some(root.file_name()?.to_string_lossy().into_owned())
    };
    loaded.config.site.title.clone().or_else(repository).or_else(folder).unwrap_or_else(|| "Project".into())
}
