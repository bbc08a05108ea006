//! The reports in an archive.

use std::path::Path;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};

use super::super::unpack::Archive;
use super::ReportFile;
use super::beginning::{self, Beginning, is_taken};
use super::places::is_plausible;

/// The reports in the archive `file`, which lies at `path`, and what in it may be one and is damaged. What can't be read of
/// an archive that holds reports is a diagnostic; one without any says nothing, for it may be anybody's. `None` if it can't be
/// opened.
pub(super) fn reports(path: &Path, file: &ReportFile, sink: &mut Sink) -> Option<Vec<ReportFile>> {
    let archive = Archive::open(path).ok()?;
    let mut any = false;
    let mut found = Vec::new();
    for (name, size) in archive.files() {
        let own = name.rsplit('/').next().unwrap_or(name);
        if !is_plausible(own) {
            continue;
        }
        let beginning = archive.with_file(name, |source| beginning::of(source)).unwrap_or(Beginning::Damaged);
        any |= beginning == Beginning::Report;
        if is_taken(own, beginning) {
            found.push(ReportFile {
                path: format!("{}/{name}", file.path),
                archive: Some(file.path.clone()),
                unpacked_size: Some(size),
                is_found: true,
                ..file.clone()
            });
        }
    }
    if !any {
        return Some(Vec::new());
    }
    for (name, why) in archive.left_out {
        let own = name.rsplit('/').next().unwrap_or(&name);
        if own.is_empty() || is_plausible(own) {
            let place = format!("{}/{name}", file.path);
            let message = format!("a part of the archive can't be read: {why}");
            let help = "unpack it, and give covsite the folder";
            let problem = Diagnostic::new(&codes::UNREADABLE, message);
            sink.push(problem.at(Place::file(place.trim_end_matches('/'))).help(help));
        }
    }
    Some(found)
}
