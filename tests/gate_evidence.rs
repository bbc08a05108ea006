//! Checks of evidence over time and in number: measures, checklists, age, runs, flakiness, coverage of parts and of
//! changed lines, commands. What each says of small projects.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::common::project;

use covsite::analyse::analyse;
use covsite::config::Config;
use covsite::config::load::{Loaded, parse};
use covsite::diagnostics::Sink;
use covsite::model::findings::Findings;
use covsite::model::inputs::{Holds, Inputs};
use covsite::model::paths::ProjectPath;
use covsite::model::results::{Outcome, Suite, TestCase};
use covsite::{facts::history, notes, pipeline};
use project::{Project, coverage, coverage_report};

fn config(text: &str) -> Config {
    let mut sink = Sink::default();
    parse(text, "covsite.toml", &mut sink).unwrap_or_else(|_| panic!("{text}\n{:?}", sink.clone().finish()))
}

fn findings(inputs: &Inputs, text: &str) -> Findings {
    analyse(inputs, &config(text), None, &mut Sink::default())
}

/// "verdict | measured | reason" of one check; `rest` is the rest of the configuration.
fn said_with(inputs: &Inputs, check: &str, rest: &str) -> String {
    let findings = findings(inputs, &format!("{rest}\n[[gates]]\nname = \"G\"\nchecks = [{check}]\n"));
    let result = &findings.gates[0].checks[0];
    format!("{} | {} | {}", result.verdict.id(), result.measured.clone().unwrap_or_default(), result.reason)
}

fn said(inputs: &Inputs, check: &str) -> String {
    said_with(inputs, check, "")
}

fn slack(inputs: &Inputs, check: &str, rest: &str) -> Option<String> {
    let findings = findings(inputs, &format!("{rest}\n[[gates]]\nname = \"G\"\nchecks = [{check}]\n"));
    findings.gates[0].checks[0].slack.clone()
}

fn with_cases(mut inputs: Inputs, cases: Vec<TestCase>) -> Inputs {
    inputs.results.suites.push(Suite { name: "all".into(), cases, report: inputs.reports.len(), ..Suite::default() });
    let mut report = coverage_report("junit.xml", None);
    report.holds = Holds::Tests(inputs.results.totals());
    inputs.reports.push(report);
    inputs
}

fn case(name: &str, outcome: Outcome) -> TestCase {
    TestCase {
        group: Some("tests.test_shop.TestCart".into()),
        duration_us: Some(1_500_000),
        ..TestCase::new(name, outcome)
    }
}

fn with_history(mut inputs: Inputs, lines: &[&str]) -> Inputs {
    inputs.history = history::read(&lines.join("\n"), "history.jsonl", &mut Sink::default());
    inputs
}

fn with_note(mut inputs: Inputs, path: &str, text: &str) -> Inputs {
    let path = ProjectPath::parse(path).unwrap();
    inputs.notes.push(notes::read(&path, text.as_bytes(), &mut Sink::default()));
    inputs
}

const MEASURES: &str = "[[measures]]\nname = \"test functions\"\npattern = '^\\s*(async )?def test_'\npaths = [\"tests/**\"]\n\
    exclude = [\"tests/slow/**\"]\n[[measures]]\nname = \"mocks\"\npattern = 'Mock\\('\npaths = [\"tests/**\"]\n\
    count = \"matches\"\n[[measures]]\nname = \"nothing\"\npattern = 'x'\npaths = [\"none/**\"]\n";

fn counted() -> Project {
    let project = Project::new();
    project
        .write(
            "tests/test_a.py",
            "def test_a():\n    Mock(); Mock()\n\n    async def test_b():\n    Mock()\n# def test_c\n",
        )
        .write("tests/slow/test_d.py", "def test_d():\n");
    project
}

#[test]
fn measures_are_named_counts_within_bounds() {
    let project = counted();
    let inputs = project.inputs();
    let table = [
        ("{ measure = { name = 'test functions', at_least = 2 } }", "pass | 2 | it lies within its bounds"),
        ("{ measure = { name = 'test functions', at_least = 5 } }", "fail | 2 | add 3 more"),
        ("{ measure = { name = 'mocks', at_most = 2 } }", "fail | 3 | remove 1"),
        (
            "{ measure = { name = 'mocks', at_least = 0 } }",
            "fail | 3 | at least none is always true: a check that can't fail guards nothing",
        ),
        (
            "{ measure = { name = 'nothing', at_most = 9 } }",
            "fail |  | its paths fit no file of the project: it can't count anything",
        ),
        (
            "{ ratio = { of = 'mocks', to = 'test functions', at_most = 1.5 } }",
            "pass | 1.50 (3 to 2) | it lies within its bounds",
        ),
        (
            "{ ratio = { of = 'mocks', to = 'test functions', at_most = 1.49 } }",
            "fail | 1.50 (3 to 2) | too many mocks for 2 test functions",
        ),
    ];
    for (check, expected) in table {
        assert_eq!(said_with(&inputs, check, MEASURES), expected, "{check}");
    }
    let far = slack(&inputs, "{ measure = { name = 'mocks', at_most = 200 } }", MEASURES);
    assert_eq!(far.as_deref(), Some("at most 200 is slack: 3 would hold"));
    let measures = findings(&inputs, MEASURES).measures;
    let values: Vec<_> = measures.iter().map(|measure| (measure.name.as_str(), measure.value)).collect();
    assert_eq!(values, [("test functions", Some(2)), ("mocks", Some(3)), ("nothing", None)]);
}

#[test]
fn a_measure_of_test_functions_confirms_their_number_and_contradicts_none() {
    let project = counted();
    let verdict = |words: &str| {
        let inputs = with_note(project.inputs(), "notes/a.md", &format!("# Testing\n\nThe suite has {words}.\n"));
        let claims = findings(&inputs, MEASURES).claims;
        claims.iter().map(|claim| claim.judgement.verdict.id()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(verdict("2 test functions"), "confirmed");
    assert_eq!(verdict("7 test functions"), "unverified");
}

#[test]
fn boxes_of_a_note_are_ticked_or_named() {
    let note =
        "# Audit\n\n- [x] zero\n\n## Success criteria\n\n- [x] one\n- [ ] two\n\n### More\n\n- [x] three\n- [x] four\n";
    let inputs = with_note(Project::new().inputs(), "content/audit.md", note);
    let table = [
        ("{ checklist = { note = 'content/audit.md' } }", "fail | 4 of 5 | still open: two"),
        ("{ checklist = { note = 'content/*.md', section = 'more' } }", "pass | 2 of 2 | so many are ticked"),
        (
            "{ checklist = { note = 'content/audit.md', section = 'Success criteria', at_least = 75 } }",
            "pass | 3 of 4 | so many are ticked",
        ),
        (
            "{ checklist = { note = 'content/audit.md', section = 'Elsewhere' } }",
            "fail |  | a checklist without a box can't fail, so it guards nothing",
        ),
        ("{ checklist = { note = 'content/none.md' } }", "fail |  | name a note that covsite reads"),
    ];
    for (check, expected) in table {
        assert_eq!(said(&inputs, check), expected, "{check}");
    }
    let inputs = with_note(Project::new().inputs(), "a.md", "# A\n\n- [ ] one\n- [ ]\n");
    let wanted = "fail | 0 of 2 | still open: one and a box without words (line 4)";
    assert_eq!(said(&inputs, "{ checklist = { note = 'a.md' } }"), wanted);
}

#[test]
fn tests_are_selected_by_name_file_and_flag() {
    let project = Project::new();
    project.write("tests/test_shop.py", "").write("tests/slow/test_mail.py", "");
    let mail = TestCase { group: Some("tests.slow.test_mail".into()), ..TestCase::new("test_send", Outcome::Failed) };
    let mut inputs = with_cases(project.inputs(), vec![case("test_buy", Outcome::Passed), mail]);
    inputs.reports[0].flag = Some("unit".into());
    let verdict = |check: &str| said(&inputs, check).split(" | ").take(2).collect::<Vec<_>>().join(" | ");
    assert_eq!(verdict("{ tests = { paths = ['tests/*.py'] } }"), "pass | 1 of 1 passed");
    assert_eq!(verdict("{ tests = { paths = ['tests/slow/**'] } }"), "fail | 0 of 1 passed, 1 failed");
    assert_eq!(verdict("{ tests = { paths = ['other/**'] } }"), "fail | 0 of 0 passed");
    assert_eq!(verdict("{ tests = { flag = 'unit', exclude = ['slow'] } }"), "pass | 1 of 1 passed");
    assert_eq!(verdict("{ tests = { flag = 'e2e' } }"), "fail | 0 of 0 passed");
}

fn run(commit: &str, failed: &str, covered: u64) -> String {
    let count = u64::from(!failed.is_empty());
    let cases = if failed.is_empty() {
        String::new()
    } else {
        format!("{{\"name\":\"{failed}\",\"outcome\":\"failed\",\"duration_s\":null}}")
    };
    format!(
        "{{\"version\":1,\"commit\":\"{commit}\",\"time\":null,\"totals\":{{\"lines\":{{\"covered\":{covered},\"total\":100}}}},\
         \"tests\":{{\"total\":5,\"passed\":{},\"failed\":{count},\"errors\":0,\"skipped\":0,\"duration_s\":9.5}},\"cases\":[{cases}]}}",
        5 - count
    )
}

#[test]
fn stability_is_so_many_runs_in_a_row() {
    let green = |lines: &[String]| {
        let inputs = with_cases(Project::new().inputs(), vec![case("test_buy", Outcome::Passed)]);
        with_history(inputs, &lines.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let stability = "{ tests = { runs = 3 } }";
    let two = [run("aaaaaaa", "", 50), run("bbbbbbb", "", 50)];
    assert_eq!(said(&green(&two), stability), "pass | 3/3 | each of them passed");
    assert!(said(&green(&two[..1]), stability).starts_with("unknown | 2/3 | "));
    let broken = [run("aaaaaaa", "", 50), run("bbbbbbb", "all › mail › test_send", 50)];
    assert_eq!(
        said(&green(&broken), stability),
        "fail | 1/3 | 1 run of the newest 3 runs passed in a row".replace("1 run of", "1 of")
    );
    // What failed then was not selected.
    let selected = "{ tests = { runs = 3, include = ['cart'] } }";
    assert_eq!(said(&green(&broken), selected), "pass | 3/3 | each of them passed");
}

#[test]
fn flaky_is_what_passed_and_failed_at_one_commit_or_on_a_second_try() {
    let inputs = |lines: &[String], retries: u32| {
        let flaky = TestCase { retries, ..case("test_buy", Outcome::Passed) };
        let inputs = with_cases(Project::new().inputs(), vec![flaky]);
        with_history(inputs, &lines.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let check = "{ flaky = { runs = 3 } }";
    let stable = [run("aaaaaaa", "", 50), run("aaaaaaa", "", 50)];
    assert_eq!(said(&inputs(&stable, 0), check), "pass | 0 flaky tests in 3 runs | the tests are stable");
    assert_eq!(said(&inputs(&[], 0), check).split(" | ").next(), Some("unknown"));
    let name = "all › tests.test_shop.TestCart › test_buy";
    assert_eq!(said(&inputs(&stable, 1), check), format!("fail | 1 flaky test in 3 runs | mend {name}"));
    let both = [run("aaaaaaa", "all › test_x", 50), run("aaaaaaa", "", 50)];
    assert_eq!(said(&inputs(&both, 0), check), "fail | 1 flaky test in 3 runs | mend all › test_x");
    // A failure that was mended by another commit is none.
    let mended = [run("aaaaaaa", "all › test_x", 50), run("bbbbbbb", "", 50)];
    assert!(said(&inputs(&mended, 0), check).starts_with("pass"));
}

#[test]
fn tests_take_no_longer_than_they_may() {
    let cases = vec![case("test_a", Outcome::Passed), case("test_b", Outcome::Passed)];
    let inputs = with_cases(Project::new().inputs(), cases);
    assert_eq!(said(&inputs, "{ duration = { at_most = 3 } }"), "pass | 3.0 s for 2 tests | they are fast enough");
    assert!(
        said(&inputs, "{ duration = { at_most = 2.5 } }").starts_with("fail | 3.0 s for 2 tests | the slowest is ")
    );
    assert!(said(&inputs, "{ duration = { each = 1.4 } }").starts_with("fail | 1.5 s | "));
    assert!(said(&inputs, "{ duration = { each = 1.5 } }").starts_with("pass"));
    // What fails never reads like what may be.
    assert!(said(&inputs, "{ duration = { each = 0.01 } }").starts_with("fail | 1.5 s | "));
    let mut quick = vec![case("test_a", Outcome::Passed)];
    quick[0].duration_us = Some(10_400);
    let inputs_of_quick = with_cases(Project::new().inputs(), quick);
    assert!(said(&inputs_of_quick, "{ duration = { each = 0.01 } }").starts_with("fail | 10.4 ms | "));
    assert!(said(&inputs_of_quick, "{ duration = { each = 0.02 } }").starts_with("pass | 10 ms for 1 test | "));
    assert!(said(&inputs, "{ duration = { at_most = 9, include = ['nobody'] } }").starts_with("fail"));
}

fn measured(files: &[(&str, u32, u32)]) -> Inputs {
    let mut inputs = Project::new().inputs();
    inputs.coverage = coverage(files);
    inputs.reports.push(coverage_report("lcov.info", None));
    inputs
}

#[test]
fn coverage_of_parts_of_the_project() {
    let mut inputs =
        measured(&[("core/a.py", 27, 100), ("core/b.py", 90, 100), ("web/c.ts", 50, 50), ("web/d.ts", 0, 0)]);
    inputs.reports[0].flag = Some("unit".into());
    let totals = inputs.coverage.totals();
    inputs.reports[0].holds = Holds::Coverage { files: 3, totals };
    let table = [
        ("{ coverage = { at_least = 60, folder = 'core' } }", "fail | 58.5 % (117 of 200) | cover 3 more lines"),
        (
            "{ coverage = { at_least = 58, folder = './core/' } }",
            "pass | 58.5 % (117 of 200) | the threshold is reached",
        ),
        ("{ coverage = { at_least = 60, folder = 'cor' } }", "fail |  | name a folder with measured files"),
        (
            "{ coverage = { at_least = 90, paths = ['**/b.py', 'web'] } }",
            "pass | 93.3 % (140 of 150) | the threshold is reached",
        ),
        ("{ coverage = { at_least = 60, flag = 'unit' } }", "pass | 66.8 % (167 of 250) | the threshold is reached"),
        ("{ coverage = { at_least = 60, flag = 'e2e' } }", "fail |  | name a flag of [[reports]]"),
        (
            "{ coverage = { at_least = 50, every_file = true } }",
            "fail | 2 of 3 files | begin with core/a.py (27.0 %, 23 more lines)",
        ),
        ("{ coverage = { at_least = 27, every_file = true } }", "pass | 3 of 3 files | each file reaches it"),
        ("{ coverage = { at_least = 0 } }", "fail |  | a check that can't fail guards nothing: name a floor above 0"),
    ];
    for (check, expected) in table {
        assert_eq!(said(&inputs, check), expected, "{check}");
    }
    let inputs = measured(&[("core/a.py", 27, 100)]);
    assert_eq!(
        slack(&inputs, "{ coverage = { at_least = 15 } }", "").as_deref(),
        Some("the floor of 15.0 % is slack: 27.0 % would hold")
    );
    assert_eq!(slack(&inputs, "{ coverage = { at_least = 20 } }", ""), None);
}

#[test]
fn coverage_does_not_drop_and_a_ratchet_only_rises() {
    let inputs = with_history(measured(&[("core/a.py", 77, 100)]), &[&run("aaaaaaa", "", 80), &run("bbbbbbb", "", 78)]);
    let table = [
        ("{ coverage = { drop = 1 } }", "pass"),
        ("{ coverage = { drop = 0.99 } }", "fail"),
        ("{ coverage = { drop = 1, base = 'aaaaaaa' } }", "fail"),
        ("{ coverage = { drop = 3, base = 'aaaaaaa' } }", "pass"),
        ("{ coverage = { drop = 3, base = 'ccccccc' } }", "unknown"),
        ("{ coverage = { at_least = 90, drop = 9 } }", "fail"),
        ("{ ratchet = {} }", "fail"),
        ("{ ratchet = { lowered_to = 77, reason = 'code moved' } }", "pass"),
        ("{ ratchet = { lowered_to = 78, reason = 'code moved' } }", "fail"),
        ("{ ratchet = { metric = 'branches' } }", "unknown"),
    ];
    for (check, verdict) in table {
        assert_eq!(said(&inputs, check).split(' ').next(), Some(verdict), "{check}: {}", said(&inputs, check));
    }
    let ratchet = said(&inputs, "{ ratchet = {} }");
    assert!(ratchet.contains("cover 3 more lines, or set `lowered_to`"), "{ratchet}");
    assert!(said(&measured(&[("a.py", 1, 2)]), "{ ratchet = {} }").starts_with("unknown"));
}

#[test]
fn a_drop_is_measured_from_any_revision() {
    let project = Project::new();
    project.write("core/a.py", "1\n");
    let first = project.commit("2026-01-01", "begin");
    project.commit("2026-01-02", "no run of this one");
    project.git("2026-01-02", &["tag", "v1"]);
    project.commit("2026-01-03", "go on");
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("core/a.py", 77, 100)]);
    inputs.reports.push(coverage_report("lcov.info", None));
    let inputs = with_history(inputs, &[&run(&first[..9], "", 80), &run("bbbbbbb", "", 78)]);
    let verdict = |base: &str| said(&inputs, &format!("{{ coverage = {{ drop = 2, base = '{base}' }} }}"));
    for base in ["v1", "HEAD~1", "main", &first] {
        assert!(verdict(base).starts_with("fail | 77.0 %, −3.0 pp"), "{base}: {}", verdict(base));
    }
    assert!(verdict("v2").starts_with("unknown"), "{}", verdict("v2"));
}

#[test]
fn a_drop_of_some_files_is_found_in_the_files_of_a_run() {
    let files = ",\"files\":{\"core/a.py\":[80,100],\"web/b.py\":[1,10]}}";
    let before = run("aaaaaaa", "", 81);
    let before = format!("{}{files}", before.strip_suffix('}').unwrap());
    let inputs = with_history(measured(&[("core/a.py", 77, 100), ("web/b.py", 10, 10)]), &[&before]);
    for part in ["paths = ['core/**']", "folder = 'core'"] {
        let check = |points: u32| format!("{{ coverage = {{ drop = {points}, {part} }} }}");
        assert!(said(&inputs, &check(2)).starts_with("fail | 77.0 %, −3.0 pp"), "{part}: {}", said(&inputs, &check(2)));
        assert!(said(&inputs, &check(3)).starts_with("pass"), "{part}");
    }
}

#[test]
fn changed_lines_are_judged_by_themselves() {
    let project = Project::new();
    project.write("core/a.py", "1\n2\n3\n4\n");
    let base = project.commit("2026-01-01", "begin");
    project.git("2026-01-01", &["branch", "base"]);
    project.write("core/a.py", "1\n2\nnew\n3\n4\nnew\nnew\n++ looks like a header\n").write("core/ä \"b.py", "1\n2\n");
    project.commit("2026-01-02", "change");
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("core/a.py", 6, 8), ("core/ä \"b.py", 1, 2)]);
    inputs.reports.push(coverage_report("lcov.info", None));
    // Changed: 3, 6, 7, 8 of a.py (3 and 6 are covered) and both lines of b.py (1 is).
    let check = |more: &str| format!("{{ coverage = {{ at_least = 60, patch = 'base'{more} }} }}");
    assert_eq!(
        said(&inputs, &check("")),
        "fail | 50.0 % (3 of 6) | cover 1 of the 3 changed lines that are not covered"
    );
    assert_eq!(said(&inputs, &check(", folder = 'core'")).split(' ').next(), Some("fail"));
    let small = said(&inputs, &check(", min_lines = 7"));
    assert_eq!(
        small,
        "skipped | 50.0 % (3 of 6) | only 6 lines that can run changed since base: fewer than 7 are not judged"
    );
    assert!(said(&inputs, &format!("{{ coverage = {{ at_least = 50, patch = '{base}' }} }}")).starts_with("pass"));
    for before in ["HEAD~1", "HEAD^", "base~0"] {
        let check = format!("{{ coverage = {{ at_least = 50, patch = '{before}' }} }}");
        assert!(said(&inputs, &check).starts_with("pass"), "{before}");
    }
    for none in ["nowhere", "HEAD~99", "HEAD~99999999999999999999"] {
        let check = format!("{{ coverage = {{ at_least = 50, patch = '{none}' }} }}");
        assert!(said(&inputs, &check).starts_with("unknown"), "{none}");
    }
    let findings = findings(&inputs, &format!("[[gates]]\nname = \"G\"\nchecks = [{}]\n", check("")));
    let places: Vec<String> =
        findings.gates[0].checks[0].places.iter().map(|hit| format!("{}:{}", hit.path, hit.line)).collect();
    assert_eq!(places, ["core/a.py:7", "core/a.py:8", "core/ä \"b.py:2"]);
}

#[test]
fn evidence_is_new_and_of_this_tree() {
    let project = Project::new();
    project.write("core/a.py", "1\n");
    project.commit("2026-03-10", "begin");
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("core/a.py", 1, 1), ("core/gone.py", 1, 1)]);
    // 2026-03-01 12:00 UTC: nine days before.
    inputs.reports.push(coverage_report("lcov.info", Some(1_772_366_400)));
    let verdict = |check: &str| said(&inputs, check);
    assert!(verdict("{ age = { days = 9 } }").starts_with("pass"), "{}", verdict("{ age = { days = 9 } }"));
    assert_eq!(verdict("{ age = { days = 8 } }"), "fail | lcov.info is 9 days old | measure again, and build");
    assert!(verdict("{ age = { commit = 'head' } }").starts_with("pass"));
    let checkout = verdict("{ age = { checkout = true } }");
    assert!(checkout.starts_with("fail") && checkout.contains("core/gone.py"), "{checkout}");
    assert!(verdict("{ age = { days = 8, of = 'tests' } }").starts_with("unknown"));
    assert!(verdict("{ age = { commit = 'current' } }").starts_with("pass"));
    project.write("core/a.py", "2\n");
    project.commit("2026-03-11", "change");
    let doubt = verdict("{ age = { commit = 'current' } }");
    assert!(doubt.starts_with("unknown | lcov.info may not be current"), "{doubt}");
}

#[cfg(unix)]
#[test]
fn a_command_is_run_when_asked_and_its_result_kept() {
    let project = Project::new();
    project.write("a.py", "1\n").write(
        "health.sh",
        "echo noise\necho \"{\\\"services\\\": {\\\"$COVSITE_SERVICE\\\": {\\\"ok\\\": true, \\\"path\\\": \\\"x$PATH\\\"}}}\"\n",
    );
    project.commit("2026-03-10", "begin");
    let text = "[[services]]\nname = \"chat\"\n[[services]]\nname = \"mail\"\n[[gates]]\nname = \"Health\"\nper = \"service\"\n\
        checks = [\n{ name = \"Ok\", command = { run = [\"sh\", \"health.sh\"], value = \"/services/{service}/ok\" } },\n\
        { name = \"Path\", command = { run = [\"sh\", \"health.sh\"], value = \"/services/{service}/path\", equals = \"y\" } },\n\
        { name = \"Exit\", command = { run = \"test {service} = chat\" } },\n\
        { name = \"Late\", when = \"mail\", command = { run = \"sleep 60 & sleep 60\", timeout = 1 } },\n]\n";
    let loaded = Loaded { config: config(text), root: project.root().to_path_buf(), file: None };
    let said = |at: usize, inputs: &Inputs| {
        let findings = analyse(inputs, &loaded.config, None, &mut Sink::default());
        let gate =
            findings.gates.iter().find(|gate| gate.service.as_deref() == Some(["chat", "mail"][at])).unwrap().clone();
        let mut checks = gate.checks;
        checks.sort_by_key(|check| check.at);
        checks.iter().map(|check| (check.verdict.id(), check.measured.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    assert!(
        said(0, &project.inputs())
            .iter()
            .take(3)
            .all(|(verdict, measured)| *verdict == "unknown" && measured == "not run")
    );
    let started = std::time::Instant::now();
    assert_eq!(pipeline::run_commands(&loaded, &mut Sink::default()), 5);
    assert!(started.elapsed().as_secs() < 20);
    let inputs = project.inputs();
    let head = project.git("2026-03-10", &["rev-parse", "--short=7", "HEAD"]);
    let chat = said(0, &inputs);
    assert_eq!(chat[0], ("pass", format!("true, exit 0 at {head}")));
    assert_eq!(chat[1], ("fail", format!("x•••, exit 0 at {head}")));
    assert_eq!(chat[2], ("pass", format!("exit 0 at {head}")));
    let mail = said(1, &inputs);
    assert_eq!(mail[2], ("fail", format!("exit 1 at {head}")));
    assert_eq!(mail[3], ("fail", format!("ended after 1 s at {head}")));
    // Another commit: what was said before is not evidence for it.
    project.write("a.py", "2\n");
    project.commit("2026-03-11", "change");
    assert_eq!(said(0, &project.inputs())[0], ("unknown", format!("last run at {head}")));
    assert!(project.git("2026-03-11", &["status", "--porcelain"]).is_empty());
}

/// A command ends with all that it started, also where it ends by itself.
#[cfg(unix)]
#[test]
fn what_a_command_leaves_running_is_ended_with_it() {
    let project = Project::new();
    let text = "[[gates]]\nname = \"Health\"\nchecks = [{ command = { run = \"(sleep 2; echo late > late.txt) & echo x\" } }]\n";
    let loaded = Loaded { config: config(text), root: project.root().to_path_buf(), file: None };
    let started = std::time::Instant::now();
    assert_eq!(pipeline::run_commands(&loaded, &mut Sink::default()), 1);
    assert!(started.elapsed().as_millis() < 1900, "nobody waits for it");
    std::thread::sleep(std::time::Duration::from_millis(2200));
    assert!(!project.root().join("late.txt").exists());
    let findings = analyse(&project.inputs(), &loaded.config, None, &mut Sink::default());
    assert_eq!(findings.gates[0].verdict.id(), "pass");
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let table = [
        ("{ coverage = {} }", "has no threshold"),
        ("{ coverage = { at_least = 1, component = 'a', folder = 'b' } }", "several parts"),
        ("{ coverage = { at_least = 1, patch = '--output=x' } }", "no commit, branch or tag"),
        ("{ coverage = { at_least = 1, patch = 'a..b' } }", "no commit, branch or tag"),
        ("{ coverage = { at_least = 1, patch = 'HEAD~2..main' } }", "no commit, branch or tag"),
        ("{ coverage = { at_least = 1, patch = '~2' } }", "no commit, branch or tag"),
        ("{ coverage = { at_least = 1, patch = '-x~2' } }", "no commit, branch or tag"),
        ("{ coverage = { at_least = 1, patch = 'HEAD^{/x}' } }", "no commit, branch or tag"),
        ("{ coverage = { at_least = 1, min_lines = 3 } }", "min_lines without patch"),
        ("{ coverage = { at_least = 101 } }", "from 0 to 100"),
        ("{ ratchet = { lowered_to = 3 } }", "without a reason"),
        ("{ age = {} }", "asks for nothing"),
        ("{ duration = {} }", "has no limit"),
        ("{ measure = { name = 'a', at_least = 1 } }", "counts `a`, which is no measure"),
        ("{ tests = { runs = 0 } }", "looks at no run"),
        ("{ tests = { markers = 'not (a' } }", "a bracket is not closed"),
        ("{ command = { run = [] } }", "runs nothing"),
        ("{ command = { run = 'x', value = 'ok' } }", "no JSON pointer"),
    ];
    for (check, message) in table {
        let mut sink = Sink::default();
        let text = format!("[[gates]]\nname = \"G\"\nchecks = [{check}]\n");
        assert!(parse(&text, "covsite.toml", &mut sink).is_err(), "{check}");
        let said = sink.finish().remove(0).message;
        assert!(said.contains(message), "{check}: {said}");
    }
}

#[test]
fn tests_are_selected_by_the_markers_in_their_source() {
    let project = Project::new();
    project.write(
        "tests/test_shop.py",
        "import pytest\n\n@pytest.mark.contract\ndef test_provider():\n    pass\n\nclass TestCart:\n    @pytest.mark.slow\n    def test_buy(self, n):\n        pass\n\n    def test_sell(self):\n        pass\n",
    );
    let of = |group: &str, name: &str, outcome| TestCase { group: Some(group.into()), ..TestCase::new(name, outcome) };
    let cases = vec![
        of("tests.test_shop", "test_provider", Outcome::Failed),
        of("tests.test_shop.TestCart", "test_buy[1]", Outcome::Passed),
        of("tests.test_shop.TestCart", "test_sell", Outcome::Passed),
    ];
    let inputs = with_cases(project.inputs(), cases.clone());
    let verdict = |check: &str| said(&inputs, check).split(" | ").take(2).collect::<Vec<_>>().join(" | ");
    assert_eq!(verdict("{ tests = { markers = 'not contract and not integration' } }"), "pass | 2 of 2 passed");
    assert_eq!(verdict("{ tests = { markers = 'contract' } }"), "fail | 0 of 1 passed, 1 failed");
    assert_eq!(verdict("{ tests = { markers = 'slow' } }"), "pass | 1 of 1 passed");
    assert_eq!(verdict("{ tests = { markers = 'nobody' } }"), "fail | 0 of 0 passed");
    // One that fails and stands in no source may be among them.
    let mut more = cases;
    more.push(of("elsewhere", "test_lost", Outcome::Failed));
    let inputs = with_cases(project.inputs(), more);
    let lost = said(&inputs, "{ tests = { markers = 'not contract' } }");
    assert!(lost.starts_with("unknown | 2 of 2 passed | it fails, and its source was not found"), "{lost}");
}
