//! Projects with more claims, gaps and decisions than a page bears: each page has the rows that matter, says how many
//! there are, and no link leads to a row that is not there.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::project::Project;

fn build(project: &Project) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_covsite"))
        .args(["build", "--root"])
        .arg(project.root())
        .arg("--out")
        .arg(project.root().join("site"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn page(project: &Project, place: &str) -> String {
    fs::read_to_string(project.root().join("site").join(place)).unwrap()
}

/// The rows of the table with this id.
fn rows(page: &str, table: &str) -> usize {
    let names = [format!("id={table} "), format!("id={table}>"), format!("id=\"{table}\"")];
    let tables = page.match_indices("<table");
    let Some((at, _)) = tables.into_iter().find(|(at, _)| {
        names.iter().any(|name| page[*at..].split_inclusive('>').next().is_some_and(|tag| tag.contains(name)))
    }) else {
        return 0;
    };
    let body = &page[at..];
    let end = body.find("</table>").unwrap_or(body.len());
    body[..end].matches("<tr").count().saturating_sub(1)
}

/// The text of a page without the marks that numbers are grouped with.
fn plain(page: &str) -> String {
    page.replace('\u{202F}', "").replace("&#8239;", "")
}

/// Every fragment of every link to a page, as pages of the site link to it.
fn fragments(folder: &Path, of: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fragments(&path, of, found);
        } else if path.extension().is_some_and(|it| it == "html" || it == "js") {
            let text = fs::read_to_string(&path).unwrap();
            let needle = format!("{of}#");
            for (at, _) in text.match_indices(&needle) {
                let rest = &text[at + needle.len()..];
                found.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect());
            }
        }
    }
}

#[test]
fn claims_that_disagree_are_shown_first_and_notes_lead_to_the_others() {
    let project = Project::new();
    for item in 0..100 {
        project.write(&format!("src/a{item}.py"), "x = 1\n");
    }
    project.write("reports/lcov.info", "SF:src/a1.py\nDA:1,1\nend_of_record\n");
    for note in 0..12 {
        let mut text = format!("# Note {note}\n\nLine coverage is 12 %.\n\n");
        for item in 0..100 {
            let _ = writeln!(text, "* `src/a{item}.py` is part {item} of it\n");
        }
        project.write(&format!("notes/n{note}.md"), &text);
    }
    let said = build(&project);
    assert!(said.contains("12 of 1212 claims"), "{said}");
    let claims = page(&project, "claims/index.html");
    assert_eq!(rows(&claims, "claims"), 1000);
    assert_eq!(rows(&claims, "by-note"), 12);
    assert_eq!(
        claims.matches("class=\"v outdated\"").count() + claims.matches("class=\"v contradicted\"").count(),
        12 + 1
    );
    let words = plain(&claims);
    assert!(words.contains("1000 of 1212 claims; all that disagree with the data are among them"), "{words}");
    assert!(claims.len() < 700_000, "{} bytes", claims.len());
    // Nothing is lost: the notes and the data have all.
    assert!(page(&project, "data/claims.json").matches("\"verdict\"").count() >= 1212);
}

#[test]
fn gaps_beyond_the_register_lead_to_their_note() {
    let project = Project::new();
    project.write("src/a.py", "x = 1\ny = 2\n").write("src/z.py", "x = 1\n");
    project
        .write("reports/lcov.info", "SF:src/a.py\nDA:1,1\nDA:2,0\nend_of_record\nSF:src/z.py\nDA:1,0\nend_of_record\n");
    let mut text = String::from("# Gaps\n\n## Gaps\n\n| Area | Priority | Notes |\n|---|---|---|\n");
    for gap in 0..1100 {
        let level = if gap == 1099 { "Low" } else { "High" };
        let file = if gap == 1099 { "src/z.py".to_owned() } else { format!("src/a.py, case {gap}") };
        let _ = writeln!(text, "| {file} | {level} | why {gap} |");
    }
    project.write("notes/gaps.md", &text);
    build(&project);
    let register = page(&project, "gaps/index.html");
    assert_eq!(rows(&register, "gaps"), 1000);
    assert!(plain(&register).contains("the first 1000 of 1100"), "it does not say what it shows");
    let mut wanted = BTreeSet::new();
    fragments(&project.root().join("site"), "gaps/index.html", &mut wanted);
    assert!(!wanted.is_empty());
    for id in wanted.iter().filter(|id| id.starts_with("g-")) {
        assert!(register.contains(&format!("id=\"{id}\"")), "{id} is linked and not there");
    }
    assert!(
        page(&project, "coverage/src/z.py.html").contains("notes/notes/gaps/index.html"),
        "the gap of the file leads nowhere"
    );
}

#[test]
fn the_log_of_decisions_shows_the_last_and_a_phase_not_every_claim() {
    let project = Project::new();
    for plan in 1..=12 {
        let mut text =
            format!("---\nphase: 0{}-part\nplan: {plan}\ntech-stack:\n  added: [pytest]\ndecisions:\n", plan / 10 + 1);
        for decision in 0..100 {
            let _ = writeln!(text, "  - id: D-{plan}-{decision}\n    description: Take way {decision} of plan {plan}");
        }
        let _ = writeln!(text, "---\n# Plan {plan} Summary\n\nCoverage milestones: 25% -> 40% -> 70%\n");
        for item in 0..20 {
            let _ = writeln!(text, "* `src/a{item}.py` was made\n");
        }
        project.write(&format!("notes/p{plan}-SUMMARY.md"), &text);
    }
    build(&project);
    let phases = page(&project, "phases/index.html");
    assert_eq!(rows(&phases, "decisions"), 1000);
    assert!(phases.contains("D-12-99") && !phases.contains("D-1-0<"), "the last are not shown");
    assert!(plain(&phases).contains("the last 1000 of 1200"));
    assert!(phases.contains(" and 4 more"), "every source of a package is listed");
    assert_eq!(phases.matches("class=\"steps\"").count(), 1, "the same milestones stand once");
    assert!(phases.contains(" and 11 more"), "of twelve notes");
    let phase = page(&project, "phases/01-part/index.html");
    assert_eq!(phase.matches("<li><details").count(), 60);
    assert!(phase.contains("more."), "it does not say what it leaves out");
}

#[test]
fn a_large_tree_under_one_folder_opens_it() {
    let project = Project::new();
    let mut report = String::new();
    for part in ["core", "web", "jobs"] {
        for file in 0..70 {
            let _ = writeln!(report, "SF:src/{part}/f{file}.py\nDA:1,{}\nend_of_record", file % 2);
        }
    }
    report.push_str("SF:src/main.py\nDA:1,0\nend_of_record\nSF:tools/a.py\nDA:1,1\nend_of_record\n");
    project.write("lcov.info", &report);
    build(&project);
    let explorer = page(&project, "coverage/index.html").replace("<wbr>", "");
    let shown: Vec<&str> = ["src/core/", "src/web/", "src/jobs/", "files in src/", "tools/"]
        .into_iter()
        .filter(|name| explorer.contains(&format!(">{name}</a>")))
        .collect();
    assert_eq!(shown.len(), 5, "{shown:?}");
    assert_eq!(rows(&explorer, "files"), 5, "no more than those");
    assert!(explorer.contains("None of the 212 measured files is in the source tree"));
    // The page of a folder begins at that folder.
    assert!(page(&project, "coverage/src/index.html").contains(">core/</a>"));
}
