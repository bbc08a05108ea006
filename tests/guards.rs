//! Where a guard must not say yes: what git tracks in folders of others, patches that move, hide or add files,
//! configurations that name nothing, output folders that hold sources.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::common::project::Project;

use covsite::config::load::load;
use covsite::diagnostics::Sink;
use covsite::model::gate::CheckResult;
use covsite::pipeline::build::build;
use covsite::pipeline::{Form, Silent, Target, analyse, gather};
use covsite::publish::Options;

const LCOV: &str = "TN:\nSF:src/a.py\nDA:1,1\nDA:2,1\nDA:3,1\nDA:4,0\nend_of_record\n";

fn project() -> Project {
    let project = Project::new();
    project
        .write("src/a.py", "a = 1\nb = 2\nc = 3\nd = 4\n")
        .write("lcov.info", LCOV)
        .write(".gitignore", "lcov.info\n");
    project
}

/// The checks of one gate.
fn checks(project: &Project, checks: &str, rest: &str) -> Vec<CheckResult> {
    project.write("covsite.toml", &format!("[[gates]]\nname = 'G'\nchecks = [\n{checks}\n]\n{rest}"));
    let mut sink = Sink::default();
    let loaded = load(None, Some(project.root()), &mut sink).unwrap();
    let inputs = gather(&loaded, &Silent, &mut sink).unwrap();
    analyse(&inputs, &loaded.config, None, &mut sink).gates.remove(0).checks
}

fn verdicts(found: &[CheckResult]) -> Vec<&str> {
    found.iter().map(|check| check.verdict.id()).collect()
}

/// What is said of a configuration that is refused, with its place.
fn refused(project: &Project, config: &str) -> String {
    project.write("covsite.toml", config);
    let mut sink = Sink::default();
    let outcome =
        load(None, Some(project.root()), &mut sink).and_then(|loaded| gather(&loaded, &Silent, &mut sink).map(|_| ()));
    assert!(outcome.is_err(), "{config}");
    let said = sink.finish();
    let place = said[0].place.as_ref().map(|place| place.line).unwrap_or_default();
    format!("{place}: {}", said[0].message)
}

#[test]
fn what_git_tracks_in_folders_of_others_is_looked_at() {
    let project = project();
    project.write("vendor/k.pem", "key").write("dist/z.py", "print(1)\n").write("vendor/z.py", "print(1)\n");
    project.commit("2026-01-01", "begin");
    project.write("vendor/loose.pem", "of nobody");
    let of = |check: &str| checks(&project, check, "").remove(0);
    let keys = of("{ files = { absent = ['**/*.pem'] } },");
    assert_eq!(keys.verdict.id(), "fail");
    assert!(keys.reason.contains("vendor/k.pem") && !keys.reason.contains("loose"), "{}", keys.reason);
    assert_eq!(of("{ files = { exist = ['vendor/z.py'] } },").verdict.id(), "pass");
    assert_eq!(of("{ forbid = { pattern = 'print', paths = ['**/*.py'] } },").places.len(), 2);
    let sources = of("{ forbid = { pattern = 'print' } },");
    assert_eq!(sources.places.len(), 1, "other people's code is none of all sources");
}

#[test]
fn a_patch_is_what_was_changed() {
    let project = project();
    project.commit("2026-01-01", "begin");
    project.git("2026-01-01", &["tag", "base"]);
    let patch = "{ coverage = { at_least = 80, patch = 'base' } },";
    project.rename("src/a.py", "src/b.py").write("lcov.info", &LCOV.replace("a.py", "b.py"));
    project.commit("2026-01-02", "move");
    let moved = checks(&project, patch, "");
    assert_eq!(verdicts(&moved), ["skipped"], "{}", moved[0].reason);
    project.write("src/b.py", "a = 1\nb = 2\nc = 3\nd = 5\n").write(".gitattributes", "*.py -diff\n");
    project.commit("2026-01-03", "change, and hide it");
    let hidden = checks(&project, patch, "");
    assert_eq!(
        (verdicts(&hidden), hidden[0].reason.as_str()),
        (vec!["fail"], "cover the one changed line that is not covered")
    );
    project.write("src/b.py", "a = 1\nb = 2\nc = 3\nd = 4\n").write("src/new.py", "# new\n\ne = 5\nf = 6\n");
    project.commit("2026-01-04", "a file that no report names");
    let new = checks(&project, patch, "");
    assert!(new[0].clause.contains("src/new.py was changed, too, and is in no report"), "{}", new[0].clause);
    let counted = checks(&project, patch, "[project]\ncount_unmeasured = true\n");
    assert_eq!((verdicts(&counted), counted[0].measured.as_deref()), (vec!["fail"], Some("0.0 % (0 of 2)")));
}

#[test]
fn numbers_that_would_be_rounded_and_names_of_nothing_are_refused() {
    let project = project();
    let gate = |check: &str| format!("[[gates]]\nname = 'G'\nchecks = [\n{check}\n]\n");
    let table = [
        (gate("{ coverage = { at_least = 75.004 } }"), "4: a number with at most two decimals is wanted, not 75.004"),
        (gate("{ coverage = { at_least = 0.8 } }"), "4: a check of gate `G` needs less than one percent"),
        (gate(""), "1: gate `G` has no check"),
        (gate("{ coverage = { drop = 0.005 } }"), "4: a number with at most two decimals"),
        (gate("{ files = { absent = ['/etc/passwd'] } }"), "4: `/etc/passwd` leads out of the project"),
        (gate("{ files = { absent = ['a/../../b'] } }"), "4: `a/../../b` leads out of the project"),
        ("[[components]]\nname = 'A'\npaths = ['src/[a.py']\n".into(), "3: `src/[a.py` is no path or glob"),
        ("[project]\nexclude = ['[']\n".into(), "2: `[` is no path or glob"),
        ("[notes]\nexclude = ['[']\n".into(), "2: `[` is no path or glob"),
        ("[[reports]]\npaths = ['[abc']\n".into(), "2: `[abc` is no path or glob"),
        ("[[components]]\nname = ' '\npaths = ['src']\n".into(), "one of the components has an empty name"),
        ("[[components]]\nname = 'A'\npaths = []\n".into(), "component `A` has no paths"),
        ("[conditions]\n'a' = true\n'A' = false\n".into(), "two conditions are called `a`"),
        ("[site]\nbase_url = 'javascript:alert(1)'\n".into(), "2: an address such as https://owner.github.io/repo/"),
        ("[site]\nbase_url = 'https://x.org/r/?q'\n".into(), "2: an address such as"),
        ("[site]\ntitle = ''\n".into(), "the title of [site] is empty"),
        ("[numbers]\nprecision = 5\n".into(), "2: precision = 5 is more than 4"),
        ("[project]\nsource = 'srcc'\n".into(), "`source` of [project] is no folder of the project: `srcc`"),
        ("[project]\nsource = '../'\n".into(), "`source` of [project] is no folder of the project: `../`"),
    ];
    for (config, expected) in table {
        let said = refused(&project, &config);
        assert!(said.contains(expected), "{config}{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_configuration_that_leads_nowhere_is_not_none() {
    let project = project();
    let load = || load(None, Some(project.root()), &mut Sink::default()).is_ok();
    assert!(load());
    std::os::unix::fs::symlink("nowhere", project.root().join("covsite.toml")).unwrap();
    assert!(!load());
    project.remove("covsite.toml").write("covsite.toml/a", "");
    assert!(!load());
}

#[test]
fn notes_that_are_named_and_not_there_leave_the_claims_open() {
    let found = checks(&project(), "{ claims = {} },", "[notes]\npaths = ['nope']\n");
    assert_eq!((verdicts(&found), found[0].clause.as_str()), (vec!["unknown"], "no note was read"));
}

#[test]
fn a_site_does_not_go_among_the_sources() {
    let project = project();
    let refuses = |out: &str| {
        project.write("covsite.toml", &format!("[site]\nout = '{out}'\n"));
        let mut sink = Sink::default();
        let loaded = load(None, Some(project.root()), &mut sink).unwrap();
        let target = Target { form: Form::Folder, out: project.root().join(out), options: Options { minify: false } };
        build(&loaded, &target, None, &Silent, sink).result.is_err()
    };
    assert!(refuses("src") && refuses("src/") && refuses(".git/x"));
    assert!(!project.root().join("src/index.html").exists());
    assert!(!refuses("site"));
}

#[test]
fn a_commit_that_measured_nothing_is_no_run() {
    let project = Project::new();
    let junit = |failing: &str| {
        format!(
            "<testsuite name='s' tests='1' time='1.5'><testcase classname='c' name='t' time='1.5'>{failing}</testcase></testsuite>"
        )
    };
    let config = "[history]\npath = 'runs.jsonl'\n[[reports]]\npaths = ['junit.xml']\n";
    let runs = |expected: &str| {
        let found = checks(&project, "{ tests = { runs = 2 } },", config).remove(0);
        assert_eq!(found.verdict.id(), expected, "{}", found.clause);
    };
    let run = |commit: &str, failed: u32| {
        format!(
            "{{\"version\":1,\"commit\":\"{commit}\",\"time\":\"2026-01-0{}T12:00:00Z\",\"totals\":{{}},\"components\":{{}},\"flags\":{{}},\
             \"tests\":{{\"total\":1,\"passed\":{},\"failed\":{failed},\"errors\":0,\"skipped\":0,\"duration_s\":1.5}}}}\n",
            2 - failed,
            1 - failed
        )
    };
    project.write("junit.xml", &junit("<failure message='no'/>"));
    let first = project.commit("2026-01-01", "it fails");
    project.write("junit.xml", &junit(""));
    let second = project.commit("2026-01-02", "it passes");
    project.write("runs.jsonl", &(run(&first, 1) + &run(&second, 0)));
    runs("fail");
    project.commit("2026-01-03", "keep the history");
    runs("fail");
}

#[test]
fn the_scripts_of_the_site_are_no_sources_of_the_project() {
    let project = project();
    project.write("themes/ours/static/look.css", "").write("themes/ours/static/more.js", "a()\nb()\n");
    let total = |more: &str| {
        let config = format!("[project]\ncount_unmeasured = true\n{more}");
        checks(&project, "{ coverage = { at_least = 90 } },", &config).remove(0).measured.unwrap()
    };
    assert_eq!(total(""), "50.0 % (3 of 6)");
    assert_eq!(total("[site]\ntheme = './themes/ours/'\n"), "75.0 % (3 of 4)");
}
