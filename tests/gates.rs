//! Gates and the sentence that follows from them, as tables: what is measured, what is configured, what is said.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::common::project;

use covsite::analyse::analyse;
use covsite::config::Config;
use covsite::diagnostics::Sink;
use covsite::model::findings::{Findings, Status};
use covsite::model::gate::GateVerdict;
use covsite::model::inputs::{Holds, Inputs, Missing, Refused};
use covsite::model::paths::ProjectPath;
use covsite::model::results::{Breakdown, Outcome, Suite, TestCase};
use covsite::notes;
use project::{Project, coverage, coverage_report};

fn case(name: &str, outcome: Outcome) -> TestCase {
    TestCase { group: Some("suite".into()), ..TestCase::new(name, outcome) }
}

/// Adds test results: so many that passed, failed, were skipped.
fn with_tests(mut inputs: Inputs, passed: usize, failed: usize, skipped: usize) -> Inputs {
    let mut suite = Suite { name: "all".into(), report: inputs.reports.len(), ..Suite::default() };
    for (count, outcome) in [(passed, Outcome::Passed), (failed, Outcome::Failed), (skipped, Outcome::Skipped)] {
        suite.cases.extend((0..count).map(|n| case(&format!("{outcome:?} {n}"), outcome)));
    }
    inputs.results.suites.push(suite);
    let mut report = coverage_report("junit.xml", None);
    report.holds = Holds::Tests(inputs.results.totals());
    inputs.reports.push(report);
    inputs
}

fn with_coverage(mut inputs: Inputs, files: &[(&str, u32, u32)]) -> Inputs {
    inputs.coverage = coverage(files);
    inputs.reports.push(coverage_report("lcov.info", None));
    inputs
}

fn with_note(mut inputs: Inputs, text: &str) -> Inputs {
    let path = ProjectPath::parse("notes/a.md").unwrap();
    inputs.notes.push(notes::read(&path, text.as_bytes(), &mut Sink::default()));
    inputs
}

fn nothing() -> Inputs {
    Project::new().inputs()
}

fn findings(inputs: &Inputs, config: &str) -> Findings {
    let config: Config = toml::from_str(config).unwrap();
    analyse(inputs, &config, None, &mut Sink::default())
}

fn gate(checks: &str) -> String {
    format!("[[gates]]\nname = \"Floor\"\nchecks = [{checks}]\n")
}

const FALSE_TOTAL: &str = "# Audit\n\n| A | N |\n|---|---|\n| a | 1 |\n| b | 2 |\n| Total | 4 |\n";
const RIGHT_TOTAL: &str = "# Audit\n\n| A | N |\n|---|---|\n| a | 1 |\n| b | 2 |\n| Total | 3 |\n";

#[test]
fn each_check_says_what_was_expected_and_measured() {
    let measured = with_coverage(with_tests(nothing(), 7, 2, 1), &[("core/a.py", 756, 1000), ("jobs/b.py", 0, 0)]);
    let components = "[[components]]\nname = \"payments\"\npaths = [\"core\"]\n[[components]]\nname = \"empty\"\npaths = [\"none\"]\n";
    let table = [
        ("{ tests = {} }", "fail", "every test passes", "7 of 10 passed, 2 failed, 1 skipped", "2 of 10 tests fail"),
        (
            "{ tests = { include = [\"passed\"] } }",
            "pass",
            "every test with “passed” passes",
            "7 of 7 passed",
            "7 tests pass",
        ),
        (
            "{ tests = { exclude = [\"FAILED\"] } }",
            "pass",
            "every test without “FAILED” passes",
            "7 of 8 passed, 1 skipped",
            "8 tests pass",
        ),
        (
            "{ name = \"Smoke\", tests = { include = [\"nothing\"] } }",
            "fail",
            "every test with “nothing” passes",
            "0 of 0 passed",
            "Smoke selects no test",
        ),
        (
            "{ tests = { include = [\"skipped\"] } }",
            "fail",
            "every test with “skipped” passes",
            "0 of 1 passed, 1 skipped",
            "the only test was skipped",
        ),
        (
            "{ coverage = { at_least = 75.6 } }",
            "pass",
            "at least 75.6 % of the lines of the project",
            "75.6 % (756 of 1000)",
            "the project has 75.6 % of its lines covered",
        ),
        (
            "{ coverage = { at_least = 85 } }",
            "fail",
            "at least 85.0 % of the lines of the project",
            "75.6 % (756 of 1000)",
            "the project has 75.6 % of its lines covered and needs 85.0 %",
        ),
        (
            "{ coverage = { at_least = 85, component = \"Payments\" } }",
            "fail",
            "at least 85.0 % of the lines of Payments",
            "75.6 % (756 of 1000)",
            "Payments has 75.6 % of its lines covered and needs 85.0 %",
        ),
        (
            "{ coverage = { at_least = 1, component = \"empty\" } }",
            "unknown",
            "at least 1.0 % of the lines of empty",
            "-",
            "no lines of empty were measured",
        ),
        (
            "{ coverage = { at_least = 1, component = \"nobody\" } }",
            "fail",
            "at least 1.0 % of the lines of nobody",
            "-",
            "no component is called nobody",
        ),
        (
            "{ coverage = { at_least = 1, metric = \"branches\" } }",
            "unknown",
            "at least 1.0 % of the branches of the project",
            "-",
            "no branches were measured",
        ),
        (
            "{ claims = {} }",
            "skipped",
            "no contradicted claim",
            "0 contradicted of 0 claims",
            "no claim could be checked",
        ),
        (
            "{ gaps = { level = \"high\" } }",
            "unknown",
            "no open gap that is high or more urgent",
            "0 open that are high or more urgent",
            "there are no notes that name gaps",
        ),
    ];
    for (check, verdict, expected, shown, clause) in table {
        let findings = findings(&measured, &format!("{components}{}", gate(check)));
        let result = &findings.gates[0].checks[0];
        let found = (
            result.verdict.id(),
            result.expected.as_str(),
            result.measured.as_deref().unwrap_or("-"),
            result.clause.as_str(),
        );
        assert_eq!(found, (verdict, expected, shown, clause), "{check}");
    }
}

#[test]
fn what_is_missing_is_counted_in_units() {
    let measured = with_coverage(nothing(), &[("core/a.py", 152, 201)]);
    let findings = findings(&measured, &gate("{ coverage = { at_least = 85 } }"));
    assert_eq!(findings.gates[0].checks[0].reason, "cover 19 more lines");
}

#[test]
fn the_sentence_says_what_the_gates_say() {
    let tested = || with_tests(nothing(), 9, 0, 0);
    let table = [
        (
            nothing(),
            String::new(),
            Status::Unknown,
            "Not known: the only gate is undecided; there are no test results. No coverage was measured.",
        ),
        (
            with_note(nothing(), FALSE_TOTAL),
            String::new(),
            Status::Fail,
            "Not yet: none of 2 gates passes; 1 claim is contradicted. No coverage was measured, there are no test results, the only claim disagrees with the data.",
        ),
        (
            with_note(tested(), RIGHT_TOTAL),
            String::new(),
            Status::Pass,
            "Yes: both gates pass. No coverage was measured, all 9 tests pass, no claim disagrees with the data.",
        ),
        (
            with_note(with_tests(nothing(), 9, 0, 3), RIGHT_TOTAL),
            String::new(),
            Status::Pass,
            "Yes: both gates pass. No coverage was measured, none of 12 tests fails (3 skipped), no claim disagrees with the data.",
        ),
        (
            with_note(with_tests(nothing(), 8, 1, 0), RIGHT_TOTAL),
            String::new(),
            Status::Fail,
            "Not yet: 1 of 2 gates passes; 1 of 9 tests fails. No coverage was measured, no claim disagrees with the data.",
        ),
        (
            with_coverage(tested(), &[("core/a.py", 3, 4)]),
            gate("{ tests = {} }"),
            Status::Pass,
            "Yes: the only gate passes. 75.0 % of lines are covered, all 9 tests pass.",
        ),
        (
            with_coverage(tested(), &[("core/a.py", 3, 4)]),
            format!("{}{}enforce = false\n", gate("{ tests = {} }"), gate("{ coverage = { at_least = 90 } }")),
            Status::Warn,
            "Yes, but an advisory gate fails: 1 of 2 gates passes; the project has 75.0 % of its lines covered and needs 90.0 %. 75.0 % of lines are covered, all 9 tests pass.",
        ),
        (
            with_coverage(tested(), &[("core/a.py", 0, 0)]),
            gate("{ tests = {} }"),
            Status::Pass,
            "Yes: the only gate passes. Nothing that can run was measured, all 9 tests pass.",
        ),
    ];
    for (inputs, config, status, sentence) in table {
        let headline = findings(&inputs, &config).headline;
        assert_eq!(headline.status, status, "{sentence}");
        assert_eq!(headline.sentence(), sentence);
    }
}

#[test]
fn a_failing_gate_stands_first_and_is_named() {
    let inputs = with_coverage(with_tests(nothing(), 9, 0, 0), &[("core/a.py", 756, 1000)]);
    let config = "[[components]]\nname = \"payments\"\npaths = [\"core\"]\n[[gates]]\nname = \"tests\"\nchecks = [{ tests = {} }]\n[[gates]]\nname = \"payments\"\nchecks = [{ coverage = { at_least = 85, component = \"payments\" } }]\n";
    let findings = findings(&inputs, config);
    assert_eq!(findings.gates[0].name, "payments");
    let sentence = findings.headline.sentence();
    assert!(
        sentence.starts_with(
            "Not yet: 1 of 2 gates passes; payments has 75.6 % of its lines covered and needs 85.0 %. 75.6 % of lines"
        ),
        "{sentence}"
    );
    let trouble: Vec<&str> = findings
        .headline
        .answer
        .iter()
        .filter(|phrase| phrase.about == covsite::model::findings::About::Trouble)
        .map(|phrase| phrase.text.as_str())
        .collect();
    assert_eq!(trouble, ["payments"]);
}

#[test]
fn evidence_of_older_sources_judges_nothing() {
    let project = Project::new();
    project.write("core/a.py", "1").write("lcov.info", "1").write("junit.xml", "1");
    project.commit("2026-01-01", "measure");
    project.write("core/a.py", "2");
    let head = project.commit("2026-01-02", "change");
    let inputs = with_coverage(with_tests(project.inputs(), 3, 0, 0), &[("core/a.py", 3, 4)]);
    let findings = findings(&inputs, &gate("{ tests = {} }, { coverage = { at_least = 50 } }"));
    assert_eq!(findings.headline.status, Status::Unknown);
    assert!(findings.gates[0].checks.iter().all(|check| check.verdict.id() == "unknown"));
    assert!(
        findings
            .reports
            .iter()
            .all(|report| report.current == Some(false) && report.commit.as_deref() != Some(head.as_str()))
    );
    let sentence = findings.headline.sentence();
    assert!(sentence.ends_with(", 2026-01-01."), "{sentence}");
}

#[test]
fn the_build_has_a_time_of_its_own() {
    let project = Project::new();
    project.write("core/a.py", "1");
    project.commit("2026-01-02", "begin");
    let inputs = with_coverage(project.inputs(), &[("core/a.py", 3, 4)]);
    let config = Config::default();
    let at = |inputs: &Inputs, epoch| analyse(inputs, &config, epoch, &mut Sink::default()).generated_at;
    assert_eq!(at(&inputs, Some(7)), Some(7));
    assert_eq!(at(&inputs, None), Some(1_767_355_200));
    let mut loose = with_coverage(nothing(), &[("core/a.py", 3, 4)]);
    assert_eq!(at(&loose, None), None);
    loose.reports[0].stamp = Some(1_700_000_000);
    assert_eq!(at(&loose, None), Some(1_700_000_000));
}

#[test]
fn what_failed_beside_its_tests_does_not_pass() {
    let broke = |suite: &str, what: &str| {
        let mut inputs = with_tests(nothing(), 3, 0, 0);
        inputs.results.breakdowns.push(Breakdown { what: what.into(), suite: suite.into(), ..Breakdown::default() });
        inputs
    };
    let run = findings(&broke("", "the run"), "");
    assert_eq!(run.headline.status, Status::Fail);
    let sentence = run.headline.sentence();
    assert!(
        sentence.contains("; the run failed.") && sentence.contains("all 3 tests pass, but the run failed"),
        "{sentence}"
    );
    let cart = broke("Cart", "the teardown of “Cart”");
    for (check, verdict) in [
        ("{ tests = { include = [\"passed\"] } }", Status::Pass),
        ("{ tests = { include = [\"cart\", \"passed\"] } }", Status::Fail),
        ("{ tests = { exclude = [\"cart\"] } }", Status::Pass),
        ("{ tests = {} }", Status::Fail),
    ] {
        assert_eq!(findings(&cart, &gate(check)).headline.status, verdict, "{check}");
    }
}

#[test]
fn a_report_that_cannot_be_read_leaves_the_answer_open() {
    let unread = |mut inputs: Inputs, path: &str, holds: Missing| {
        inputs.refused.push(Refused { path: path.into(), holds });
        inputs
    };
    let both = || with_coverage(with_tests(nothing(), 3, 0, 0), &[("core/a.py", 1, 2)]);
    let tests = findings(&unread(both(), "junit.xml", Missing::Tests), "");
    assert_eq!(tests.headline.status, Status::Unknown);
    let sentence = tests.headline.sentence();
    assert!(
        sentence.contains("junit.xml can't be read. 50.0 % of lines are covered, all 3 tests pass (1 file"),
        "{sentence}"
    );
    let floor = gate("{ coverage = { at_least = 10 } }, { tests = {} }");
    let lcov = findings(&unread(both(), "lcov.info", Missing::Coverage), &floor);
    assert_eq!((lcov.headline.status, lcov.gates[0].checks[1].verdict), (Status::Unknown, GateVerdict::Pass));
    assert!(lcov.headline.sentence().contains("50.0 % of lines are covered (1 report can't be read)"));
    let either = findings(&unread(both(), "report.xml", Missing::Either), &floor);
    assert!(either.gates[0].checks.iter().all(|check| check.verdict == GateVerdict::Unknown));
    // What fails fails all the same.
    let failing = unread(with_tests(nothing(), 2, 1, 0), "junit.xml", Missing::Tests);
    assert_eq!(findings(&failing, "").headline.status, Status::Fail);
    let alone = findings(&unread(nothing(), "junit.xml", Missing::Tests), "").headline.sentence();
    assert!(alone.contains("the test results can't be read"), "{alone}");
    // Also where nothing else was measured.
    let only_tests = with_tests(nothing(), 2, 0, 0);
    let without = findings(&unread(only_tests, "lcov.info", Missing::Coverage), "").headline.sentence();
    assert!(without.contains("No coverage was measured (1 report can't be read), all 2 tests pass"), "{without}");
    let without = findings(&unread(nothing(), "report.zip", Missing::Either), "").headline.sentence();
    assert!(without.contains("there are no test results (1 file can't be read)"), "{without}");
}
