//! Where a site may go: not among what it is made from.

use std::path::Path;

use super::{Form, Target};
use crate::config::load::Loaded;
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::evidence::languages::is_source;
use crate::ingest::discover::{Discovered, ReportFile};
use crate::model::inputs::{Inputs, Report};
use crate::model::paths::ProjectPath;

/// Refuses a folder for the site that holds what the site is made from.
pub(super) fn check_target<'i>(
    inputs: impl Iterator<Item = &'i str>,
    loaded: &Loaded,
    target: &Target,
    sink: &mut Sink,
) -> Result<(), Reported> {
    let real = |path: &Path| std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    if target.form != Form::File
        && let (Ok(out), Ok(root)) = (real(&target.out), real(&loaded.root))
    {
        let is_of_git = |folder: &Path| folder.components().any(|part| part.as_os_str() == ".git");
        let message = if root.starts_with(&out) {
            Some("the site would take the place of the project itself".to_owned())
        } else if is_of_git(out.strip_prefix(&root).unwrap_or(Path::new(""))) {
            Some("the folder is git's own".to_owned())
        } else {
            let folder = out.strip_prefix(&root).ok().map(|folder| folder.to_string_lossy().replace('\\', "/"));
            let inside = folder.and_then(|folder| input_below(inputs, &root, &folder));
            inside.map(|input| format!("the folder holds {input}, which the site is made from"))
        };
        if let Some(message) = message {
            let problem = Diagnostic::new(&codes::OUTPUT, message);
            let place = Place::file(target.out.display().to_string());
            return Err(sink.fatal(problem.at(place).help("give --out a folder of its own, such as site")));
        }
    }
    Ok(())
}

/// A note, report or source file below a folder: covsite would no longer look there once it had written a site.
fn input_below<'i>(mut inputs: impl Iterator<Item = &'i str>, root: &Path, folder: &str) -> Option<&'i str> {
    let is_below = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    inputs.find(|path| is_below(path) && root.join(path).is_file())
}

/// Notes, reports and source files, as they were read.
pub(super) fn named_inputs(inputs: &Inputs) -> impl Iterator<Item = &str> {
    let notes = inputs.notes.iter().map(|note| note.path.as_str());
    notes.chain(inputs.reports.iter().map(Report::file)).chain(named_sources(&inputs.tree))
}

/// The measured files: the walk does not look for sources where the site shall lie.
pub(super) fn measured(inputs: &Inputs) -> impl Iterator<Item = &str> {
    inputs.coverage.files.keys().map(ProjectPath::as_str)
}

/// The same as they were found.
pub(super) fn found_inputs(found: &Discovered) -> impl Iterator<Item = &str> {
    let notes = found.notes.iter().map(ProjectPath::as_str);
    notes.chain(found.reports.iter().map(ReportFile::file)).chain(named_sources(&found.tree))
}

fn named_sources(tree: &[ProjectPath]) -> impl Iterator<Item = &str> {
    tree.iter().filter(|path| is_source(path)).map(ProjectPath::as_str)
}
