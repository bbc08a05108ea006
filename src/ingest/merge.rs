//! Several coverage reports as one, their paths as they are written or as they lead into a project.

use std::path::Path;

use rayon::prelude::*;

use super::builder::{RawCoverage, RawFile};
use super::discover::{Module, ReportFile};
use super::map::{Hints, Tree, map_report};
use super::read::{RawHolds, read_found};
use super::unpack::Archives;
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};

/// Reads coverage reports and merges them. Test results among what a folder holds are passed over with a note.
///
/// # Errors
/// [`Reported`] if one of them can't be read, or is named and no coverage: a part that is missing would look like a
/// measurement.
pub fn merge(root: &Path, files: &[ReportFile], sink: &mut Sink) -> Result<RawCoverage, Reported> {
    let archives = Archives::open(root, files.iter().filter_map(|file| file.archive.as_deref()));
    let mut refused = None;
    // A few at a time: what waits to be merged is bounded, however many shards there are.
    let read = files.chunks(4 * rayon::current_num_threads().max(1)).flat_map(|some| {
        let read = some.par_iter().map(|file| {
            let mut sink = Sink::default();
            (read_coverage(root, file, &archives, &mut sink), sink)
        });
        read.collect::<Vec<_>>()
    });
    let parts = read.filter_map(|(coverage, problems)| {
        sink.absorb(problems);
        coverage.map_err(|reported| refused = Some(reported)).ok().flatten()
    });
    let mut any = false;
    let mut merged = RawCoverage::default();
    merged.merge_all(parts.map(plain).inspect(|_| any = true));
    match refused {
        None if any => Ok(merged),
        None => {
            let problem = Diagnostic::new(&codes::NO_COVERAGE, "none of the files is a coverage report");
            Err(sink.fatal(problem.help("name coverage reports, or a folder that holds some")))
        }
        Some(reported) => Err(reported),
    }
}

/// The same with the shortest spelling of its paths: `./a.c` and `a.c` are one file.
fn plain(mut coverage: RawCoverage) -> RawCoverage {
    for file in &mut coverage.files {
        if let Some(path) = without_dots(&file.path) {
            file.path = path.into();
        }
    }
    coverage
}

/// A path without folders called `.`, where it has any.
fn without_dots(path: &str) -> Option<String> {
    let parts = || path.split_inclusive(['/', '\\']);
    let is_dot = |part: &str| matches!(part, "./" | ".\\");
    if path.contains("://") || !parts().any(is_dot) {
        return None;
    }
    let plain: String = parts().filter(|part| !is_dot(part)).collect();
    (!plain.is_empty()).then_some(plain)
}

fn read_coverage(
    root: &Path,
    file: &ReportFile,
    archives: &Archives,
    sink: &mut Sink,
) -> Result<Option<RawCoverage>, Reported> {
    match read_found(root, file, archives, sink).map_err(|_| Reported)?.holds {
        RawHolds::Coverage(coverage) => Ok(Some(*coverage)),
        RawHolds::Tests(_) => {
            let is_named = !file.is_found;
            let code = if is_named { &codes::NO_COVERAGE } else { &codes::PASSED_OVER };
            let problem = Diagnostic::new(code, "the file holds test results and no coverage");
            let help = "leave it out: only coverage reports can be merged into one";
            sink.push(problem.at(Place::file(file.path.as_str())).help(help));
            if is_named { Err(Reported) } else { Ok(None) }
        }
    }
}

/// The same coverage by the paths of a project's files, as far as they are found in its tree.
pub fn mapped(coverage: RawCoverage, root: &Path, tree: &Tree<'_>, modules: &[Module]) -> RawCoverage {
    let absolute = std::path::absolute(root).ok().map(|root| root.display().to_string());
    let hints = Hints { root: absolute.as_deref(), sources: &coverage.sources, strip: None, map: None, modules };
    let paths = map_report(coverage.files.iter().map(|file| &*file.path), &hints, tree);
    let renamed = coverage.files.into_iter().zip(paths);
    let files = renamed.map(|(file, mapped)| RawFile { path: mapped.path.as_str().into(), ..file }).collect();
    let mut whole = RawCoverage::default();
    whole.merge(RawCoverage { files, alone: coverage.alone, ..RawCoverage::default() });
    whole
}
