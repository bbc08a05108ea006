//! Where reports usually lie and where nobody's own files do: names of folders, from the documentation of the tools
//! that write there.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::detect::formats;
use super::super::format::{Format, Reader};
use crate::model::inputs::Missing;
use crate::model::paths::ProjectPath;

/// Folders that hold other people's code, caches, or the insides of a tool. They are never entered.
const FOREIGN: &[&str] = &[
    ".git",
    ".hg",
    ".svn",
    ".jj",
    "node_modules",
    "bower_components",
    "jspm_packages",
    "vendor",
    "venv",
    ".venv",
    "virtualenv",
    "site-packages",
    ".tox",
    ".nox",
    ".eggs",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".cache",
    ".covsite",
    ".gradle",
    ".idea",
    ".vs",
    ".vscode-test",
    ".terraform",
    ".next",
    ".nuxt",
    ".svelte-kit",
    ".parcel-cache",
    ".turbo",
    ".yarn",
    ".pnpm-store",
    ".bundle",
    ".cargo",
    ".dart_tool",
    ".eggs",
    ".direnv",
    "Pods",
    "DerivedData",
];

/// Folders that build tools fill: only the well-known places inside them are entered.
const BUILT: &[&str] = &["target", "dist", "build", "out", "bin", "obj", "_build", ".build", "cmake-build-debug"];

/// Folders where tools put reports, by name; they are searched even if they are ignored.
const REPORT_FOLDERS: &[&str] = &[
    "coverage",
    "coverage-report",
    "coverage-reports",
    "coverage_report",
    "cov",
    "lcov",
    "htmlcov",
    "cover_db",
    "reports",
    "report",
    "test-results",
    "test_results",
    "testresults",
    "TestResults",
    "test-reports",
    "test_reports",
    "test-report",
    "surefire-reports",
    "failsafe-reports",
    "junit-reports",
    "junit",
    "nextest",
    "tarpaulin",
    "llvm-cov",
    "jacoco",
    "jacoco-report",
    ".coverage-reports",
    "kover",
    "allure-results",
    "playwright-report",
    "ctest",
    "test-output",
    "artifacts",
    "evidence",
];

/// Those of them that hold what other tools write as well.
const MIXED: &[&str] = &["reports", "report", "artifacts", "evidence", "test-output"];

/// Folders of what tests read, broken files among it.
const OF_EXAMPLES: &[&str] = &[
    "fixtures",
    "fixture",
    "__fixtures__",
    "testdata",
    "test-data",
    "test_data",
    "data",
    "resources",
    "samples",
    "examples",
];

/// Folders on the way to a folder of reports inside what a build tool filled: `target/site/jacoco`,
/// `build/test-results`, `build/logs`.
const ON_THE_WAY: &[&str] = &["site", "debug", "logs", "reports", "Testing", "outputs"];

const TELLING_ENDS: &[&str] = &[
    ".gcov",
    ".gcov.json",
    ".trx",
    ".tap",
    ".lst",
    ".lcov",
    ".coverprofile",
    ".coveragexml",
    ".covdir",
    ".cobertura.xml",
    ".clover.xml",
    ".opencover.xml",
];

/// Names that much of Go's documentation gives to profiles.
const TELLING_NAMES: &[&str] = &["coverage.txt", "profile.out", "profile.cov", "coverage.cov", "c.out"];

/// Whether a file lies in a folder of other people's code, or in one that a tool filled for itself.
pub fn is_foreign(path: &ProjectPath) -> bool {
    path.folder().split('/').any(|name| FOREIGN.contains(&name))
}

/// How a folder is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Its files belong to the project.
    Project,
    /// It is ignored, and a place of reports: only these are taken.
    Reports,
    /// It is ignored, and may hold places of reports: only well-known names are taken.
    Way,
    /// It is not entered.
    Never,
}

/// How a folder is walked that lies in one of mode `outer`.
pub(super) fn mode(name: &str, outer: Mode, is_ignored: bool) -> Mode {
    if FOREIGN.contains(&name) {
        return Mode::Never;
    }
    let holds_reports = REPORT_FOLDERS.contains(&name);
    let is_built = BUILT.contains(&name);
    match outer {
        Mode::Project if !is_ignored && !matches!(name, "target" | "dist") => Mode::Project,
        Mode::Reports => Mode::Reports,
        Mode::Way | Mode::Project if holds_reports => Mode::Reports,
        Mode::Way if ON_THE_WAY.contains(&name) => Mode::Way,
        Mode::Project if is_built => Mode::Way,
        Mode::Never | Mode::Way | Mode::Project => Mode::Never,
    }
}

// A glob that begins with a star is an extension, and others may use it too.
static USUAL_NAMES: LazyLock<Names> = LazyLock::new(|| names(|_, pattern| !pattern.starts_with('*')));
static PLAUSIBLE_NAMES: LazyLock<Names> = LazyLock::new(|| names(|_, pattern| pattern.starts_with('*')));

static COVERAGE_NAMES: LazyLock<Names> = LazyLock::new(|| names(|format, _| is_coverage(format)));
static RESULTS_NAMES: LazyLock<Names> = LazyLock::new(|| names(|format, _| !is_coverage(format)));

fn is_coverage(format: &Format) -> bool {
    matches!(format.reader, Reader::Coverage { .. })
}

/// Patterns of names, by their extension: nearly every file of a project has one that none of them has.
struct Names(HashMap<&'static str, Vec<&'static str>>);

impl Names {
    fn is_match(&self, name: &str) -> bool {
        self.0.get(extension(name)).is_some_and(|patterns| patterns.iter().any(|pattern| fits(name, pattern)))
    }
}

/// Whether a name fits a pattern in which only `*` is special. Preparing a set of globs takes longer than a whole build in
/// which nothing has changed otherwise does.
fn fits(name: &str, pattern: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return name == pattern };
    let (between, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(mut left) = name.strip_prefix(first).and_then(|left| left.strip_suffix(last)) else { return false };
    between.split('*').all(|piece| match left.find(piece) {
        Some(at) => {
            left = &left[at + piece.len()..];
            true
        }
        None => false,
    })
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Those of the formats' usual names that `is` wants.
fn names(is: fn(&Format, &str) -> bool) -> Names {
    let mut by_extension: HashMap<&str, Vec<&str>> = HashMap::new();
    let all = formats().flat_map(|format| format.usual_names.iter().map(move |pattern| (format, *pattern)));
    for (_, pattern) in all.filter(|(format, pattern)| is(format, pattern)) {
        by_extension.entry(extension(pattern)).or_default().push(pattern);
    }
    Names(by_extension)
}

/// Whether a file's name is one that only reports have.
pub(super) fn is_usual_name(name: &str) -> bool {
    USUAL_NAMES.is_match(name.strip_suffix(".gz").unwrap_or(name))
}

/// What a file that can't be read, or a pattern that matches none, should hold: by its name.
pub(in super::super) fn missing_by_name(path: &str) -> Missing {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    match (COVERAGE_NAMES.is_match(name), RESULTS_NAMES.is_match(name)) {
        (true, false) => Missing::Coverage,
        (false, true) => Missing::Tests,
        _ => Missing::Either,
    }
}

/// Whether a file's name is hardly anything but a report's, so that it is looked at even where it is ignored: tools write
/// these beside the sources or into folders of builds. The content decides.
pub(super) fn is_telling(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    TELLING_ENDS.iter().any(|end| name.ends_with(end)) || TELLING_NAMES.contains(&name)
}

/// Whether a file's name is that of a report and of nothing else, so that one that does not begin like a report is a damaged
/// one.
pub(super) fn is_only_a_reports(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    // A listing of a compiler, or a file of somebody's, may be called so as well.
    let mut ends = TELLING_ENDS.iter().chain(&[".info"]);
    ends.any(|end| name.ends_with(end) && *end != ".lst") || is_usual_name(name)
}

/// Whether a file is a report by where it lies and how its name ends, so that one that is empty or breaks off is a damaged
/// one. What tests attach to their results may be anything.
pub(super) fn is_of_reports(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let lies_in = |is: &dyn Fn(&str) -> bool| folders.split('/').any(is);
    if lies_in(&|folder| OF_EXAMPLES.contains(&folder)) || name.contains("attachment") {
        return false;
    }
    let is_xml = extension(name.strip_suffix(".gz").unwrap_or(name)) == "xml";
    lies_in(&|folder| {
        REPORT_FOLDERS.contains(&folder) && (is_only_a_reports(name) || is_xml && !MIXED.contains(&folder))
    })
}

/// Whether an archive is called as those that CI services hand out, so that one that can't be opened is worth a word.
pub(super) fn is_archive_of_reports(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["coverage", "report", "result", "junit", "artifact"].iter().any(|word| name.contains(word))
}

/// Whether a file may be a report by the end of its name. The content decides.
pub(super) fn is_plausible(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    matches!(
        extension(name),
        "xml"
            | "coveragexml"
            | "json"
            | "info"
            | "lcov"
            | "jsonl"
            | "ndjson"
            | "dat"
            | "report"
            | "trx"
            | "tap"
            | "zip"
    ) || is_usual_name(name)
        || PLAUSIBLE_NAMES.is_match(name)
}

#[cfg(test)]
mod tests {
    use super::{fits, formats, is_of_reports};

    #[test]
    fn what_lies_among_reports_and_is_called_like_one_is_one() {
        for path in ["coverage/unit.info", "a/test-results/more.xml", "reports/x.trx", "cov/a.lcov.gz"] {
            assert!(is_of_reports(path), "{path}");
        }
        for path in [
            "unit.info",
            "reports/lint.xml",
            "coverage/notes.txt",
            "coverage/more.json",
            "test-results/a-attachment.xml",
            "tests/fixtures/coverage/empty.info",
        ] {
            assert!(!is_of_reports(path), "{path}");
        }
    }

    #[test]
    fn only_stars_are_special_in_usual_names_and_none_in_their_extensions() {
        for pattern in formats().flat_map(|format| format.usual_names) {
            assert!(!pattern.contains(['?', '[', '{', '\\']), "{pattern}");
            assert!(pattern.rsplit_once('.').is_some_and(|(_, extension)| !extension.contains('*')), "{pattern}");
        }
    }

    #[test]
    fn a_star_is_any_number_of_letters() {
        for (name, pattern) in [
            ("lcov.info", "lcov.info"),
            ("a.info", "*.info"),
            (".info", "*.info"),
            ("junit.xml", "junit*.xml"),
            ("junit-1.xml", "junit*.xml"),
            ("my_cover_1.txt", "*cover*.txt"),
            ("cover.txt", "*cover*.txt"),
            ("coverage-1-2-3.json", "coverage-*-*-*.json"),
            ("coverage---.json", "coverage-*-*-*.json"),
        ] {
            assert!(fits(name, pattern), "{name} {pattern}");
        }
        for (name, pattern) in [
            ("xlcov.info", "lcov.info"),
            ("a.infos", "*.info"),
            ("junit.xm", "junit*.xml"),
            ("ab.b", "ab*b.b"),
            ("coverage-1-2.json", "coverage-*-*-*.json"),
            ("cove.txt", "*cover*.txt"),
        ] {
            assert!(!fits(name, pattern), "{name} {pattern}");
        }
    }
}
