//! Test cases by what they are called: file, suite, class. Notes count tests of a file or a class; results name those
//! in as many ways as there are runners.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::results::{Suite, TestCase, TestResults, TestTotals};

/// Cases that bear the same names.
#[derive(Clone, Debug, Default)]
struct Group {
    /// Suite, group, files: as the report writes them.
    names: Vec<Box<str>>,
    totals: TestTotals,
}

/// All cases by their names.
#[derive(Debug, Default)]
pub struct TestGroups {
    groups: Vec<Group>,
    /// Groups by each segment of their names, in lower case.
    by_segment: BTreeMap<String, Vec<usize>>,
}

impl TestGroups {
    /// Groups the cases of results; a suite without cases counts as its report states.
    pub fn new(results: &TestResults) -> Self {
        let mut by_names: BTreeMap<Vec<Box<str>>, TestTotals> = BTreeMap::new();
        for suite in &results.suites {
            let own = [Some(&suite.name), suite.file.as_ref()];
            if suite.cases.is_empty() {
                let names = own.into_iter().flatten().cloned().collect();
                by_names.entry(names).or_default().add(&suite.totals());
            }
            for case in &suite.cases {
                let all = own.into_iter().chain([case.group.as_ref(), case.file.as_ref()]);
                let cargo = cargo_file(suite, case);
                by_names.entry(all.flatten().cloned().chain(cargo).collect()).or_default().count(case);
            }
        }
        let mut groups = Self::default();
        for (names, totals) in by_names {
            let index = groups.groups.len();
            for segment in names.iter().flat_map(|name| segments(name)) {
                let known = groups.by_segment.entry(segment).or_default();
                if known.last() != Some(&index) {
                    known.push(index);
                }
            }
            groups.groups.push(Group { names, totals });
        }
        groups
    }

    /// Totals of the cases of a file: by its path, or by its name as a module or class. `None` if there is none.
    pub fn of_file(&self, path: &str) -> Option<TestTotals> {
        let path = path.replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or(&path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let module = path.rsplit_once('.').map_or(path.as_str(), |(module, _)| module).replace('/', ".");
        let candidates = self.with_segment(name).chain(self.with_segment(stem.split('.').next().unwrap_or(stem)));
        let mut indexes: Vec<usize> = candidates.collect();
        indexes.sort_unstable();
        indexes.dedup();
        let is_of = |index: &usize| {
            self.groups[*index].names.iter().any(|own| {
                let own = own.replace('\\', "/");
                ends_with_segments(&own, &path, '/')
                    || ends_with_segments(&path, &own, '/')
                    || holds_segments(&own, &module)
                    || (!path.contains('/') && segments(&own).any(|segment| segment == stem.to_lowercase()))
                    || is_test_target(&own, &path, stem)
            })
        };
        self.sum(indexes.into_iter().filter(is_of))
    }

    /// Totals of the cases in files below a folder.
    pub fn of_folder(&self, folder: &str) -> Option<TestTotals> {
        let folder = folder.trim_matches('/').to_owned() + "/";
        let below = |name: &str| {
            let name = name.replace('\\', "/");
            name.starts_with(&folder) || name.contains(&format!("/{folder}"))
        };
        let groups = self.groups.iter().enumerate();
        let found = groups.filter(|(_, group)| group.names.iter().any(|name| below(name))).map(|(index, _)| index);
        self.sum(found)
    }

    /// Totals of the cases of a class, module or suite of that name, with or without `Test` and `Tests` at its end.
    pub fn of_name(&self, name: &str) -> Option<TestTotals> {
        let lower = name.trim().to_lowercase();
        let bare = lower.trim_end_matches('s').trim_end_matches("test").trim_end_matches(['-', '_', ' ']);
        let forms =
            [lower.clone(), bare.to_owned(), format!("{bare}test"), format!("{bare}tests"), format!("test{bare}")];
        let whole = |form: &String| {
            let groups = self.groups.iter().enumerate();
            let named = groups.filter(|(_, group)| group.names.iter().any(|own| own.to_lowercase() == *form));
            named.map(|(index, _)| index).collect::<Vec<_>>()
        };
        forms.iter().filter(|form| !form.is_empty()).find_map(|form| {
            let by_segment: Vec<usize> = self.with_segment(form).collect();
            let found = if by_segment.is_empty() && form.contains(' ') { whole(form) } else { by_segment };
            self.sum(found.into_iter())
        })
    }

    /// Totals of the suites that are called so and hold nothing else: `pytest`.
    pub fn of_suite(&self, name: &str) -> Option<TestTotals> {
        let named = self.with_segment(name);
        self.sum(named.filter(|index| self.groups[*index].names.iter().any(|own| own.eq_ignore_ascii_case(name))))
    }

    /// Totals of the cases in files with one of these extensions.
    pub fn of_extensions(&self, extensions: &[&str]) -> Option<TestTotals> {
        let ends = |name: &str| {
            name.rsplit_once('.')
                .is_some_and(|(stem, end)| stem.contains(['/', '\\', '.']) && extensions.contains(&end))
        };
        let groups = self.groups.iter().enumerate();
        let found = groups.filter(|(_, group)| group.names.iter().any(|name| ends(name))).map(|(index, _)| index);
        self.sum(found)
    }

    /// Totals of the cases of the class or file of tests that words call by its natural name: "tide table" for
    /// `TideTableTest` and `test_tide_table.py`.
    pub fn of_words(&self, words: &str) -> Option<TestTotals> {
        let parts: Vec<String> =
            words.split([' ', '-']).filter(|part| !part.is_empty()).map(str::to_lowercase).collect();
        let plain = parts.iter().all(|part| part.chars().all(char::is_alphanumeric));
        if !(2..=4).contains(&parts.len()) || !plain {
            return None;
        }
        let forms = [parts.concat(), parts.join("_"), parts.join("-")].into_iter().flat_map(|joined| {
            let ends = ["test", "tests", "_test", "_tests", ".test", ".spec", "spec"];
            let ended = ends.map(|end| format!("{joined}{end}"));
            [format!("test_{joined}"), format!("test{joined}")].into_iter().chain(ended)
        });
        let found: BTreeSet<usize> = forms.flat_map(|form| self.with_segment(&form).collect::<Vec<_>>()).collect();
        self.sum(found.into_iter())
    }

    /// Whether a name is that of packages or folders only: every group that bears it names more behind it, and all of
    /// them have the same before it.
    pub fn is_package(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        let mut before: Option<&str> = None;
        let mut any = false;
        for index in self.with_segment(&lower) {
            let Some(own) = self.groups[index].names.iter().find(|own| segments(own).any(|segment| segment == lower))
            else {
                continue;
            };
            let Some(at) = own.to_lowercase().find(&lower).filter(|at| own.is_char_boundary(*at)) else { return false };
            let behind = own.get(at + lower.len()..).unwrap_or_default();
            if !behind.starts_with(['.', '/', ':']) || before.is_some_and(|known| known != &own[..at]) {
                return false;
            }
            before = Some(&own[..at]);
            any = true;
        }
        any
    }

    /// Totals of all that a name begins, where that is more than what bears it: `Tide` begins `TideTests` and
    /// `TideBoundaryTests`.
    pub fn of_family(&self, name: &str) -> Option<TestTotals> {
        let lower = name.trim().to_lowercase();
        if lower.len() < 4 || !lower.chars().all(|c| c.is_alphanumeric() || c == '_') || lower.ends_with("tests") {
            return None;
        }
        let plain = |rest: &str| matches!(rest.trim_matches(['_', '-']), "" | "test" | "tests" | "spec" | "specs");
        let begun = |prefix: String| {
            let range = self.by_segment.range(prefix.clone()..);
            range.take_while(move |(segment, _)| segment.starts_with(&prefix))
        };
        let named = begun(lower.clone()).chain(begun(format!("test_{lower}"))).filter_map(|(segment, groups)| {
            let rest = segment.strip_prefix("test_").unwrap_or(segment).strip_prefix(&lower)?;
            let tests = segment.starts_with("test") || rest.ends_with("test") || rest.ends_with("tests");
            (plain(rest) || tests).then_some((plain(rest), groups))
        });
        let named: Vec<(bool, &Vec<usize>)> = named.collect();
        if named.iter().all(|(plain, _)| *plain) || named.iter().all(|(plain, _)| !plain) {
            return None;
        }
        let all: BTreeSet<usize> = named.into_iter().flat_map(|(_, groups)| groups).copied().collect();
        self.sum(all.into_iter())
    }

    fn with_segment(&self, segment: &str) -> impl Iterator<Item = usize> + '_ {
        self.by_segment.get(&segment.to_lowercase()).into_iter().flatten().copied()
    }

    fn sum(&self, indexes: impl Iterator<Item = usize>) -> Option<TestTotals> {
        let mut totals = TestTotals::default();
        let mut any = false;
        for index in indexes {
            totals.add(&self.groups[index].totals);
            any = true;
        }
        any.then_some(totals)
    }
}

/// The file that a test of cargo stands in, as cargo lays files out: `package/src/tides/fog.rs` for `tides::fog::tests::rises`
/// of the suite `package`, `package/tests/api.rs` for a test of the suite `package::api`.
fn cargo_file(suite: &Suite, case: &TestCase) -> Option<Box<str>> {
    let name =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let of_cargo = case.group.as_deref() == Some(&*suite.name) && suite.file.is_none() && case.file.is_none();
    let mut modules: Vec<&str> = case.name.split("::").collect();
    modules.pop();
    if !of_cargo || !modules.iter().all(|module| name(module)) {
        return None;
    }
    if let Some((package, target)) = suite.name.split_once("::") {
        return (name(package) && name(target)).then(|| format!("{package}/tests/{target}.rs").into());
    }
    if modules.last() == Some(&"tests") {
        modules.pop();
    }
    (name(&suite.name) && !modules.is_empty()).then(|| format!("{}/src/{}.rs", suite.name, modules.join("/")).into())
}

/// The parts of a name: of `tests.test_api.TestHealth`, of `tests/api.test.ts`, of `crate::module`. A file's name is
/// one part with its extension as well.
fn segments(name: &str) -> impl Iterator<Item = String> + '_ {
    let files = name.split(['/', '\\']).filter(|part| part.contains('.'));
    let parts = name.split(['/', '\\', '.', ':', ' ', '>', '$']);
    parts.chain(files).filter(|part| !part.is_empty()).map(str::to_lowercase)
}

fn ends_with_segments(whole: &str, end: &str, separator: char) -> bool {
    end.contains('.') && whole.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(separator))
}

/// Whether a name is that of the test binary cargo builds from a file: `package::target` for `tests/target.rs`, as
/// cargo-nextest names its suites.
fn is_test_target(name: &str, path: &str, stem: &str) -> bool {
    let in_tests = path.strip_suffix(".rs").and_then(|path| path.strip_suffix(stem));
    in_tests.is_some_and(|folder| folder == "tests/" || folder.ends_with("/tests/"))
        && name.rsplit_once("::").is_some_and(|(_, target)| target == stem)
}

/// Whether a dotted module stands in a dotted name: `tests.test_api` in `app.tests.test_api.TestHealth`.
fn holds_segments(whole: &str, module: &str) -> bool {
    format!(".{whole}.").contains(&format!(".{module}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::results::{Outcome, Suite, TestCase};

    fn suite(name: &str, group: Option<&str>, file: Option<&str>, count: usize) -> Suite {
        let case = TestCase {
            group: group.map(Into::into),
            file: file.map(Into::into),
            ..TestCase::new("a", Outcome::Passed)
        };
        Suite { name: name.into(), cases: vec![case; count], ..Suite::default() }
    }

    #[test]
    fn words_and_packages_name_tests() {
        let groups = TestGroups::new(&TestResults {
            suites: vec![
                suite("app", Some("com.harbour.tides.TideTableTest"), None, 4),
                suite("app", Some("com.harbour.tides.GaugeTest"), None, 3),
                suite("pytest", Some("tests.unit.test_berth_plan"), Some("tests/unit/test_berth_plan.py"), 5),
                suite("src/web/map.test.ts", Some("src/web/map.test.ts"), None, 2),
            ],
            ..TestResults::default()
        });
        let total = |totals: Option<TestTotals>| totals.map(|totals| totals.total);
        assert_eq!(total(groups.of_words("tide table")), Some(4));
        assert_eq!(total(groups.of_words("Berth plan")), Some(5));
        assert_eq!(total(groups.of_words("tide")), None);
        assert_eq!(total(groups.of_suite("pytest")), Some(5));
        assert_eq!(total(groups.of_suite("tides")), None);
        assert_eq!(total(groups.of_extensions(&["ts", "tsx"])), Some(2));
        assert!(groups.is_package("tides") && !groups.is_package("gaugetest") && !groups.is_package("none"));
    }

    #[test]
    fn runners_name_files_in_many_ways() {
        let groups = TestGroups::new(&TestResults {
            suites: vec![
                suite("pytest", Some("tests.test_api.TestHealth"), None, 3),
                suite("pytest", Some("tests.test_api.TestAuth"), None, 2),
                suite("pytest", Some("other.tests.test_apis"), None, 7),
                suite("tests/scene.test.ts", Some("tests/scene.test.ts"), None, 5),
                suite("shop::claims", Some("shop::claims"), None, 6),
                suite("app", Some("com.example.LedgerTest"), Some("/ci/src/test/java/com/example/LedgerTest.java"), 4),
            ],
            ..TestResults::default()
        });
        let of = |path: &str| groups.of_file(path).map(|totals| totals.total);
        assert_eq!(of("tests/test_api.py"), Some(5));
        assert_eq!(of("test_api.py"), Some(5));
        assert_eq!(of("backend/tests/test_api.py"), None);
        assert_eq!(of("tests/scene.test.ts"), Some(5));
        assert_eq!(of("scene.test.ts"), Some(5));
        assert_eq!(of("src/test/java/com/example/LedgerTest.java"), Some(4));
        assert_eq!(of("tests/claims.rs"), Some(6));
        assert_eq!(of("src/claims.rs"), None);
        assert_eq!(of("tests/test_none.py"), None);
        let named = |name: &str| groups.of_name(name).map(|totals| totals.total);
        assert_eq!(named("LedgerTest"), Some(4));
        assert_eq!(named("Ledger"), Some(4));
        assert_eq!(named("TestHealth"), Some(3));
        assert_eq!(named("nothing"), None);
    }
}
