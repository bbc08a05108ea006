//! One path: a note by the end of its name, otherwise whatever its content says.

use std::io::Read as _;
use std::path::Path;

use serde::Serialize;

use crate::diagnostics::{Diagnostic, Severity, Sink};
use crate::ingest::discover::{Module, ReportFile};
use crate::ingest::map::{Mapped, Tree, steps};
use crate::ingest::{self, Inspected, inspect_file, map_inspected};
use crate::model::paths::ProjectPath;
use crate::{claims, notes};

/// What was seen in a file.
pub(super) struct Seen {
    /// What a report holds, and what is wrong with the file.
    pub(super) file: Inspected,
    /// What a note holds.
    pub(super) note: Option<serde_json::Value>,
}

/// The project that paths are mapped to.
pub(super) struct Project<'p> {
    pub(super) root: &'p Path,
    pub(super) tree: Tree<'p>,
    /// Reports with what the configuration says of them.
    pub(super) reports: &'p [ReportFile],
    pub(super) modules: &'p [Module],
}

/// How one path of a report was mapped.
#[derive(Serialize)]
pub(super) struct Way {
    raw: String,
    path: ProjectPath,
    found: bool,
    pub(super) steps: Vec<String>,
}

/// Looks at a file.
pub(super) fn look(path: &Path) -> Seen {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    if matches!(extension.to_ascii_lowercase().as_str(), "md" | "markdown") {
        note(path)
    } else {
        Seen { file: inspect_file(path), note: None }
    }
}

fn note(path: &Path) -> Seen {
    let mut sink = Sink::default();
    let name = path.display().to_string();
    let bytes = ingest::open(path, &name, &mut sink).and_then(|mut file| {
        let mut bytes = Vec::new();
        let read = file.read_to_end(&mut bytes);
        read.map_err(|error| sink.fatal(ingest::format::unreadable(&name.as_str().into(), &error)))?;
        Ok(bytes)
    });
    let note = bytes.ok().map(|bytes| {
        let path = ProjectPath::from_foreign(&name).0.unwrap_or_else(ProjectPath::unnamed);
        let note = notes::read(&path, &bytes, &mut sink);
        let mut seen = notes::inspect::inspect(&note);
        seen["claims"] = claims::inspect(&note);
        seen
    });
    let (errors, warnings): (Vec<Diagnostic>, Vec<Diagnostic>) =
        sink.finish().into_iter().partition(|diagnostic| note.is_none() && diagnostic.severity() == Severity::Error);
    let kind = if note.is_some() { "note" } else { "error" };
    Seen { file: Inspected { kind, warnings, error: errors.into_iter().next(), ..Inspected::default() }, note }
}

/// How the paths of a report are mapped to the project at `root`.
pub(super) fn ways(path: &Path, seen: &Seen, project: &Project<'_>) -> Vec<Way> {
    let way = |(raw, mapped): (&str, Mapped)| Way {
        raw: raw.to_owned(),
        steps: steps(raw, &mapped),
        found: mapped.how.is_found(),
        path: mapped.path,
    };
    let is_it = |report: &&ReportFile| {
        let named = project.root.join(report.file()).canonicalize();
        named.is_ok_and(|named| path.canonicalize().is_ok_and(|path| path == named))
    };
    let configured = project.reports.iter().find(is_it);
    map_inspected(&seen.file, project.root, &project.tree, project.modules, configured).into_iter().map(way).collect()
}
