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
    assert_eq!(a.takes, [("01-base".to_owned(), "fixtures".to_owned()), ("04-c".to_owned(), "fixtures".to_owned())]);
    assert_eq!(a.affects, ["05-end"]);
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
