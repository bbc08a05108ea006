//! Facts as tables: inputs in, counts and joins out.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::common::project;

use covsite::analyse::analyse;
use covsite::config::Config;
use covsite::diagnostics::{Diagnostic, Sink, codes};
use covsite::facts::gap_register::effective;
use covsite::facts::history::{self, Own};
use covsite::model::findings::{CommitSource, Findings};
use covsite::model::gap::{Condition, Level};
use covsite::model::inputs::Inputs;
use covsite::model::paths::ProjectPath;
use covsite::model::phase::PhaseStatus;
use covsite::model::ratio::{Metric, Ratio};
use covsite::notes;
use project::{Project, coverage, coverage_report};

fn config(text: &str) -> Config {
    toml::from_str(text).unwrap()
}

fn analysed(inputs: &Inputs, text: &str) -> Findings {
    analyse(inputs, &config(text), None, &mut Sink::default())
}

fn with_notes(mut inputs: Inputs, written: &[(&str, &str)]) -> Inputs {
    for (path, text) in written {
        let path = ProjectPath::parse(path).unwrap();
        inputs.notes.push(notes::read(&path, text.as_bytes(), &mut Sink::default()));
    }
    inputs
}

fn measured(project: &Project) -> Inputs {
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("core/a.py", 3, 4), ("core/deep/b.py", 1, 10), ("jobs/c.py", 5, 6)]);
    inputs.reports.push(coverage_report("lcov.info", None));
    inputs
}

#[test]
fn percentages_are_cut_and_say_when_there_is_none() {
    let table = [
        ((2, 3), 1, "66.6 %"),
        ((2, 3), 0, "66 %"),
        ((999, 1000), 0, "99 %"),
        ((1, 1), 1, "100.0 %"),
        ((0, 9), 1, "0.0 %"),
        ((1, 5000), 1, "<0.1 %"),
        ((1, 5000), 2, "0.02 %"),
        ((1, 5000), 0, "<1 %"),
        ((0, 0), 1, "n/a"),
        ((u64::MAX - 1, u64::MAX), 4, "99.9999 %"),
    ];
    for ((covered, total), decimals, text) in table {
        assert_eq!(Ratio::new(covered, total).percent_text(decimals), text);
    }
    let since = |after: (u64, u64), before: (u64, u64)| {
        Ratio::new(after.0, after.1).points_since(Ratio::new(before.0, before.1), 1)
    };
    assert_eq!(since((775, 1000), (760, 1000)).as_deref(), Some("+1.5 pp"));
    assert_eq!(since((1, 3), (2, 3)).as_deref(), Some("\u{2212}33.3 pp"));
    assert_eq!(since((1, 2), (1, 2)).as_deref(), Some("no change"));
    assert_eq!(since((2, 4), (1, 2)).as_deref(), Some("±0.0 pp"));
    assert_eq!(since((10_001, 20_000), (1, 2)).as_deref(), Some("+<0.1 pp"));
    assert_eq!(since((0, 0), (1, 2)), None);
}

#[test]
fn folders_and_components_are_sums_of_their_files() {
    let inputs = measured(&Project::new());
    let found = analysed(
        &inputs,
        "[[components]]\nname = \"Core\"\npaths = [\"core\"]\nlines = { target = 80 }\n[[components]]\nname = \"Deep\"\npaths = [\"core/deep/*.py\"]\n[[components]]\nname = \"Top\"\npaths = [\"core/*.py\"]\n",
    );
    let lines = |name: &str| found.folders[name].totals.lines();
    assert_eq!(
        (lines(""), lines("core"), lines("core/deep")),
        (Ratio::new(9, 20), Ratio::new(4, 14), Ratio::new(1, 10))
    );
    assert_eq!(found.folders[""].folders, ["core", "jobs"]);
    assert_eq!(found.folders["core"].folders, ["core/deep"]);
    assert_eq!((found.folders[""].file_count, found.folders["core"].files.len()), (3, 1));
    let components: Vec<_> =
        found.components.iter().map(|c| (c.name.as_str(), c.files, c.totals.lines(), c.target)).collect();
    assert_eq!(
        components,
        [
            ("Core", 2, Ratio::new(4, 14), Some(8000)),
            ("Deep", 1, Ratio::new(1, 10), None),
            ("Top", 1, Ratio::new(3, 4), None)
        ]
    );
    let of_file: Vec<_> = found.files.iter().map(|file| file.component).collect();
    assert_eq!(of_file, [Some(0), Some(0), None]);
    assert!(found.files.iter().all(|file| !file.has_source && file.changes.is_none()));
    // Nine missed lines weigh more than one.
    assert_eq!(found.test_next, [1, 0, 2]);
    assert_eq!(found.reports[0].commit_source, CommitSource::Unknown);
}

#[test]
fn settings_that_speak_of_nothing_are_named() {
    let project = Project::new();
    let gaps = "# Gaps\n\n| Gap | Priority |\n|---|---|\n| `core/a.py` | High if self-serve trials |\n";
    let inputs = with_notes(measured(&project), &[("docs/gaps.md", gaps)]);
    let said = |config: &str| -> Vec<String> {
        let mut sink = Sink::default();
        let config: Config = toml::from_str(config).unwrap();
        analyse(&inputs, &config, None, &mut sink);
        let idle = |problem: &Diagnostic| problem.code == &codes::IDLE_SETTING;
        let all = sink.finish();
        all.iter()
            .filter(|problem| idle(problem))
            .map(|problem| format!("{} {:?}", problem.message, problem.help))
            .collect()
    };
    let sound = "[conditions]\n'self-serve trials' = true\nmail = false\n[[gates]]\nname = 'A'\n\
                 checks = [{ when = 'mail', env = ['MAIL'] }]\n[[components]]\nname = 'Core'\npaths = ['core']\n";
    assert_eq!(said(sound), Vec::<String>::new());
    let found = said("[conditions]\n'self-serve trails' = true\n[[components]]\nname = 'Core'\npaths = ['cor/*']\n");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("`Core` holds no measured file: none is `cor/*`"), "{found:?}");
    assert!(
        found[1].contains("`self-serve trails`") && found[1].contains("did you mean `self-serve trials`?"),
        "{found:?}"
    );
}

#[test]
fn unmeasured_sources_are_listed_and_count_where_wanted() {
    let project = Project::new();
    project
        .write("core/a.py", "x")
        .write("core/new.py", "# remark\n\na = 1\nb = 2\n")
        .write("gen/made.py", "x")
        .write("tests/test_a.py", "x")
        .write("web/app.test.ts", "x")
        .write("README.md", "x");
    let inputs = measured(&project);
    let listed = |found: &Findings| found.unmeasured.iter().map(|path| path.as_str().to_owned()).collect::<Vec<_>>();
    let found = analysed(&inputs, "[project]\nexclude = [\"gen/**\"]\n");
    assert_eq!((listed(&found), found.totals.lines()), (vec!["core/new.py".to_owned()], Ratio::new(9, 20)));
    assert!(found.files[0].has_source && !found.files[1].has_source);
    let found = analysed(&inputs, "[project]\ncount_unmeasured = true\nexclude = [\"gen/**\", \"jobs\"]\n");
    assert_eq!(found.totals.lines(), Ratio::new(4, 16));
    assert_eq!(
        found.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["core/a.py", "core/deep/b.py", "core/new.py"]
    );
    assert!(listed(&analysed(&project.inputs(), "")).is_empty());
}

#[test]
fn a_gap_of_several_notes_stands_once_and_knows_its_files() {
    let old = "---\ndate: 2026-01-01\n---\n# Test gaps\n\n| Area | Priority | Notes |\n|---|---|---|\n| **core/a.py** | Medium | refunds |\n| core/deep/ | Low | |\n";
    let new = "# Coverage gap reference\n\n| Area | Priority | Notes |\n|---|---|---|\n| `a.py` | High if self-serve trials | rounding |\n| Warehouse | Critical | |\n";
    let project = Project::new();
    project.write("core/a.py", "x").write("core/deep/b.py", "x");
    let inputs = with_notes(measured(&project), &[("notes/old.md", old), ("notes/new.md", new)]);
    let table = [("", Level::High, None), ("true", Level::High, Some(true)), ("false", Level::Low, Some(false))];
    for (holds, level, met) in table {
        let text =
            if holds.is_empty() { String::new() } else { format!("[conditions]\n\"self-serve trials\" = {holds}\n") };
        let found = analysed(&inputs, &text);
        assert_eq!(found.gaps.len(), 3, "{:#?}", found.gaps);
        let gap = found.gaps.iter().find(|gap| gap.subject.contains("a.py")).unwrap();
        assert_eq!((gap.note, gap.also.as_slice(), gap.met, gap.effective), (1, [(0, 8)].as_slice(), met, level));
        assert_eq!((gap.priority.level, gap.coverage), (Level::High, Some(Ratio::new(3, 4))));
        assert_eq!(gap.files.iter().map(ProjectPath::as_str).collect::<Vec<_>>(), ["core/a.py"]);
        assert!(gap.id.starts_with("g-") && gap.id.len() == 10);
        assert_eq!(found.gaps[0].subject, "Warehouse");
        assert_eq!(found.gaps[0].coverage, None);
        let deep = found.gaps.iter().find(|gap| gap.subject.contains("deep")).unwrap();
        assert_eq!(deep.coverage, Some(Ratio::new(1, 10)));
    }
}

#[test]
fn a_level_whose_condition_fails_does_not_hold() {
    let when = |inverted| Condition { text: "sold".into(), inverted, ..Condition::default() };
    let table = [
        (Level::High, false, Some(true), Level::High),
        (Level::High, false, Some(false), Level::Low),
        (Level::High, false, None, Level::High),
        (Level::Low, true, Some(true), Level::Medium),
        (Level::Low, true, Some(false), Level::Low),
        (Level::Critical, true, Some(true), Level::Low),
        (Level::None, false, Some(false), Level::None),
    ];
    for (level, inverted, met, expected) in table {
        assert_eq!(effective(level, Some(&when(inverted)), met), expected, "{level:?} {inverted} {met:?}");
    }
    assert_eq!(effective(Level::High, None, Some(false)), Level::High);
}

#[test]
fn notes_of_a_phase_are_one_phase_with_a_status_from_evidence() {
    let summary = |phase: &str, plan: &str| {
        format!(
            "---\nphase: {phase}\nplan: {plan}\nrequires: [01-foundation]\ncompleted: 2026-01-02\nduration: 5min\n---\n# Phase Summary\n\n- [x] done\n"
        )
    };
    let project = Project::new();
    let inputs = with_notes(
        project.inputs(),
        &[
            ("plans/phases/01-foundation/01-01-SUMMARY.md", &summary("01-foundation", "01")),
            ("plans/phases/02-core/02-02-SUMMARY.md", &summary("02-core", "02-02")),
            (
                "plans/phases/02-core/02-10-PLAN.md",
                "---\nphase: 02-core\nplan: 10\nwave: 1\ndepends_on: []\n---\n# Plan\n\n- [ ] a\n- [x] b\n",
            ),
            ("plans/phases/02-core/02-01-SUMMARY.md", &summary("2", "01")),
            (
                "plans/phases/01-foundation/01-VERIFICATION.md",
                "---\nphase: 01-foundation\nverified: 2026-01-03\nstatus: gaps_found\nscore: 1/2\n---\n# Phase 1: Foundations of all Verification Report\n",
            ),
            ("other/phases/01-foundation/01-01-SUMMARY.md", &summary("01-foundation", "01")),
        ],
    );
    let found = analysed(&inputs, "");
    let phases: Vec<_> = found
        .phases
        .iter()
        .map(|phase| {
            (phase.id.as_str(), phase.number.as_deref().unwrap(), phase.name.as_str(), phase.status, phase.plans.len())
        })
        .collect();
    assert_eq!(
        phases,
        [
            ("01-foundation", "01", "Foundations of all", PhaseStatus::Active, 1),
            ("01-foundation", "01", "Foundation", PhaseStatus::Done, 1),
            ("02-core", "02", "Core", PhaseStatus::Active, 3),
        ]
    );
    let core = &found.phases[2];
    let plans: Vec<_> =
        core.plans.iter().map(|plan| (plan.plan.as_deref().unwrap(), plan.status, plan.done, plan.boxes)).collect();
    assert_eq!(
        plans,
        [("01", PhaseStatus::Done, 1, 1), ("02-02", PhaseStatus::Done, 1, 1), ("10", PhaseStatus::Active, 1, 2)]
    );
    let required: Vec<&str> = core.requires.iter().map(|index| found.phases[*index].id.as_str()).collect();
    assert_eq!(required, ["01-foundation"]);
    assert_eq!(found.phases[0].notes, [4]);
}

#[test]
fn a_history_is_read_line_by_line() {
    let text = "{\"version\":1,\"commit\":\"b\",\"time\":\"2026-02-01T00:00:00Z\",\"tests\":null,\"totals\":{\"lines\":{\"covered\":1,\"total\":2}}}\n\nnonsense\n{\"version\":9,\"commit\":null,\"time\":null,\"tests\":null}\n{\"version\":1,\"commit\":\"a\",\"time\":\"2026-01-01T00:00:00Z\",\"tests\":null,\"totals\":{}}\n";
    let mut sink = Sink::default();
    let runs = history::read(text, "history.jsonl", &mut sink);
    assert_eq!(runs.iter().map(|run| run.commit.as_deref().unwrap()).collect::<Vec<_>>(), ["a", "b"]);
    let problems: Vec<_> =
        sink.finish().into_iter().map(|problem| (problem.code.id, problem.place.unwrap().line)).collect();
    assert_eq!(problems, [(codes::BAD_HISTORY.id, 3), (codes::BAD_HISTORY.id, 4)]);
    assert_eq!(history::previous(&runs, Own::default(), Metric::Lines), Some(1));
    // No other run knows lines: the newest of another commit has to do.
    let b = Own { head: Some("b"), measured: None };
    assert_eq!(history::previous(&runs, b, Metric::Lines), Some(0));
    assert_eq!(history::previous(&runs[1..], b, Metric::Lines), None);
    let measured = Own { head: Some("c"), measured: Some("b") };
    assert_eq!(history::previous(&runs, measured, Metric::Lines), Some(0), "what came after b measured nothing");
}

#[test]
fn files_are_compared_with_what_the_run_before_measured() {
    let mut inputs = measured(&Project::new());
    let text = "{\"version\":1,\"commit\":\"a\",\"time\":null,\"tests\":null,\"totals\":{\"lines\":{\"covered\":8,\"total\":18}},\"files\":{\"core/a.py\":[2,4],\"core/old.py\":[3,4],\"jobs/c.py\":[9,6]}}\n";
    inputs.history = history::read(text, "h", &mut Sink::default());
    let found = analysed(&inputs, "");
    let before = found.before.as_ref().unwrap();
    assert_eq!((before.run, before.name.as_str(), before.knows_files), (Some(0), "a", true));
    assert_eq!(before.gone, [("core/old.py".to_owned(), Ratio::new(3, 4))]);
    let then: Vec<_> = found.files.iter().map(|file| file.before).collect();
    assert_eq!(then, [Some(Ratio::new(2, 4)), None, Some(Ratio::new(6, 6))]);
    assert_eq!(found.folders["core"].before, Some(Ratio::new(5, 8)));
    assert_eq!(found.folders["core/deep"].before, None);
    assert_eq!(found.run.files["core/deep/b.py"], (1, 10));
}

#[test]
fn a_run_that_measured_something_else_says_nothing_of_files() {
    let mut inputs = measured(&Project::new());
    let text = "{\"version\":1,\"commit\":\"a\",\"time\":null,\"tests\":null,\"totals\":{\"statements\":{\"covered\":8,\"total\":18}},\"files\":{\"core/a.py\":[2,4]}}\n";
    inputs.history = history::read(text, "h", &mut Sink::default());
    let found = analysed(&inputs, "");
    assert!(!found.before.as_ref().unwrap().knows_files);
    assert!(found.files.iter().all(|file| file.before.is_none()));
}

#[test]
fn the_sentence_compares_with_the_run_before() {
    let mut inputs = measured(&Project::new());
    let text = "{\"version\":1,\"commit\":\"4f1c9ae0000\",\"time\":\"2026-02-01T00:00:00Z\",\"tests\":null,\"totals\":{\"lines\":{\"covered\":8,\"total\":20}}}\n";
    inputs.history = history::read(text, "h", &mut Sink::default());
    let sentence = analysed(&inputs, "").headline.sentence();
    assert!(sentence.contains("45.0 % of lines are covered (+5.0 pp since 4f1c9ae)."), "{sentence}");
}
