//! Notes of ours with what must be found in them, and how it must be judged: `tests/claims/<case>/`. A case is a note
//! and a `case.toml` with the project that it stands in and the claims that are expected; of the kinds that it names
//! there must be no other. What only git can say is tested below with repositories made on the spot.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::common::project;
use crate::common::shared;

use std::collections::BTreeMap;
use std::path::Path;

use covsite::analyse::analyse;
use covsite::config::Config;
use covsite::diagnostics::{Diagnostic, Sink, codes};
use covsite::model::claim::Verdict;
use covsite::model::findings::Findings;
use covsite::model::inputs::{Holds, Inputs};
use covsite::model::paths::ProjectPath;
use covsite::model::ratio::{Metric, Ratio, Totals};
use covsite::model::results::{Outcome, Suite, TestCase};
use covsite::model::run::{Run, RunRatio, run_totals};
use covsite::notes;
use project::{Project, coverage, coverage_report, path_of};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    tree: Vec<String>,
    #[serde(default)]
    text: BTreeMap<String, String>,
    #[serde(default)]
    coverage: Vec<(String, u32, u32)>,
    branches: Option<(String, u64, u64)>,
    functions: Option<(String, u64, u64)>,
    coverage_date: Option<String>,
    coverage_path: Option<String>,
    coverage_totals: Option<(u64, u64)>,
    /// Reports of coverage with a flag: flag, lines that ran, lines.
    #[serde(default)]
    flags: Vec<(String, u64, u64)>,
    /// Test results with a flag: flag, passed, failed.
    #[serde(default)]
    test_flags: Vec<(String, usize, usize)>,
    /// Class, passed, failed, skipped.
    #[serde(default)]
    tests: Vec<(String, usize, usize, usize)>,
    /// Name and outcome of single tests: "passed", "failed", "skipped".
    #[serde(default)]
    named_tests: Vec<(String, String)>,
    tests_date: Option<String>,
    /// How many milliseconds each test took.
    test_milliseconds: Option<u64>,
    today: Option<String>,
    #[serde(default)]
    components: Vec<toml::Table>,
    #[serde(default)]
    history: Vec<Past>,
    #[serde(default)]
    problems: Vec<(u32, String)>,
    #[serde(default)]
    expect: Vec<Expect>,
    only: Only,
}

#[derive(serde::Deserialize)]
struct Past {
    date: String,
    lines: (u64, u64),
    #[serde(default)]
    components: BTreeMap<String, (u64, u64)>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    line: u32,
    kind: String,
    verdict: String,
    value: Option<String>,
    measured: Option<String>,
    reason: Option<String>,
    text: Option<String>,
}

#[derive(serde::Deserialize)]
struct Only {
    kinds: Vec<String>,
}

#[test]
fn each_case_is_found_and_judged() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let failed: Vec<_> = cases
        .iter()
        .filter(|case| case.is_dir() && std::panic::catch_unwind(|| check(case)).is_err())
        .filter_map(|case| case.file_name())
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}

fn check(folder: &Path) {
    let name = folder.file_name().unwrap().to_string_lossy();
    let case: Case = toml::from_str(&std::fs::read_to_string(folder.join("case.toml")).unwrap()).unwrap();
    let project = Project::new();
    for path in &case.tree {
        project.write(path, case.text.get(path).map_or("", String::as_str));
    }
    let note = std::fs::read_to_string(folder.join("note.md")).unwrap();
    let inputs = inputs(&case, &project, note.as_bytes());
    let components = toml::Table::from_iter([("components".to_owned(), toml::Value::from(case.components.clone()))]);
    let config: Config = components.try_into().unwrap();
    let (findings, problems) = analysed(&inputs, &config, case.today.as_deref());
    let found: Vec<String> = findings
        .claims
        .iter()
        .map(|claim| {
            let judgement = &claim.judgement;
            let measured = judgement.measured.as_deref().unwrap_or("-");
            let (line, kind, written) = (claim.claim.line, claim.claim.kind, &claim.claim.written);
            format!("{line} {kind} {written}: {} {measured} ({})", judgement.verdict.id(), judgement.reason)
        })
        .collect();
    let mut used = Vec::new();
    for expect in &case.expect {
        let at = findings.claims.iter().position(|claim| {
            claim.claim.line == expect.line
                && claim.claim.kind == expect.kind
                && expect.value.as_ref().is_none_or(|value| *value == claim.claim.written)
        });
        let Some(at) = at else { panic!("{name}: {expect:?} is not among\n{}", found.join("\n")) };
        let judgement = &findings.claims[at].judgement;
        assert_eq!(judgement.verdict.id(), expect.verdict, "{name}: {expect:?}\n{}", found[at]);
        let reason = expect.reason.as_deref().unwrap_or_default();
        assert!(judgement.reason.contains(reason), "{name}: {expect:?}\n{}", found[at]);
        if expect.measured.is_some() {
            assert_eq!(judgement.measured, expect.measured, "{name}: {}", found[at]);
        }
        let text = &findings.claims[at].claim.text;
        assert!(expect.text.as_ref().is_none_or(|wanted| wanted == text), "{name}: {expect:?}\n{text}");
        used.push(at);
    }
    let extra: Vec<&String> = (0..found.len())
        .filter(|at| !used.contains(at) && case.only.kinds.iter().any(|kind| kind == findings.claims[*at].claim.kind))
        .map(|at| &found[at])
        .collect();
    assert!(extra.is_empty(), "{name}: these were not expected: {extra:#?}");
    let problems: Vec<(u32, String)> = problems
        .into_iter()
        .filter(|problem| problem.code == &codes::BAD_DIRECTIVE)
        .map(|problem| {
            let place = problem.place.unwrap();
            let line = note.lines().nth(place.line as usize - 1).unwrap();
            assert!(line[place.column as usize - 1..].starts_with("<!--"), "{name}: {place:?}");
            (place.line, problem.message)
        })
        .collect();
    let expected = problems.len() == case.problems.len()
        && problems
            .iter()
            .zip(&case.problems)
            .all(|(found, wanted)| found.0 == wanted.0 && found.1.contains(&wanted.1));
    assert!(expected, "{name}: {problems:#?}");
}

fn analysed(inputs: &Inputs, config: &Config, today: Option<&str>) -> (Findings, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let findings = analyse(inputs, config, today.map(seconds), &mut sink);
    (findings, sink.finish())
}

fn seconds(day: &str) -> i64 {
    format!("{day}T12:00:00Z").parse::<jiff::Timestamp>().unwrap().as_second()
}

fn inputs(case: &Case, project: &Project, note: &[u8]) -> Inputs {
    let mut inputs = project.inputs();
    let files: Vec<(&str, u32, u32)> = case.coverage.iter().map(|(path, hit, of)| (path.as_str(), *hit, *of)).collect();
    inputs.coverage = coverage(&files);
    for (metric, stated) in [(Metric::Branches, &case.branches), (Metric::Functions, &case.functions)] {
        if let Some((path, covered, total)) = stated {
            let file = inputs.coverage.files.get_mut(&path_of(path)).unwrap();
            file.stated.insert(metric, Ratio::new(*covered, *total));
        }
    }
    if !files.is_empty() {
        let path = case.coverage_path.as_deref().unwrap_or("lcov.info");
        let mut report = coverage_report(path, case.coverage_date.as_deref().map(seconds));
        if let Some((covered, total)) = case.coverage_totals {
            let mut totals = Totals::default();
            totals.set(Metric::Lines, Ratio::new(covered, total));
            report.holds = Holds::Coverage { files: 1, totals };
        }
        inputs.reports.push(report);
    }
    if !case.tests.is_empty() || !case.named_tests.is_empty() {
        let mut all = suite(&case.tests, inputs.reports.len());
        all.cases.extend(case.named_tests.iter().map(|(name, outcome)| TestCase::new(name.as_str(), ended(outcome))));
        for test in &mut all.cases {
            test.duration_us = case.test_milliseconds.map(|milliseconds| milliseconds * 1000);
        }
        inputs.results.suites.push(all);
        let mut report = coverage_report("junit.xml", case.tests_date.as_deref().map(seconds));
        report.holds = Holds::Tests(inputs.results.totals());
        inputs.reports.push(report);
    }
    for (flag, covered, total) in &case.flags {
        let mut totals = Totals::default();
        totals.set(Metric::Lines, Ratio::new(*covered, *total));
        let mut report = coverage_report(&format!("{flag}.info"), case.coverage_date.as_deref().map(seconds));
        report.holds = Holds::Coverage { files: 1, totals };
        report.flag = Some(flag.clone());
        inputs.reports.push(report);
    }
    for (flag, passed, failed) in &case.test_flags {
        let own = suite(&[(format!("{flag}.All"), *passed, *failed, 0)], inputs.reports.len());
        let mut report = coverage_report(&format!("{flag}.xml"), case.tests_date.as_deref().map(seconds));
        report.holds = Holds::Tests(own.totals());
        report.flag = Some(flag.clone());
        inputs.results.suites.push(own);
        inputs.reports.push(report);
    }
    inputs.history = case.history.iter().map(past).collect();
    inputs.notes.push(read("notes/note.md", note));
    inputs
}

fn read(path: &str, text: &[u8]) -> covsite::model::note::Note {
    notes::read(&ProjectPath::parse(path).unwrap(), text, &mut Sink::default())
}

fn suite(tests: &[(String, usize, usize, usize)], report: usize) -> Suite {
    let mut suite = Suite { name: "pytest".into(), report, ..Suite::default() };
    for (group, passed, failed, skipped) in tests {
        let outcomes = [(passed, Outcome::Passed), (failed, Outcome::Failed), (skipped, Outcome::Skipped)];
        for (count, outcome) in outcomes {
            suite.cases.extend(std::iter::repeat_n(
                TestCase { group: Some(group.as_str().into()), ..TestCase::new("test", outcome) },
                *count,
            ));
        }
    }
    suite
}

fn ended(word: &str) -> Outcome {
    match word {
        "passed" => Outcome::Passed,
        "failed" => Outcome::Failed,
        "skipped" => Outcome::Skipped,
        other => panic!("no outcome: {other}"),
    }
}

fn past(past: &Past) -> Run {
    let totals = |(covered, total): (u64, u64)| {
        let mut totals = Totals::default();
        totals.set(Metric::Lines, Ratio::new(covered, total));
        run_totals(&totals)
    };
    let _: Option<RunRatio> = None;
    Run {
        version: 1,
        time: Some(format!("{}T12:00:00Z", past.date)),
        totals: totals(past.lines),
        components: past.components.iter().map(|(name, ratio)| (name.clone(), totals(*ratio))).collect(),
        ..Run::default()
    }
}

/// Verdict and reason of each claim of a kind, by line.
fn of_kind(findings: &Findings, kind: &str) -> Vec<(u32, Verdict, String)> {
    let claims = findings.claims.iter().filter(|claim| claim.claim.kind == kind);
    claims.map(|claim| (claim.claim.line, claim.judgement.verdict, claim.judgement.reason.clone())).collect()
}

#[test]
fn a_dated_note_is_held_against_the_files_of_its_day() {
    let project = Project::new();
    let least = |value: u32| format!("[tool.coverage.report]\nfail_under = {value}\n");
    project.write("core/a.py", "1").write("tests/test_a.py", "2").write("tests/test_b.py", "3");
    project.write("pyproject.toml", &least(10)).commit("2026-01-01", "begin");
    project.write("core/a.py", "4").commit("2026-01-10", "go on");
    project.write("pyproject.toml", &least(20)).write("tests/test_c.py", "5").commit("2026-02-01", "more");
    let note = |day: &str, least: u32, files: u32| {
        format!(
            "---\ncompleted: {day}\n---\n\n# Report\n\n`pyproject.toml` sets `fail_under = {least}`.\n\nThere are {files} test files in total.\n"
        )
    };
    let verdicts = |day: &str, least: u32, files: u32| -> Vec<(Verdict, String)> {
        let mut inputs = project.inputs();
        inputs.notes = vec![read("notes/a.md", note(day, least, files).as_bytes())];
        let (findings, _) = analysed(&inputs, &Config::default(), None);
        let of = |kind| of_kind(&findings, kind).into_iter().map(|(_, verdict, reason)| (verdict, reason));
        of("setting").chain(of("count")).collect()
    };
    let only = |day: &str, least: u32, files: u32| -> Vec<Verdict> {
        verdicts(day, least, files).into_iter().map(|(verdict, _)| verdict).collect()
    };
    assert_eq!(only("2026-01-10", 10, 2), [Verdict::Outdated, Verdict::Outdated]);
    assert_eq!(only("2026-01-10", 15, 5), [Verdict::Contradicted, Verdict::Contradicted]);
    assert_eq!(only("2026-02-01", 10, 2), [Verdict::Outdated, Verdict::Outdated], "changed on the day of the note");
    assert_eq!(only("2026-02-10", 20, 3), [Verdict::Confirmed, Verdict::Confirmed]);
    assert_eq!(only("2025-12-01", 15, 5), [Verdict::Outdated, Verdict::Outdated], "before the history begins");
    let said: Vec<String> = verdicts("2026-01-10", 15, 5).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(
        said,
        [
            "pyproject.toml had 10 on 2026-01-10; now pyproject.toml has 20 in line 2",
            "the tree held 2 on 2026-01-10, and 3 now"
        ]
    );
}

#[test]
fn files_are_looked_for_in_tree_and_history() {
    let project = Project::new();
    let long = "one line like another\n".repeat(40);
    project.write("core/a.py", "1").write("core/b.py", "2").write("docs/old.md", "3").write("tests/test_x.py", &long);
    project.commit("2026-01-01", "begin");
    project.rename("tests/test_x.py", "tests/test_y.py").remove("core/b.py").remove("docs/old.md");
    let gone = project.commit("2026-02-01", "clean up");
    let dated = "---\nphase: 1\ncompleted: 2026-01-15\nkey-files:\n  created:\n    - core/a.py\n    - core/b.py (NEW)\n    - tests/test_x.py\n    - never/was.py\n---\n\n# Summary\n\nSee `docs/old.md`. Removed `core/a.py`.\n";
    let undated = "# Guide\n\nSee `docs/old.md` and `core/a.py`.\n\n- `core/b.py` does not exist\n- `core/a.py` does not exist\n- Created `tests/test_x.py`\n- `elsewhere/core/b.py` is used\n- renamed `tests/test_x.py` → `tests/test_y.py`\n- `core/b.py` ya no existe\n\n## Good examples to copy\n\n- `docs/old.md` shows how\n\n## Examples\n\n- `core/b.py` would be one\n";
    let mut inputs = project.inputs();
    inputs.notes = vec![read("notes/a.md", dated.as_bytes()), read("notes/b.md", undated.as_bytes())];
    let (findings, _) = analysed(&inputs, &Config::default(), None);
    let short = &gone[..7];
    let renamed = format!("there then, gone since: renamed to tests/test_y.py in {short} on 2026-02-01");
    let deleted = format!("deleted in {short} on 2026-02-01");
    let expected: Vec<(u32, Verdict, String)> = vec![
        (6, Verdict::Confirmed, "the file is in the tree; nothing else is checked here".into()),
        (7, Verdict::Outdated, format!("there then, gone since: {deleted}")),
        (8, Verdict::Outdated, renamed.clone()),
        (9, Verdict::Unverified, "it is not in the tree, and no commit ever had it".into()),
        (14, Verdict::Outdated, format!("there then, gone since: {deleted}")),
        (14, Verdict::Outdated, "the file is in the tree now".into()),
        (3, Verdict::Contradicted, deleted.clone()),
        (3, Verdict::Confirmed, "the file is in the tree; nothing else is checked here".into()),
        (5, Verdict::Confirmed, deleted.clone()),
        (6, Verdict::Contradicted, "the file is in the tree".into()),
        (7, Verdict::Outdated, renamed),
        (8, Verdict::Unverified, "it is not in the tree, and no commit ever had it".into()),
        (9, Verdict::Confirmed, format!("renamed to tests/test_y.py in {short} on 2026-02-01")),
        (9, Verdict::Confirmed, "the file is in the tree; nothing else is checked here".into()),
        (10, Verdict::Confirmed, deleted),
    ];
    assert_eq!(of_kind(&findings, "file"), expected);
}

#[test]
fn places_in_files_are_compared_with_the_day_of_the_note() {
    let project = Project::new();
    let body = "def first_berth():\n    return the_first_one()\n\ndef second_berth():\n    return the_second_one()\n";
    project.write("core/a.py", body).write("core/b.py", body).write("core/c.py", body);
    project.write("core/d.py", &format!("{body}\n\n\n\n\ndef third_berth():\n    return the_third_one()\n"));
    project.commit("2026-01-01", "begin");
    project.write("core/a.py", &format!("import something_else\n\n{body}")).remove("core/c.py");
    project.write("core/b.py", &body.replace("the_second_one", "another_one_now"));
    let gone = project.commit("2026-02-01", "go on");
    let note = "---\ndate: 2026-01-15\n---\n\n# Audit\n\n- core/a.py:4\n- core/b.py:5\n- core/b.py:1-2\n- core/c.py:2\n- core/b.py:12\n- core/b.py:3\n- `third_berth` is defined in `core/d.py:1`\n";
    let mut inputs = project.inputs();
    inputs.notes = vec![read("notes/a.md", note.as_bytes())];
    let (findings, _) = analysed(&inputs, &Config::default(), None);
    let expected: Vec<(u32, Verdict, String)> = vec![
        (7, Verdict::Outdated, "what stood there then stands in line 6 now".into()),
        (8, Verdict::Outdated, "line 5 changed since 2026-01-15".into()),
        (9, Verdict::Confirmed, "lines 1-2, as on the day of the note".into()),
        (10, Verdict::Outdated, format!("there then, gone since: deleted in {} on 2026-02-01", &gone[..7])),
        (11, Verdict::Outdated, "the file has 5 lines".into()),
        (12, Verdict::Confirmed, "line 3, as on the day of the note".into()),
        // It did not stand there on that day, either.
        (13, Verdict::Contradicted, "`third_berth` is defined in line 11".into()),
    ];
    assert_eq!(of_kind(&findings, "reference"), expected);
}

#[test]
fn what_one_kind_of_tests_covers_is_not_held_against_all_flags() {
    let project = Project::new();
    project.write("core/a.py", "x = 1\n");
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("core/a.py", 60, 100)]);
    let flagged = |path: &str, flag: Option<&str>| {
        let mut report = coverage_report(path, None);
        report.flag = flag.map(str::to_owned);
        report
    };
    inputs.notes = vec![read("notes/a.md", b"# State\n\nUnit test coverage is 40 %.\n\nCoverage is 41 %.\n")];
    for (second, verdict) in [(Some("e2e"), Verdict::Unverified), (Some("unit"), Verdict::Contradicted)] {
        inputs.reports = vec![flagged("unit.info", Some("unit")), flagged("other.info", second)];
        let (findings, _) = analysed(&inputs, &Config::default(), None);
        let verdicts: Vec<Verdict> =
            of_kind(&findings, "coverage").into_iter().map(|(_, verdict, _)| verdict).collect();
        assert_eq!(verdicts, [verdict, Verdict::Contradicted]);
    }
}

#[test]
fn roadmaps_are_compared_with_summaries() {
    let plan = |number: u32, kind: &str| {
        let text = format!("---\nphase: 01-moorings\nplan: {number}\n---\n\n# Phase 1 Plan {number} {kind}\n");
        read(&format!(".planning/phases/01-moorings/01-0{number}-{}.md", kind.to_uppercase()), text.as_bytes())
    };
    let roadmap = "# Roadmap\n\n- [x] **Phase 1: Moorings** (2/3 plans)\n- [ ] **Phase 2: Cranes**\n\nPlans:\n- [x] 01-01-PLAN.md - ropes\n- [ ] 01-02-PLAN.md - rings\n- [ ] 01-03-PLAN.md - piles\n\n| Phase | Plans Complete | Status |\n|---|---|---|\n| 1. Moorings | 3/3 | Complete |\n| 2. Cranes | 0/2 | Not started |\n";
    let mut inputs = Project::new().inputs();
    inputs.notes = vec![
        read(".planning/ROADMAP.md", roadmap.as_bytes()),
        plan(1, "Summary"),
        plan(2, "Summary"),
        plan(1, "Plan"),
        plan(2, "Plan"),
        plan(3, "Plan"),
    ];
    let (findings, _) = analysed(&inputs, &Config::default(), None);
    let reason = "2 of 3 plans that have a note have a summary";
    let expected: Vec<(u32, Verdict, String)> = vec![
        (3, Verdict::Unverified, reason.into()),
        (4, Verdict::Unverified, "no plan of this phase has a note".into()),
        (7, Verdict::Confirmed, "the plan has a summary".into()),
        (8, Verdict::Outdated, "the plan has a summary; the roadmap lags behind".into()),
        (9, Verdict::Confirmed, "the plan has no summary yet".into()),
        (13, Verdict::Contradicted, reason.into()),
        (14, Verdict::Unverified, "no plan of this phase has a note".into()),
    ];
    assert_eq!(of_kind(&findings, "roadmap"), expected);
}

#[test]
fn commits_that_are_not_there_are_never_false() {
    let project = Project::new();
    project.write("a.py", "1");
    let hash = project.commit("2026-01-01", "feat: berths");
    let note = format!(
        "# Summary\n\n| Commit | Type |\n|---|---|\n| {} | feat |\n| 1234568 | fix |\n| 0be771c | fix |\n\n- berths, {}\n- berths, 0be771d\n",
        &hash[..8],
        &hash[..9]
    );
    let mut inputs = project.inputs();
    inputs.notes = vec![read("notes/a.md", note.as_bytes())];
    let (findings, _) = analysed(&inputs, &Config::default(), None);
    let rewritten = "history may have been rewritten; not called false";
    let expected = vec![
        (5, Verdict::Confirmed, "feat: berths".into()),
        (6, Verdict::Unverified, rewritten.into()),
        (7, Verdict::Unverified, rewritten.into()),
        // In running text a word of digits and letters is a hash only if git knows it.
        (9, Verdict::Confirmed, "feat: berths".into()),
    ];
    assert_eq!(of_kind(&findings, "commit"), expected);
    inputs.root = std::env::temp_dir().join("no-such-folder-of-covsite");
    let (findings, _) = analysed(&inputs, &Config::default(), None);
    assert!(of_kind(&findings, "commit").iter().all(|(_, _, reason)| reason == "there is no git history to look in"));
}

#[test]
fn ids_are_stable_and_unique() {
    let note = b"# Report\n\nOverall coverage is 50 %.\n\nOverall coverage is 50 %.\n";
    let ids = || -> Vec<String> {
        let mut inputs = Project::new().inputs();
        inputs.notes = vec![read("notes/a.md", note), read("notes/b.md", note)];
        analysed(&inputs, &Config::default(), None).0.claims.into_iter().map(|claim| claim.id).collect()
    };
    let first = ids();
    let mut unique = first.clone();
    unique.sort();
    unique.dedup();
    assert_eq!((first.len(), unique.len()), (4, 4));
    assert_eq!(first, ids());
    assert!(first.iter().all(|id| id.len() == 10 && id.starts_with("c-")));
}

/// The findings of the five documents, and of copies with other words in them.
fn seeds(change: impl Fn(&str) -> String) -> Option<Findings> {
    let folder = shared::seeds()?;
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut inputs = Project::new().inputs();
    for file in files {
        let text = change(&String::from_utf8_lossy(&std::fs::read(&file).unwrap()));
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        inputs.notes.push(read(&format!("content/{name}.md"), text.as_bytes()));
    }
    Some(analysed(&inputs, &Config::default(), None).0)
}

fn contradicted(findings: &Findings) -> Vec<(String, String)> {
    let claims = findings.claims.iter().filter(|claim| claim.judgement.verdict == Verdict::Contradicted);
    claims.map(|claim| (claim.claim.written.clone(), claim.judgement.reason.clone())).collect()
}

#[test]
fn the_five_documents_contradict_themselves_in_three_ways() {
    let Some(findings) = seeds(str::to_owned) else { return };
    let expected = [
        ("134", "rows add up to 142; 8 were skipped, line 126 says"),
        ("Missing", "line 216 says that it is resolved"),
        ("Not installed", "line 539 says that it is installed"),
        ("Missing Virtual Environment", "line 216 says that it is resolved"),
        ("Dependencies Not Installed", "line 539 says that it is installed"),
        ("Create virtual environment", "the box is open here and ticked in line 267"),
    ];
    assert_eq!(contradicted(&findings), expected.map(|(words, reason)| (words.to_owned(), reason.to_owned())));
}

#[test]
fn other_numbers_in_the_documents_are_understood_as_well() {
    let Some(right) = seeds(|text| text.replace("| **134** |", "| **142** |")) else { return };
    assert_eq!(false_totals(&right), []);
    let ignored = seeds(|text| text.replace("134 passing, 8 skipped", "8 of them ignored, 134 passing")).unwrap();
    assert_eq!(false_totals(&ignored)[0].1, "rows add up to 142; 8 were ignored, line 126 says");
    let other = seeds(|text| text.replace("134 passing, 8 skipped", "134 passing, 8 disabled")).unwrap();
    assert_eq!(false_totals(&other)[0].1, "rows add up to 142; 8 were disabled, line 126 says");
    let silent = seeds(|text| text.replace("(134 passing, 8 skipped)", "")).unwrap();
    assert_eq!(false_totals(&silent)[0].1, "rows add up to 142: 24 + 21 + 19 + 44 + 34");
    let more = seeds(|text| {
        text.replace("| **120+** |", "| **140** |")
            .replace("| 25+ |", "| 25 |")
            .replace("| 20+ |", "| 20 |")
            .replace("| 30+ |", "| 30 |")
    })
    .unwrap();
    assert_eq!(false_totals(&more).len(), 2);
    let renamed = seeds(|text| text.replace("**Total (core tests)**", "Summe").replace("134", "137")).unwrap();
    assert_eq!(false_totals(&renamed), [("137".to_owned(), "rows add up to 142: 24 + 21 + 19 + 44 + 34".to_owned())]);
}

/// The contradicted totals.
fn false_totals(findings: &Findings) -> Vec<(String, String)> {
    let all = contradicted(findings);
    all.into_iter().filter(|(words, _)| words.chars().all(|c| c.is_ascii_digit() || c == '+')).collect()
}

/// Notes that nobody wrote for a reader: each kind of repetition that could make a finder quadratic.
#[test]
fn hostile_notes_end_soon() {
    let many = |part: &str, count: usize| format!("# Report\n\n{}\n", part.repeat(count));
    let table = |row: &str, count: usize| {
        format!("# Tests\n\n| File | Tests |\n|---|---|\n{}| Total | 7 |\n", row.repeat(count))
    };
    let wide = format!(
        "|{}\n|{}\n|{}\n",
        " Tests |".repeat(5_000),
        "---|".repeat(5_000),
        " 5 tests in `a/b.py` |".repeat(5_000)
    );
    let notes = [
        many("24 tests pass, coverage is 5 %, see `a/b.py` 6b804f7 ", 8_000),
        many("Coverage is 5 %. 24 tests in a/b.py. ", 8_000),
        many("- `a/b.py` - 24 tests, 5 % covered\n", 8_000),
        many("- (([[{{``**__~~ 5 % of 24 tests/a.py:1,2-3 ", 4_000),
        many("**Coverage:** 5 % <!-- covsite: ignore -->\n", 4_000),
        many("> - ", 4_000),
        many("coverage ", 40_000),
        many("1 2 3 4 5 6 7 8 9 ", 20_000),
        many("a/", 100_000),
        many("a/b.py ", 20_000),
        many("\u{130}\u{1F9EA} 24 tests \u{FFFD}", 4_000),
        table("| a/b.py | 24 |\n", 10_000),
        table("| Total | 24 |\n", 10_000),
        many("| A | N |\n|---|---|\n| a | 1 |\n| b | 2 |\n| Total | 9 |\n\n6 of 9 were skipped.\n\n", 1_500),
        many(
            "## Quay (6/6 satisfied) COMPLETE\n\n| Requirement | Status |\n|---|---|\n| R | done |\n\n**Score:** 1/1\n\n- [x] a b c d e\n\n",
            2_000,
        ),
        many("All packages exceed the 85% minimum. Target met. 2.5 % short. Both key links. All tests pass. ", 4_000),
        many("`fail_under = 15` in `pyproject.toml`, `a/b.py:1-9`, zod>=1.2 added. Monday, March 3, 2026. ", 4_000),
        many("`a/b.py` has 5 % coverage. `a/b.py` has 9 % coverage. ", 4_000),
        many("- [x] Phase 1: a (1/1 plans)\n- [ ] moor the ships now\n", 4_000),
        table("| Average | 24% |\n| a | ❌ Missing |\n", 5_000),
        wide,
        format!(
            "---\ncommits: [{}]\nkey-files:\n  created: [{}]\n---\n",
            "6b804f7, ".repeat(5_000),
            "a/b.py, ".repeat(5_000)
        ),
    ];
    let started = std::time::Instant::now();
    let mut inputs = Project::new().inputs();
    inputs.notes = notes.iter().enumerate().map(|(at, text)| read(&format!("n/{at}.md"), text.as_bytes())).collect();
    let reading = started.elapsed();
    let started = std::time::Instant::now();
    let (findings, _) = analysed(&inputs, &Config::default(), None);
    let analysing = started.elapsed();
    assert!(analysing.as_secs() < 60, "{analysing:?} behind {reading:?} of reading, {} claims", findings.claims.len());
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
    /// Whatever words stand beside each other: nothing panics, and every claim stands where it says.
    #[test]
    fn claims_stand_where_they_say(parts in proptest::collection::vec(proptest::sample::select(VOCABULARY), 0..60)) {
        let note = read("notes/a.md", parts.concat().as_bytes());
        for claim in covsite::claims::find(&note).claims {
            let marked = &note.text[claim.span.clone()];
            proptest::prop_assert!(claim.line >= 1 && claim.column >= 1 && !claim.written.is_empty());
            proptest::prop_assert_eq!(note.position(claim.span.start), (claim.line, claim.column));
            // Markup may stand inside it; its first letter or digit is marked in any case.
            let first = claim.written.chars().find(char::is_ascii_alphanumeric);
            proptest::prop_assert!(first.is_none_or(|first| marked.contains(first)), "{:?}", claim);
        }
    }
}

/// What notes are made of, and what slicing them may trip over.
const VOCABULARY: &[&str] = &[
    "(7 unit + 5 route)",
    "(medium 7, low 14)",
    "Passed: ",
    " passed / ",
    "\n\n## [Unreleased]\n\n",
    "\n\n## 1.2.3\n\n",
    "\n- ⏳ ",
    "\n- **pier** — ",
    "测试覆盖率：",
    "overall frontend coverage ",
    "when:\n\n",
    "| Total | 1 980 | 3 hrs |\n",
    " ",
    "\n",
    "\n\n",
    "- ",
    "- [x] ",
    "## ",
    "| ",
    " |\n",
    "|---|---|\n",
    "**",
    "`",
    "~~",
    "(",
    ")",
    ": ",
    ". ",
    ", ",
    " → ",
    "%",
    " %",
    "5",
    "24",
    "~27",
    "1,187",
    "3/4",
    "60-90",
    "25+",
    " tests",
    " passing",
    " skipped",
    "coverage",
    " is ",
    " of ",
    "Total",
    "Coverage",
    "core/a.py",
    "tests/test_a.py",
    "`src/b.rs:1-2`",
    "6b804f7",
    "commit ",
    "ä",
    "İ",
    "🧪",
    "覆盖率",
    "目标",
    "\u{a0}",
    "---\n",
    "key-files:\n  created:\n    - a.py\n",
    "<!-- covsite: ",
    "claim tests = 5",
    " -->",
    "ignore",
    "```\n",
    "> ",
    "\\|",
    "&amp;",
    "<br>",
    "[x](y)",
    "was ",
    "All ",
    "Created ",
    "Removed ",
    "| File | Tests |\n|---|---|\n| a.py | 5 |\n",
];
