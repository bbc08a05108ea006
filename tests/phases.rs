//! Phases: what waits for what and circles in it, what all notes decided, how fast plans were, targets against data.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use covsite::analyse::analyse;
use covsite::config::Config;
use covsite::diagnostics::{Sink, codes};
use covsite::facts::phase_links::circles;
use covsite::model::findings::Findings;
use covsite::model::paths::ProjectPath;
use covsite::model::phase::PhaseStatus;
use covsite::notes;

use crate::common::project::{Project, coverage, coverage_report};

fn summary(phase: &str, requires: &str, more: &str) -> String {
    format!("---\nphase: {phase}\nplan: 01\nrequires:\n{requires}{more}---\n# Phase Summary\n\n- [x] done\n")
}

fn found(notes_written: &[(&str, String)], config: &str) -> (Findings, Sink) {
    let project = Project::new();
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("core/a.py", 30, 40), ("api/b.py", 10, 60)]);
    inputs.reports.push(coverage_report("lcov.info", None));
    for (path, text) in notes_written {
        inputs.notes.push(notes::read(&ProjectPath::parse(path).unwrap(), text.as_bytes(), &mut Sink::default()));
    }
    let config: Config = toml::from_str(config).unwrap();
    let mut sink = Sink::default();
    let found = analyse(&inputs, &config, None, &mut sink);
    (found, sink)
}

#[test]
fn a_circle_of_phases_is_told_and_the_rest_is_not_in_it() {
    let requires = |phase: &str| format!("  - phase: {phase}\n    provides: fixtures\n");
    let notes = [
        ("n/1.md", summary("01-base", &requires("00-start"), "")),
        ("n/2.md", summary("02-a", &format!("{}{}", requires("01-base"), requires("04-c")), "affects: [05-end]\n")),
        ("n/3.md", summary("03-b", &requires("02-a"), "")),
        ("n/4.md", summary("04-c", &requires("03-b"), "status: in progress\n")),
        ("n/5.md", summary("05-end", &requires("04-c"), "")),
    ];
    let (found, sink) = found(&notes, "");
    let names: Vec<Vec<&str>> = circles(&found.phases)
        .iter()
        .map(|it| it.iter().map(|index| found.phases[*index].id.as_str()).collect())
        .collect();
    assert_eq!(names, [["02-a", "04-c", "03-b"]]);
    let said: Vec<_> = sink.finish().into_iter().filter(|said| said.code == &codes::PHASE_CIRCLE).collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].message.contains("02-a → 04-c → 03-b → 02-a"), "{}", said[0].message);
    let a = &found.phases[1];
    assert_eq!(a.takes, [(0, "fixtures".to_owned()), (3, "fixtures".to_owned())]);
    assert_eq!(a.affects, [4]);
    assert_eq!(found.phases[3].claimed[0].status, Some(PhaseStatus::Active));
}

#[test]
fn many_phases_in_circles_take_no_time() {
    let notes: Vec<(String, String)> = (0..3000)
        .map(|n| {
            let text =
                format!("---\nphase: {n}-x\nplan: 01\nrequires: [{}-x, {}-x]\n---\n# S\n", n ^ 1, (n + 7) % 3000);
            (format!("n/{n}.md"), text)
        })
        .collect();
    let notes: Vec<(&str, String)> = notes.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let begun = std::time::Instant::now();
    let (found, _) = found(&notes, "");
    assert_eq!(found.phases.len(), 3000);
    assert!(begun.elapsed().as_secs() < 60);
}

#[test]
fn targets_are_held_against_what_is_measured() {
    let note = "# Plan\n\n| Metric | Current | Target |\n|---|---|---|\n| Overall coverage | 30% | 35% |\n\
        | Core coverage | 50% | >= 80% |\n| Test coverage | 30% | 40% |\n| Critical path coverage | 10% | 100% |\n\
        | api/b.py coverage | 0% | 10% |\n";
    let config = "[[components]]\nname = \"Core\"\npaths = [\"core\"]\n";
    let (found, _) = found(&[("n/plan.md", note.to_owned())], config);
    let told: Vec<_> = found.targets.iter().map(|it| (it.of.as_str(), it.measured.covered, it.reached)).collect();
    assert_eq!(
        told,
        [
            ("everything measured", 40, Some(true)),
            ("Core", 30, Some(false)),
            ("everything measured", 40, Some(true)),
            ("api/b.py", 10, Some(true)),
        ]
    );
}

#[test]
fn the_page_of_phases_tells_decisions_tools_and_time_and_the_note_what_is_open() {
    let project = Project::new();
    let first = "---\nphase: 01-base\nplan: 01\nduration: 30min\ncompleted: 2026-01-05\ntech-stack:\n  added: [pytest-xdist]\n\
        key-decisions:\n  - \"Use tmpfs: disks are slow\"\n---\n# Phase Summary\n";
    let second = "---\nphase: 02-more\nplan: 01\nduration: 90min\ncompleted: 2026-01-19\nrequires:\n  - phase: 01-base\n    provides: fixtures for <all>\n---\n# Phase Summary\n\n## Next Steps\n\n- Write the guide\n";
    let audit = "# Audit\n\n## Findings\n\n| Finding | Status |\n|---|---|\n| Login has no test | ❌ Open |\n| Slow suite | ✅ Fixed |\n\n```bash\n# Everything\npytest -q\n```\n";
    project.write("content/1.md", first).write("content/2.md", second).write("content/AUDIT.md", audit);
    let built =
        Command::new(env!("CARGO_BIN_EXE_covsite")).args(["build", "--root"]).arg(project.root()).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let read = |file: &str| std::fs::read_to_string(project.root().join("site").join(file)).unwrap();
    let page = read("phases/index.html");
    for part in [
        "Use tmpfs",
        "pytest-xdist",
        "1 h",
        "2 h",
        "2026-01-05 to 2026-01-19",
        "builds on 01 Base: fixtures for &lt;all",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(page.matches("<circle").count() == 2, "{page}");
    assert!(page.contains("What is next") && page.contains("Write the guide"), "{page}");
    let note = read("notes/content/AUDIT/index.html");
    assert!(note.contains("Findings: 1 open, 1 resolved."), "{note}");
    // What is open stands first, before the claims.
    let aside = note.rfind("<aside").unwrap();
    assert_eq!(note[aside..].find("<h2").unwrap(), note[aside..].find("<h2>Findings").unwrap(), "{note}");
    assert!(note.contains("data-copy") && note.contains("pytest -q"), "{note}");
}

/// A phase by its planning folder and id.
fn phase<'f>(found: &'f Findings, planning: &str, id: &str) -> &'f covsite::model::phase::Phase {
    let is = |phase: &&covsite::model::phase::Phase| phase.planning == planning && phase.id == id;
    found.phases.iter().find(is).unwrap()
}

fn ids<'f>(found: &'f Findings, indexes: &[usize]) -> Vec<(&'f str, &'f str)> {
    indexes.iter().map(|at| (found.phases[*at].planning.as_str(), found.phases[*at].id.as_str())).collect()
}

#[test]
fn a_phase_builds_on_those_of_its_own_planning_folder() {
    let requires = |phase: &str, what: &str| format!("  - {{phase: {phase}, provides: {what}}}\n");
    let notes = [
        ("a/.planning/phases/01-found/01-01-SUMMARY.md", summary("01-found", "  []\n", "provides: [alpha]\n")),
        ("a/.planning/phases/02-api/02-01-SUMMARY.md", summary("02-api", &requires("01", "alpha"), "")),
        (
            "b/.planning/ROADMAP.md",
            "# Roadmap\n\n- [x] **Phase 1: Set up** - first\n- [ ] **Phase 4: Later**\n".to_owned(),
        ),
        ("b/.planning/phases/01-setup/01-01-SUMMARY.md", summary("01-setup", "  []\n", "provides: [beta]\n")),
        ("b/.planning/phases/02-web/02-01-SUMMARY.md", summary("02-web", &requires("1", "beta"), "")),
        ("b/.planning/phases/03-x/03-01-SUMMARY.md", summary("03-x", &requires("02", "q"), "")),
        ("b/.planning/phases/05-y/05-01-SUMMARY.md", summary("05-y", "  - \"02-api: routes\"\n", "")),
    ];
    let (found, _) = found(&notes, "");
    let (a, b) = ("a/.planning", "b/.planning");
    assert_eq!(ids(&found, &phase(&found, a, "02-api").requires), [(a, "01-found")]);
    assert_eq!(ids(&found, &phase(&found, b, "02-web").requires), [(b, "01-setup")]);
    assert_eq!(ids(&found, &phase(&found, b, "03-x").requires), [(b, "02-web")]);
    let y = phase(&found, b, "05-y");
    assert_eq!(ids(&found, &y.requires), [(a, "02-api")], "the very name stands elsewhere");
    assert_eq!(y.takes[0].1, "routes");
    assert_eq!(phase(&found, b, "01-setup").name, "Set up");
    let later = phase(&found, b, "4");
    assert_eq!((later.name.as_str(), later.status), ("Later", PhaseStatus::Planned));
}

#[test]
fn a_phase_is_named_in_many_ways() {
    let notes = [
        ("p/phases/01-a/01-01-SUMMARY.md", summary("01-a", "  []\n", "")),
        ("p/phases/02-b/02-01-SUMMARY.md", summary("02-b", "  - none\n", "")),
        ("p/phases/03-c/03-01-SUMMARY.md", summary("03-c", "  - Phase 2\n  - \"01-a: fixtures\"\n  - 3 tables\n", "")),
        ("p/phases/04-d/04-01-SUMMARY.md", summary("{number: 4, name: dee}", "  - nothing\n", "")),
        ("p/phases/05-e/05-01-SUMMARY.md", summary("05-e", "  - {phase: 04-d, provides: API}\n  - 02-b\n", "")),
        ("q/stray.md", summary("2", "  - 02-b\n", "")),
        ("q/other.md", summary("1", "  []\n", "")),
    ];
    let (found, _) = found(&notes, "");
    let requires = |id: &str| ids(&found, &phase(&found, "p", id).requires);
    assert_eq!(requires("03-c"), [("p", "02-b"), ("p", "01-a")]);
    assert_eq!(requires("05-e"), [("p", "4-dee"), ("p", "02-b")]);
    assert!(requires("02-b").is_empty() && requires("4-dee").is_empty());
}

#[test]
fn a_roadmap_tells_names_ticks_and_what_depends_on_what() {
    let roadmap = "# Roadmap\n\n## Phases\n\n- [x] **Phase 1: Base** - first\n- [ ] **Phase 2: Rest**\n- [ ] **Phase 3: End (INSERTED)**\n\n\
                   ### Phase 2: Rest\n**Depends on**: Phase 1 (for v1.2)\n\n### Phase 3: End\n**Depends on**: Phases 1-2\n";
    let notes =
        [("p/ROADMAP.md", roadmap.to_owned()), ("p/phases/01-b/01-01-SUMMARY.md", summary("01-b", "  []\n", ""))];
    let (found, _) = found(&notes, "");
    let told: Vec<(&str, PhaseStatus, &[usize])> =
        found.phases.iter().map(|phase| (phase.name.as_str(), phase.status, phase.requires.as_slice())).collect();
    assert_eq!(
        told,
        [
            ("Base", PhaseStatus::Done, [].as_slice()),
            ("Rest", PhaseStatus::Planned, &[0]),
            ("End", PhaseStatus::Planned, &[0, 1])
        ]
    );
}

#[test]
fn boxes_of_the_next_phase_and_plans_with_letters() {
    let summed = "---\nphase: 03-c\nplan: a\ncompleted: 2026-01-02\n---\n# Phase 3\n\n- [x] done\n\n## Next Phase Readiness\n\n- [ ] keys\n";
    let notes = [
        ("p/ROADMAP.md", "# Roadmap\n\n- [x] **Phase 3: Cee**\n".to_owned()),
        ("p/phases/03-c/03-a-SUMMARY.md", summed.to_owned()),
    ];
    let (found, _) = found(&notes, "");
    let plan = &found.phases[0].plans[0];
    assert_eq!((found.phases[0].status, plan.done, plan.boxes), (PhaseStatus::Done, 1, 1));
    let claim = found.claims.iter().find(|claim| claim.claim.kind == "roadmap").unwrap();
    assert!(!claim.judgement.reason.contains("no plan"), "{:?}", claim.judgement);
}
