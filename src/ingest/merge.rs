//! Several coverage reports as one, their paths as they are written or as they lead into a project.

use std::collections::BTreeMap;
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
    let mut merged = RawCoverage::default();
    let mut refused = None;
    // A few at a time: what waits to be merged is bounded, however many shards there are.
    for some in files.chunks(4 * rayon::current_num_threads().max(1)) {
        let read = some.par_iter().map(|file| {
            let mut sink = Sink::default();
            (read_coverage(root, file, &mut sink), sink)
        });
        for (coverage, problems) in read.collect::<Vec<_>>() {
            sink.absorb(problems);
            match coverage {
                Ok(coverage) => merged.merge(coverage),
                Err(reported) => refused = Some(reported),
            }
        }
    }
    refused.map_or(Ok(merged), Err)
}

fn read_coverage(root: &Path, file: &ReportFile, sink: &mut Sink) -> Result<RawCoverage, Reported> {
    match read_file(&root.join(file.file()), file.entry(), &file.path, sink)?.holds {
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
    let mut files: BTreeMap<Box<str>, RawFile> = BTreeMap::new();
    for (file, mapped) in coverage.files.into_iter().zip(paths) {
        let path: Box<str> = mapped.path.as_str().into();
        match files.entry(path.clone()) {
            std::collections::btree_map::Entry::Occupied(mut known) => known.get_mut().coverage.merge(&file.coverage),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(RawFile { path, coverage: file.coverage });
            }
        }
    }
    let mut whole = RawCoverage { alone: coverage.alone, ..RawCoverage::default() };
    whole.merge(RawCoverage { files: files.into_values().collect(), ..RawCoverage::default() });
    whole
}
