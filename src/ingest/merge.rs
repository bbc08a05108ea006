//! Several coverage reports as one, their paths as they are written or as they lead into a project.

use std::path::Path;

use rayon::prelude::*;

use super::builder::{RawCoverage, RawFile};
use super::discover::{Module, ReportFile};
use super::map::{Hints, Tree, map_report};
use super::read::{RawHolds, read_file};
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};

/// Reads coverage reports and merges them.
///
/// # Errors
/// [`Reported`] if one of them can't be read, or is no coverage: a part that is missing would look like a measurement.
pub fn merge(root: &Path, files: &[ReportFile], sink: &mut Sink) -> Result<RawCoverage, Reported> {
    let mut refused = None;
    // A few at a time: what waits to be merged is bounded, however many shards there are.
    let read = files.chunks(4 * rayon::current_num_threads().max(1)).flat_map(|some| {
        let read = some.par_iter().map(|file| {
            let mut sink = Sink::default();
            (read_coverage(root, file, &mut sink), sink)
        });
        read.collect::<Vec<_>>()
    });
    let parts = read.filter_map(|(coverage, problems)| {
        sink.absorb(problems);
        coverage.map_err(|reported| refused = Some(reported)).ok()
    });
    let mut merged = RawCoverage::default();
    merged.merge_all(parts);
    refused.map_or(Ok(merged), Err)
}

fn read_coverage(root: &Path, file: &ReportFile, sink: &mut Sink) -> Result<RawCoverage, Reported> {
    let read = read_file(&root.join(file.file()), file.entry(), &file.path, sink).map_err(|_| Reported)?;
    match read.holds {
        RawHolds::Coverage(coverage) => Ok(*coverage),
        RawHolds::Tests(_) => {
            let problem = Diagnostic::new(&codes::NO_COVERAGE, "the file holds test results and no coverage");
            let help = "leave it out: only coverage reports can be merged into one";
            Err(sink.fatal(problem.at(Place::file(file.path.as_str())).help(help)))
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
