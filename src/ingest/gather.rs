//! All reports that were found: read in parallel, mapped, merged. The result is the same with any number of threads
//! and in any order.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::coverage::{Coverage, FileCoverage};
use crate::model::inputs::{Holds, Missing, Refused, Report};
use crate::model::paths::ProjectPath;
use crate::model::ratio::Totals;
use crate::model::results::TestResults;

use super::builder::RawCoverage;
use super::builder::reach::too_many;
use super::discover::{Discovered, Module, ReportFile, missing_by_name};
use super::flags;
use super::format::Reader;
use super::map::{Hints, How, Mapped, Tree, map_report};
use super::read::{RawHolds, RawReport, Refusal, read_found};
use super::tries;
use super::unpack::Archives;

/// What all reports hold together.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Each report that was read, in the order of its path.
    pub reports: Vec<Report>,
    /// Those that can't be read, and patterns of the configuration that match none.
    pub refused: Vec<Refused>,
    /// All coverage, by files of the project.
    pub coverage: Coverage,
    /// All test results.
    pub results: TestResults,
    /// The totals of each flag that several reports bear, these merged.
    pub shared_flags: BTreeMap<String, Totals>,
    /// Coverage by flag, of those.
    by_flag: BTreeMap<String, Coverage>,
    /// Whether a report has more tests than are kept, and said so.
    is_cut: bool,
}

impl Gathered {
    fn add(&mut self, one: Result<One, Refused>) {
        let mut one = match one {
            Ok(one) => one,
            Err(refused) => return self.refused.push(refused),
        };
        let report = self.reports.len();
        one.results.suites.iter_mut().for_each(|suite| suite.report = report);
        one.results.breakdowns.iter_mut().for_each(|breakdown| breakdown.report = report);
        self.results.suites.append(&mut one.results.suites);
        self.results.breakdowns.append(&mut one.results.breakdowns);
        self.is_cut |= too_many_tests(&one.coverage).is_some();
        if let Some(merged) = one.report.flag.as_ref().and_then(|flag| self.by_flag.get_mut(flag)) {
            merged.merge(one.coverage.clone());
        }
        self.coverage.merge(one.coverage);
        self.reports.push(one.report);
    }
}

/// A report that was read and mapped.
struct One {
    report: Report,
    coverage: Coverage,
    results: TestResults,
}

/// Reads all reports of a project; `progress` hears of each one that is done, from any thread. Reports that can't be
/// read are left out with a diagnostic.
pub fn gather(root: &Path, found: &Discovered, sink: &mut Sink, progress: &(dyn Fn(&ReportFile) + Sync)) -> Gathered {
    let tree = Tree::new(&found.tree);
    let absolute_root = std::path::absolute(root).ok().map(|root| root.display().to_string());
    let archives = Archives::open(root, found.reports.iter().filter_map(|file| file.archive.as_deref()));
    let by_flag = flags::are_several(found.reports.iter().map(|file| file.flag.as_deref()));
    let wanted = (by_flag, found.reports.len() > 1);
    let files = without_twins(root, &found.reports, &archives, sink);
    let shared = shared_flags(&found.reports).map(|flag| (flag.to_owned(), Coverage::default())).collect();
    let mut gathered = Gathered { refused: found.missing.clone(), by_flag: shared, ..Gathered::default() };
    // A few at a time: what waits to be merged is bounded, however many shards there are.
    for some in files.chunks(4 * rayon::current_num_threads().max(1)) {
        let read = some.par_iter().map(|file| {
            let mut sink = Sink::default();
            let raw = read_found(root, file, &archives, &mut sink);
            let raw = raw.map_err(|refusal| refused(file, &refusal));
            let one = raw
                .map(|raw| mapped_one(raw, file, &tree, &found.modules, absolute_root.as_deref(), wanted, &mut sink));
            progress(file);
            (one, sink)
        });
        for (one, problems) in read.collect::<Vec<(Result<One, Refused>, Sink)>>() {
            sink.absorb(problems);
            gathered.add(one);
        }
    }
    tries::fold(&mut gathered.reports, &mut gathered.results.suites);
    flags::finish(&mut gathered.coverage, &gathered.reports);
    if let Some(problem) = too_many_tests(&gathered.coverage).filter(|_| !gathered.is_cut) {
        sink.push(problem);
    }
    let is_measured = |path: &ProjectPath| !found.unmeasured.is_match(path.as_str());
    gathered.coverage.files.retain(|path, _| is_measured(path));
    for (flag, mut coverage) in std::mem::take(&mut gathered.by_flag) {
        coverage.files.retain(|path, _| is_measured(path));
        gathered.shared_flags.insert(flag, coverage.totals());
    }
    gathered
}

/// The flags that more than one report bears.
fn shared_flags(reports: &[ReportFile]) -> impl Iterator<Item = &str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for flag in reports.iter().filter_map(|report| report.flag.as_deref()) {
        *counts.entry(flag).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(flag, _)| flag)
}

fn too_many_tests(coverage: &Coverage) -> Option<Diagnostic> {
    too_many(coverage.files.iter().map(|(path, file)| (path.as_str(), file)))
}

fn refused(file: &ReportFile, refusal: &Refusal) -> Refused {
    let holds = refusal.format.map_or_else(
        || missing_by_name(&file.path),
        |format| match format.reader {
            Reader::Coverage { .. } => Missing::Coverage,
            Reader::Tests { .. } => Missing::Tests,
        },
    );
    Refused { path: file.path.trim_end_matches('/').to_owned(), holds }
}

/// Maps a report to the project. Which flag hits which lines is only noted where there are several, and which files a report
/// measured only where there are several reports.
fn mapped_one(
    raw: RawReport,
    file: &ReportFile,
    tree: &Tree<'_>,
    modules: &[Module],
    absolute_root: Option<&str>,
    (by_flag, among_several): (bool, bool),
    sink: &mut Sink,
) -> One {
    let (producer, stamp) = (raw.producer.clone(), raw.stamp);
    let totals = raw.totals();
    let mut one = One {
        report: Report {
            path: file.path.clone(),
            archive: file.archive.clone(),
            format: raw.format.id,
            format_title: raw.format.title,
            producer,
            stamp,
            holds: raw.tests().map_or(Holds::Coverage { files: 0, totals }, Holds::Tests),
            flag: file.flag.clone(),
            commit: file.commit.clone(),
            measured: Vec::new(),
        },
        coverage: Coverage::default(),
        results: TestResults::default(),
    };
    match raw.holds {
        RawHolds::Tests(results) => one.results = results,
        RawHolds::Coverage(coverage) => {
            one.report.holds = Holds::Coverage { files: coverage.files.len(), totals };
            let hints = Hints {
                root: absolute_root,
                sources: &coverage.sources,
                strip: file.strip.as_deref(),
                map: Some(&file.map),
                modules,
            };
            let mapped = map_report(coverage.files.iter().map(|file| &*file.path), &hints, tree);
            explain_unmapped(&file.path, &coverage, &mapped, sink);
            one.coverage = merged(*coverage, mapped, &file.path);
            if among_several {
                one.report.measured = one.coverage.files.keys().cloned().collect();
            }
            if by_flag {
                flags::mark(&mut one.coverage, file.flag.as_deref());
            }
        }
    }
    one
}

/// The files of a report under their paths in the project. Two paths that lead to one file are two measurements of it.
fn merged(raw: RawCoverage, mapped: Vec<Mapped>, report: &str) -> Coverage {
    let mut files: BTreeMap<ProjectPath, FileCoverage> = BTreeMap::new();
    let has_records = raw.files.iter().any(|file| !file.coverage.is_blank());
    for (file, mapped) in raw.files.into_iter().zip(mapped) {
        files.entry(mapped.path).and_modify(|known| known.merge(&file.coverage)).or_insert(file.coverage);
    }
    // A report with nothing but its own total: it stands for its only file, or for itself.
    if !has_records && raw.alone.known().next().is_some() {
        let stated = raw.alone.known().collect();
        let whole = FileCoverage { stated, ..FileCoverage::default() };
        if files.len() == 1 {
            for file in files.values_mut() {
                *file = whole.clone();
            }
        } else {
            let itself = ProjectPath::from_foreign(report).0.unwrap_or_else(ProjectPath::unnamed);
            files.insert(itself, whole);
        }
    }
    Coverage { files }
}

/// One diagnostic for each kind of trouble with a report's paths, with one path for an example.
fn explain_unmapped(report: &str, raw: &RawCoverage, mapped: &[Mapped], sink: &mut Sink) {
    let named = || raw.files.iter().zip(mapped);
    let count = |is: fn(&How) -> bool| mapped.iter().filter(|mapped| is(&mapped.how)).count();
    let place = || Place::file(report);
    let all = mapped.len();
    if let Some((file, _)) = named().find(|(_, mapped)| matches!(mapped.how, How::Unmapped(_))) {
        let unmapped = count(|how| matches!(how, How::Unmapped(_)));
        let message = format!("{unmapped} of {all} paths lead to no file of the project, `{}` for one", file.path);
        let help = match named().find_map(|(_, mapped)| match &mapped.how {
            How::Unmapped(stripped) if !stripped.is_empty() => Some(stripped),
            _ => None,
        }) {
            Some(stripped) => {
                format!("`{stripped}` is taken off; if the sources lie elsewhere, set `strip` or `map` in [[reports]]")
            }
            None => "if the sources are here under another name, set `strip` or `map` in [[reports]]".to_owned(),
        };
        sink.push(Diagnostic::new(&codes::UNMAPPED, message).at(place()).help(help));
    }
    if let Some((file, _)) = named().find(|(_, mapped)| matches!(mapped.how, How::Apart(_))) {
        let apart = count(|how| matches!(how, How::Apart(_)));
        let message = format!("{apart} of {all} paths are somebody else's or generated code, `{}` for one", file.path);
        let help = "their numbers count; leave them out with [project] exclude, or where the report is written";
        sink.push(Diagnostic::new(&codes::APART, message).at(place()).help(help));
    }
    if let Some((file, mapped)) = named().find(|(_, mapped)| matches!(mapped.how, How::Ambiguous(_))) {
        let ambiguous = count(|how| matches!(how, How::Ambiguous(_)));
        let files = if let How::Ambiguous(files) = &mapped.how { files.as_slice() } else { &[] };
        let files: Vec<String> = files.iter().map(|path| format!("`{path}`")).collect();
        let message =
            format!("{ambiguous} of {all} paths fit several files: `{}` fits {}", file.path, files.join(", "));
        let help = "set `strip` and `map` in [[reports]] so that only one fits";
        sink.push(Diagnostic::new(&codes::AMBIGUOUS_PATH, message).at(place()).help(help));
    }
    if let Some((file, mapped)) = named().find(|(_, mapped)| mapped.how == How::Outside) {
        let outside = count(|how| *how == How::Outside);
        let message =
            format!("{outside} of {all} paths lead out of the project: `{}` is shown as `{}`", file.path, mapped.path);
        let help = "such paths are not followed; write the report from the project's root, or set `map` in [[reports]]";
        sink.push(Diagnostic::new(&codes::OUTSIDE_PATH, message).at(place()).help(help));
    }
}

/// Leaves out files whose bytes are those of an earlier one, so that nothing counts twice.
fn without_twins<'f>(
    root: &Path,
    files: &'f [ReportFile],
    archives: &Archives,
    sink: &mut Sink,
) -> Vec<&'f ReportFile> {
    let mut by_size: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        if let Some(size) = size(root, file).filter(|size| *size > 0) {
            by_size.entry(size).or_default().push(at);
        }
    }
    let mut twins: BTreeMap<usize, usize> = BTreeMap::new();
    for group in by_size.into_values().filter(|group| group.len() > 1) {
        let hashes: Vec<Option<blake3::Hash>> =
            group.par_iter().map(|at| hash(root, &files[*at], archives).ok()).collect();
        let mut first: BTreeMap<[u8; 32], usize> = BTreeMap::new();
        for (at, hash) in group.into_iter().zip(hashes) {
            let Some(hash) = hash else { continue };
            let original = *first.entry(*hash.as_bytes()).or_insert(at);
            if original != at {
                twins.insert(at, original);
            }
        }
    }
    for (twin, original) in &twins {
        let message = format!("the same bytes as {}; it is counted once", files[*original].path);
        let help = "remove one of them, or name the reports that count under [[reports]]";
        let diagnostic = Diagnostic::new(&codes::DUPLICATE_REPORT, message);
        sink.push(diagnostic.at(Place::file(files[*twin].path.as_str())).help(help));
    }
    files.iter().enumerate().filter(|(at, _)| !twins.contains_key(at)).map(|(_, file)| file).collect()
}

/// The size of a report, as far as it can be told without reading it.
fn size(root: &Path, file: &ReportFile) -> Option<u64> {
    if file.entry().is_some() {
        return file.unpacked_size;
    }
    let metadata = std::fs::metadata(root.join(file.file())).ok()?;
    metadata.is_file().then_some(metadata.len())
}

fn hash(root: &Path, file: &ReportFile, archives: &Archives) -> std::io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    match file.entry() {
        Some(entry) => {
            let archive = archives.get(file.file())?;
            archive.with_file(entry, |source| hasher.update_reader(source).map(|_| ()))??;
        }
        None => hasher.update_reader(std::fs::File::open(root.join(file.file()))?).map(|_| ())?,
    }
    Ok(hasher.finalize())
}
