//! `covsite sync`: live values follow the data, and every other byte of a file stays as it is.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;

use crate::common::project::Project;
use covsite::config::load;
use covsite::diagnostics::Sink;
use covsite::pipeline::Silent;
use covsite::pipeline::sync::{Done, Wish, sync};

const LCOV: &str =
    "SF:core/billing.py\nDA:1,1\nDA:2,1\nDA:3,1\nDA:4,0\nend_of_record\nSF:core/ledger.py\nDA:1,1\nend_of_record\n";
const RESULTS: &str = r#"<testsuite name="core"><testcase name="a"/><testcase name="b"/><testcase name="c"><skipped/></testcase></testsuite>"#;
const CONFIG: &str = "[site]\nbase_url = \"https://example.org/x/\"\n[[components]]\nname = \"Billing | <b>\"\n\
                      paths = [\"core/billing.py\"]\naliases = [\"billing manager\"]\nlines = { target = 80.5 }\n";

fn project() -> Project {
    let project = Project::new();
    project.write("coverage/lcov.info", LCOV).write("junit.xml", RESULTS).write("covsite.toml", CONFIG);
    project.write("core/billing.py", "a\nb\nc\nd\n").write("core/ledger.py", "a\n");
    project.write("content/gaps.md", "# Test gaps\n\n| Area | Priority |\n|---|---|\n| Refunds | Critical |\n");
    project
}

/// Syncs one file of the project: what was done, whether all could be done, and the ids of the diagnostics.
fn run(project: &Project, file: &str, check: bool, repair: bool) -> (Option<Done>, bool, Vec<String>) {
    let mut sink = Sink::default();
    let loaded = load::load(None, Some(project.root()), &mut sink).unwrap();
    let files = [project.root().join(file)];
    let (done, result) = sync(&loaded, &files, Wish { check, repair }, None, &Silent, &mut sink);
    let said = sink.finish().iter().map(|it| format!("{}: {}", it.code.id, it.message)).collect();
    (done.into_iter().next(), result.is_ok(), said)
}

/// The text of a file after syncing it, which must go well and change nothing the second time.
fn synced(text: &[u8]) -> Vec<u8> {
    let project = project();
    let readme = project.root().join("README.md");
    fs::write(&readme, text).unwrap();
    let (_, fine, said) = run(&project, "README.md", false, false);
    assert!(fine, "{said:?}");
    let once = fs::read(&readme).unwrap();
    let (again, ..) = run(&project, "README.md", true, false);
    assert!(again.unwrap().changes.is_empty(), "{}", String::from_utf8_lossy(&once));
    let mut names: Vec<_> = fs::read_dir(project.root()).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["README.md", "content", "core", "coverage", "covsite.toml", "junit.xml"], "nothing is left");
    once
}

fn synced_text(text: &str) -> String {
    String::from_utf8(synced(text.as_bytes())).unwrap()
}

/// A value within a sentence.
fn value(order: &str) -> String {
    let text = synced_text(&format!("Now <!-- covsite: value {order} --><!-- /covsite -->."));
    let (_, behind) = text.split_once("-->").unwrap();
    behind.split("<!--").next().unwrap().to_owned()
}

#[test]
fn values_follow_the_data() {
    let cases = [
        ("lines", "80.0 %"),
        ("lines of core/billing.py", "75.0 %"),
        ("lines of billing.py as words", "3 of 4"),
        ("lines of core as fraction", "4/5"),
        ("lines of \"billing manager\" as tight", "75.0%"),
        ("LINES as missed", "1"),
        ("tests", "3"),
        ("tests-passed", "2"),
        ("tests-skipped", "1"),
        ("gaps-critical", "1"),
        // The one about claims has nothing to judge.
        ("gates", "1 of 1"),
        ("gates as percent", "100.0 %"),
        ("files", "2"),
        ("verdict", "pass"),
        ("gate of All tests pass", "passes"),
    ];
    for (order, wanted) in cases {
        assert_eq!(value(order), wanted, "{order}");
    }
}

#[test]
fn every_other_byte_stays() {
    let cases: [(&[u8], &[u8]); 6] = [
        // A byte-order mark, CRLF, no final newline, bytes that are no text.
        (
            b"\xEF\xBB\xBF# A\r\n\r\nx <!-- covsite: value lines -->1 %<!-- /covsite --> \xFF\r\nend",
            b"\xEF\xBB\xBF# A\r\n\r\nx <!-- covsite: value lines -->80.0 %<!-- /covsite --> \xFF\r\nend",
        ),
        // The space around a value.
        (
            b"x <!-- covsite: value tests -->  12\t<!-- /covsite --> y",
            b"x <!-- covsite: value tests -->  3\t<!-- /covsite --> y",
        ),
        // Lines of its own, in a list of a file with CRLF.
        (
            b"- a\r\n  <!-- covsite: value tests -->\r\n  old\r\n  <!-- /covsite -->\r\n",
            b"- a\r\n  <!-- covsite: value tests -->\r\n  3\r\n  <!-- /covsite -->\r\n",
        ),
        // Code holds examples.
        (
            b"```\n<!-- covsite: value tests -->1<!-- /covsite -->\n```\n\n    <!-- covsite: value tests -->\n\n`<!-- covsite: value x -->`\n",
            b"```\n<!-- covsite: value tests -->1<!-- /covsite -->\n```\n\n    <!-- covsite: value tests -->\n\n`<!-- covsite: value x -->`\n",
        ),
        (b"", b""),
        (b"no markers \xC3", b"no markers \xC3"),
    ];
    for (before, after) in cases {
        assert_eq!(String::from_utf8_lossy(&synced(before)), String::from_utf8_lossy(after));
        assert_eq!(synced(before), after);
    }
}

#[test]
fn tables_and_badges_have_lines_of_their_own() {
    let text = synced_text("> <!-- covsite: table components -->\n> <!-- /covsite -->\n");
    assert_eq!(
        text,
        "> <!-- covsite: table components -->\n>\n> | Component | Lines | Covered | Target |\n> |---|---:|---:|---:|\n\
         > | Billing \\| &lt;b> | 75.0 % | 3/4 | 80.5 % |\n>\n> <!-- /covsite -->\n"
    );
    let text = synced_text("<!-- covsite: badges lines tests --><!-- /covsite -->\n");
    assert!(
        text.contains(
            "\n\n[![lines](https://example.org/x/badges/lines.svg)](https://example.org/x/index.html) [![tests]"
        ),
        "{text}"
    );
    for table in ["metrics", "gates", "gaps", ""] {
        let text = synced_text(&format!("<!-- covsite: table {table} -->\n<!-- /covsite -->\n"));
        assert!(text.contains("\n| ") && text.contains(" |\n\n<!-- /covsite -->"), "{text}");
    }
}

#[test]
fn what_is_broken_is_told_and_the_file_stays() {
    let cases = [
        ("a <!-- covsite: value linse -->1<!-- /covsite -->", "`linse` is no value that covsite knows"),
        (
            "a <!-- covsite: value lines of core/biling.py -->1<!-- /covsite -->",
            "`core/biling.py` is no component, measured file or folder",
        ),
        ("a <!-- covsite: value lines as parts -->1<!-- /covsite -->", "`parts` is no form of a value"),
        ("a <!-- covsite: value tests as percent -->1<!-- /covsite -->", "`tests` has one form only"),
        ("a <!-- covsite: value tests of core -->1<!-- /covsite -->", "`tests` is of the whole project"),
        ("a <!-- covsite: value lines off core -->1<!-- /covsite -->", "`off core` is not understood"),
        ("a <!-- covsite: table x -->1<!-- /covsite -->", "`x` is no table that covsite knows"),
        (
            "a <!-- covsite: table gates -->1<!-- /covsite -->",
            "`table gates` gives several lines and stands within one",
        ),
        ("a <!-- covsite: badges nothing -->1<!-- /covsite -->", "there is no badge `nothing`"),
        ("a <!-- covsite: value gate of nothing -->1<!-- /covsite -->", "no gate is called `nothing`"),
        ("a <!-- covsite: value tests -->1", "`value tests` is never closed"),
        ("a <!-- /covsite -->", "this marker closes nothing"),
        (
            "a <!-- covsite: value tests -->1<!-- covsite: value lines -->2<!-- /covsite -->",
            "`value lines` stands inside `value tests`, which is not closed",
        ),
    ];
    for (broken, wanted) in cases {
        let project = project();
        let text = format!("b <!-- covsite: value tests -->1<!-- /covsite -->\n\n{broken}\n");
        project.write("README.md", &text);
        let (done, fine, said) = run(&project, "README.md", false, false);
        assert!(done.is_none() && !fine, "{broken}");
        assert_eq!(said, [format!("bad-marker: {wanted}")]);
        assert_eq!(fs::read_to_string(project.root().join("README.md")).unwrap(), text);
    }
}

#[test]
fn a_value_without_data_stays() {
    let project = Project::new();
    let text =
        "a <!-- covsite: value lines -->81.2 %<!-- /covsite --> <!-- covsite: value tests -->7<!-- /covsite -->\n";
    project.write("README.md", text).write("content/a.md", "# A\n");
    let (done, fine, said) = run(&project, "README.md", true, false);
    assert!(fine && done.unwrap().changes.is_empty());
    assert_eq!(said.len(), 2);
    assert_eq!(said[0], "no-value: `value lines` stays as it is: nothing of the kind was measured");
}

#[test]
fn another_commit_alone_is_no_reason_to_complain() {
    let project = project();
    // A tracked report belongs to the commit that last touched it; what is measured anew belongs to HEAD.
    project.write(".gitignore", "/coverage\n/junit.xml\n").commit("2026-03-01", "first");
    project.write("README.md", "At <!-- covsite: value commit --><!-- /covsite -->, <!-- covsite: value date --><!-- /covsite -->: <!-- covsite: value tests -->3<!-- /covsite -->\n");
    assert!(run(&project, "README.md", true, false).0.unwrap().is_stale(), "nothing stands there");
    assert!(run(&project, "README.md", false, false).1);
    let text = fs::read_to_string(project.root().join("README.md")).unwrap();
    assert!(text.contains("2026-03-01"), "{text}");
    project.commit("2026-03-05", "second");
    let done = run(&project, "README.md", true, false).0.unwrap();
    assert!(!done.is_stale() && done.changes.len() == 2, "{:?}", done.changes);
    let text = fs::read_to_string(project.root().join("README.md")).unwrap();
    project.write("README.md", &text.replace("2026-03-01", "some day"));
    assert!(run(&project, "README.md", true, false).0.unwrap().is_stale(), "that is no other day");
    project.write("README.md", &text);
    project.write("junit.xml", &RESULTS.replace("<testcase name=\"b\"/>", ""));
    assert!(run(&project, "README.md", true, false).0.unwrap().is_stale());
}

#[test]
fn damaged_text_is_mended_where_it_is_damaged() {
    let project = Project::new();
    // A tick and a dash that went through Windows-1252, beside sound text and bytes that are no text.
    let damaged = "# âœ… Done â€“ ünd ✅\r\n\r\n".as_bytes();
    let note = project.root().join("a.md");
    fs::write(&note, [b"\xEF\xBB\xBF", damaged, b"\xFF end"].concat()).unwrap();
    let (checked, ..) = run(&project, "a.md", true, true);
    assert!(checked.unwrap().is_stale());
    assert_eq!(fs::read(&note).unwrap().len(), damaged.len() + 8, "--check writes nothing");
    let (done, fine, said) = run(&project, "a.md", false, true);
    assert!(fine && said.is_empty(), "no project is needed: {said:?}");
    assert_eq!(done.unwrap().repaired, 2);
    let mended = [b"\xEF\xBB\xBF", "# ✅ Done – ünd ✅\r\n\r\n".as_bytes(), b"\xFF end"].concat();
    assert_eq!(fs::read(&note).unwrap(), mended);
    assert_eq!(run(&project, "a.md", false, true).0.unwrap().repaired, 0);
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_project_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let stale = "a <!-- covsite: value tests -->1<!-- /covsite -->\n";
    let (project, other) = (project(), Project::new());
    project.write("docs/real.md", stale);
    other.write("outside.md", stale);
    symlink("docs/real.md", project.root().join("README.md")).unwrap();
    symlink(other.root().join("outside.md"), project.root().join("OUT.md")).unwrap();
    let real = project.root().join("docs/real.md");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(run(&project, "README.md", false, false).1);
    assert!(fs::symlink_metadata(project.root().join("README.md")).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains(">3<"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);

    let (_, fine, said) = run(&project, "OUT.md", false, false);
    assert!(!fine);
    assert_eq!(said, ["not-synced: it is a link that leads out of the project"]);
    assert_eq!(fs::read_to_string(other.root().join("outside.md")).unwrap(), stale);

    fs::write(&real, stale).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
    let (_, fine, said) = run(&project, "docs/real.md", false, false);
    assert!(!fine);
    assert_eq!(said, ["not-synced: it is read-only"]);
    assert_eq!(fs::read_to_string(&real).unwrap(), stale);
}

#[test]
fn a_folder_stands_for_its_markdown_files() {
    let project = project();
    let stale = "a <!-- covsite: value tests -->1<!-- /covsite -->\n";
    project.write("docs/a.md", stale).write("docs/deep/b.markdown", stale).write("docs/c.txt", stale);
    let mut sink = Sink::default();
    let loaded = load::load(None, Some(project.root()), &mut sink).unwrap();
    let (done, result) =
        sync(&loaded, &[project.root().join("docs")], Wish { check: false, repair: false }, None, &Silent, &mut sink);
    assert!(result.is_ok() && done.len() == 2);
    assert_eq!(fs::read_to_string(project.root().join("docs/c.txt")).unwrap(), stale);
}

#[test]
fn a_live_value_is_no_claim() {
    let project = project();
    project.write("content/a.md", "# A\n\nTests: <!-- covsite: value tests -->700 tests<!-- /covsite -->.\n\nAnd <!-- covsite: value gate of tests -->100 tests\n");
    let mut sink = Sink::default();
    let loaded = load::load(None, Some(project.root()), &mut sink).unwrap();
    let inputs = covsite::pipeline::gather(&loaded, &Silent, &mut sink).unwrap();
    let findings = covsite::pipeline::analyse(&inputs, &loaded.config, None, &mut sink);
    let claims: Vec<&str> = findings.claims.iter().map(|claim| claim.claim.text.as_str()).collect();
    assert!(!claims.iter().any(|text| text.contains("700")), "{claims:?}");
    let said: Vec<String> = sink.finish().into_iter().map(|it| it.message).collect();
    assert!(said.iter().any(|it| it == "`value gate of tests` is never closed"), "{said:?}");
}

#[test]
fn a_table_of_gaps_in_a_note_lists_none_anew() {
    let project = project();
    project.write("docs/now.md", "# Now\n\n## Gaps\n\n<!-- covsite: table gaps --><!-- /covsite -->\n");
    let (done, fine, said) = run(&project, "docs/now.md", false, false);
    assert!(fine && !done.unwrap().changes.is_empty(), "{said:?}");
    let (again, ..) = run(&project, "docs/now.md", true, false);
    assert!(again.unwrap().changes.is_empty(), "its own rows are no gaps");
    project.write(
        "content/gaps.md",
        "# Test gaps\n\n| Area | Priority | Status |\n|---|---|---|\n| Refunds | Critical | closed |\n",
    );
    let (closed, ..) = run(&project, "docs/now.md", false, false);
    assert!(!closed.unwrap().changes.is_empty(), "what is closed in the note is closed");
}
