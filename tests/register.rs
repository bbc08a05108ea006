//! The register: what measurements, git and owners say of gaps, what no note names, and the table for spreadsheets.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use covsite::analyse::analyse;
use covsite::config::Config;
use covsite::diagnostics::Sink;
use covsite::model::findings::Findings;
use covsite::model::gap::{Gap, Today};
use covsite::model::paths::ProjectPath;
use covsite::notes;

use crate::common::project::{Project, coverage, coverage_report};

const GAPS: &str = "# Test gaps\n\n| Area | Priority | Status | Notes |\n|---|---|---|---|\n\
    | core/done.py | High | open | |\n| core/half.py | High | open | |\n| core/none.py | Low | closed | |\n\
    | core/gone.py | High | open | |\n| core/old.py | Medium | open | |\n| core/quiet.py | Low | open | |\n\
    | core/never.py | Low | open | |\n| Warehouse | Low | open | |\n";

fn found(project: &Project, config: &str) -> Findings {
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[
        ("core/done.py", 4, 4),
        ("core/half.py", 2, 4),
        ("core/new.py", 0, 9),
        ("core/none.py", 0, 3),
        ("core/unnamed.py", 1, 7),
        ("core/worse.py", 0, 50),
    ]);
    inputs.reports.push(coverage_report("lcov.info", None));
    let path = ProjectPath::parse("notes/gaps.md").unwrap();
    inputs.notes.push(notes::read(&path, GAPS.as_bytes(), &mut Sink::default()));
    let config: Config = toml::from_str(config).unwrap();
    analyse(&inputs, &config, None, &mut Sink::default())
}

fn project() -> Project {
    let project = Project::new();
    for (name, line) in [("done", "1"), ("half", "2"), ("none", "3"), ("unnamed", "4"), ("worse", "5"), ("quiet", "6")]
    {
        project.write(&format!("core/{name}.py"), &format!("x = {line}\n"));
    }
    project.write("core/gone.py", "gone = 1\n").write("core/old.py", &"renamed = 1\n".repeat(20));
    project.commit("2026-01-01", "all");
    project.remove("core/gone.py").rename("core/old.py", "core/new.py");
    project.commit("2026-02-02", "gone and renamed");
    project
}

fn gap<'f>(found: &'f Findings, subject: &str) -> &'f Gap {
    found.gaps.iter().find(|gap| gap.subject.contains(subject)).unwrap()
}

#[test]
fn each_gap_knows_what_is_measured_of_its_files_today() {
    let project = project();
    let found = found(&project, "");
    let table = [
        ("done", Today::Covered, Some("covered now: close it?")),
        ("half", Today::Partly, None),
        ("none", Today::Uncovered, Some("closed, and nothing of it is covered: open it again?")),
        ("gone", Today::Gone, Some("its file is gone: close it?")),
        // The file was renamed: the gap goes with it.
        ("old", Today::Uncovered, None),
        ("quiet", Today::Unmeasured, None),
        ("never", Today::Unmeasured, None),
        ("Warehouse", Today::Unnamed, None),
    ];
    for (subject, today, proposal) in table {
        let gap = gap(&found, subject);
        assert_eq!((gap.today, gap.proposal()), (today, proposal), "{subject}: {gap:#?}");
    }
    assert_eq!(gap(&found, "old").files[0].as_str(), "core/new.py");
    let gone = &gap(&found, "gone").gone[0];
    assert_eq!((gone.path.as_str(), gone.date.unwrap().to_string().as_str()), ("core/gone.py", "2026-02-02"));
}

#[test]
fn a_reference_of_keys_below_a_heading_of_gaps_lists_no_gap() {
    let read = |first: &str| {
        let text =
            format!("# Gates\n\n### Gaps\n\n| {first} | Value | Meaning |\n|---|---|---|\n| level | text | high |\n");
        notes::read(&ProjectPath::parse("n.md").unwrap(), text.as_bytes(), &mut Sink::default()).gaps.len()
    };
    assert_eq!((read("Key"), read("Area")), (0, 1));
}

#[test]
fn what_no_note_names_is_listed_by_risk() {
    let found = found(&project(), "");
    let paths: Vec<&str> = found.undocumented.iter().map(|index| found.files[*index].path.as_str()).collect();
    assert_eq!(paths, ["core/worse.py", "core/unnamed.py"]);
}

#[test]
fn a_gap_belongs_to_the_owners_of_its_component_or_of_its_file() {
    let project = project();
    project.write(".github/CODEOWNERS", "* @all\ncore/h*.py @half # comment\n");
    let config = "[[components]]\nname = \"Done\"\npaths = [\"core/done.py\"]\nowners = [\"@finished\"]\n";
    let found = found(&project, config);
    assert_eq!(gap(&found, "done").owners, ["@finished"]);
    assert_eq!(gap(&found, "half").owners, ["@half"]);
    assert_eq!(gap(&found, "quiet").owners, ["@all"]);
    assert_eq!(gap(&found, "Warehouse").owners, Vec::<String>::new());
}

#[test]
fn the_table_for_spreadsheets_has_a_row_for_each_gap_and_no_formula() {
    let project = Project::new();
    let rows = "| =1+1 | High if \"x, y\" | open | a; b |\n| Exports | Lower | closed | |\n";
    let note = format!(
        "---\nphase: 03-x\nplan: 01\n---\n# Gaps\n\n| Area | Priority | Status | Notes |\n|---|---|---|---|\n{rows}"
    );
    project.write("content/gaps.md", &note);
    let out = project.root().join("site");
    let built =
        Command::new(env!("CARGO_BIN_EXE_covsite")).args(["build", "--root"]).arg(project.root()).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let csv = std::fs::read_to_string(out.join("data/gaps.csv")).unwrap();
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 3, "{csv}");
    assert!(lines[0].starts_with("id,level,written,condition,met,state,today,proposal,subject,"));
    assert!(lines[1].contains(",'=1+1,\"a; b\","), "{csv}");
    assert!(lines[1].contains(",03-x,content/gaps.md,9,"), "{csv}");
    let page = std::fs::read_to_string(out.join("gaps/index.html")).unwrap();
    assert!(page.contains("data/gaps.csv"), "{page}");
    assert!(page.replace('"', "").contains("data-state=closed"), "{page}");
}

#[test]
fn a_gap_that_names_lines_is_measured_in_those() {
    let project = project();
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("core/half.py", 2, 4), ("core/worse.py", 0, 50)]);
    inputs.reports.push(coverage_report("lcov.info", None));
    let text = "# Test gaps\n\n| Area | Missing lines | Priority | Status |\n|---|---|---|---|\n\
        | core/half.py:1-2 | | High | open |\n| core/worse.py | 3, 7-9 | High | open |\n";
    let path = ProjectPath::parse("notes/gaps.md").unwrap();
    inputs.notes.push(notes::read(&path, text.as_bytes(), &mut Sink::default()));
    let found = analyse(&inputs, &Config::default(), None, &mut Sink::default());
    let half = gap(&found, "core/half.py");
    assert_eq!((half.today, half.lines_text().as_str()), (Today::Covered, "lines 1-2"));
    assert_eq!(half.proposal(), Some("covered now: close it?"));
    let worse = gap(&found, "core/worse.py");
    let total = worse.coverage.map(|ratio| (ratio.covered, ratio.total));
    assert_eq!((worse.today, total, worse.lines_text().as_str()), (Today::Uncovered, Some((0, 4)), "lines 3, 7-9"));
}

/// What the register says of these notes, in a project with two measured files of ten lines each, the first five covered.
fn of_notes(notes_written: &[&str]) -> Findings {
    let project = Project::new();
    project.write("src/a.py", "a = 1\n").write("src/b.py", "b = 1\n");
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("src/a.py", 5, 10), ("src/b.py", 5, 10)]);
    inputs.reports.push(coverage_report("lcov.info", None));
    for (index, text) in notes_written.iter().enumerate() {
        let path = ProjectPath::parse(&format!("notes/{index}.md")).unwrap();
        inputs.notes.push(notes::read(&path, text.as_bytes(), &mut Sink::default()));
    }
    analyse(&inputs, &Config::default(), None, &mut Sink::default())
}

fn files(gap: &Gap) -> Vec<&str> {
    gap.files.iter().map(ProjectPath::as_str).collect()
}

#[test]
fn a_gap_is_linked_to_the_files_of_all_its_cells_and_rows() {
    let found = of_notes(&[
        "# Gaps\n\n| Area | Priority | Notes |\n|---|---|---|\n| Login flow | High | `src/b.py` is untested, add tests/test_b.py |\n\
         | src/a.py | High | shares fixtures with src/b.py |\n",
        "---\ndate: 2026-01-01\n---\n# Gaps\n\n| Area | Priority | Notes |\n|---|---|---|\n| LOGIN FLOW | High | |\n",
    ]);
    let login = gap(&found, "ogin");
    assert_eq!((files(login), login.today), (vec!["src/b.py"], Today::Partly));
    let a = gap(&found, "src/a.py");
    assert_eq!(files(a), ["src/a.py", "src/b.py"]);
    assert_eq!(a.coverage.unwrap().total, 10, "what a remark mentions is not measured where the row has its own file");
    assert!(found.undocumented.is_empty());
}

#[test]
fn lines_in_words_are_measured_like_those_behind_a_colon() {
    let found =
        of_notes(&["# Gaps\n\n| Area | Priority | Notes |\n|---|---|---|\n| `src/a.py` lines 6-10 | High | |\n\
         | src/b.py line 7 | High | |\n| Errors | High | `src/a.py`, lines 1-3 and 9, are untested |\n"]);
    let said: Vec<(String, u64, u64)> = found
        .gaps
        .iter()
        .map(|gap| (gap.lines_text(), gap.coverage.unwrap().covered, gap.coverage.unwrap().total))
        .collect();
    assert_eq!(said, [("lines 6-10".to_owned(), 0, 5), ("line 7".to_owned(), 0, 1), ("lines 1-3, 9".to_owned(), 3, 4)]);
}

#[test]
fn the_owner_of_a_row_is_the_one_that_it_names() {
    let found = of_notes(&[
        "# Gaps\n\n| Area | Priority | Owner | Notes |\n|---|---|---|---|\n| src/a.py | High | @zoe, Team Pay | thin |\n\
         | src/b.py | High | — | thin |\n",
    ]);
    assert_eq!(gap(&found, "src/a.py").owners, ["@zoe", "Team Pay"]);
    assert_eq!(gap(&found, "src/a.py").notes, "thin");
    assert!(gap(&found, "src/b.py").owners.is_empty());
}

#[test]
fn a_bar_in_code_does_not_end_a_cell() {
    let found = of_notes(&["# Gaps\n\n| Area | Priority | Notes |\n|---|---|---|\n| X | High | fixed `a|b` |\n\
         | Y | High | fixed `c||d` and `e|f` ok |\n"]);
    assert_eq!(gap(&found, "X").notes, "fixed a|b");
    assert_eq!(gap(&found, "Y").notes, "fixed c||d and e|f ok");
}

#[test]
fn a_priority_that_is_struck_out_is_over() {
    let table = "# Test gaps\n\n| Area | Priority | Notes |\n|---|---|---|\n| Payments | ~~🛑 BLOCKER~~ | fixed in 12 |\n\
                 | Login | ~~Critical~~ | |\n| Mail | ~~High~~ Low | |\n| Search | Medium | |\n";
    let found = of_notes(&[table]);
    let said = |subject: &str| {
        let gap = gap(&found, subject);
        format!("{:?} {}", gap.state, gap.effective.id())
    };
    assert_eq!(said("Payments"), "Closed critical");
    assert_eq!(said("Login"), "Closed critical");
    assert_eq!(said("Mail"), "Open low");
    assert_eq!(said("Search"), "Open medium");
}
